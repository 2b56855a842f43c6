"""What a nation is asked to decide: frozen values that hold all that it may know, and the values that answer them.

Each question names the verb by which it is answered: ``View`` in ``levers.py`` is answered by ``choose_levers`` of a
strategy. Every choice of every nation goes this one way, whoever makes it: a strategy, a person at a seat, a script or
a program outside (``agents/players/port.py``).
"""
