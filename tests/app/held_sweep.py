"""Sweeps on the command line whose fifth run never ends: ``python -m tests.app.held_sweep run FILE``."""

import sys
import time

from app.__main__ import app
from scenarios.sweep import worker
from tests.patience import PATIENCE


def main():
    live_one = worker.live_one

    def held(work, run, *rest):
        if run == 4:
            time.sleep(PATIENCE)
        return live_one(work, run, *rest)

    worker.live_one = held
    app(["sweep", *sys.argv[1:]], prog_name="python -m app")


if __name__ == "__main__":
    main()
