"""Role sheets to print: a page for each nation of a world, with what everybody reads on the first."""

from __future__ import annotations

from agents.world.setting import Setting
from app import html, report
from app.html import text
from scenarios.texts.briefings import Briefing, Primer, briefings, primer

AXES = (
    ("Security", "Supply when it is cut", "security"),
    ("Benefit", "Money and work", "benefit"),
    ("Trust", "Being believed", "trust"),
)
PARTS = (
    ("Who you are", "who"),
    ("What you have", "have"),
    ("What you lack", "lack"),
    ("What keeps your minister awake", "awake"),
)
LOOKS = """
.sheet { max-width: 46rem; margin: 0 auto 3rem; }
.sheet h1 { margin-bottom: .8rem; }
.sheet h3 { margin-top: .9rem; }
.sheet .lines { height: 5.4rem; border-bottom: 1px solid var(--ra-rule); background: repeating-linear-gradient(
  transparent 0 1.7rem, var(--ra-rule) 1.7rem calc(1.7rem + 1px)); }
.sheet .secret { border-top: 2px dashed var(--ra-soft); margin-top: 1.6rem; padding-top: .6rem; }
@media print {
  @page { size: A4; margin: 14mm 18mm; }
  .ra-page main { max-width: none; padding: 0; margin: 0; }
  .ra-page .sheet { max-width: none; margin: 0; padding: 0; border: 0; break-after: page; font-size: 10.5pt;
    line-height: 1.4; }
  .sheet:last-child { break-after: auto; }
  .sheet p, .ra-page .sheet .scroll { margin-bottom: .4rem; }
  .sheet h1 { font-size: 22pt; margin-bottom: .4rem; }
}
"""


def page(setting: Setting) -> str:
    """Write the role sheets of a world as one page that opens offline."""
    roles = briefings(setting)
    sheets = [_everyone(primer(), setting), *(_sheet(role, primer()) for role in roles.values())]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Role sheets: {text(setting.title)}</title><style>{report.style()}{LOOKS}</style></head>"
        f'<body class="ra-page"><main>{"".join(sheets)}</main></body></html>'
    )


def _everyone(first: Primer, setting: Setting) -> str:
    lines = "".join(f"<li>{text(line)}</li>" for line in first.text)
    names = ", ".join(text(nation.name) for nation in setting.nations)
    return (
        f'<section class="sheet"><p class="kicker">For everybody</p><h1>{text(first.title)}</h1>'
        f"<ol>{lines}</ol><h3>At the table</h3><p>{names}.</p>"
        f'<h3>{text(setting.title)}</h3><p>{text(setting.summary)}</p><p class="soft">{text(first.secrets)}</p>'
        "</section>"
    )


def _sheet(role: Briefing, first: Primer) -> str:
    told = "".join(f"<h3>{title}</h3><p>{text(getattr(role, name))}</p>" for title, name in PARTS)
    partners = [[text(partner.name), text(partner.why)] for partner in role.partners]
    axes = [[title, text(meaning), text(getattr(role, name))] for title, meaning, name in AXES]
    return (
        f'<section class="sheet"><p class="kicker">Role sheet · for your eyes</p><h1>{text(role.name)}</h1>{told}'
        + html.table(["Talk to", "because"], partners, caption="Whom to talk to first", words=2)
        + html.table(["Axis", "", "Good looks like this"], axes, caption="What good looks like", words=3)
        + '<h3>My aim, my best offer, what I will not do</h3><div class="lines"></div>'
        f'<div class="secret"><h3>A concern that nobody else is told</h3><p>{text(role.secret)}</p>'
        f'<p class="soft">{text(first.secrets)}</p></div></section>'
    )
