"""Doctests of the training package need its extra; without torch they are left out, as its tests are."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") and find_spec("transformers") else ["corpus_lib/training/*"]
