"""Papers on outsiders' way to members come to what two kinds of lots do; figures stand in docs/notebook.md."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from agents.articles import certified_lots
from agents.articles.certified_lots import PAPERS, PREMIUM
from agents.model import AllianceModel
from agents.world.leakage import per_oxide, with_papers
from agents.world.scene import Scene
from agents.world.setting import END_USES
from market.certified import Certification, clear_certified
from market.chain import Chain, ChainShape
from market.welfare import welfare
from scenarios.loader import load, with_changes
from tests.market.two import SHAPE, chain_of_two

MEMBERS = ("australia", "india", "japan", "united_states")


@pytest.fixture(scope="module")
def today():
    """The Quad's market of the first year, with audits that deter false papers."""
    model = AllianceModel(load("quad"), "accord", seed=3)
    model.brief()
    model.books.setting = with_changes(model.setting, {"accord.audit_rate": 0.5})
    return model


def both(model, uses, *, closed=False):
    """The Quad's market as it is, with papers on the way, and with two kinds of lots.

    ``closed`` lets no outsider be certified, and members' whole chain serve those who ask.
    """
    rows, shape = [model.keys.index(key) for key in MEMBERS], model.books.shape
    quarter, n = model.books.working(), shape.nations
    inside, asks = np.isin(np.arange(n), rows), np.isin(END_USES, uses)
    share = float(quarter.demand[rows][:, asks].sum() / quarter.demand[rows].sum())
    kept = 1.0 if closed else share
    own = PAPERS + certified_lots.audits(model.books.setting.accord).audit_rate * certified_lots.FALSE_ALARM * PREMIUM
    mines = np.isin(shape.mine_nation, rows)
    kinds = clear_certified(
        model.chain,
        quarter,
        Certification(
            mines=kept * mines,
            mine_cost=np.where(mines, own, 0.0),
            plants=np.where(inside, kept, 0.0)[:, None, None] + np.zeros((n, 2, 2)),
            plant_cost=np.zeros((n, 2, 2)),
            recycling=np.where(inside, kept, 0.0)[:, None] + np.zeros((n, 2)),
            refuses=inside[:, None] & asks[None, :],
            papers=np.where(inside | closed, np.inf, per_oxide(shape, quarter, PREMIUM)),
        ),
    )
    scene = Scene(books=model.books, clear=model.clear, price=model.spot.price)
    with_it = certified_lots.act(scene, quarter, tuple(rows), share)
    plain, carried = model.clear(quarter), model.clear(with_it)
    before = welfare(shape, quarter, plain).total

    def dearer(outcome):
        return float((outcome.price - plain.price)[rows, 2, 0].mean())

    return SimpleNamespace(
        share=share,
        papers=dearer(carried),
        certified=dearer(kinds.certified),
        ordinary=dearer(kinds.ordinary),
        mixed=share * dearer(kinds.certified) + (1 - share) * dearer(kinds.ordinary),
        used=float(kinds.ordinary.consumed[rows].sum() + kinds.certified.consumed[rows].sum()),
        used_papers=float(carried.consumed[rows].sum()),
        used_plain=float(plain.consumed[rows].sum()),
        gains=(kinds.gains.total - before)[inside].sum(),
        outside=(kinds.gains.total - before)[~inside].sum(),
        gains_papers=(welfare(shape, with_it, carried).total - before)[inside].sum(),
        outside_papers=(welfare(shape, with_it, carried).total - before)[~inside].sum(),
    )


@pytest.mark.parametrize("uses", [["defence"], ["wind"], ["mobility"], list(END_USES)])
def test_however_many_refuse_the_lived_year_has_the_prices_and_the_welfare_of_two_kinds_of_lots(today, uses):
    found = both(today, uses)
    assert found.papers > 0.1
    assert found.papers == pytest.approx(found.mixed, rel=0.02)
    assert found.used_papers == pytest.approx(found.used, rel=1e-3)
    assert found.gains_papers == pytest.approx(found.gains, rel=0.03)
    assert found.outside_papers == pytest.approx(found.outside, abs=0.1)
    assert found.gains < -2


def test_by_hand_two_nations_half_of_whose_buyers_ask():
    """The chain of two: magnets cost 51 + 0.01 q, and use is 150 - 0.625 p; papers cost 3 USD/kg of oxide.

    Those who ask pay 54 + 0.01 q and the others 51 + 0.01 q; in the mean all pay 52.5 + 0.01 q.
    """
    shape = ChainShape(nations=2, mine_nation=[0], mine_light=[0.2], mine_heavy=[0.0], uses=2)
    halves = np.zeros((2, 2, 2))
    halves[1, :, 0] = 50.0
    quarter = chain_of_two(demand=halves, elasticity=[-0.5, -0.5])
    q = (150 - 0.625 * 52.5) / (1 + 0.625 * 0.01)
    plants = np.zeros((2, 2, 2))
    plants[1] = 0.5
    asks = np.array([[False, False], [True, False]])
    chain = Chain(shape)
    kinds = clear_certified(
        chain,
        quarter,
        Certification(
            mines=np.zeros(1),
            mine_cost=np.zeros(1),
            plants=plants,
            plant_cost=np.zeros((2, 2, 2)),
            recycling=np.zeros((2, 2)),
            refuses=asks,
            papers=np.array([3.0, np.inf]),
        ),
    )
    assert kinds.certified.price[1, 2, 0] == pytest.approx(54 + 0.01 * q, rel=1e-4)
    assert kinds.ordinary.price[1, 2, 0] == pytest.approx(51 + 0.01 * q, rel=1e-4)
    assert kinds.premium[1, 2, 0] == pytest.approx(3.0, rel=1e-3)
    assert kinds.upgraded[0, 1, 0] == pytest.approx(kinds.certified.consumed[1, 0, 0], rel=1e-4)
    # 0.6 USD/kg REO in ore of a fifth oxide are 3 for a kilogram of oxide; half of the lots bear them.
    assert per_oxide(shape, quarter, 0.6) == pytest.approx(3.0)
    behind = with_papers(shape, quarter, (1,), 0.5 * 0.6)
    outcome = chain.clear(behind)
    assert outcome.price[1, 2, 0] == pytest.approx(52.5 + 0.01 * q, rel=1e-4)
    assert outcome.consumed[1, :, 0].sum() == pytest.approx(q, rel=1e-4)
    assert not welfare(shape, behind, outcome).tax_revenue.any()  # Papers are spent; nobody's treasury has them.


def test_papers_that_pay_who_gets_them_are_refused():
    quarter = chain_of_two()
    none = np.zeros((2, 2, 2))
    with pytest.raises(ValueError, match="papers must cost 0"):
        Certification(
            mines=np.zeros(SHAPE.mines),
            mine_cost=np.zeros(SHAPE.mines),
            plants=none,
            plant_cost=none,
            recycling=np.zeros((2, 2)),
            refuses=np.zeros((2, SHAPE.uses), dtype=bool),
            papers=np.array([-1.0, 0.0]),
        )
    assert with_papers(SHAPE, quarter, (1,), 0.0) is quarter
    assert replace(quarter, freight=with_papers(SHAPE, quarter, (1,), 1.0).freight).freight[0, 1] > 1


def test_where_no_outsider_may_be_certified_refusal_is_another_matter(today):
    """It is not what the article is: those who ask then go without what members' chain cannot serve."""
    found = both(today, list(END_USES), closed=True)
    assert found.papers < 10
    assert found.certified > 300
    assert found.used < 0.3 * found.used_plain < found.used_papers
