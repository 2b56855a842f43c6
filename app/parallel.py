"""A chain beside the dominant supplier's: partners' output as a share of their use, its cost, and their exposure."""

from __future__ import annotations

from app.drawing.scales import percent
from app.words import amount, counted, listed, money
from scenarios.record import Record

STAGES = {"chain_ore": "mine", "chain_oxide": "separate", "chain_magnet": "make into magnets"}
FREE = 1.0
"""USD m a year of payments for floors and open plants below which a chain counts as standing on its own."""


def of_run(record: Record) -> tuple[str, ...]:
    """Tell in four sentences what became of the chain of those who may join; none where all but one may."""
    named = record.setting.accord.eligible
    dominant = record.setting.risks.dominant
    metrics = record.metrics
    if not named or dominant in named or any(name not in metrics for name in (*STAGES, "chain_exposure")):
        return ()
    who = listed([record.names[key] for key in named])
    return (_stages(record, who), _stands(record), _cost(record), _exposure(record))


def years_that_stand(record: Record, *, alone: bool) -> list[int]:
    """List the years in which every stage covers use; ``alone`` without payments for floors and open plants."""
    metrics = record.metrics
    whole = (metrics[list(STAGES)].astype(float) >= 1.0).all(axis=1)
    if alone:
        whole &= metrics["floor_paid"].astype(float) < FREE
    return [int(year) for year in metrics.loc[whole, "year"]]


def _stages(record: Record, who: str) -> str:
    first, last = record.metrics.iloc[0], record.metrics.iloc[-1]
    parts = [
        f"{verb} {percent(float(last[name]))} ({percent(float(first[name]))} in the first year)"
        for name, verb in STAGES.items()
    ]
    weakest = min(STAGES, key=lambda name: float(last[name]))
    return (
        f"The parallel chain of {who}: of what they use they {listed(parts)} at the end; the weakest stage is "
        f"that at which they {STAGES[weakest]}."
    )


def _stands(record: Record) -> str:
    alone, held = years_that_stand(record, alone=True), years_that_stand(record, alone=False)
    last = record.years[-1]
    paid = float(record.metrics["floor_paid"].astype(float).iloc[-1])
    if alone and alone[-1] == last:
        return (
            f"It stands on its own at the end, in {counted(len(alone), 'year')} and first in {alone[0]}, without "
            "payments."
        )
    if held:
        ends = "at the end too" if held[-1] == last else f"last in {held[-1]}"
        return (
            f"It covers use at every stage first in {held[0]} and {ends}, but not on its own: the last year takes "
            f"{money(paid)} for floors and open plants."
        )
    return (
        f"It covers use at every stage in no year up to {last}; in the last year {money(paid)} go to floors and "
        "open plants."
    )


def _cost(record: Record) -> str:
    metrics = record.metrics
    invested = float(metrics["chain_invested"].astype(float).iloc[-1])
    paid, run = (float(metrics[name].astype(float).sum()) for name in ("floor_paid", "accord_cost"))
    return (
        f"It has cost {money(invested)} of investment, {money(paid)} for floors and open plants and {money(run)} "
        "of administration and programmes over the run, all members and alliances counted."
    )


def _exposure(record: Record) -> str:
    metrics = record.metrics
    dominant = record.names.get(record.setting.risks.dominant, "the dominant supplier")
    first, last = (float(metrics["chain_exposure"].astype(float).iloc[at]) for at in (0, -1))
    return (
        f"Were {dominant} to stop all exports, they would go without {amount('chain_exposure', last)} of their use "
        f"at the end ({amount('chain_exposure', first)} at the start), stocks left aside."
    )
