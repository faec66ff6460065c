"""A browser, and pages of it that reach this computer only and note what goes wrong in them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize, WebSocket, sync_playwright

from browser.lab_server import TIMEOUT

#: What the browser is called where it is installed.
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: It asks nobody for anything by itself, and finds no other computer when a page asks.
ARGUMENTS = [
    "--no-sandbox",  # which root must not use
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
#: Every address but those of this computer.
ELSEWHERE = re.compile(r"^(?!(https?|wss?)://127\.0\.0\.1[:/])(https?|wss?)://")
#: A screen of the usual width, and high enough for a widget as a whole.
SCREEN: ViewportSize = {"width": 1300, "height": 1400}


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def start_chromium(path: str) -> Iterator[Browser]:
    """A browser without a window.

    While it runs, this thread has a running event loop, and nothing else in it can start one.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=TIMEOUT * 1000)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class WatchedPage:
    """A page, and what was noted: errors, requests to elsewhere, and messages that a kernel has not yet dealt with."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)
    _sockets: list[WebSocket] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the kernels have dealt with everything that the page told them.

        The status "Idle" does not say that: it is also shown before a message arrives, and while another thread of
        the kernel works on one.
        """
        self._let_it_work()
        while self.unanswered:
            self._sockets[-1].wait_for_event(
                "framereceived", lambda _: not self.unanswered, timeout=TIMEOUT * 1000
            )
            self._let_it_work()

    def _let_it_work(self) -> None:
        """Let the page send what it has to say: a widget keeps changes back until the last one was dealt with."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def _watch_socket(self, socket: WebSocket) -> None:
        if re.search(r"/api/kernels/[^/]+/channels", socket.url):
            self._sockets.append(socket)
            socket.on("close", lambda _: self.unanswered.clear())  # the page was left or loaded anew
            socket.on("framesent", self._note_sent)
            socket.on("framereceived", self._note_received)

    def _note_sent(self, frame: str | bytes) -> None:
        message = read_message(frame)
        if message["channel"] == "shell":
            self.unanswered.add(message["header"]["msg_id"])

    def _note_received(self, frame: str | bytes) -> None:
        message = read_message(frame)
        if message["header"]["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            self.unanswered.discard(message["parent_header"].get("msg_id"))


def read_message(frame: str | bytes) -> dict[str, Any]:
    """A message between JupyterLab and a kernel, as its protocol v1.kernel.websocket.jupyter.org packs it."""
    if isinstance(frame, str):  # servers that do not know that protocol send JSON
        return json.loads(frame)  # type: ignore[no-any-return]
    numbers = [int.from_bytes(frame[at : at + 8], "little") for at in range(0, 8 + 8 * 6, 8)]
    offsets = numbers[1:]
    channel, *parts = (frame[a:b] for a, b in pairwise(offsets))
    names = ("header", "parent_header", "metadata", "content")
    return {"channel": channel.decode()} | dict(zip(names, map(json.loads, parts), strict=True))


@contextmanager
def open_page(browser: Browser) -> Iterator[WatchedPage]:
    """An empty page in a profile of its own."""
    context = browser.new_context(viewport=SCREEN, device_scale_factor=1, service_workers="block")
    context.set_default_timeout(TIMEOUT * 1000)
    page = context.new_page()
    watched = WatchedPage(page)

    def refuse(route: Route) -> None:
        watched.requests.append(route.request.url)
        route.abort()

    context.route(ELSEWHERE, refuse)
    page.on("pageerror", lambda error: watched.errors.append(f"error in the page: {error}"))
    page.on(
        "console", lambda m: watched.errors.append(f"{m.text} ({m.location})") if m.type == "error" else None
    )
    page.on("websocket", watched._watch_socket)
    try:
        yield watched
    finally:
        context.close()
