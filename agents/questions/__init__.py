"""Questions put to a nation: frozen values that hold all it may know, and the values that answer them.

Each question names the verb by which it is answered: ``View`` in ``levers.py`` is answered by ``choose_levers`` of a
strategy. Every choice of every nation goes this one way, whether a strategy, a person at a seat, a script or a
program outside makes it (``agents/players/port.py``).
"""
