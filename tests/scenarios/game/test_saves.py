"""A game's file shows the same history on any machine, says if that machine would decide otherwise, and goes on."""

import json
import sqlite3
from dataclasses import asdict, replace
from functools import cache

import numpy as np
import pytest
from click.testing import CliRunner

from agents import model as models
from agents.worth import door
from app.__main__ import app
from market.chain import Chain
from scenarios.game import Game, Hall, bots
from scenarios.game.forks import fork
from scenarios.game.journal import Journal
from scenarios.game.past import GOES_ON, NOT_KEPT, NOT_READ
from scenarios.loader import load
from scenarios.records import identity, year_end
from scenarios.records.year_end import YearEnd, difference
from scenarios.run import Living
from tests.patience import wait_for
from tests.scenarios.game.test_bots import reread
from tests.scenarios.game.world import game, play_out, tiny

ELSEWHERE = "another machine"
LARGEST = 100_000
"""Bytes of a year of six nations; half of it is what happened, in words and figures."""


def go_on(table, rounds, phase="brief"):
    """Live on until a phase of a round."""
    while (table.state.round, table.state.phase) != (rounds, phase):
        if table.state.phase != "resolve":
            table.do(table.secret, {"do": "start" if table.state.phase == "lobby" else "go_on"}, now=1.0)
        table.work(now=1.0)
    return table


@cache
def played_in_class():
    """A game in which Japan is played and two years have been lived; it stays as it is."""
    return lived(load("classroom_20_minutes"))


def lived(setting, rounds=3, path=":memory:"):
    table = game(path, setting=setting, seed=2)
    token = table.claim(table.code, "japan", "Ann").token
    return go_on(table, rounds), token


def recorded(path):
    """The same game, and a file that holds it."""
    played, token = played_in_class()
    reread(played, path).journal.close()
    return played, token


def reopened(path):
    return Game(Journal(path), clock=lambda: 0.0)


def move_to_another_machine(monkeypatch, by=1.3):
    """From now on markets are cleared otherwise, and the machine has another name."""
    clear, run = Chain.clear, door.run

    def seen_otherwise(*given, **options):
        looked = run(*given, **options)
        looked.worth[:, 1] *= by
        return looked

    def otherwise(self, quarter, start=None, *, method="newton"):
        found = clear(self, quarter, start, method=method)
        return found.changed(price=by * found.price, producer_price=by * found.producer_price)

    monkeypatch.setattr(Chain, "clear", otherwise)
    monkeypatch.setattr(door, "run", seen_otherwise)
    monkeypatch.setattr(identity, "here", lambda *_: ELSEWHERE)


def from_elsewhere(path, setting):
    """A game in a file whose first year was lived on a machine that decided otherwise than this one does."""
    played, token = lived(setting)
    journal = Journal(path)
    journal.found(played.about)
    for entry in played.entries:
        if entry.body["do"] == "lived" and entry.body["end"]["round"] == 1:
            end = played.state.years[1]
            other = replace(end, told=[{**end.told[0], "text": "It was otherwise."}, *end.told[1:]], machine=ELSEWHERE)
            entry = replace(entry, body={"do": "lived", "end": asdict(replace(other, hash=other.content()))})  # noqa: PLW2901
        journal.add(entry)
    journal.close()
    return played, token


def history(table):
    """Everything that people are shown of the years behind a game, figures to the last bit."""
    board = table.board
    return repr((board.events, board.series, board.by_nation, board.kept, board.promises, board.cases, board.flows))


def done(table, verb):
    return [entry for entry in table.entries if entry.body["do"] == verb]


def test_a_game_that_is_opened_again_goes_on_as_if_it_had_never_been_closed(tmp_path):
    setting = load("classroom_20_minutes")
    stayed, _ = lived(setting)
    closed, _ = lived(setting, rounds=2, path=tmp_path / "closed.game")
    for rounds in (3, 4):
        closed.journal.close()
        closed = go_on(reopened(tmp_path / "closed.game"), rounds)
    assert play_out(closed).hash() == play_out(stayed).hash()
    assert reopened(tmp_path / "closed.game").hash() == stayed.hash()
    assert history(reopened(tmp_path / "closed.game")) == history(stayed)
    assert not done(closed, "compared")


def test_opening_a_game_lives_no_year_again(tmp_path, monkeypatch):
    played, _ = recorded(tmp_path / "a.game")

    def live(self, handed=None):
        raise AssertionError("a year was lived again")

    monkeypatch.setattr(Living, "step", live)
    again = reopened(tmp_path / "a.game")
    assert history(again) == history(played)
    assert again.board.lanes == played.board.lanes
    assert fork(again, 3, ":memory:").board.figures == played.board.figures


