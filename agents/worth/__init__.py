"""Worth: one door through which changes are valued, in batches, and the compiled code behind it."""
