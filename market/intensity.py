"""Substitution that is learned: expensive years teach users to do with less, and in cheap ones they forget part of it.

An elasticity says how use answers today's price and springs back with it; what a design change saves stays saved.

Source: Sprecher et al. (2017), Environmental Science & Technology 51: substitution of up to 10 % of demand a year in
the crisis of 2010-13.
"""

from __future__ import annotations

import numpy as np

from market.network import Floats


def learned(intensity: Floats, price: Floats, usual: Floats, *, rate: float, crisis: float, rebound: float) -> Floats:
    """Return the intensity of use after a year at some prices, as a share of the first year's (0-1).

    Parameters
    ----------
    intensity : shape (nations, 2), share (0-1) before the year.
    price : shape (nations, 2), USD/kg in the year.
    usual : shape (2,), USD/kg at which nobody looks for a way out.
    rate : most that is learned in a year, share of use (0-1).
    crisis : multiple of the usual price, above 1, from which users learn as fast as they can.
    rebound : part of what was learned that a year at or below the usual price undoes, share (0-1).

    Examples
    --------
    >>> prices, usual = np.array([[500.0, 300.0]]), np.array([100.0, 300.0])
    >>> learned(np.ones((1, 2)), prices, usual, rate=0.1, crisis=5.0, rebound=0.1)
    array([[0.9, 1. ]])
    """
    pressure = np.clip((price / usual - 1.0) / (crisis - 1.0), 0.0, 1.0)
    again = np.where(price <= usual, rebound * (1.0 - intensity), 0.0)
    result: Floats = intensity * (1.0 - rate * pressure) + again
    return result
