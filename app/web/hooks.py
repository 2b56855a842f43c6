"""How pages follow runs, in a thread that belongs to the page, and keep what was chosen in their address."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import solara

from app.web.lives import LIVES, Choice, Life
from app.web.parts import whole
from app.words import REGIMES

_GLANCE = 0.15
"""Seconds between two looks at a run that is being lived."""
_MOST_YEARS = 100


def use_choice(place: str) -> tuple[Choice, Callable[[Choice], None]]:
    """Keep the choice in the page's address, so that it survives a reload and can be passed on as a link."""
    router = solara.use_router()
    return read(router.search or ""), lambda choice: router.push(f"/{place}?{write(choice)}")


def read(search: str) -> Choice:
    """Read a choice from the end of an address; what cannot be read is left at its usual value."""
    said = dict(parse_qsl(search.lstrip("?")))
    usual = Choice()
    seed, rounds = whole(said.get("seed", "")), whole(said.get("rounds", ""), low=1, high=_MOST_YEARS)
    regime = said.get("regime", "")
    return Choice(
        said.get("scenario", usual.scenario),
        regime if regime in REGIMES else usual.regime,
        usual.seed if seed is None else seed,
        rounds,
    )


def write(choice: Choice) -> str:
    """Write a choice as the end of an address."""
    said = {"scenario": choice.scenario, "regime": choice.regime, "seed": choice.seed}
    return urlencode(said | ({} if choice.rounds is None else {"rounds": choice.rounds}))


def use_life(choice: Choice) -> Life:
    """Follow a run from year to year until it is over."""
    seen, see = solara.use_state(LIVES.look(choice))

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            while not stop.is_set():
                life = LIVES.look(choice)
                see(life)
                if life.over:
                    return
                stop.wait(_GLANCE)

        # Made inside the effect, so that the thread belongs to this visitor's page.
        threading.Thread(target=watch, daemon=True).start()
        return stop.set

    solara.use_effect(follow, [choice])
    # Right after a new choice the state still holds the old one.
    return seen if seen.choice == choice else LIVES.look(choice)
