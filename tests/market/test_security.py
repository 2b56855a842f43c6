"""Security measures on published and closed-form values."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market import security

amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=20)


def test_hhi_and_shannon_by_definition():
    """US Department of Justice and FTC, merger guidelines; Stirling (1998)."""
    shares = [0.7, 0.1, 0.1, 0.05, 0.05]
    assert security.hhi(shares) == pytest.approx(0.515, abs=1e-6)
    assert security.shannon(shares) == pytest.approx(1.009762707, abs=1e-6)
    assert security.effective_number(shares) == pytest.approx(1.941748, abs=1e-6)


@given(amounts)
def test_concentration_lies_between_equal_shares_and_one(tonnes):
    index, suppliers = security.hhi(tonnes), np.count_nonzero(tonnes)
    assert index == 0 if sum(tonnes) == 0 else 1 / suppliers - 1e-9 <= index <= 1 + 1e-9
    assert security.hhi(np.array(tonnes) * 3) == pytest.approx(index)
    assert security.shannon(tonnes) >= -1e-12


@given(amounts, st.integers(0, 3))
def test_joining_suppliers_never_lowers_concentration(tonnes, blocs):
    bloc = np.arange(len(tonnes)) % (blocs + 1)
    assert security.hhi(security.by_bloc(tonnes, bloc)) >= security.hhi(tonnes) - 1e-12


def test_net_import_reliance_as_the_usgs_reckons_it():
    """Imports 100, exports 20, 10 drawn from stocks, consumption 120: three quarters. A net exporter is below zero."""
    assert security.net_import_reliance(100, 20, 120, 10) == pytest.approx(0.75)
    assert security.net_import_reliance(0, 50, 100) == pytest.approx(-0.5)
    assert security.net_import_reliance(5, 0, 0) == 0.0


def test_eu_supply_risk_by_its_formula():
    """One supplier at WGI -2.5 (risk 10), half relied on: (10 * 0.25 + 4 * 0.75) * 0.9 * 0.8 = 3.96."""
    assert security.governed_concentration([1.0], [-2.5]) == pytest.approx(10.0)
    assert security.governed_concentration([1, 1], [2.5, 0.5], [1.0, 2.0]) == pytest.approx(0.25 * 4 * 2)
    assert security.eu_supply_risk(10.0, 4.0, 0.5, 0.1, 0.8) == pytest.approx(3.96)
    with pytest.raises(ValueError, match="recycled must be a share"):
        security.eu_supply_risk(10.0, 4.0, 0.5, 1.1)


def test_cvar_counts_a_loss_astride_the_quantile_in_part():
    """Of losses 1 to 10 the worst 15 % are 10 and half of 9: (10 + 4.5) / 1.5."""
    assert security.cvar(range(1, 11), 0.85) == pytest.approx(14.5 / 1.5)
    assert security.cvar([0, 0, 0, 8], 0.5) == pytest.approx(4.0)


def test_cvar_of_many_normal_losses_is_the_closed_form():
    """For the standard normal CVaR95 is the density at the quantile over 5 %: 2.0627."""
    losses = np.random.default_rng(1).standard_normal(400_000)
    assert security.cvar(losses, 0.95) == pytest.approx(2.0627, abs=0.01)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.floats(0, 0.99))
def test_cvar_lies_between_mean_and_worst(losses, level):
    assert np.mean(losses) - 1e-6 <= security.cvar(losses, level) <= max(losses) + 1e-6


def test_the_resilience_triangle():
    """Bruneau et al. (2003): a fall to 60 % and a straight recovery in 5 years lose 100 percent-years."""
    quality = np.append(np.linspace(0.6, 1.0, 6), 1.0)
    assert security.resilience_loss(quality) * 100 == pytest.approx(100.0)
    assert security.resilience_loss([1.0]) == 0.0


def test_time_to_recover_runs_to_the_return_for_good():
    assert security.time_to_recover([1, 0.8, 0.97, 0.9, 0.96, 1], step=0.25) == pytest.approx(0.75)
    assert security.time_to_recover([1, 0.99]) == 0.0
    assert security.time_to_recover([1, 0.5]) == inf


def test_amounts_below_zero_are_refused():
    with pytest.raises(ValueError, match="at least 0, got -1"):
        security.hhi([1, -1])
    with pytest.raises(ValueError, match="at least one loss"):
        security.cvar([])
