"""Does what pays: builds and stocks where that is worth its cost, bargains, and keeps its markets open.

A pragmatist restricts its exports only in a shortage of its own, and never against a promise. It decides everything
the usual way (``agents/strategies/usual``).
"""
