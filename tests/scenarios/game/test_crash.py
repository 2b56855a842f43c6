"""The program is killed in the middle of a game, again and again: no confirmed move is lost, and the game goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from scenarios.game import Hall
from tests.scenarios.game.world import play_out

ROOT = Path(__file__).parents[3]
KILLS = 8


def killed_after(folder, seed, moves, wait):
    """Start the player, kill it hard some time after it has confirmed some moves, and return what it confirmed."""
    player = subprocess.Popen(
        [sys.executable, "-m", "tests.scenarios.game.player", str(folder), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    said = [player.stdout.readline() for _ in range(moves)]
    time.sleep(wait)
    player.send_signal(signal.SIGKILL)
    said += player.stdout.read().splitlines(keepends=True)
    player.wait()
    assert player.returncode == -signal.SIGKILL
    return [line.split() for line in said if line.endswith("\n")]


def test_killed_at_eight_moments_a_game_keeps_every_confirmed_move(tmp_path):
    rng = np.random.default_rng(11)
    confirmed, tokens = {}, {}
    for seed in range(KILLS):
        lines = killed_after(tmp_path, seed, int(rng.integers(3, 12)), float(rng.uniform(0, 0.2)))
        assert lines
        for file, number, *_ in lines:
            confirmed.setdefault(file, set()).add(int(number))
        with Hall(tmp_path, clock=lambda: 0.0, threads=False) as hall:
            by_file = {Path(game.journal.path).name: game for game in hall}
            for file, numbers in confirmed.items():
                game = by_file[file]
                assert numbers <= {entry.number for entry in game.entries}
                assert [entry.number for entry in game.entries] == list(range(1, len(game.entries) + 1))
                kept = {seat.key: seat.token for seat in game.state.seats.values() if seat.human}
                assert tokens.get(file, {}).items() <= kept.items()
                tokens[file] = kept
            for file, number, *rest in lines:
                if len(rest) == 2:  # Its name is known after the crash: another move is refused.
                    game = by_file[file]
                    again = game.do(game.state.seats[rest[0]].token, {"do": "ready", "ready": True}, rest[1])
                    assert again.text.startswith("Another move was sent under the same name")
                    assert game.state.keys[rest[0], rest[1]] == int(number)
    with Hall(tmp_path, clock=lambda: 0.0, threads=False) as hall:
        for game in hall:
            assert play_out(game).state.phase == "over"
            assert all(offer.state != "open" for offer in game.state.offers.values())
