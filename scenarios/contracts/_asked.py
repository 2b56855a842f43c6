"""One example of each question that a nation may be asked, with round figures."""

from collections.abc import Callable

from agents.questions.accord import (
    AdmitNewcomer,
    AskToJoin,
    ComeToSummit,
    GiveNotice,
    LeastAtSummit,
    PayToKeep,
    Renew,
    Sign,
    Standing,
    ThreatenToLeave,
    VoteOnText,
    VoteToExpel,
)
from agents.questions.bargaining import Bargain, OverrideParliament
from agents.questions.disputes import AnswerCase, ClaimAgainstWall, MakeClaim, PutRight
from agents.questions.levers import RestrictChoice, View
from agents.questions.power import Approach, Cut, EarnBack, OfferPayment, Retaliate, TakePayment
from agents.questions.promises import EndAgreement, KeepPromise, ReleaseReserve
from agents.terms.text import Text

RESERVE = Text(fund_rate=0.0, reserve_days=60.0, standard_level=0, price_floor=0.0, benefit_rule="equal")


def known(**figures: float) -> Callable[[], dict[str, float]]:
    """Tell what the market says of a choice without asking it."""
    return lambda: figures


VIEW = View(
    key="home",
    name="Home",
    role="producer",
    regime="accord",
    year=2025,
    budget=100.0,
    joint_part=0.0,
    crisis_chance=0.2,
    crisis_time=0.1,
    discount_rate=0.05,
    horizon=8,
    plant_life=15,
    risk_aversion=0.0,
    scale_exponent=0.7,
    carrying_rate=0.05,
    supply_gap=0.0,
    stock_days=0.0,
    member=False,
    bound=False,
    trust=(0.5, 0.5),
    restrict_choice=RestrictChoice(look=known(gain_calm=-10.0, gain_crisis=10.0)),
)
KEEP = KeepPromise(
    agreement="A12",
    partner="Japan",
    side="seller",
    goods="light oxide",
    tonnes=100.0,
    price=50.0,
    elsewhere=80.0,
    withheld=1.0,
    gain=3.0,
    claim=3.0,
    sanction=0.0,
    forum="none",
    detection=0.95,
    relation=0.0,
    patience=0.9,
    look_ahead=8,
    noise=0.0,
    trust=0.5,
    let_down=0,
    crisis=False,
    may_suspend=False,
    forgone=0.0,
)
END = EndAgreement(
    agreement="A12",
    partner="Japan",
    in_a_row=1,
    missed=1,
    patience=4,
    owed=100.0,
    loss=3.0,
    worth=2.0,
    quarters_left=12,
    trust=0.5,
)
RELEASE = ReleaseReserve(
    goods="light oxide",
    due=100.0,
    price=60.0,
    shortfall=0.1,
    gain=3.0,
    detection=0.5,
    sanction=2.0,
    relation=1.0,
    patience=0.9,
    look_ahead=8,
    noise=0.0,
)
CLAIM = MakeClaim(
    agreement="A12",
    partner="Japan",
    side="seller",
    goods="light oxide",
    promised=100.0,
    delivered=0.0,
    stake=3.0,
    forum="panel",
    expected=2.0,
    cost=0.5,
    trust=0.5,
    cases_left=3,
)
CASE = AnswerCase(
    case="A12/1",
    partner="Japan",
    claims=False,
    stage="consultation",
    forum="panel",
    stake=3.0,
    award=0.0,
    expected=2.0,
    cost=0.5,
    relation=1.0,
    willing=True,
    in_kind=False,
    trust=0.5,
)
WALL = ClaimAgainstWall(
    wall="W1",
    said="Japan keeps its ore at home",
    partner="Japan",
    harm=4.0,
    years=2.0,
    forum="panel",
    justified=0.1,
    free=100.0,
    crossing=50.0,
    worth=2.0,
    in_kind=False,
    trust=0.5,
)
RIGHT = PutRight(case="W1/1", partner="Japan", gain=5.0, years=2.0, feared=3.0, ruled=False)
STANDING = Standing(inside=10.0, outside=8.0, asked=1.0, fatigue=0.5, envy=0.0, fee=0.0)

QUESTIONS = (
    VIEW,
    KEEP,
    END,
    RELEASE,
    CLAIM,
    CASE,
    WALL,
    RIGHT,
    Bargain(name="Home", year=2025, budget=100.0),
    OverrideParliament(partner=1, sells=True, tonnes=100.0, gain=-1.0, chance=0.2),
    ComeToSummit(member=False, founding=True, tabled=None),
    LeastAtSummit(needs=2.0),
    Sign(members=(0, 1), text=RESERVE, inside=10.0, outside=8.0, needs=1.0),
    AskToJoin(members=(1, 2), text=RESERVE, inside=10.0, outside=8.0, needs=1.0),
    AdmitNewcomer(newcomer=3, without=8.0, together=10.0),
    VoteOnText(member=True, text=RESERVE, tabled=RESERVE, now=8.0, then=10.0),
    ThreatenToLeave(standing=STANDING),
    PayToKeep(kept=1, yearly=1.0, paying=9.0, without=8.0),
    GiveNotice(standing=STANDING, unhappy_years=1, notice=1),
    Renew(inside=10.0, outside=8.0, fatigue=0.5, stakes=20.0, margin=0.02, years=5.0),
    VoteToExpel(accused=1, broken=3, trust=0.4, together=10.0, without=8.0),
    OfferPayment(
        name="China",
        keys=("home",),
        options=(Approach(member=1, power=0.5, gain=5.0, yearly=1.0, spared=3.0),),
        left=10.0,
    ),
    TakePayment(yearly=1.0, years=5, offered=4.0, gain=2.0, fee=1.0),
    Retaliate(members=(0, 1), weight=0.5, chance=0.9, cut=0.3, quarters=4),
    EarnBack(gone=2, quarters=8, cuts=(Cut(share=0.0, look=known(worth=10.0)), Cut(share=0.2, look=known(worth=12.0)))),
)
"""One of each."""
