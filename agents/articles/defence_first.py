"""Defence first: in a crisis, armed forces' orders are filled from what civil users of the same nation have bought."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="defence_first",
    title="Defence first",
    principle="reserve and risk",
    meaning="Part of what armed forces lack in a crisis that members' civil users must give up to them.",
    unit="share",
    said="defence is served first in a crisis, at {0:.0%}",
    mechanism="While exports are restricted, magnets go to members' defence orders up to what they wanted at usual "
    "prices; civil users of the same nation do without as much.",
    cost="Civil users lose what the tonnes were worth to them, the dearer the more are taken.",
    metric="defence_served",
    source="United States: Defense Production Act, Title I, priority ratings; shares are judged",
    confidence="recalled",
    political=0.5,
)
