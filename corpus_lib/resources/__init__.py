"""Word lists, tables and models that ship with the package, described in README.md beside them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def read_resource(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of this folder, as they stand in it.

    >>> sorted(read_resource("outlets")[0])[:2]
    ['aliases', 'country']
    """
    text = (files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def read_page(name: str) -> str:
    """A page of prose of this folder, in Markdown.

    >>> read_page("stance.method").splitlines()[0]
    '# How stance is read, and what it does not say'
    """
    return (files(__name__) / f"{name}.md").read_text(encoding="utf-8")


def read_model(name: str) -> bytes:
    """The bytes of a model's file of this folder.

    >>> read_model("span-model.tokenizer.json")[:1]
    b'{'
    """
    return (files(__name__) / name).read_bytes()
