"""How the game holds up on the real server in a real browser; ``python -m benchmarks.web`` (see ``__main__``)."""
