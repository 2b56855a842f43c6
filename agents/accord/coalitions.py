"""The worth of groups of members under a text, and the division of the accord's earnings by its benefit rule."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import negotiation.coalitions.sharing
from agents.accord.article_values import ArticleValues
from agents.terms.text import Text, middling
from negotiation.coalitions.pool import Pool, membership
from negotiation.coalitions.worth import MOST_GROUPINGS, groupings
from negotiation.least_worth import exceeds
from negotiation.rulebook import find

Array = NDArray[np.float64]
MOST_WEIGHED = 16
"""Number of members up to which every group of them is valued; more share equally, whatever the rule."""


def coalition_worths(values: ArticleValues, members: tuple[int, ...], text: Text) -> Array:
    """Worth of every group of the members under a text, above no accord at all.

    The conduct of the others is ``values.rules.outsiders``, see ``negotiation.coalitions.worth.ASSUMPTIONS``.

    Returns
    -------
    (2**k,) present value in USD m, indexed by bitmask over ``members``.
    """
    payoff, assumption = values.by_coalition(members, text), values.rules.outsiders
    own = membership(len(members))
    worth: Array = (payoff * own).sum(axis=1)
    if assumption == "delta" or (assumption == "alpha" and len(members) > MOST_GROUPINGS):
        united = (payoff[::-1] * own).sum(axis=1)
        worth = worth + (united if assumption == "delta" else np.minimum(united, 0.0))
    elif assumption == "alpha":
        worth = worth + np.array([_worst(payoff, mask) for mask in range(len(own))])
    worth[0] = 0.0
    return worth


def _worst(payoff: Array, mask: int) -> float:
    """Least that the groups of those left out can do to the members of a bitmask, USD m; effects add up."""
    rows = membership(payoff.shape[1])[mask]
    felt = (payoff * rows).sum(axis=1)
    return min(float(felt[list(groups)].sum()) for groups in groupings(len(payoff) - 1 - mask))


def staying_out(values: ArticleValues, members: tuple[int, ...], text: Text, nation: int) -> float:
    """Worth to a nation outside while the others sign, USD m; zero if too few are left."""
    others = tuple(member for member in members if member != nation)
    if not values.stands(others) or not values.free_riding:
        return 0.0
    return float(values.payoff(others, text)[nation])


def staying_outside(values: ArticleValues, members: tuple[int, ...], text: Text) -> Array:
    """Worth to each member if it alone stays out while the others sign, (members,) USD m."""
    if not values.free_riding:
        return np.zeros(len(members))
    if len(members) <= MOST_WEIGHED:
        return values.outside(members, text)
    return np.array([staying_out(values, members, text, member) for member in members])


def weights(values: ArticleValues, members: tuple[int, ...], text: Text) -> Array:
    """Weights for votes and for benefit rules that weigh, (members,); equal where nobody has any."""
    by = {"contribution": values.contribution(text), "gdp": values.gdp, "demand": values.consumption}
    weight = np.clip(by[values.rules.weight_by][list(members)], 0, None)
    return weight if weight.sum() > 0 else np.ones(len(members))


def claims(values: ArticleValues, members: tuple[int, ...], text: Text, grounds: Grounds | None = None) -> Array:
    """Each member's claim, (members,) present value in USD m: its contributions, or the cost others spare it."""
    rows = list(members)
    if values.rules.claim_by == "contribution":
        return (values.annuities * values.contribution(text))[rows]
    grounds = grounds or Grounds(values=values, members=members, text=text)
    return np.clip(grounds.outside, 0, None)


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """The grounds of a division, whatever the rule; computed when first read."""

    values: ArticleValues
    members: tuple[int, ...]
    text: Text

    @cached_property
    def worth(self) -> Array:
        """Worth of every group of the members, (2**k,) USD m."""
        return coalition_worths(self.values, self.members, self.text)

    @cached_property
    def outside(self) -> Array:
        """Worth to each member if it stays out while the others sign, (members,) USD m."""
        return staying_outside(self.values, self.members, self.text)


def divide(
    values: ArticleValues,
    members: tuple[int, ...],
    text: Text,
    amount: float,
    bloc: Array,
    claim: Array | None = None,
    grounds: Grounds | None = None,
) -> Array:
    """Divide the accord's earnings by the text's benefit rule, (nations,), summing to ``amount``.

    The true worth of groups and each member's worth outside guide the division, scaled down together to the actual
    earnings: only those can be observed and paid out.

    Parameters
    ----------
    amount : USD m.
    bloc : (nations,) number of the region of each; nations of one region share as a bloc under the Owen rule.
    claim : (members,) each member's claim on it, USD m; by default as ``claims``.
    grounds : of a text with the same articles, if they have been computed before.
    """
    shared, rows = np.zeros(len(values.base)), list(members)
    if len(rows) > MOST_WEIGHED or amount == 0:
        shared[rows] = amount / len(rows)
        return shared
    share = find(negotiation.coalitions.sharing, text.benefit_rule, "share")
    if getattr(sys.modules[share.__module__], "COUNTS_ONLY", False):
        shared[rows] = share(Pool(amount=amount, worth=np.zeros(1 << len(rows))))
        return shared
    grounds = grounds or Grounds(values=values, members=members, text=text)
    worth = grounds.worth
    largest = float(np.abs(worth).max())
    scale = amount / largest if exceeds(float(worth[-1])) and amount > 1e-9 else 0.0
    outside = scale * grounds.outside
    if outside.sum() > amount > 0:
        # No more can be paid than there is: members' worth outside is scaled down in proportion.
        outside *= amount / outside.sum()
    pool = Pool(
        amount=amount,
        worth=worth * scale,
        weight=weights(values, members, text),
        claim=claims(values, members, text, grounds) if claim is None else claim,
        outside=outside,
        bloc=bloc[rows].astype(np.intp),
    )
    # Some rules are solved by the libraries, whose last digits differ between processors.
    shared[rows] = np.round(np.asarray(share(pool)) / amount, 12) * amount
    return shared


def shares(
    values: ArticleValues, members: tuple[int, ...], text: Text, bloc: Array, grounds: Grounds | None = None
) -> Array:
    """Part of the accord's returns that each nation expects under the text's benefit rule, (nations,), summing to 1."""
    earned = max(values.returns(members, text), 1.0)
    return divide(values, members, text, earned, bloc, grounds=grounds) / earned


def splits(values: ArticleValues, members: tuple[int, ...], rules: Iterable[str], bloc: Array) -> dict[str, Array]:
    """The same for several benefit rules, each computed on a text of middling strength."""
    found: dict[str, Array] = {}
    known: list[Grounds] = []
    for rule in dict.fromkeys(rules):
        text = middling(values.rules, rule)
        same = next((grounds for grounds in known if grounds.text.does_as(text)), None)
        if same is None:
            known.append(same := Grounds(values=values, members=members, text=text))
        found[rule] = shares(values, members, text, bloc, same)
    return found
