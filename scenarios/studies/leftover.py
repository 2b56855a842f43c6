"""What a run leaves behind that its yearly welfare has paid for and not yet enjoyed: plants, stocks, money in the fund.

A run ends, but a plant built in its last years does not. Counting all of its cost and none of its fruit would favour
whoever builds least, so appraisals credit what is not yet written off (European Commission 2014, Guide to Cost-Benefit
Analysis of Investment Projects, 2.7.2, residual value).
"""

from __future__ import annotations

import numpy as np

from agents.articles import USD_M
from agents.state import State


def left_over(model: State) -> float:
    """What nations other than the dominant supplier own at the end beyond the start, USD m.

    Plants by straight-line depreciation over their life; public stocks and the shared reserve at reference prices, less
    what there was at the start; money in the joint fund.
    """
    dominant = model.keys.index(model.setting.risks.dominant)
    outside = np.arange(len(model.keys)) != dominant
    life, years = model.setting.market.plant_life, len(model.books_kept)
    worth = 0.0
    for number, book in enumerate(model.books_kept):
        part = max(1 - (years - 1 - number) / life, 0.0)
        worth += part * float(book.money["investment"][outside].sum() + book.fund_spent)
    price = model.setting.market.oxide_price
    start = np.array([[nation.stock.light, nation.stock.heavy] for nation in model.setting.nations])
    held = model.books.stock + (model.accord.reserve if model.accord else 0.0)
    worth += float(((held - start)[outside] @ np.array([price.light, price.heavy])).sum()) * USD_M
    return worth + (model.accord.treasury if model.accord else 0.0)
