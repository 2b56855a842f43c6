"""The rules of the accord that nations may found, and alliances that stand beside it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic.dataclasses import dataclass

from agents.world.article_levels import ArticleLevels, ArticleTerms, level_of
from agents.world.limits import STRICT, number, switch


@dataclass(frozen=True, kw_only=True, config=STRICT)
class AccordRules(ArticleLevels):  # type: ignore[misc]  # Its fields are found by file name.
    """The accord that may be founded at the summit, and the articles open to bargaining."""

    name: str = "Accord"
    eligible: tuple[str, ...] = ()
    """Nations that may join; empty is all but the dominant supplier."""
    minimum_members: Annotated[int, number("nations", 2, 40, "Below this the accord is not in force.")] = 3
    indispensable: tuple[str, ...] = ()
    """Nations without which the accord is not in force, however many sign."""
    entry: Literal["open", "exclusive"] = "open"
    voting: Literal["unanimity", "simple", "double", "weighted"] = "simple"
    """How members decide; a file in negotiation/politics/voting."""
    weight_by: Literal["contribution", "gdp", "demand"] = "contribution"
    """What weighs in votes that weigh and in benefit rules that weigh."""
    claim_by: Literal["contribution", "avoided_cost"] = "contribution"
    """What members claim under benefit rules that look at claims: what they pay in, or what others spare them."""
    outsiders: Literal["gamma", "delta", "alpha"] = "gamma"
    """What the others do when some act together: stay alone (gamma), unite (delta), group in the worst way (alpha)."""
    protocol: str = "single_text"
    """File name of the summit's protocol in negotiation/bargaining/protocols."""
    chair: Literal["rotating", "weighted", "largest"] = "rotating"
    """Who puts texts to the vote under ``chaired``: each in turn, drawn by weight, or the heaviest."""
    ballot: Literal["open", "secret"] = "open"
    """Whether nations at the summit learn who voted how, or only the count."""
    proposals: Annotated[int, number("texts", 1, 2000, "Texts that the mediator may put forward.")] = 200
    review_years: Annotated[int, number("years", 1, 20, "Years between summits that may change the text.")] = 4
    exit_notice: Annotated[int, number("years", 0, 5, "Notice before a member may leave.")] = 1
    sunset_years: Annotated[
        int, number("years", 0, 20, "Years after which the accord ends unless its members renew it; 0 is never.")
    ] = 0
    ratification_quarters: Annotated[
        int, number("quarters", 0, 12, "Longest time that a parliament takes; 0 applies a text from its signature.")
    ] = 0
    expulsion_breaches: Annotated[
        int, number("breaches", 1, 40, "Promises broken to other members after which these vote on expulsion.")
    ] = 4
    community_effect: Annotated[
        float, number("share", 0, 0.1, "Stoppages of mines avoided for each 1 % of rent that reaches communities.")
    ] = 0.03
    exit_fee: Annotated[float, number("years", 0, 3, "Contributions owed on leaving; they go into the pool.")] = 0.0
    keeping_share: Annotated[
        float, number("share", 0, 1, "Most of the accord's yearly means that it pays members to keep them; 0 is none.")
    ] = 0.5
    capture_budget: Annotated[
        float,
        number("USD m/yr", 0, 20000, "Most that the dominant supplier pays members for leaving; 0 is none."),
    ] = 0.0
    trigger: Annotated[float, number("share", 0.01, 0.5, "Group shortfall that opens the shared reserve.")] = 0.07
    open_trade: Annotated[
        bool, switch("Members restrict no exports, as the WTO asks. Off: a member short of supply may keep its ore.")
    ] = True
    tariff_bound: Annotated[
        float, number("share", 0, 2, "Highest levy at members' borders, share of the price of light magnets.")
    ] = 0.25
    spillover: Annotated[float, number("share", 0, 1, "Part of joint research that outsiders learn for nothing.")] = 0.3
    admin_cost: Annotated[float, number("USD m/yr", 0, 100, "Cost of membership, per member.")] = 2.0
    standard_cost: Annotated[
        float, number("USD/kg per level", 0, 10, "Cost of each level of the standard on mined oxide.")
    ] = 0.5
    standard_effect: Annotated[
        float, number("share per level", 0, 0.33, "Damage and stoppages avoided by each level.")
    ] = 0.2
    audit_rate: Annotated[float, number("share", 0, 0.5, "Lots audited in a year.")] = 0.1
    audits: Literal["fixed", "chosen"] = "fixed"
    """How often outsiders' lots are audited: at audit_rate (fixed), or until false papers cease to pay (chosen)."""
    own: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Levels of articles from plugins, which files and paths name like all others."""

    def __getattr__(self, name: str) -> Any:
        """Read the levels of an article from a plugin."""
        return level_of(self.own, name, (0.0,))


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Alliance(ArticleTerms):  # type: ignore[misc]  # Its fields are found by file name.
    """An alliance that stands beside the accord, with its articles as agreed; memberships may overlap."""

    name: str
    members: tuple[str, ...]
    """Nations that it binds, by key; one alone is a nation's own law, which acts under every regime; a treaty of two
    does not under unilateral, one of more only under accord."""
    since: Annotated[int, number("year", 1990, 2100, "First year in which it acts.")] = 1990
    until: Annotated[int, number("year", 0, 2100, "Last year in which it acts; 0 is no end.")] = 0
    own: tuple[tuple[str, float], ...] = ()
    """Articles from plugins, which files and paths name like all others."""

    def __getattr__(self, name: str) -> Any:
        """Read the level of an article from a plugin."""
        return level_of(self.own, name, 0.0)
