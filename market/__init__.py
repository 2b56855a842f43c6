"""The market for ore, oxide and magnets: who mines, makes, trades and uses how much, and at what price.

Pure numbers on arrays. Start with :class:`market.chain.Chain`; below it stand the general solver
(:mod:`market.network`, :mod:`market.clearing`) and beside it welfare, security, stocks and dominance.
"""
