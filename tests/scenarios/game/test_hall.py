"""The hall holds all games of a folder, tells screens in bursts, and thinks beside the clicks."""

import sqlite3
import threading

import pytest

from scenarios.files.game_rules import GameRules
from scenarios.game import Hall, Refused
from scenarios.game.journal import Journal
from scenarios.game.verbs.say import Say
from tests.patience import PATIENCE, wait_for
from tests.scenarios.game.world import play_out, tiny


def test_games_are_found_again_in_the_folder(tmp_path):
    with Hall(tmp_path, threads=False) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        token = made.claim(made.code, "japan", "Ann").token
    with Hall(tmp_path, threads=False) as hall:
        again = hall.by_code(f" {made.code.lower()} ")
        assert again.id == made.id
        assert again.role(token) == "japan"
        assert hall.get("no such game") is None


def test_a_burst_of_moves_is_told_once_or_twice_and_never_with_a_lock_held(tmp_path):
    with Hall(tmp_path) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        told, free, all_said = [], [], threading.Event()

        def hear(version):
            told.append(version)
            # Another thread must get both locks while a listener listens.
            other = threading.Thread(
                target=lambda: free.append((made.lock.acquire(timeout=PATIENCE), made.lock.release()))
            )
            other.start()
            other.join()
            all_said.wait(PATIENCE)  # Only one who holds no lock can wait until all has been said.

        stop = hall.subscribe(made.id, hear)
        for number in range(40):
            made.do(made.secret, {"do": "say", "to": "all", "text": f"word {number}"})
        all_said.set()
        wait_for(lambda: told and told[-1] == made.version)
        assert len(told) <= 2
        assert all(got for got, _ in free)
        stop()
        assert hall.listeners(made.id) == 0


@pytest.mark.parametrize("who", ["ai china", "host"])
def test_a_click_does_not_wait_until_all_screens_have_shown_what_was_said_before(tmp_path, who):
    """Of ten screens the fourth is slow; the first hears of the click before the last hears of the rest."""
    with Hall(tmp_path) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        heard, clicked = [], threading.Event()

        def screen(number):
            def hear(version):
                heard.append((number, version))
                if number == 3:
                    clicked.wait(PATIENCE)

            return hear

        for number in range(10):
            hall.subscribe(made.id, screen(number))
        with made.lock:
            made.take(who, Say(to="all", text="We could sell."), 0.0)
        wait_for(lambda: len(heard) == 4)
        made.do(made.secret, {"do": "say", "to": "all", "text": "A click."})
        click = made.version
        clicked.set()
        wait_for(lambda: {number for number, version in heard if version >= click} == set(range(10)))
        first = next(place for place, (number, version) in enumerate(heard) if number == 0 and version >= click)
        last = next(place for place, (number, _) in enumerate(heard) if number == 9)
        assert first < last


def test_a_listener_that_fails_does_not_silence_the_others(tmp_path):
    with Hall(tmp_path) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        heard = []
        hall.subscribe(made.id, lambda version: 1 / 0)
        hall.subscribe(made.id, heard.append)
        made.claim(made.code, "japan", "Ann")
        wait_for(lambda: heard)


def test_the_hall_lives_the_years_and_lets_the_ai_speak_by_itself(tmp_path):
    with Hall(tmp_path) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        token = made.claim(made.code, "japan", "Ann").token
        made.do(made.secret, {"do": "start"})
        made.do(made.secret, {"do": "go_on"})
        wait_for(lambda: any(offer.by_ai for offer in made.state.offers.values()))
        made.do(token, {"do": "ready", "ready": True})
        wait_for(lambda: made.state.phase == "commit")
        made.do(token, {"do": "ready", "ready": True})
        wait_for(lambda: made.state.phase == "report")
        assert made.sight(token).axes[1].name == "benefit"


def test_games_of_the_folder_take_no_thinking_from_others_until_somebody_looks_at_them(tmp_path):
    with Hall(tmp_path) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        made.claim(made.code, "japan", "Ann")
        made.do(made.secret, {"do": "start"})
        made.do(made.secret, {"do": "go_on"})
        wait_for(lambda: made.state.offers)
    with Hall(tmp_path) as hall:
        old = hall.get(made.id)
        asked = []
        ask = old.line.ask
        old.line.ask = lambda what, *words: asked.append(what) or ask(what, *words)
        fresh = hall.create(tiny(), rules=GameRules(), seed=3)
        assert fresh.sight(fresh.claim(fresh.code, "japan", "Ben").token).nation == "japan"
        assert asked == []
        hall.subscribe(old.id, lambda version: None)
        wait_for(lambda: "move" in asked)


