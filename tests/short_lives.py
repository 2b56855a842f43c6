"""A program that lives the first years of every shipped world, plays games, reads recorded ones, and writes all down.

``python -m tests.short_lives FILE RECORDED``: the rows of each history go to FILE as JSON. Games that lie in the folder
RECORDED are lived again; where there is no such folder, those played here are recorded there.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from scenarios.files.game_rules import GameRules
from scenarios.game import Game, bots
from scenarios.game.journal import Journal
from scenarios.game.papers import handed_in
from scenarios.loader import load, names
from scenarios.records import history
from scenarios.records.history import Row
from scenarios.records.machine import machine
from scenarios.run import Living, run
from tests.scenarios.game.world import willing

SEED, YEARS = 7, 2
WHOLE = {"pair": 4, "small": 4}
"""Worlds that are cheap enough for every regime and more years."""
SECRET = ("token", "tokens")
NOTES = ("lived", "compared")
"""What the program notes in a game's file about the years and the machine; nobody's move."""


def worlds():
    """Scenario, regime and years of each world that is lived."""
    for name in names():
        for regime in ("unilateral", "bilateral", "accord") if name in WHOLE else ("accord",):
            yield name, regime, WHOLE.get(name, YEARS)


def games():
    """Name and world of each game that is played."""
    return {"three nations": willing(), "class": load("classroom_20_minutes", rounds=2)}


def of_game(game):
    """List every move of a game, those of AI nations too, and what each year comes to when it is lived here again."""
    year, rows = game.setting.start_year - 1, []
    for entry in game.entries:
        body = {name: value for name, value in entry.body.items() if name not in SECRET}
        year += body.get("to") == "brief"
        if body["do"] not in NOTES:
            rows.append(Row(year, f"move {entry.number}", entry.who, json.dumps(body)))
    # The file holds what its years came to; here they are lived anew from what was handed in.
    living = Living(game.setting, regime=game.rules.regime, seed=game.seed)
    for number in range(game.lived):
        living.step(handed_in(game.state, number + 1, game.setting))
    return [*rows, *history.of_record(living.record())]


def play(path, setting):
    """Play a game whose seats do what comes into their heads, by a clock that stands still."""
    game = Game.create(path, setting, rules=GameRules(), seed=SEED, clock=lambda: 0.0)
    bots.play(game, np.random.default_rng(SEED), seats=2, pace=8)
    return game


def main(file, recorded):
    """Live everything."""
    lived = {}
    for name, regime, years in worlds():
        record = run(load(name), regime=regime, seed=SEED, rounds=years)
        lived[f"{name}, {regime}, {years} years"] = history.of_record(record)
    with tempfile.TemporaryDirectory() as place:
        for name, setting in games().items():
            game = play(Path(place) / f"{name}.game", setting)
            lived[f"game of {name}, played"] = of_game(game)
            game.journal.close()
        if not recorded.is_dir():
            shutil.copytree(place, recorded)
        for path in sorted(recorded.glob("*.game")):
            copy = shutil.copy(path, Path(place) / f"recorded {path.name}")
            lived[f"game of {path.stem}, recorded"] = of_game(Game(Journal(copy), clock=lambda: 0.0))
    file.write_text(json.dumps({"machine": machine(), "lived": lived}), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
