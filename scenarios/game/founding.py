"""The start of a game: its fixed facts, and the empty state to which the log is applied."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from agents.world.setting import Setting
from scenarios.checks import build_game
from scenarios.game.state import GameState, Seat
from scenarios.game_rules import GameRules
from scenarios.loader import from_values, game_rules, load, plain_values

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of codes that people read aloud; without those that look alike."""


def about(
    scenario: str | Setting,
    rules: GameRules | None,
    seed: int | None,
    title: str,
    at: float,
    forked: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Fix a new game: its world, seed and secrets."""
    if isinstance(scenario, Setting):
        setting, played = scenario, rules or GameRules()
    else:
        setting, played = load(scenario), rules or game_rules(scenario)
    return {
        "id": secrets.token_hex(4),
        "code": "".join(secrets.choice(LETTERS) for _ in range(5)),
        "secret": secrets.token_urlsafe(16),
        "tokens": {nation.key: secrets.token_urlsafe(16) for nation in setting.nations},
        "title": title or setting.title,
        "setting": json.dumps(plain_values(setting)),
        "rules": json.dumps(asdict(played)),
        "seed": played.seed if seed is None else int(seed),
        "made": at,
        "forked": dict(forked or {}),
    }


def world_of(about: Mapping[str, Any]) -> tuple[Setting, GameRules]:
    """Read the world and the rules of play that a game was made with."""
    return _world_of(about["setting"], about["rules"])


@lru_cache(maxsize=16)
def _world_of(setting: str, rules: str) -> tuple[Setting, GameRules]:
    world = from_values(json.loads(setting))
    return world, build_game(json.loads(rules), world)


def fresh(about: Mapping[str, Any], setting: Setting) -> GameState:
    """Set up the lobby."""
    tokens = about["tokens"]
    seats = {n.key: Seat(key=n.key, name=n.name, token=tokens[n.key]) for n in setting.nations}
    return GameState(seats=seats, rounds=setting.rounds, since=float(about["made"]), plugins=setting.plugins)
