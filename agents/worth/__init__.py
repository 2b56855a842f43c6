"""What something is worth: the one door to it, in batches, and the compiled code behind."""
