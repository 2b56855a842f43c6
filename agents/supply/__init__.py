"""Supply agreements: what they say, what they are worth, and how they are kept or broken."""
