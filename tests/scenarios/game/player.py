"""A program that plays one game after another in a folder until it is killed, and says each move that was confirmed."""

import itertools
import sys
from pathlib import Path

import numpy as np

from scenarios.files.game_rules import GameRules
from scenarios.game import Hall, bots
from tests.scenarios.game.world import tiny


def main(folder, seed):
    rng = np.random.default_rng(seed)
    with Hall(folder, clock=lambda: 0.0, threads=False) as hall:
        for turn in itertools.count():
            game = next((game for game in hall if game.state.phase != "over"), None)
            if game is None:
                game = hall.create(tiny(), rules=GameRules(), seed=3)
            for key, name in (("japan", "Ann"), ("australia", "Ben")):
                if not game.state.seats[key].human:
                    confirm(game, game.claim(game.code, key, name))
            key = f"{seed}-{turn}"
            seats = [seat for seat in game.state.seats.values() if seat.human]
            seat = seats[int(rng.integers(len(seats)))]
            if rng.random() < 0.25:
                confirm(game, game.do(game.secret, {"do": "start" if game.state.phase == "lobby" else "go_on"}, key))
            else:
                confirm(game, game.do(seat.token, bots.move(game, seat.token, rng), key), seat.key, key)
            game.keep_draft(seat.token, "offer", {"turn": turn})
            game.work()


def confirm(game, receipt, who="", key=""):
    if receipt.ok:
        sys.stdout.write(f"{Path(game.journal.path).name} {receipt.number} {who} {key}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
