"""Runs that pages look at: lived once for each choice, shared, and given up when nobody looks."""

import threading
from types import SimpleNamespace

import pytest

from app.web import lives as module
from app.web.hooks import read, write
from app.web.lives import Choice, Lives
from app.web.parts import whole
from tests.app.made_up import made_up
from tests.patience import wait_for


class Toy:
    """A run of three years that waits for a sign before each of them."""

    def __init__(self, *, free=True):
        self.whole, self.done, self.sign = made_up("accord", rounds=3), 0, threading.Semaphore(99 if free else 0)

    @property
    def years_left(self):
        return 3 - self.done

    def step(self):
        self.sign.acquire()
        self.done += 1

    def record(self):
        return self.whole.until(self.whole.years[self.done - 1])


def test_a_run_is_lived_in_the_background_to_its_end():
    lives = Lives(lambda choice: Toy())
    wait_for(lambda: lives.look(Choice()).over)
    life = lives.look(Choice())
    assert (life.lived, life.years, life.wrong) == (3, 3, "")


def test_years_can_be_seen_while_others_are_still_to_come():
    toy = Toy(free=False)
    lives = Lives(lambda choice: toy)
    assert lives.look(Choice()).record is None
    toy.sign.release()
    wait_for(lambda: lives.look(Choice()).lived == 1)
    assert not lives.look(Choice()).over
    toy.sign.release(2)
    wait_for(lambda: lives.look(Choice()).over)


def test_a_choice_is_lived_only_once_however_many_look():
    begun = []
    lives = Lives(lambda choice: begun.append(choice) or Toy())
    lookers = [threading.Thread(target=lives.look, args=(Choice(seed=seed % 3),)) for seed in range(30)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    wait_for(lambda: all(lives.look(Choice(seed=seed)).over for seed in range(3)))
    assert sorted(choice.seed for choice in begun) == [0, 1, 2]


def test_a_refusal_becomes_a_sentence():
    def refuse(choice):
        raise ValueError("no such world")

    lives = Lives(refuse)
    wait_for(lambda: lives.look(Choice()).over)
    assert lives.look(Choice()).wrong == "no such world"


def test_a_fault_of_ours_is_told_without_its_inside(caplog):
    def fail(choice):
        raise KeyError("secret")

    lives = Lives(fail)
    wait_for(lambda: lives.look(Choice()).over)
    assert lives.look(Choice()).wrong == "The run stopped by a fault of ours: KeyError."
    assert "secret" in caplog.text


def test_a_run_that_nobody_looks_at_is_given_up_and_begun_anew_later(monkeypatch):
    toys, now = [], [0.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def begin(choice):
        toys.append(Toy(free=False))
        return toys[-1]

    lives = Lives(begin)
    lives.look(Choice())
    wait_for(lambda: toys)
    now[0] += module.FORGOTTEN_AFTER
    toys[0].sign.release()
    wait_for(lambda: f"life {Choice()}" not in {thread.name for thread in threading.enumerate()})
    lives.look(Choice())
    wait_for(lambda: len(toys) == 2)
    assert toys[0].done < 3


def test_only_the_last_runs_are_kept(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 2)
    begun = []
    lives = Lives(lambda choice: begun.append(choice.seed) or Toy())
    for seed in (1, 2, 3):
        wait_for(lambda seed=seed: lives.look(Choice(seed=seed)).over)
    lives.look(Choice(seed=3))
    assert begun == [1, 2, 3]
    lives.look(Choice(seed=1))
    wait_for(lambda: begun == [1, 2, 3, 1])


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd.toml", "nowhere", "baseline_2024.toml"])
def test_an_address_cannot_name_a_file(name):
    lives = Lives()
    wait_for(lambda: lives.look(Choice(scenario=name)).over)
    assert lives.look(Choice(scenario=name)).wrong.startswith("no scenario called")


@pytest.mark.parametrize("choice", [Choice(), Choice("a&b", "bilateral", 12, 3), Choice("x=y", "unilateral", 0)])
def test_a_choice_survives_in_an_address(choice):
    assert read(write(choice)) == choice
    assert read("?" + write(choice)) == choice


@pytest.mark.parametrize(
    "search", ["", "seed=x&rounds=0", "regime=empire", "seed=-1", "rounds=1000", "%%%&&=", "seed=1e9"]
)
def test_what_cannot_be_read_in_an_address_keeps_its_usual_value(search):
    assert read(search) == Choice()


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" 12 ", 12), ("", None), ("x", None), ("-1", None), ("1.5", None), ("9999999999", None)],
)
def test_whole_numbers_are_read_from_what_is_typed(text, number):
    assert whole(text) == number
