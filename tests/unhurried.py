"""The program by a clock that goes slowly, so that no phase of a game runs out because the machine is busy.

``python -m tests.unhurried serve --no-open``: what follows is said to the program.
"""

import time

SLOWER = 30
"""The shortest phase of a shipped game, half a minute, becomes a quarter of an hour."""


def slow_down():
    """From now on the time of day goes slowly; what measures how long something takes does not."""
    tell = time.time
    began = tell()
    time.time = lambda: began + (tell() - began) / SLOWER


if __name__ == "__main__":
    # Some keep the clock that they find when they are imported.
    slow_down()
    from app.__main__ import app

    app(prog_name="python -m app")