def test_a_fork_stands_at_the_round_with_free_seats_and_new_links(tmp_path):
    with Hall(tmp_path, threads=False) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        token = made.claim(made.code, "japan", "Ann").token
        play_out(made)
        fork = hall.fork(made.id, 2)
        assert (fork.state.round, fork.state.phase, fork.state.paused) == (2, "brief", True)
        assert fork.role(token) == ""
        assert fork.code != made.code
        assert fork.claim(fork.code, "japan", "Ben").ok
        assert fork.board.series == {name: row[:1] for name, row in made.board.series.items()}
        assert play_out(fork).state.phase == "over"


def refused_offer(hall):
    """A finished game in which Japan refused an offer that an AI nation had made it."""
    made = hall.create(tiny(), rules=GameRules(), seed=2)
    token = made.claim(made.code, "japan", "Ann").token
    for verb in ("start", "go_on"):
        made.do(made.secret, {"do": verb})
    made.work()
    offer = next(one for one in made.state.open_offers() if one.other == "japan")
    assert made.do(token, {"do": "refuse", "offer": offer.id}).ok
    return play_out(made), offer.id


def test_a_branch_stands_where_an_offer_was_answered_with_the_other_answer_given(tmp_path):
    with Hall(tmp_path, threads=False) as hall:
        made, number = refused_offer(hall)
        branch = hall.fork_answer(made.id, number, "accept")
        assert (branch.state.round, branch.state.phase, branch.state.paused) == (1, "negotiate", True)
        assert branch.state.offers[number].state == "accepted"
        assert made.state.offers[number].state == "refused"
        assert branch.about["title"].endswith(f"had Users (Japan) accepted offer {number}")
        ann = branch.claim(branch.code, "japan", "Ann").token
        assert branch.do(branch.secret, {"do": "resume"}).ok
        branch.work()
        assert branch.do(ann, {"do": "say", "to": "all", "text": "Again."}).ok
        play_out(branch)
        lane = branch.state.offers[number].lane
        assert any({one.seller, one.buyer} == set(lane.split(":")[0].split(">")) for one in branch.board.promises)


def test_an_offer_that_nobody_answered_is_taken_as_its_time_runs_out(tmp_path):
    with Hall(tmp_path, threads=False) as hall:
        made = hall.create(tiny(), rules=GameRules(), seed=2)
        made.claim(made.code, "japan", "Ann")
        for verb in ("start", "go_on"):
            made.do(made.secret, {"do": verb})
        made.work()
        number = next(one.id for one in made.state.open_offers() if one.other == "japan")
        play_out(made)
        branch = hall.fork_answer(made.id, number, "accept")
        assert (branch.state.phase, branch.state.offers[number].state) == ("negotiate", "accepted")


def test_a_branch_that_cannot_begin_is_refused_and_leaves_no_file(tmp_path):
    with Hall(tmp_path, threads=False) as hall:
        made, number = refused_offer(hall)
        files = set(tmp_path.glob("*.game"))
        for offer, what, why in (
            (number, "refuse", "is refused"),
            (10**6, "accept", "there is no accept"),
            (number, "burn", "there is no burn"),
        ):
            with pytest.raises(Refused, match=why):
                hall.fork_answer(made.id, offer, what)
        assert set(tmp_path.glob("*.game")) == files
        assert len(hall.games) == 1


def foreign(path):
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE moves (number INTEGER)")


def older(path):
    journal = Journal(path)
    journal.found({"id": "old", "made_by": "a program that is no more"})
    journal.close()


@pytest.mark.parametrize("make", [foreign, older, lambda path: path.write_text("no database")])
def test_a_file_that_holds_no_game_keeps_no_other_shut_and_is_left_as_it_is(tmp_path, make, caplog):
    with Hall(tmp_path, threads=False) as hall:
        kept = hall.create("pair").id
    make(tmp_path / "strange.game")
    with Hall(tmp_path, threads=False) as hall:
        assert [game.id for game in hall] == [kept]
        assert list(hall.unread) == ["strange.game"]
    assert (tmp_path / "strange.game").exists()
    assert "strange.game holds no game that can be opened" in caplog.text
