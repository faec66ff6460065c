"""What ipywidgets lacks: a picture that can be clicked, a text that begins at a passage, and callbacks that take turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_HERE = Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """A PNG picture with alternative text.

    >>> Picture(png=b"", alt="3 articles in May 2023").alt
    '3 articles in May 2023'
    """

    _esm = _HERE / "picture.js"
    png = traitlets.Bytes().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)

    def on_click(self, told: Callable[[float, float], None]) -> None:
        """Call `told` with the place of every click, in shares of the width (from the left) and height (from the top).

        >>> places = []
        >>> picture = Picture()
        >>> picture.on_click(lambda x, y: places.append((x, y)))
        >>> picture._handle_custom_msg({"x": 0.5, "y": 0.25}, [])
        >>> places
        [(0.5, 0.25)]
        """

        def pass_on(_: Any, content: dict[str, float], __: Any) -> None:
            told(float(content["x"]), float(content["y"]))

        self.on_msg(pass_on)


class Pane(anywidget.AnyWidget):
    """HTML that scrolls by itself and begins at the element of the class `chosen`, where there is one.

    The HTML runs as it is: give only what this library's views have made.

    >>> Pane(html="<p>Talks</p>", label="Article").label
    'Article'
    """

    _esm = _HERE / "pane.js"
    html = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)


class Turns:
    """Callbacks one after the other, each to its end.

    JupyterLab may hand the messages of widgets to several threads of the kernel: a control can then be changed in the
    middle of another's callback, and that change must wait, not be lost. What a callback itself sets calls no other.

    >>> done, turns = [], Turns()
    >>> turns.take(lambda: (done.append("outer"), turns.take(done.append, "inner")))
    >>> done
    ['outer']
    """

    def __init__(self) -> None:
        self._lock, self._taken = threading.RLock(), False

    def take(self, act: Callable[..., Any], *given: Any) -> None:
        """Call when it is its turn; not at all when asked for by what is being called."""
        with self._lock:
            if self._taken:  # the lock lets in only the thread that holds it
                return
            self._taken = True
            try:
                act(*given)
            finally:
                self._taken = False
