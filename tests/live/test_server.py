"""A real server on loopback: streams come, pages come meanwhile, a stop ends the streams."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from flask import Flask

from dialogue.live import endpoint
from dialogue.live.bus import bus
from dialogue.live.endpoint import asgi_app
from dialogue.live.registry import PublicView, add_public_view
from dialogue.live.server import Server


@pytest.fixture
def served(app: Flask) -> Iterator[tuple[Server, str, threading.Thread]]:
    add_public_view(app, PublicView("board", lambda _token: "board:7", lambda _token: "<p>a</p>"))
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(asgi_app(app), log_level="error")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    yield server, f"http://127.0.0.1:{listening.getsockname()[1]}", thread
    server.should_exit = True
    thread.join(timeout=10)
    listening.close()


def test_pages_come_beside_streams_and_a_stop_waits_for_none(
    served: tuple[Server, str, threading.Thread], caplog: pytest.LogCaptureFixture
) -> None:
    server, url, thread = served
    with httpx.Client(base_url=url, timeout=10) as client, caplog.at_level(logging.ERROR):
        streams = [client.stream("GET", "/live/board/x") for _ in range(3)]
        answers = [stream.__enter__() for stream in streams]
        lines = [answer.iter_lines() for answer in answers]
        for answer, line in zip(answers, lines, strict=True):
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-accel-buffering"] == "no"
            while "data: <p>a</p>" not in next(line):
                pass
        assert client.get("/sign-in").status_code == 200
        bus.publish("board:7")
        for line in lines:
            while not next(line).startswith("id:"):
                pass
        began = time.monotonic()
        server.should_exit = True
        thread.join(timeout=10)
        took = time.monotonic() - began
        for stream in streams:
            stream.__exit__(None, None, None)
    assert not thread.is_alive()
    assert took < 0.9, f"the stop took {took:.1f} s"
    assert not caplog.records


def test_who_sends_slowly_holds_no_page_up(
    served: tuple[Server, str, threading.Thread],
) -> None:
    """More of them than there are threads: their words have not come, nor has their file."""
    _server, url, _thread = served
    port = int(url.rpartition(":")[2])
    small = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nlogin="
    large = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\nabc"
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(12)]
    try:
        for number, one in enumerate(slow):
            one.sendall(small if number % 3 else large)
        time.sleep(0.3)
        with httpx.Client(base_url=url, timeout=10) as client:
            assert client.get("/sign-in").status_code == 200
        slow[1].sendall(b"x" * 44)
        slow[1].settimeout(10)
        assert slow[1].recv(64).startswith(b"HTTP/1.1 ")
    finally:
        for one in slow:
            one.close()


def test_words_that_never_come_are_given_up(
    served: tuple[Server, str, threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "BODY_SECONDS", 0.2)
    _server, url, _thread = served
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as one:
        one.sendall(b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n")
        one.settimeout(10)
        assert one.recv(64).startswith(b"HTTP/1.1 408")