def test_on_another_machine_the_history_is_the_recorded_one_and_the_game_says_so_and_goes_on(tmp_path, monkeypatch):
    played, token = recorded(tmp_path / "a.game")
    told = history(played)
    before = played.hash()
    move_to_another_machine(monkeypatch)
    there = reopened(tmp_path / "a.game")
    assert there.hash() == before
    assert history(there) == told
    assert there.sight(token).common.notice == ""
    there.work(now=1.0)
    said = there.sight(token).common.notice
    assert said.startswith("In 2025 this machine would have decided otherwise: recorded is ")
    assert said.endswith(GOES_ON)
    assert "\n" not in said
    assert there.host_sight(there.secret).common.notice == there.screen_sight().common.notice == said
    # It stands in the log, once for each year, and is not worked out again.
    assert [entry.body["round"] for entry in done(there, "compared")] == [1, 2]
    assert history(there) == told
    again = reopened(tmp_path / "a.game")
    again.work(now=1.0)
    assert len(done(again, "compared")) == 2
    assert again.sight(token).common.notice == said
    # The third year is lived here, from the recorded world.
    assert play_out(again).state.phase == "over"
    assert [entry.body["end"]["machine"] for entry in done(again, "lived")][1:] == [
        played.state.years[2].machine,
        ELSEWHERE,
        ELSEWHERE,
    ]
    start = [event for event in again.board.events if event.year < 2027]
    assert start == [event for event in played.board.events if event.year < 2027]


def test_back_on_the_first_machine_years_of_the_other_stay_as_they_were_lived_there(tmp_path, monkeypatch):
    _, token = recorded(tmp_path / "a.game")
    with monkeypatch.context() as elsewhere:
        move_to_another_machine(elsewhere)
        told = history(play_out(reopened(tmp_path / "a.game")))
    back = reopened(tmp_path / "a.game")
    assert history(back) == told
    back.work(now=1.0)
    assert [one.body["round"] for one in done(back, "compared")][2:] == [3, 4]
    assert back.sight(token).common.notice.startswith("In 2027 this machine would have")


def test_a_game_that_is_thought_about_in_another_process_is_compared_there(tmp_path):
    played, token = from_elsewhere(tmp_path / "a.game", tiny(3))
    with Hall(tmp_path) as hall:
        table = hall.get(played.id)
        assert table.board.series == played.board.series
        hall.subscribe(table.id, lambda _: None)
        wait_for(lambda: table.sight(token).common.notice)
        assert [(one.round, one.apart) for one in table.state.compared] == [(1, "decisions")]
        assert history(table) == history(played).replace(played.board.events[0].text, "It was otherwise.")


def test_branches_and_what_ifs_begin_in_the_recorded_world_on_another_machine_too(tmp_path, monkeypatch):
    played, _ = recorded(tmp_path / "a.game")
    first = {name: row[:1] for name, row in played.board.series.items()}
    move_to_another_machine(monkeypatch)
    there = reopened(tmp_path / "a.game")
    branch = fork(there, 2, tmp_path / "b.game")
    assert branch.board.series == first
    found = there.what_if(2, {"alone": True})
    assert {name: row[:1] for name, row in found.as_it_was.metrics.items()} == first
    assert {name: row[:1] for name, row in found.changed.metrics.items()} == first


def test_only_last_digits_are_told_to_the_facilitator_alone(tmp_path, monkeypatch):
    played, token = lived(tiny(3), path=tmp_path / "a.game")
    monkeypatch.setattr(identity, "here", lambda *_: ELSEWHERE)
    end = Living.end

    def with_other_digits(self):
        found = end(self)
        welfare = {"welfare": found.metrics["welfare"] * (1 + 1e-12)}
        return replace(found, metrics=found.metrics | welfare, hash="another")

    monkeypatch.setattr(Living, "end", with_other_digits)
    there = reopened(tmp_path / "a.game")
    there.work(now=1.0)
    assert there.sight(token).common.notice == ""
    said = there.host_sight(there.secret).common.notice
    assert said.startswith("In 2025 this machine decides the same, and figures differ in their last digits only: ")
    assert history(there) == history(played)


def changed_end(end, **changes):
    return replace(end, **changes, hash="another")


