"""The closing sentences say what the record says, also when cooperation does not pay."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from app.charts import supply_gap
from app.summary import of_comparison, of_run, verdict
from app.tables import judged
from tests.app.made_up import made_up, with_welfare


def pair(change, base=None):
    """Return the same run twice, the second called an accord and changed by so much a year."""
    first = base or made_up("unilateral")
    return {"unilateral": first, "accord": replace(with_welfare(first, change), regime="accord")}


def test_a_run_closes_in_five_sentences(accord, bilateral, unilateral):
    for record in (accord, bilateral, unilateral):
        said = of_run(record)
        assert len(said) == 5
        assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in said)
        assert all(sentence.endswith(".") for sentence in said)


def test_a_run_tells_who_lived_when_and_what_was_signed(accord):
    assert of_run(accord)[0] == (
        "15 nations lived through 2025 to 2044 under the accord regime (seed 7) and signed 4 supply agreements; "
        "an accord stood in 18 years, first in 2027, and has 8 members at the end."
    )


def test_an_accord_that_was_never_founded_is_told(unilateral):
    assert of_run(replace(unilateral, regime="accord"))[0].endswith("; no accord was founded.")


def test_an_accord_that_fell_apart_is_told(accord):
    metrics = accord.metrics.copy()
    metrics.loc[metrics["year"] > 2035, "members"] = 0
    assert (
        "an accord stood in 9 years, first in 2027, and no longer exists at the end"
        in of_run(replace(accord, metrics=metrics))[0]
    )


def test_a_run_gives_promised_and_delivered_in_figures(accord):
    """19,200 + 64,000 + 6,000 + 4,900 t promised; 18,750 + 64,000 + 5,890 + 3,100 t delivered: 97.5 %."""
    assert of_run(accord)[3].startswith("Of 94,100 t promised 97.5 % were delivered, with ")


def test_a_run_without_promises_says_so(unilateral):
    assert of_run(unilateral)[3].startswith("No tonne was promised, with no breaches, no claims")


def test_a_run_names_its_dearest_year(unilateral):
    heavy = unilateral.metrics.set_index("year")["price_oxide_heavy"]
    assert f"in {heavy.idxmax()}" in of_run(unilateral)[1]


def test_a_world_without_gaps_is_told(unilateral):
    calm = replace(unilateral, metrics=unilateral.metrics.assign(supply_gap_outside=0.0))
    assert of_run(calm)[2] == "Outside China demand is served in full in every year."


def test_cooperation_that_helps_all_pays():
    found = verdict(pair(dict.fromkeys(("japan", "australia", "india"), 50.0)))
    assert found.words == "pays"
    assert found.change == pytest.approx(150)
    assert found.losers == ()


def test_cooperation_that_costs_all_does_not_pay():
    records = pair({"japan": -50.0, "australia": -20.0})
    assert verdict(records).words == "does not pay"
    said = of_comparison(records)
    assert said[0].startswith("Here cooperation does not pay: outside China welfare under the accord regime is −70 USD")
    assert said[1] == "Nobody gains; Japan (−50) and Australia (−20) lose (USD m a year)."


def test_cooperation_may_pay_for_some_at_the_cost_of_others():
    records = pair({"japan": 80.0, "vietnam": -5.0})
    assert verdict(records).words == "pays, but not for all"
    assert of_comparison(records)[1] == "Japan (+80) gains; Vietnam (−5) loses (USD m a year)."


def test_cooperation_may_help_some_and_cost_more():
    assert verdict(pair({"japan": 5.0, "european_union": -300.0})).words == "does not pay, though it helps some"


def test_gains_and_losses_may_cancel():
    found = verdict(pair({"japan": 60.0, "european_union": -60.0}))
    assert found.words == "makes no difference in sum"
    assert (found.winners, found.losers) == (("japan",), ("european_union",))


def test_no_difference_is_called_no_difference():
    records = pair({})
    assert verdict(records).words == "makes no difference"
    assert of_comparison(records)[1].startswith("No nation outside the dominant one gains or loses")


def test_the_dominant_nation_does_not_count_in_the_verdict_but_is_told():
    records = pair({"china": -900.0, "japan": 40.0})
    assert verdict(records).words == "pays"
    assert of_comparison(records)[0].endswith("and China's changes by −900 USD m.")


def test_a_comparison_closes_in_five_sentences_and_warns_of_one_seed(unilateral, bilateral, accord):
    said = of_comparison({"unilateral": unilateral, "bilateral": bilateral, "accord": accord})
    assert len(said) == 5
    assert "under the bilateral regime alone the change is" in said[4].lower()
    assert "one seed (7)" in said[4]


def test_a_comparison_says_that_no_accord_was_founded(unilateral):
    records = pair({"japan": 1.0}, base=unilateral)
    assert of_comparison(records)[4].startswith("No accord was founded")


def test_unequal_shocks_are_refused(unilateral):
    with pytest.raises(ValueError, match="different shocks cannot be compared: nature of the unilateral run is"):
        of_comparison({"unilateral": unilateral, "accord": made_up("accord", seed=8)})


def test_unequal_lengths_are_refused(unilateral, accord):
    with pytest.raises(ValueError, match="different years cannot be compared: unilateral has 20, accord 3"):
        verdict({"unilateral": unilateral, "accord": accord.until(2027)})


def test_one_run_alone_is_no_comparison(accord):
    with pytest.raises(ValueError, match="at least 2 runs, got 1"):
        verdict({"accord": accord})


def test_missing_figures_do_not_stop_the_sentences(accord, unilateral):
    numbers = [column for column in accord.metrics.columns if column != "year"]
    bare = replace(
        accord,
        metrics=accord.metrics.assign(**dict.fromkeys(numbers, np.nan)),
        agreements=accord.agreements.iloc[:0],
        events=accord.events.iloc[:0],
    )
    assert len(of_run(bare)) == 5
    assert len(of_comparison({"unilateral": unilateral, "accord": bare})) == 5


def test_one_year_is_enough(accord):
    assert "lived through 2025 under" in of_run(accord.until(2025))[0]
    assert pd.notna(of_run(accord.until(2025))[1])


def test_security_is_told_from_the_yardstick_to_what_is_judged():
    """Gaps of 4 % and 3 %, and 100 against 90 USD m a year over 20 years, each constant."""
    first, last = pair({"japan": 1.0}).values()
    first = replace(first, metrics=first.metrics.assign(supply_gap_outside=0.04, shortage_cost=100.0))
    last = replace(last, metrics=last.metrics.assign(supply_gap_outside=0.03, shortage_cost=90.0))
    assert of_comparison({"unilateral": first, "accord": last})[2] == (
        "From unilateral to accord the supply gap outside the dominant nation goes from 4 % to 3 % of demand in the "
        "mean year; shortage costs 200 USD m less over the run, and in its worst year 90 USD m instead of 100 USD m."
    )


def test_the_widest_gap_told_is_the_one_drawn_boldest(unilateral):
    metrics = unilateral.metrics.assign(supply_gap=0.01, supply_gap_outside=0.02)
    metrics.loc[metrics["year"] == 2030, "supply_gap"] = 0.2
    metrics.loc[metrics["year"] == 2033, "supply_gap_outside"] = 0.3
    said = supply_gap.tell(metrics, unilateral.nations, unilateral.names)
    assert said.startswith("The gap is widest in 2033, when 30 % of demand outside the dominant nation goes unserved")


def test_a_difference_written_as_nothing_has_no_colour():
    assert judged("supply_gap", 0.00001) == '<span class="">0 pt</span>'
    assert judged("supply_gap", 0.01) == '<span class="down">+1 pt</span>'
    assert judged("supply_gap", -0.01).startswith('<span class="up">')
