"""What can be done in a game: one file for each verb, found by its name.

A file says who may use the verb (``BY``), in which phases (``WHEN``), and with which words (``WORDS``,
and ``MAY_WORDS`` that may be missing). ``check`` refuses what does not fit with one sentence and returns the words as
they go into the log; ``do`` changes the state, and does the same when the log is read again.
"""
