"""What can be done in a game: one file for each verb, with one class of the same name (``take_seat``: ``TakeSeat``).

A class is a move (``scenarios.game.move.Move``): it says who may make it (``BY``), in which phases (``WHEN``), and its
words with their types. ``check`` refuses what does not fit with one sentence and gives the move as it goes into the
log; ``apply`` changes the state, and does the same when the log is read again.
"""