def test_the_first_figure_that_differs_is_named():
    end = played_in_class()[0].state.years[2]
    end = replace(end, promises=[{"name": f"A{number}", "delivered": 2.5} for number in (1, 2)])
    welfare = end.metrics["welfare"]
    nation = [{**row, "stock": row["stock"] + (row["nation"] == "japan")} for row in end.nations]
    *others, last = end.promises
    promises = [*others, {**last, "delivered": 3.5}]
    told = [{**one, "text": "Nothing happened."} if at == 3 else one for at, one in enumerate(end.told)]
    for changes, apart, words in (
        ({"metrics": end.metrics | {"welfare": welfare * 2}}, "figures", f" is {welfare:.9g} in the file"),
        ({"metrics": end.metrics | {"welfare": welfare * (1 + 1e-14)}}, "digits", f"is {welfare!r} in the file"),
        ({"nations": nation}, "figures", "stock of japan is "),
        ({"promises": promises}, "figures", "delivered of A2 is 2.5 in the file, and here it would be 3.5."),
        ({"promises": others}, "figures", "number of the promises is 2 in the file"),
        ({"told": told}, "decisions", 'here it would be "Nothing happened".'),
        ({"told": end.told[:-1]}, "decisions", "here it would be nothing more."),
        ({}, "digits", "only how the world is written down has changed"),
    ):
        found = difference(end, changed_end(end, **changes))
        assert found.apart == apart, words
        assert words in found.text
        assert found.text.startswith("In 2026 this machine ")
    assert difference(end, end) is None


def test_of_two_long_events_is_told_where_they_part():
    end = played_in_class()[0].state.years[2]
    said = [f"{'All agree on this. ' * 20}It costs {much} as much as {'the last. ' * 20}" for much in ("half", "twice")]
    half, twice = (replace(end, told=[{**end.told[0], "text": text}], hash=text) for text in said)
    text = difference(half, twice).text
    assert "It costs half as much" in text
    assert "It costs twice as much" in text
    assert len(text) < 400


def test_what_ai_nations_decided_stands_in_the_file_in_words_and_figures(tmp_path):
    played, _ = recorded(tmp_path / "a.game")
    for entry, year in zip(done(played, "lived"), (2025, 2026), strict=True):
        end = entry.body["end"]
        assert [one["text"] for one in end["told"]] == [e.text for e in played.board.events if e.year == year]
        assert end["metrics"]["welfare"] == dict(played.board.series["welfare"])[year]
        assert len(end["hash"]) == 64
        assert end["machine"] == identity.here()
    promised = {one.name: (one.promised, one.delivered) for one in played.board.promises}
    assert {one["name"]: (one["promised"], one["delivered"]) for one in end["promises"]} == promised


def tampered(path, old, new):
    """Change what a file holds, as a faulty disk or a forger would."""
    with sqlite3.connect(path) as file:
        changed = file.execute(
            "UPDATE moves SET body = replace(body, ?, ?) WHERE who = 'model' AND body LIKE '%\"lived\"%'", (old, new)
        )
        assert changed.rowcount == 2


@pytest.mark.parametrize("part", ["rest", "told", "hash", "packing"])
def test_a_damaged_year_is_refused_in_one_sentence(tmp_path, part):
    played, _ = recorded(tmp_path / "a.game")
    end = played.state.years[2]
    old, new = {
        "rest": (end.rest[-40:-20], end.rest[-40:-20].swapcase()),
        "told": (json.dumps(end.told[0]["text"]), '"Nothing."'),
        "hash": (end.hash, end.hash[::-1]),
        "packing": (end.rest, "no base64"),
    }[part]
    tampered(tmp_path / "a.game", old, new)
    with pytest.raises(ValueError, match=r"^what this file holds of 2026 is damaged; put a copy .* in its place$"):
        reopened(tmp_path / "a.game")
    with Hall(tmp_path, threads=False) as hall:
        assert "is damaged" in hall.unread["a.game"]
    answer = CliRunner().invoke(app, ["replay", str(tmp_path / "a.game")])
    assert answer.exit_code == 2


def test_a_year_with_parts_that_this_version_does_not_know_is_refused_in_one_sentence():
    said = asdict(played_in_class()[0].state.years[1])
    for other in (said | {"weather": 1}, {name: part for name, part in said.items() if name != "accord"}):
        with pytest.raises(ValueError, match=r"^this file was written by another version of the program; "):
            YearEnd.read(other)


def test_a_file_that_would_fill_the_memory_is_refused(monkeypatch):
    end = played_in_class()[0].state.years[1]
    monkeypatch.setattr(year_end, "MOST", 1000)
    with pytest.raises(ValueError, match="is damaged"):
        YearEnd.read(asdict(end))


def test_a_file_without_years_opens_and_says_so_to_the_facilitator_and_is_completed(tmp_path):
    played, token = recorded(tmp_path / "a.game")
    old = reread(played, left_out=["lived"])
    assert history(old) == history(played)
    assert old.host_sight(old.secret).common.notice == NOT_KEPT
    assert old.sight(token).common.notice == ""
    go_on(old, 4)
    assert [entry.body["end"]["round"] for entry in done(old, "lived")] == [1, 2, 3]
    assert old.host_sight(old.secret).common.notice == ""
    assert [old.state.years[number].hash for number in (1, 2)] == [played.state.years[n].hash for n in (1, 2)]


