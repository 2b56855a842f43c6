"""Seats: one for each claim, the same on every device, never blocking, and given back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from scenarios.game.refusal import Refused
from tests.scenarios.game.world import begun, game


def test_a_thousand_racing_claims_seat_each_nation_once():
    table = game()
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda number: table.claim(table.code, "", f"P{number}"), range(1000)))
    won = [receipt.token for receipt in found if receipt.ok]
    assert len(won) == len(set(won)) == 3
    assert {seat.key for seat in table.state.seats.values() if len(seat.people) == 1} == set(table.state.seats)
    assert {receipt.text for receipt in found if not receipt.ok} == {"Every seat is taken; you can watch instead."}


def test_a_team_shares_one_seat_and_one_secret_up_to_its_size():
    table = game(team=2, people=6)
    one, two, three = (table.claim(table.code, "japan", name) for name in ("Ann", "Ben", "Cem"))
    assert one.token == two.token
    assert "taken already by 2 people" in three.text


def test_the_secret_opens_the_seat_and_nothing_else_does():
    table = game()
    token = table.claim(table.code, "japan", "Ann").token
    assert [table.role(token), table.role(table.secret), table.role("x"), table.role("")] == ["japan", "host", "", ""]
    unclaimed = table.state.seats["china"].token
    assert table.role(unclaimed) == ""
    with pytest.raises(Refused, match="no seat"):
        table.sight("x")
    with pytest.raises(Refused, match="facilitator"):
        table.host_sight(token)


def test_no_sight_but_the_facilitators_holds_a_secret():
    table, ann = begun("japan")
    secrets = [seat.token for seat in table.state.seats.values()] + [table.secret]
    told = repr(table.sight(ann)) + repr(table.screen_sight()) + repr(table.debrief_sight())
    assert not [secret for secret in secrets if secret in told]
    assert not [secret.encode() for secret in secrets if secret.encode() in table.export()]


def test_a_private_word_is_seen_by_two_and_by_the_facilitator_until_the_press_has_it():
    table, ann, ben, chi = begun("australia", "japan", "china")
    said = table.do(ann, {"do": "say", "to": "japan", "text": "between us"}, now=2.0)
    assert "between us" in repr(table.sight(ben))
    assert "between us" in repr(table.host_sight(table.secret))
    assert "between us" not in repr(table.sight(chi)) + repr(table.screen_sight())
    leak = table.do(table.secret, {"do": "inject", "kind": "press leak", "item": said.id}, now=2.0)
    assert leak.ok
    assert "between us" in repr(table.sight(chi))


def test_a_release_closes_the_old_link_and_opens_the_seat():
    table, ann = begun("japan")
    assert table.do(table.secret, {"do": "release", "seat": "japan"}, now=2.0).ok
    assert table.role(ann) == ""
    assert table.claim(table.code, "japan", "Ben").token not in ("", ann)


def test_an_absent_seat_is_counted_down_played_by_the_ai_and_given_back():
    table, ann, ben = begun("australia", "japan", absent=30, countdown=10)
    for second in range(5, 200, 5):
        table.heartbeat(ben, now=float(second))
        table.tick(float(second))
        if second == 40:
            view = next(seat for seat in table.screen_sight().common.seats if seat.key == "australia")
            assert view.countdown == pytest.approx(45.0)
            assert view.played_by == "people"
    views = {seat.key: seat.played_by for seat in table.screen_sight().common.seats}
    assert views == {"china": "AI", "australia": "AI (absent)", "japan": "people"}
    table.do(ben, {"do": "ready", "ready": True}, now=200.0)
    table.tick(200.0)
    assert table.state.phase == "commit"  # Nobody waits for the absent.
    assert table.heartbeat(ann, now=201.0)
    assert table.state.seats["australia"].played


def test_time_that_is_up_ends_a_phase_and_what_comes_later_is_late():
    table, ann = begun("japan", phase="lobby", brief=10, negotiate=20, commit=10, report=10, first_round=2.0)
    table.do(table.secret, {"do": "start"}, now=100.0)
    assert table.state.deadline == pytest.approx(120.0)
    late = table.do(ann, {"do": "stance", "stance": "join"}, now=121.0)
    assert late.text == "Too late: the time to brief is over."
    table.tick(121.0)
    assert table.state.phase == "negotiate"
    table.do(table.secret, {"do": "extend"}, now=130.0)
    assert table.state.deadline == pytest.approx(121.0 + 40.0 + 120.0)
    table.do(table.secret, {"do": "pause"}, now=151.0)
    table.tick(9999.0)
    assert table.state.phase == "negotiate"
    table.do(table.secret, {"do": "resume"}, now=10_000.0)
    assert table.state.deadline == pytest.approx(10_000.0 + 130.0)


def test_ready_can_be_taken_back_until_all_are():
    table, ann, ben = begun("australia", "japan", phase="commit")
    table.do(ann, {"do": "ready", "ready": True}, now=2.0)
    table.do(ann, {"do": "ready", "ready": False}, now=2.0)
    table.do(ben, {"do": "ready", "ready": True}, now=2.0)
    table.tick(2.0)
    assert table.state.phase == "commit"
    assert table.sight(ben).common.waiting_for == ("Miners (Australia)",)
    table.do(ann, {"do": "ready", "ready": True}, now=3.0)
    table.tick(3.0)
    assert table.state.phase == "resolve"


def test_a_draft_waits_on_another_device_and_is_no_move():
    table, ann, ben = begun("australia", "japan")
    before = len(table.entries)
    table.keep_draft(ann, "offer 3", {"volume": 0.6})
    assert table.draft(ann, "offer 3") == {"volume": 0.6}
    assert table.draft(ben, "offer 3") is None
    table.keep_draft(ann, "offer 3", None)
    assert table.draft(ann, "offer 3") is None
    assert len(table.entries) == before


def test_observers_watch_only_where_the_scenario_lets_them():
    open_, closed = game(), game(observers=False)
    token = open_.watch(open_.code, "Eve").token
    assert open_.role(token) == "observer"
    assert "not yours" in open_.do(token, {"do": "say", "to": "all", "text": "hello"}, now=1.0).text
    assert not closed.watch(closed.code, "Eve").ok


def test_the_link_of_a_free_seat_seats_whoever_opens_it_first_and_is_the_same_for_all_devices():
    table = game()
    link = next(seat.token for seat in table.host_sight(table.secret).common.seats if seat.key == "japan")
    assert table.role(link) == ""
    assert table.enter(link, "Ann").token == link
    assert table.enter(link, "Ann's phone").again
    assert table.state.seats["japan"].people == ["Ann"]
    assert not table.enter("forged", "Eve").ok


def test_what_a_seat_had_decided_stands_when_an_ai_takes_over():
    table, ann = begun("japan", phase="commit", absent=30, countdown=10)
    table.do(ann, {"do": "levers", "levers": {"stock": 0.5}}, now=2.0)
    for second in range(5, 100, 5):
        table.tick(float(second))
    assert table.sight(ann).stand_in == "absent"
    table.do(table.secret, {"do": "go_on"}, now=100.0)
    table.work(now=100.0)
    bought = [e.text for e in table.shown.events if e.kind == "policy" and e.actors == ("japan",)]
    assert any("its government has decided so" in text for text in bought)
    assert table.state.played == {1: ()}


def test_the_facilitator_hands_a_seat_to_the_ai_and_back():
    table, ann = begun("japan")
    assert table.do(table.secret, {"do": "hand", "seat": "japan"}, now=2.0).ok
    assert "take it back first" in table.do(ann, {"do": "stance", "stance": "join"}, now=2.0).text
    assert table.do(table.secret, {"do": "take_back", "seat": "japan"}, now=2.0).ok
    assert table.do(ann, {"do": "stance", "stance": "join"}, now=2.0).ok


def test_people_who_left_the_lobby_do_not_look_as_if_they_were_there():
    table = game(absent=60.0)
    table.claim(table.code, "japan", "Ann", now=0.0)
    table.tick(now=500.0)
    assert next(s for s in table.host_sight(table.secret).common.seats if s.key == "japan").seen == 0.0
    table.do(table.secret, {"do": "start"}, now=500.0)
    table.tick(now=559.0)
    assert table.state.seats["japan"].countdown is None
    table.tick(now=561.0)
    assert table.state.seats["japan"].countdown is not None
