"""The colours: after Okabe and Ito, darkened until thin lines and words can be read on paper.

Okabe, M. & Ito, K. (2008). Color universal design. Every colour is backed by a shape, a dash or a
word, so that nothing rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#fdfcf9",
    "ink": "#1b252d",
    "soft": "#55616a",
    "rule": "#dcd8cf",
    "faint": "#efece4",
    "blue": "#00629b",
    "vermillion": "#b3430a",
    "green": "#00705a",
    "purple": "#983a73",
    "amber": "#855600",
    "grey": "#6b747b",
}
"""On paper and bright screens."""
DARK: Mapping[str, str] = {
    "paper": "#14191d",
    "ink": "#eceae4",
    "soft": "#a9b3ba",
    "rule": "#38424a",
    "faint": "#20282d",
    "blue": "#62b5ee",
    "vermillion": "#ff9c63",
    "green": "#55cfac",
    "purple": "#ec9fcc",
    "amber": "#edc15f",
    "grey": "#98a2a9",
}
"""On dark screens."""

REGIME = {"unilateral": "vermillion", "bilateral": "amber", "accord": "blue"}
MATERIAL = {"light": "green", "heavy": "purple"}
DASH = {"unilateral": "5 3", "bilateral": "2 3", "accord": "", "light": "", "heavy": "7 2"}
"""A second sign beside colour; empty is a full line."""

FONT = '"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif'


def variables(colours: Mapping[str, str]) -> str:
    """Name the colours as CSS variables."""
    return "".join(f"--ra-{name}:{value};" for name, value in colours.items())


def style() -> str:
    """Write the style that every picture carries, so that it can also stand alone.

    Each colour is given twice, plain and as a variable: drawing programs that know no variables read the first.
    """
    rules = [
        f"svg.ra{{{variables(LIGHT)}font-family:{FONT};display:block}}",
        f"@media screen and (prefers-color-scheme:dark){{svg.ra{{{variables(DARK)}}}}}",
        "svg.ra text{font-variant-numeric:tabular-nums}",
    ]
    for name, value in LIGHT.items():
        rules.append(f"svg.ra .f-{name}{{fill:{value};fill:var(--ra-{name})}}")
        rules.append(f"svg.ra .s-{name}{{stroke:{value};stroke:var(--ra-{name});fill:none}}")
    return "".join(rules)
