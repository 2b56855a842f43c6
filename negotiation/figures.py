"""How figures are checked at the door and written in sentences: shares, tonnes and money."""

from __future__ import annotations

from math import isfinite


def share(name: str, value: float) -> float:
    """Return ``value`` if it is a share, which lies between 0 and 1.

    Raises
    ------
    ValueError
        If it does not, with its name and value.
    """
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is a share and must lie between 0 and 1, got {value}")
    return float(value)


def at_least(name: str, value: float, low: float = 0.0, unit: str = "") -> float:
    """Return ``value`` if it is a finite number of at least ``low``.

    Raises
    ------
    ValueError
        If it is not, with its name, value and unit.
    """
    if not (isfinite(value) and value >= low):
        raise ValueError(f"{name} must be at least {low:g}{' ' + unit if unit else ''}, got {value}")
    return float(value)


def finite(name: str, value: float) -> float:
    """Return ``value`` if it is a finite number.

    Raises
    ------
    ValueError
        If it is not, with its name.
    """
    if not isfinite(value):
        raise ValueError(f"{name} must be a finite number, got {value}")
    return float(value)


def tonnes(value: float) -> str:
    """Write tonnes as people do: ``1,234 t`` or ``3.2 t``.

    Examples
    --------
    >>> tonnes(1234.4), tonnes(3.24)
    ('1,234 t', '3.2 t')
    """
    return f"{value:,.0f} t" if abs(value) >= 9.95 or value == 0 else f"{value:.1f} t"


def money(value: float) -> str:
    """Write millions of dollars as people do: ``USD 12.3 m`` or ``USD 0.45 m``.

    Examples
    --------
    >>> money(12.34), money(-0.449)
    ('USD 12.3 m', '-USD 0.45 m')
    """
    sign = "-" if value < 0 else ""
    size = abs(value)
    return f"{sign}USD {size:,.1f} m" if size >= 0.995 or size == 0 else f"{sign}USD {size:.2f} m"


def count(number: int, noun: str) -> str:
    """Write a number of things: ``1 quarter``, ``3 quarters``.

    Examples
    --------
    >>> count(1, "quarter"), count(3, "quarter")
    ('1 quarter', '3 quarters')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(value: float) -> str:
    """Write a share as a percentage: ``85 %``.

    Examples
    --------
    >>> percent(0.851)
    '85 %'
    """
    return f"{100 * value:.0f} %"


def plainly(value: float) -> str:
    """Write a number as one would say it: three figures, and from a thousand on whole ones.

    Examples
    --------
    >>> plainly(28.8), plainly(0.5234), plainly(4683.2)
    ('28.8', '0.523', '4,683')
    """
    return f"{value:,.0f}" if abs(value) >= 999.5 else f"{value:,.3g}"
