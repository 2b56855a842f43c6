"""Nations, what they see and want, and the years they live through."""
