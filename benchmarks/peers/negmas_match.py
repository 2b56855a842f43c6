"""The same tables, tactics, protocol and deadline in NegMAS and here: the same agreements, and how fast.

Runs in the environment ``negmas``; ``python -m benchmarks.negotiation`` starts it. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
from negmas import LinearAdditiveUtilityFunction, SAOMechanism, make_issue, make_os
from negmas import sao as negmas_sao
from negmas.gb.components.offering import MiCROOfferingPolicy
from negmas.preferences.value_fun import TableFun

from benchmarks.peers.negmas_seat import negmas
from negotiation.bargaining.many import agree, prepare
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.terms import Issue, TermSpace

ISSUES, LEVELS, DEADLINE = 4, 5, 100
SHAPE = (LEVELS,) * ISSUES
PEERS = {
    "boulware": negmas_sao.BoulwareTBNegotiator,
    "linear": negmas_sao.LinearTBNegotiator,
    "conceder": negmas_sao.ConcederTBNegotiator,
    "micro": negmas_sao.MiCRONegotiator,
    "tit_for_tat": negmas_sao.NaiveTitForTatNegotiator,
}
MIXED = ("boulware", "conceder", "linear", "boulware", "boulware")
FIVES = (MIXED, ("boulware",) * 5, ("linear",) * 5, ("conceder",) * 5)
OURS = TermSpace(tuple(Issue(f"i{k}", tuple(range(LEVELS))) for k in range(ISSUES)))
THEIRS = make_os([make_issue(list(range(LEVELS)), f"i{k}") for k in range(ISSUES)])
DICE: dict[str, np.random.Generator] = {}

Act = Callable[[int], Any]


def tables(parties: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights (parties, issues) and level values (parties, issues, levels) that span 0 to 1."""
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(ISSUES), parties)
    values = rng.random((parties, ISSUES, LEVELS))
    low, high = values.min(2, keepdims=True), values.max(2, keepdims=True)
    return weights, (values - low) / (high - low)


