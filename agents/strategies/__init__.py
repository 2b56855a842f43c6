"""How a nation plays: one file per strategy, found by its file name.

A strategy has a function for each decision that it takes in its own way, named by the verb of the question (see
``agents/questions``); all others it takes the usual way (``agents/strategies/usual``).
"""
