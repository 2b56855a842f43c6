"""What a page is told leaves the server in order, and nobody waits for a computer that takes nothing in."""

import asyncio
import threading

import pytest
from solara.server import starlette as solara_server
from solara.server.websocket import WebSocketDisconnect

from app.web import outbox
from tests.patience import PATIENCE, wait_for


class Computer:
    """The other end: it takes in what is sent once it is awake, and may go for good."""

    def __init__(self):
        self.awake, self.gone, self.closed, self.got = asyncio.Event(), False, threading.Event(), []

    async def send_text(self, data):
        await self.awake.wait()
        if self.gone:
            raise RuntimeError("Unexpected ASGI message 'websocket.send', after sending 'websocket.close'")
        self.got.append(data)

    send_bytes = send_text

    async def close(self):
        self.closed.set()


@pytest.fixture
def line():
    """A loop as the server's, with a computer at the other end of a box."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def made():
        computer = Computer()
        return computer, outbox.Outbox(computer, None)

    computer, box = asyncio.run_coroutine_threadsafe(made(), loop).result()
    yield loop, computer, box
    loop.call_soon_threadsafe(computer.awake.set)
    wait_for(lambda: not box.tasks)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_words_arrive_in_the_order_in_which_they_were_said(line):
    loop, computer, box = line
    loop.call_soon_threadsafe(computer.awake.set)
    said = [f"word {number}" for number in range(500)]
    for number, word in enumerate(said):
        box.send_text(word)
        if number % 100 == 0:  # A pause in which the line falls silent.
            wait_for(lambda word=word: computer.got[-1:] == [word])
    wait_for(lambda: len(computer.got) == len(said))
    assert computer.got == said


def test_who_speaks_to_a_computer_asleep_does_not_wait_and_it_hears_all_when_it_wakes(line):
    loop, computer, box = line
    # It wakes only afterwards: whoever waited for it would wait for ever.
    for number in range(100):
        box.send_bytes(bytes([number]))
    assert computer.got == []
    loop.call_soon_threadsafe(computer.awake.set)
    wait_for(lambda: len(computer.got) == 100)
    assert computer.got == [bytes([number]) for number in range(100)]


def test_a_computer_that_never_wakes_is_let_go_before_its_words_fill_the_memory(line, monkeypatch):
    monkeypatch.setattr(outbox, "MOST", 1000)
    _, computer, box = line
    for _ in range(20):
        box.send_text("x" * 50)
    assert not computer.closed.is_set()

    # Some words may have left the queue for the line already; twice as many are too many in any case.
    def twice():
        for _ in range(20):
            box.send_text("x" * 50)

    with pytest.raises(WebSocketDisconnect):
        twice()
    assert computer.closed.wait(PATIENCE)
    with pytest.raises(WebSocketDisconnect):
        box.send_text("more")


def test_words_to_a_page_that_has_gone_are_refused(line):
    loop, computer, box = line
    computer.gone = True
    loop.call_soon_threadsafe(computer.awake.set)
    box.send_text("good bye")

    def refused():
        try:
            box.send_text("still there?")
        except WebSocketDisconnect:
            return True
        return False

    wait_for(refused)


def test_the_server_speaks_through_it(monkeypatch):
    monkeypatch.setattr(solara_server, "WebsocketWrapper", solara_server.WebsocketWrapper)
    from app.web.server import application

    application()
    assert solara_server.WebsocketWrapper is outbox.Outbox
