"""The form with which a world is chosen: scenario, regime and seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import solara

from app.web.lives import Choice
from app.web.parts import Choose, Number, Push, whole
from app.words import REGIMES

WRONG_SEED = "A whole number from 0 to 2,147,483,647."


def scenarios() -> list[list[str]]:
    """List the scenarios with their titles; one that cannot be read keeps its name and says why when it is chosen."""
    from scenarios.loader import load, names

    def titled(name: str) -> str:
        try:
            return load(name).title
        except ValueError:
            return name

    return [[name, titled(name)] for name in names()]


@solara.component
def Form(
    chosen: Choice, on_choice: Callable[[Choice], None], *, regime: bool = True, go: str = "Live through it"
) -> None:
    """Show the form; nothing changes before its button is pressed or Enter is typed in the seed."""
    draft, set_draft = solara.use_state(chosen)
    seed, set_seed = solara.use_state(str(chosen.seed))
    known = solara.use_memo(scenarios, [])
    number = whole(seed)

    def choose(text: str = "") -> None:
        wanted = whole(text or seed)
        if wanted is not None:
            on_choice(replace(draft, seed=wanted))

    with solara.Div(classes=["form"]):
        Choose(
            label="Scenario",
            value=draft.scenario,
            options=known,
            mark="scenario",
            event_chosen=lambda value: set_draft(replace(draft, scenario=value)),
        )
        if regime:
            Choose(
                label="Regime",
                value=draft.regime,
                mark="regime",
                options=[[name, f"{name}: {words}"] for name, words in REGIMES.items()],
                event_chosen=lambda value: set_draft(replace(draft, regime=value)),
            )
        Number(
            label="Seed",
            value=seed,
            mark="seed",
            wrong="" if number is not None else WRONG_SEED,
            event_typed=set_seed,
            event_entered=choose,
        )
        Push(go, choose, mark="go", strong=True, disabled=number is None)
