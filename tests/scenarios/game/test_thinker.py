"""Games are thought about in a process of its own: it gives the same figures, may die, and ends with the program."""

import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from scenarios.files.game_rules import GameRules
from scenarios.game import Game, Hall, Refused, bots
from scenarios.game.far import FarGame
from scenarios.game.journal import Journal
from scenarios.game.thinker import Thinker
from scenarios.game.thinking import MOST, Question, Thinking
from tests.patience import PATIENCE, wait_for
from tests.scenarios.game.world import game, tiny

ROOT = Path(__file__).parents[3]
HOLDER = """
import sys, time
from scenarios.game.thinker import Thinker
print(Thinker().pid, flush=True)
time.sleep(6000)
"""


@pytest.fixture(scope="module")
def thinker():
    found = Thinker()
    yield found
    found.close()


def played(table, seed=4, *, at=None):
    """Let two people do what comes into their heads, and go on after every third turn; ``at`` is told each turn."""
    rng = np.random.default_rng(seed)
    tokens = [table.claim(table.code, seat, seat.title()).token for seat in ("japan", "australia")]
    turn = 0
    while table.state.phase != "over":
        turn += 1
        for token in tokens:
            table.do(token, bots.move(table, token, rng), now=1.0)
            table.sight(token)
        if turn % 3 == 0:
            table.do(table.secret, {"do": "start" if table.state.phase == "lobby" else "go_on"}, now=1.0)
        if at is not None:
            at(turn)
        table.work(now=1.0)
    return table


def far(thinker, path, seed=1):
    return FarGame(game(path, seed=seed).journal, thinker, clock=lambda: 0.0)


def moves(table):
    secret = ("token", "tokens")
    return [(entry.who, {n: v for n, v in entry.body.items() if n not in secret}) for entry in table.entries]


def test_a_game_thought_about_elsewhere_is_the_same_to_the_last_figure(thinker, tmp_path):
    there, here = played(far(thinker, tmp_path / "a.game")), played(game(tmp_path / "b.game"))
    assert moves(there) == moves(here)
    assert any(entry.who.startswith("ai ") for entry in there.entries)
    assert there.hash() == here.hash()
    assert there.hash() == Game(Journal(tmp_path / "a.game"), clock=lambda: 0.0).hash()
    assert there.shown.by_nation == here.shown.by_nation
    assert there.debrief_sight().scores == here.debrief_sight().scores


def test_a_process_that_is_killed_is_started_again_and_nothing_is_lost(tmp_path):
    own = Thinker()
    table = far(own, tmp_path / "a.game")
    played(table, at=lambda turn: os.kill(own.pid, signal.SIGKILL) if turn in (4, 7) else None)
    assert own.started == 3
    assert table.hash() == played(game(tmp_path / "b.game")).hash()
    own.close()


def test_a_question_under_way_when_the_process_dies_is_asked_again(tmp_path):
    own = Thinker()
    table = far(own, tmp_path / "a.game")
    old = own.pid
    os.kill(old, signal.SIGSTOP)  # It takes the question and cannot answer.
    shown = []
    asking = threading.Thread(target=lambda: shown.append(table.shown.round))
    asking.start()
    wait_for(lambda: own._waiting)
    os.kill(old, signal.SIGKILL)
    asking.join(PATIENCE)
    assert shown == [1]
    assert own.pid != old
    own.close()


def test_what_is_refused_there_is_refused_here_with_the_same_sentence(thinker, tmp_path):
    table = far(thinker, tmp_path / "a.game")
    token = table.claim(table.code, "japan", "Ann").token
    draft = {"do": "offer", "lane": "nowhere", "terms": {}}
    with pytest.raises(Refused) as there:
        table.preview(token, draft)
    here = game(tmp_path / "b.game")
    with pytest.raises(Refused) as said:
        here.preview(here.claim(here.code, "japan", "Ann").token, draft)
    assert str(there.value) == str(said.value)


def test_a_fault_there_is_told_here_and_the_process_lives_on(thinker, tmp_path):
    table, before = far(thinker, tmp_path / "a.game"), thinker.pid
    with pytest.raises(RuntimeError, match="KeyError"):
        table.line.ask("nobody's question")
    assert table.shown.round == 1
    assert thinker.pid == before


def test_a_process_keeps_so_many_games_and_asks_for_the_others_again():
    out = io.BytesIO()
    there = Thinking(out)
    made = [game() for _ in range(MOST + 1)]
    for number, one in enumerate(made):
        there.take(Question(number=number, game=one.id, about=one.about, entries=(), what="nothing", words=()))
    assert len(there.games) == MOST
    there.take(Question(number=99, game=made[0].id, about=None, entries=(), what="nothing", words=()))
    replies = []
    wait_for(lambda: out.getvalue().count(b"KeyError") == MOST + 1)
    out.seek(0)
    while out.tell() < len(out.getvalue()):
        replies.append(pickle.load(out))  # noqa: S301 - written by this test
    assert [one.number for one in replies if one.unknown] == [99]


def test_a_game_that_was_let_go_of_is_sent_again(thinker, tmp_path):
    first = far(thinker, tmp_path / "first.game")
    assert first.shown.round == 1
    others = [far(thinker, tmp_path / f"{number}.game", seed=1) for number in range(MOST)]
    assert {one.shown.round for one in others} == {1}
    assert first.promising("japan") == game(tmp_path / "near.game").promising("japan")


def test_the_process_ends_when_the_program_is_killed():
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    pid = int(program.stdout.readline())
    assert alive(pid)
    program.send_signal(signal.SIGKILL)
    program.wait()
    wait_for(lambda: not alive(pid))


def alive(pid):
    """Whether a process runs; one that only waits to be counted out does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.is_file() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_hall_thinks_in_one_process_and_ends_it(tmp_path):
    with Hall(tmp_path) as hall:
        table = hall.create(tiny(), rules=GameRules(), seed=2)
        pid = hall.thinker.pid
        assert alive(pid)
        token = table.claim(table.code, "japan", "Ann").token
        table.do(table.secret, {"do": "start"})
        table.do(table.secret, {"do": "go_on"})
        wait_for(lambda: any(offer.by_ai for offer in table.state.offers.values()))
        assert table.sight(token).inbox
    wait_for(lambda: not alive(pid))


def test_what_ai_nations_say_is_gathered_before_screens_are_told(tmp_path):
    with Hall(tmp_path) as hall:
        table = hall.create(tiny(), rules=GameRules(), seed=2)
        table.claim(table.code, "japan", "Ann")
        told = []
        hall.subscribe(table.id, lambda _: told.append(len(table.entries)))
        table.do(table.secret, {"do": "start"})
        wait_for(lambda: told)
        table.do(table.secret, {"do": "go_on"})
        wait_for(lambda: any(entry.who.startswith("ai ") for entry in table.entries))
        wait_for(lambda: told[-1] == len(table.entries))
        assert len(told) < len(table.entries)


def test_its_threads_share_what_memory_they_have_let_go_of(monkeypatch):
    """Without that the memory of a game grew with every year; what a person has set goes first."""
    told = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, env, **words):
            told.append(env)
            super().__init__(*args, env=env, **words)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    Thinker().close()
    monkeypatch.setenv("MALLOC_ARENA_MAX", "5")
    Thinker().close()
    assert [env["MALLOC_ARENA_MAX"] for env in told] == ["2", "5"]
