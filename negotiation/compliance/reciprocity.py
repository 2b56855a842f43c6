"""A nation does a little more for partners that keep their word, and a little less for those that do not."""

from __future__ import annotations

from negotiation.figures import share


def effort(own: float, partner_fulfilment: float, norm: float, strength: float) -> float:
    """Return the effort a nation aims at: own + strength * (partners' mean fulfilment - norm), kept within 0-1.

    Parameters
    ----------
    own
        Effort it would make of itself (0-1).
    partner_fulfilment
        Share of their promises that its partners kept (0-1).
    norm
        Fulfilment that calls for neither reward nor reproach (0-1).
    strength
        How strongly it answers in kind (0 not at all, 1 fully).

    Examples
    --------
    >>> effort(0.8, partner_fulfilment=0.6, norm=0.9, strength=0.5)
    0.65
    """
    for name, value in (("own", own), ("partner_fulfilment", partner_fulfilment), ("norm", norm)):
        share(name, value)
    return min(max(own + share("strength", strength) * (partner_fulfilment - norm), 0.0), 1.0)
