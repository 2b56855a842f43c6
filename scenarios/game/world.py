"""The market behind a game: a run computed round by round with the rounds' decisions, and its figures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import RLock

import numpy as np

from agents import metrics
from agents.articles import article
from agents.players.orders import HandedIn
from agents.state import State
from agents.supply.agreements import terms_text
from agents.supply.promises import Account
from agents.terms.text import Text
from agents.world.setting import Setting
from agents.world.wording import counted
from agents.year.levers import stock_days
from negotiation.bargaining.terms import Level
from negotiation.disputes.dispute import Dispute
from scenarios.game.board import (
    AccordView,
    ArticleView,
    Board,
    CaseView,
    Figures,
    FlowView,
    PromiseView,
)
from scenarios.game.study import Study, article_fields
from scenarios.game_rules import GameRules
from scenarios.pledges import hindrance
from scenarios.run import Living
from scenarios.year_end import YearEnd

MOST_FLOWS = 24
"""Lines of the network."""
NAMES = {
    "shapley": "Shapley",
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "owen": "Owen",
    "talmud": "Talmud",
}
"""Benefit rules that bear a name."""
NATION = ("utility", "welfare", "supply_gap", "stock", "trust", "inside", "outside")


class World:
    """A model lived as far as the papers go, with the next year opened."""

    def __init__(self, setting: Setting, rules: GameRules, seed: int, ends: Sequence[YearEnd] = ()) -> None:
        """Set up the world before its first year, or after some that are written down.

        Raises
        ------
        UnreadableError : if another version of this project wrote those down.
        """
        self.setting, self.rules, self.seed = setting, rules, seed
        self.lock = RLock()
        self.living = Living(setting, regime=rules.regime, seed=seed)
        self.ends = list(ends)
        """What each lived year came to."""
        self.study: Study
        self._board: Board | None = None
        if ends:
            self.living.resume(ends)
            self._look()
        else:
            self.living.open()
            self.study, self._board = _first(self)

    @property
    def model(self) -> State:
        """The model as it stands."""
        return self.living.model

    @property
    def lived(self) -> int:
        """Rounds that have been lived."""
        return self.living.lived

    def live(self, handed: HandedIn | None) -> None:
        """Live the year that is open, and open the next."""
        with self.lock, self.study.lock, self.study.summit_lock:
            self.living.step(handed)
            self.ends.append(self.living.end())
            self._look()

    def _look(self) -> None:
        """Open the next year, if there is one, and look at the world as it now stands."""
        if self.living.years_left:
            self.living.open()
        self.study, self._board = Study(self.model), None

    def board(self) -> Board:
        """Show the facts of the round that is open, or of the end."""
        with self.lock:
            if self._board is None:
                self._board = _board(self)
            return self._board


@dataclass(frozen=True)
class _Opened:
    """A world before its first year that nobody lives on, looked at once for all games that begin there."""

    setting: Setting
    rules: GameRules
    """Kept here, so that nothing else can take their place in memory."""
    living: Living
    study: Study

    @property
    def model(self) -> State:
        """The model, its first year opened."""
        return self.living.model

    @property
    def lived(self) -> int:
        """No year."""
        return 0


_OPENED: OrderedDict[tuple[int, int, int], tuple[_Opened, Board]] = OrderedDict()
_OPENING = RLock()
_MOST_OPENED = 8


def _first(world: World) -> tuple[Study, Board]:
    """Look at the first round of a world; games on one world and seed look at it together, for it is the same."""
    key = id(world.setting), id(world.rules), world.seed
    with _OPENING:
        if key not in _OPENED:
            living = Living(world.setting, regime=world.rules.regime, seed=world.seed)
            living.open()
            opened = _Opened(world.setting, world.rules, living, Study(living.model))
            _OPENED[key] = opened, _board(opened)
            while len(_OPENED) > _MOST_OPENED:
                _OPENED.popitem(last=False)
        opened, board = _OPENED[key]
    return opened.study, board


def _board(world: World | _Opened) -> Board:
    model, study, setting = world.model, world.study, world.setting
    over = not world.living.years_left
    metric = world.living.rows("metrics")
    table = metrics.table(setting.plugins)
    return Board(
        round=min(world.lived + 1, setting.rounds),
        year=model.year,
        regime=model.regime,
        dominant=setting.risks.dominant,
        names=dict(zip(model.keys, model.names, strict=True)),
        private_talk=world.rules.private_talk,
        lanes={} if over else study.lanes(),
        promises=tuple(_promise(model, account) for account in model.promises.accounts),
        cases=tuple(_case(model, dispute) for dispute in model.promises.disputes),
        accord=_accord(model, over=over),
        figures=_figures(world),
        events=tuple(model.log.events),
        flows=_flows(world),
        series={name: tuple((int(row["year"]), float(row[name])) for row in metric) for name in table},
        by_nation=_by_nation(world),
        units={name: unit for name, (_, _, unit) in table.items()},
        labels={name: label for name, (_, label, _) in table.items()},
        kept=tuple(
            (
                book.year,
                {
                    key: (float(book.promised_to[:, at].sum()), float(book.given_to[:, at].sum()))
                    for at, key in enumerate(model.keys)
                },
            )
            for book in model.books_kept
        ),
        mines={mine.name: nation.key for nation in setting.nations for mine in nation.mines},
        ended=over,
        terms_on=study.terms,
        options=study.options,
        cannot_pay=study.cannot_pay,
    )


def _by_nation(world: World | _Opened) -> Mapping[str, Mapping[str, tuple[tuple[int, float], ...]]]:
    rows = world.living.rows("nations")
    return {
        nation.key: {
            name: tuple((int(row["year"]), float(row[name])) for row in rows if row["nation"] == nation.key)
            for name in NATION
        }
        for nation in world.setting.nations
    }


def _flows(world: World | _Opened) -> tuple[FlowView, ...]:
    last = world.model.year - (1 if world.living.years_left else 0)
    rows = [row for row in world.living.rows("flows") if row["year"] == last][:MOST_FLOWS]
    return tuple(
        FlowView(
            origin=row["origin"],
            destination=row["destination"],
            goods=f"{row['material']} {row['stage']}",
            tonnes=float(row["tonnes"]),
            under=row["under"],
        )
        for row in rows
    )


def _promise(model: State, account: Account) -> PromiseView:
    agreement, start = account.agreement, model.setting.start_year
    seller, buyer = (model.keys[number] for number in account.pair)
    by = account.arrears[-1].side if account.arrears else ""
    return PromiseView(
        name=account.name,
        seller=seller,
        buyer=buyer,
        goods=account.goods,
        terms=terms_text(agreement),
        tonnes=agreement.tonnes,
        signed=start + agreement.signed,
        ends=start + agreement.ends,
        promised=account.promised,
        delivered=account.delivered,
        breaches=account.breaches,
        status=account.status,
        owed=float(sum(a.missing for a in account.arrears)),
        owed_by={"seller": seller, "buyer": buyer}.get(by, ""),
        loss=(loss := float(sum(a.loss for a in account.arrears))),
        hindrance=hindrance(model, account, account.arrears[-1].obligation.creditor, loss) if account.arrears else "",
    )


def _case(model: State, dispute: Dispute) -> CaseView:
    return CaseView(
        id=dispute.id,
        promise=dispute.id.split("/")[0],
        claimant=model.keys[dispute.claimant],
        respondent=model.keys[dispute.respondent],
        stake=dispute.stake,
        award=dispute.award,
        paid=dispute.paid,
        stage=dispute.stage,
        forum=dispute.forum,
        promised=dispute.promised,
        delivered=dispute.delivered,
        open=dispute.open,
        outcome=dispute.outcome,
        story=tuple(text for _, _, text in dispute.history),
        claimant_view=dispute.claimant_view,
        respondent_view=dispute.respondent_view,
        wall=dispute.id in model.walls.gains,
    )


def plain_text(text: Text, names: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """Give a text as the level of each article."""
    return tuple((name, getattr(text, name) if hasattr(text, name) else text.level(name)) for name in names)


def _accord(model: State, *, over: bool) -> AccordView:
    rules, accord, start = model.setting.accord, model.accord, model.setting.start_year
    if model.regime != "accord":
        return AccordView(name=rules.name, why_not="In this game there is no accord.")
    eligible = rules.eligible or tuple(key for key in model.keys if key != model.setting.risks.dominant)
    issues = article_fields(rules)
    articles = tuple(
        ArticleView(
            name=issue.name,
            title=article(issue.name).title,
            meaning=article(issue.name).meaning,
            unit=issue.unit,
            levels=issue.levels,
            texts=tuple(_level_text(issue.levels[place], issue.unit) for place in range(len(issue.levels))),
        )
        for issue in issues
    )
    why = "All rounds have been lived." if over else _why_not(model)
    early = accord is not None and model.now < accord.review
    return AccordView(
        name=rules.name,
        members=tuple(model.keys[m] for m in accord.members) if accord else (),
        eligible=tuple(eligible),
        notice=tuple((model.keys[m], start + when) for m, when in accord.notice.items()) if accord else (),
        text=plain_text(accord.text, [issue.name for issue in issues]) if accord else (),
        said=str(accord.text) if accord else "",
        articles=articles,
        negotiable=not why,
        early=early,
        when="" if why else _when(model, early=early),
        why_not=why,
        rules=_rules(model),
    )


def _level_text(level: Level, unit: str) -> str:
    if isinstance(level, str):
        return NAMES.get(level, level.replace("_", " "))
    if unit == "level":
        return f"level {level}" if level else "none"
    figure = float(level)
    return f"{100 * figure:.4g} %" if unit.startswith("share") else f"{figure:,.6g} {unit}".strip()


def _why_not(model: State) -> str:
    awaited, name = model.awaited, model.setting.accord.name
    if len(model.setting.accord.eligible or model.keys) < 2:
        return f"Fewer than two nations may join {name}."
    if awaited is not None:
        return f"A text of {name} is before the parliaments until {model.setting.start_year + awaited.due}."
    return ""


def _when(model: State, *, early: bool) -> str:
    """Say when the text is reviewed, and how a summit is called before that."""
    rules, accord, start = model.setting.accord, model.accord, model.setting.start_year
    if accord is None:
        return ""
    every = "every year" if rules.review_years == 1 else f"every {rules.review_years} years"
    if not early:
        later = start + model.now + rules.review_years
        return f"The text is reviewed this year: it may be changed, and outsiders may join. Next time in {later}."
    return (
        f"The text is reviewed {every}, so that members can rely on it between; next in {start + accord.review}. "
        "Before that a summit is held only if more than half of the members vote for a text on the table; "
        "outsiders may then join too."
    )


def _rules(model: State) -> tuple[str, ...]:
    rules = model.setting.accord
    entry = (
        "Outsiders may join at a summit without a vote."
        if rules.entry == "open"
        else "Members vote on each newcomer at a summit."
    )
    notice, fee = counted(rules.exit_notice, "year"), counted(rules.exit_fee, "year")
    return (
        f"At least {rules.minimum_members} nations must sign.",
        entry,
        f"Members decide by {rules.voting} vote.",
        f"Whoever leaves gives notice of {notice} and owes contributions of {fee}.",
    )


def _figures(world: World | _Opened) -> Mapping[str, Figures]:
    model, appraiser = world.model, world.study.model.appraiser
    now, ahead = appraiser.base(1), appraiser.base(3)
    book = model.books_kept[-1] if model.books_kept else None
    rows = {row["nation"]: row for row in world.living.rows("nations")[-len(model.keys) :]}
    expected = model.trust.expected
    count = len(model.keys)
    gaps = [
        np.divide(
            np.clip(p.calm_outcome.consumed - p.crisis_outcome.consumed, 0, None).sum(axis=(1, 2)),
            p.calm_outcome.consumed.sum(axis=(1, 2)),
            out=np.zeros(count),
            where=p.calm_outcome.consumed.sum(axis=(1, 2)) > 0,
        )
        for p in (now, ahead)
    ]
    trade = (book.trade + book.delivered) if book is not None else now.calm_outcome.trade
    bought = trade[:, :, 1:].sum(axis=(2, 3))
    found = {}
    for number, (key, name) in enumerate(zip(model.keys, model.names, strict=True)):
        nation, imports = model.nations[number], bought[:, number].copy()
        imports[number] = 0.0
        largest = int(imports.argmax())
        mine = [(a.promised, a.delivered) for a in model.promises.accounts if a.agreement.lane.seller == number]
        promised, delivered = sum(p for p, _ in mine), sum(d for _, d in mine)
        found[key] = Figures(
            key=key,
            name=name,
            role=nation.profile.role,
            member=model.is_member(number),
            gap=float(book.supply_gap[number]) if book is not None else 0.0,
            gap_in_crisis=float(gaps[0][number]),
            gap_ahead=float(gaps[1][number]),
            stock_days=stock_days(world.study.model, number),
            largest_supplier=model.names[largest] if imports.sum() > 0 else "",
            dependence=float(imports[largest] / imports.sum()) if imports.sum() > 0 else 0.0,
            budget=float(nation.savings),
            utility=float(rows[key]["utility"]) if rows else 0.0,
            trust=float((expected[:, number].sum() - expected[number, number]) / max(count - 1, 1)),
            trusts=tuple((other, float(expected[number, at])) for at, other in enumerate(model.keys) if at != number),
            kept=float(min(delivered / promised, 1.0)) if promised > 0 else 1.0,
            promised=float(promised),
            delivered=float(delivered),
            crisis_loss=float(max(now.calm[number] - now.crisis[number], 0.0)),
            crisis_chance=float(nation.crisis_chance),
            uses=float(now.calm_outcome.consumed[number].sum()),
        )
    return found