def dense(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Our utilities, (parties, outcomes)."""
    return OURS.additive(list((weights[:, :, None] * values).swapaxes(0, 1)))


def ufuns(weights: np.ndarray, values: np.ndarray, walls: np.ndarray) -> list[Any]:
    """Their utility functions."""
    return [
        LinearAdditiveUtilityFunction(
            values=[TableFun({j: float(values[p, i, j]) for j in range(LEVELS)}) for i in range(ISSUES)],
            weights=[float(x) for x in weights[p]],
            outcome_space=THEIRS,
            reserved_value=float(walls[p]),
        )
        for p in range(len(weights))
    ]


def theirs(utilities: list[Any], kinds: list[type]) -> int | None:
    """Run their mechanism; return the agreement as our index."""
    mechanism = SAOMechanism(outcome_space=THEIRS, n_steps=DEADLINE)
    for ufun, kind in zip(utilities, kinds, strict=True):
        mechanism.add(kind(), preferences=ufun)
    agreement = mechanism.run().agreement
    return None if agreement is None else int(np.ravel_multi_index(agreement, SHAPE))


def ours(utilities: np.ndarray, walls: np.ndarray, tactics: tuple[str, ...], rng: np.random.Generator) -> int | None:
    """Hold our sitting."""
    return hold("stacked", utilities, walls, tactics, deadline=DEADLINE, rng=rng).agreement


def pin_the_dice() -> None:
    """Let MiCRO's repetitions come from the same dice as ours; which earlier offer it repeats is chance in both."""

    def repeat(policy: Any) -> Any:
        sent = len(policy._sent)  # noqa: SLF001
        return policy.sorter.outcome_at(int(DICE["now"].integers(sent))) if sent else None

    MiCROOfferingPolicy.sample_sent = repeat


def parity(domains: int, first_seed: int) -> list[dict[str, Any]]:
    """For each pairing, on how many fresh random domains both reach the same agreement."""
    pin_the_dice()
    rows = []
    pairings = [(pair, 0.0) for pair in itertools.product(PEERS, PEERS)]
    pairings += [(five, 0.0) for five in FIVES]
    # Naive tit-for-tat of NegMAS offers below its own wall, ours does not; it is compared without walls only.
    walled = ("boulware", "linear", "conceder", "micro")
    pairings += [((one, other), 0.7) for one, other in itertools.combinations_with_replacement(walled, 2)]
    for tactics, wall in pairings:
        different = [seed for seed in range(first_seed, first_seed + domains) if not _same(tactics, seed, wall)]
        name = " v ".join(tactics) if len(tactics) == 2 else "5 parties: " + ", ".join(tactics)
        rows.append(
            {
                "case": name + (f", walls up to {wall}" if wall else ""),
                "same": domains - len(different),
                "domains": domains,
                "different_seeds": different,
            }
        )
    return rows


def _same(tactics: tuple[str, ...], seed: int, wall: float) -> bool:
    weights, values = tables(len(tactics), seed)
    walls = np.random.default_rng([seed, 1]).random(len(tactics)) * wall
    DICE["now"] = np.random.default_rng(seed)
    peer = theirs(ufuns(weights, values, walls), [PEERS[name] for name in tactics])
    return peer == ours(dense(weights, values), walls, tactics, np.random.default_rng(seed))


def bridge(domains: int) -> list[dict[str, Any]]:
    """On how many domains NegMAS negotiators reach the same agreement at our table as at their own."""
    pairs = {
        "boulware v conceder": ("BoulwareTBNegotiator", "ConcederTBNegotiator"),
        "aspiration v linear": ("AspirationNegotiator", "LinearTBNegotiator"),
        "MiCRO v MiCRO": ("MiCRONegotiator", "MiCRONegotiator"),
        "MiCRO v boulware": ("MiCRONegotiator", "BoulwareTBNegotiator"),
        "naive tit-for-tat v boulware": ("NaiveTitForTatNegotiator", "BoulwareTBNegotiator"),
        "naive tit-for-tat v MiCRO": ("NaiveTitForTatNegotiator", "MiCRONegotiator"),
        "nice tit-for-tat v boulware": ("NiceTitForTatNegotiator", "BoulwareTBNegotiator"),
        "hybrid v MiCRO": ("HybridNegotiator", "MiCRONegotiator"),
        "CAB v WAR": ("CABNegotiator", "WARNegotiator"),
        "5 parties, time-based": (
            "BoulwareTBNegotiator",
            "ConcederTBNegotiator",
            "LinearTBNegotiator",
            "AspirationNegotiator",
            "BoulwareTBNegotiator",
        ),
    }
    rows = []
    for name, classes in pairs.items():
        kinds = [getattr(negmas_sao, kind) for kind in classes]
        same = sum(_same_at_our_table(kinds, seed) for seed in range(domains))
        rows.append({"case": name, "same": same, "domains": domains})
    kinds = [negmas_sao.BoulwareTBNegotiator, None]
    same = 0
    for seed in range(domains):
        weights, values = tables(2, seed)
        mixed = hold(
            "alternating",
            dense(weights, values),
            [0, 0],
            [negmas(kinds[0]), "conceder"],
            deadline=DEADLINE,
            rng=np.random.default_rng(seed),
            space=OURS,
        ).agreement
        same += mixed == ours(dense(weights, values), np.zeros(2), ("boulware", "conceder"), np.random.default_rng(0))
    rows.append({"case": "NegMAS boulware v our conceder", "same": same, "domains": domains})
    return rows


def _same_at_our_table(kinds: list[type], seed: int) -> bool:
    weights, values = tables(len(kinds), seed)
    walls = np.zeros(len(kinds))
    random.seed(seed)
    DICE["now"] = np.random.default_rng(seed)
    peer = theirs(ufuns(weights, values, walls), kinds)
    random.seed(seed)
    DICE["now"] = np.random.default_rng(seed)
    seated = hold(
        "stacked",
        dense(weights, values),
        walls,
        [negmas(kind) for kind in kinds],
        deadline=DEADLINE,
        rng=np.random.default_rng(seed),
        space=OURS,
    )
    return peer == seated.agreement


def speed(rounds: int, slice_: float) -> list[dict[str, Any]]:
    """Sittings per second, theirs and ours in turn, slice by slice; the ratio is the median over the rounds."""
    rows = []
    for name, tactics in (
        ("boulware v conceder", ("boulware", "conceder")),
        ("boulware v boulware", ("boulware",) * 2),
        ("MiCRO v MiCRO", ("micro",) * 2),
        ("tit-for-tat v boulware", ("tit_for_tat", "boulware")),
        ("5 parties", MIXED),
        ("5 boulware", ("boulware",) * 5),
    ):
        rows += _race(name, tactics, rounds, slice_)
    return rows


def _race(name: str, tactics: tuple[str, ...], rounds: int, slice_: float) -> list[dict[str, Any]]:
    rows = []
    for mode, (peer, own, each) in _modes(name, tactics).items():
        ratios, peers, owns = [], [], []
        for _ in range(rounds):
            slow, fast = _rate(peer, slice_), _rate(own, slice_) * each
            ratios.append(fast / slow)
            peers.append(slow)
            owns.append(fast)
        rows.append(
            {
                "case": name,
                "mode": mode,
                "ratio": median(ratios),
                "ratio_min": min(ratios),
                "ours": median(owns),
                "theirs": median(peers),
            }
        )
    return rows


def _modes(name: str, tactics: tuple[str, ...]) -> dict[str, tuple[Act, Act, int]]:
    """Return what is compared: their act, ours, and how many sittings ours is."""
    parties, walls, rng = len(tactics), np.zeros(len(tactics)), np.random.default_rng(0)
    kinds = [PEERS[tactic] for tactic in tactics]
    given = [tables(parties, seed) for seed in range(64)]
    made, built = [dense(*one) for one in given], [ufuns(*one, walls) for one in given]

    def peer_cold(k: int) -> Any:
        return theirs(ufuns(*given[k % 64], walls), kinds)

    def peer_warm(k: int) -> Any:
        return theirs(built[k % 64], kinds)

    def own_cold(k: int) -> Any:
        return ours(dense(*given[k % 64]), walls, tactics, rng)

    def own_warm(k: int) -> Any:
        return ours(made[k % 64], walls, tactics, rng)

    def own_read(k: int) -> Any:
        return hold("stacked", dense(*given[k % 64]), walls, tactics, deadline=DEADLINE, rng=rng).offers

    # Chance enters MiCRO only; the others must agree before their times mean anything.
    if "micro" not in tactics and any(peer_warm(k) != own_warm(k) for k in range(64)):
        raise AssertionError(f"{name}: agreements differ")
    modes: dict[str, tuple[Act, Act, int]] = {
        "cold (utilities built too)": (peer_cold, own_cold, 1),
        "warm (utilities given)": (peer_warm, own_warm, 1),
        "cold, every offer read": (peer_cold, own_read, 1),
    }
    if set(tactics) <= {"boulware", "linear", "conceder"}:
        together, batch = _batch(name, tactics)
        modes["another mode: batch of 512, put in order once"] = (peer_warm, together, 512)
        modes["another mode: batch of 512, putting in order counted"] = (peer_warm, batch, 512)
    return modes


def _batch(name: str, tactics: tuple[str, ...]) -> tuple[Act, Act]:
    """Return 512 sittings in one go, on tables in order already and on fresh ones; checked against single ones."""
    tables_ = np.array([dense(*tables(len(tactics), seed)) for seed in range(512)])
    walls, rng = np.zeros((512, len(tactics))), np.random.default_rng(0)
    prepared = prepare(tables_, walls)
    alone = [ours(table, wall, tactics, rng) for table, wall in zip(tables_, walls, strict=True)]
    if alone != [None if found < 0 else int(found) for found in agree(prepared, tactics, DEADLINE)[0]]:
        raise AssertionError(f"{name}: the batch does not agree with single sittings")
    return lambda _: agree(prepared, tactics, DEADLINE), lambda _: agree(prepare(tables_, walls), tactics, DEADLINE)


def _rate(act: Act, seconds: float) -> float:
    gc.collect()
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        act(done)
        done += 1
    return done / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--domains", type=int, default=500)
    parser.add_argument("--first-seed", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--slice", type=float, default=0.3)
    options = parser.parse_args()
    report = {
        "speed": speed(options.rounds, options.slice),
        "parity": parity(options.domains, options.first_seed),
        "bridge": bridge(min(options.domains, 100)),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
