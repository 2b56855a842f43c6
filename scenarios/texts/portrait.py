"""A nation's place in the chain in a handful of figures, worded for sentences."""

from __future__ import annotations

from collections.abc import Callable

from agents.world.setting import PerMaterial, Profile, Setting
from agents.world.wording import percent
from scenarios.files.wording import near


def portrait(setting: Setting, key: str) -> dict[str, str]:
    """Word what a nation mines, makes, uses and holds in a world, and its share of the whole.

    Returns
    -------
    Figure by name: capacities, use and stock in t (mines: t REO/yr; the rest contained oxide), shares in per cent,
    money in USD, ``stock_days`` in days of its use.

    Raises
    ------
    ValueError : if the world has no such nation, with the nearest guess.
    """
    known = [nation.key for nation in setting.nations]
    if key not in known:
        raise ValueError(f"{setting.name} has no nation {key!r}{near(key, known)}")
    nation = setting.nations[known.index(key)]

    def part(of: Callable[[Profile], float]) -> str:
        return per_cent(of(nation) / max(sum(map(of, setting.nations)), 1e-9))

    use, stock = used(nation), tonnes(nation.stock)
    return {
        "name": nation.name,
        "the_name": with_article(nation.name),
        "mine": max(nation.mines, key=lambda mine: mine.capacity).name if nation.mines else "no mine",
        "mined": count(mined(nation)),
        "mined_share": part(mined),
        "heavy_share": part(heavy_mined),
        "separated": count(separated(nation)),
        "separated_share": part(separated),
        "magnets": count(magnets(nation)),
        "magnets_share": part(magnets),
        "own_magnets": per_cent(min(magnets(nation) * nation.magnets.recovery / use, 1.0)) if use else "all",
        "used": count(use),
        "used_share": part(used),
        "stock": count(stock),
        "stock_days": count(365 * stock / use) if use else "no",
        "value_added": money(nation.dependent_value_added),
        "budget": money(setting.market.budget_share * nation.gdp * 1e6),
    }


def with_article(name: str) -> str:
    """Put "the" before a nation's name where English does.

    Examples
    --------
    >>> with_article("United States"), with_article("Japan")
    ('the United States', 'Japan')
    """
    return f"the {name}" if name.startswith(("United", "European", "African")) else name


def mined(nation: Profile) -> float:
    """Add up what a nation can mine, t REO/yr."""
    return sum(mine.capacity for mine in nation.mines)


def heavy_mined(nation: Profile) -> float:
    """Add up the heavy oxide in what a nation can mine, t/yr."""
    return sum(mine.capacity * mine.heavy_share for mine in nation.mines)


def separated(nation: Profile) -> float:
    """Add up what a nation can separate, t/yr."""
    return tonnes(nation.separation.capacity)


def magnets(nation: Profile) -> float:
    """Add up what a nation can make into magnets, t/yr."""
    return tonnes(nation.magnets.capacity)


def used(nation: Profile) -> float:
    """Add up a nation's final use at reference prices, t/yr."""
    return sum(map(tonnes, nation.demand.values()))


def tonnes(figure: PerMaterial) -> float:
    """Add light and heavy."""
    return figure.light + figure.heavy


def count(number: float) -> str:
    """Word a number to two or three digits, as one would say it.

    Examples
    --------
    >>> count(113_300.0), count(5000.0), count(47.2), count(0.0)
    ('113,000', '5,000', '47', 'no')
    """
    if number < 0.5:
        return "no"
    digits = len(str(round(number)))
    return f"{round(number, min(0, 3 - digits)):,.0f}"


def per_cent(share: float) -> str:
    """Word a share (0-1) in whole per cent.

    Examples
    --------
    >>> per_cent(0.876), per_cent(0.002), per_cent(0.0)
    ('88 %', 'less than 1 %', 'nothing')
    """
    if share <= 0:
        return "nothing"
    return percent(share) if share >= 0.005 else "less than 1 %"


def money(millions: float) -> str:
    """Word an amount given in USD m.

    Examples
    --------
    >>> money(136_000.0), money(126.4), money(8_500.0), money(0.4)
    ('USD 136 billion', 'USD 126 million', 'USD 8.5 billion', 'less than USD 1 million')
    """
    if millions < 0.5:
        return "less than USD 1 million"
    if millions < 1000:
        return f"USD {millions:.0f} million"
    return f"USD {millions / 1000:.0f} billion" if millions >= 10_000 else f"USD {millions / 1000:.1f} billion"