def test_a_world_that_this_version_cannot_read_is_lived_again_and_said_so(tmp_path, monkeypatch):
    played, token = recorded(tmp_path / "a.game")
    with monkeypatch.context() as newer:
        newer.setattr(models, "CARRIED", (*models.CARRIED, "running"))
        newer.setattr(identity, "here", lambda *_: "a newer version")
        there = reopened(tmp_path / "a.game")
        assert history(there) == history(played)
        there.work(now=1.0)
        said = there.host_sight(there.secret).common.notice
        assert said.endswith(f"only how the world is written down has changed. {NOT_READ}")
        assert there.sight(token).common.notice == ""
        go_on(there, 4)
        # From now on the years stand there as this version can read them.
        assert [entry.body["end"]["round"] for entry in done(there, "lived")] == [1, 2, 1, 2, 3]
        monkeypatch.setattr(Living, "step", lambda self, handed=None: pytest.fail("a year was lived again"))
        assert history(reopened(tmp_path / "a.game")) == history(there)


def test_a_crash_while_a_year_is_written_down_leaves_neither_the_year_nor_its_report(tmp_path, monkeypatch):
    played = go_on(game(tmp_path / "a.game", setting=tiny(), seed=2), 1, "commit")
    played.do(played.secret, {"do": "go_on"}, now=1.0)

    def crash(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(played, "advance", crash)
    with pytest.raises(KeyboardInterrupt):
        played.work(now=1.0)
    again = reopened(tmp_path / "a.game")
    assert (again.state.phase, done(again, "lived")) == ("resolve", [])
    again.work(now=1.0)
    assert (again.state.phase, len(done(again, "lived"))) == ("report", 1)


@pytest.mark.parametrize("verb", ["lived", "compared"])
def test_nobody_at_the_table_writes_down_what_a_year_came_to(verb):
    table = game()
    token = table.claim(table.code, "japan", "Ann").token
    for secret in (token, table.secret):
        assert table.do(secret, {"do": verb}).text == f"'{verb}' is not yours to do; it is for model."


def test_a_year_of_a_class_takes_less_than_a_tenth_of_a_megabyte_however_long_the_game(tmp_path):
    played = game(tmp_path / "a.game", setting=load("classroom_60_minutes"), seed=2)
    bots.play(played, np.random.default_rng(1), seats=2)
    sizes = [len(json.dumps(entry.body)) for entry in done(played, "lived")]
    assert len(sizes) == 5
    assert max(sizes) < LARGEST
    assert sizes[-1] < 1.5 * sizes[1]


def test_the_command_compares_a_file_and_leaves_it_as_it_is(tmp_path, monkeypatch):
    recorded(tmp_path / "a.game")
    content = (tmp_path / "a.game").read_bytes()
    same = CliRunner().invoke(app, ["replay", str(tmp_path / "a.game")])
    assert same.exit_code == 0
    assert "2025: the same to the last bit\n2026: the same to the last bit\n" in same.output
    assert same.output.endswith("All come out as recorded, to the last bit.\n")
    move_to_another_machine(monkeypatch)
    other = CliRunner().invoke(app, ["replay", str(tmp_path / "a.game")])
    assert other.exit_code == 1
    assert other.output.endswith("The first year that comes out otherwise is 2025.\n")
    told = json.loads(CliRunner().invoke(app, ["replay", str(tmp_path / "a.game"), "--json"]).output)
    assert (told["same"], told["here"]) == (False, ELSEWHERE)
    assert [(year["year"], year["apart"]) for year in told["years"]] == [(2025, "decisions"), (2026, "decisions")]
    assert (tmp_path / "a.game").read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.game", None, "there is no such file"),
        ("text.game", "no database at all", "holds no game"),
        ("empty.game", "", "holds no game"),
    ],
)
def test_the_command_refuses_what_is_no_game_in_one_sentence(tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_text(content)
    answer = CliRunner().invoke(app, ["replay", str(tmp_path / name)])
    assert answer.exit_code == 2
    assert words in answer.output
    assert answer.output.count("\n") == 1
    assert content is None or (tmp_path / name).read_text() == content


def test_the_command_says_that_an_old_file_has_no_years(tmp_path):
    played, _ = lived(tiny(3))
    reread(played, tmp_path / "old.game", left_out=["lived"]).journal.close()
    answer = CliRunner().invoke(app, ["replay", str(tmp_path / "old.game")])
    assert (answer.exit_code, answer.output) == (2, f"Error: {NOT_KEPT}\n")
