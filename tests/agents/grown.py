"""Worlds that have lived some years and hold what a test is about."""

from agents.model import AllianceModel

SEEDS = range(16)


def grown_accord(setting, years=1, members=2, fits=lambda model: True):
    """The first world among a few seeds that has an accord of at least so many members after some years."""
    for seed in SEEDS:
        model = AllianceModel(setting, "accord", seed)
        for _ in range(years):
            model.step()
        if model.accord is not None and len(model.accord.members) >= members and fits(model):
            return model
    raise AssertionError(f"no world with a seed from 0 to {SEEDS[-1]} has such an accord after {years} years")
