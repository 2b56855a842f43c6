"""Alliances: their worth, how members share it, which of them last, and the power of a vote."""
