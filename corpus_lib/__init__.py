"""corpus_lib: how the press covers US–China relations.

Who speaks, how they judge whom, who does what to whom, when it happened and when it was told. Start with
`build_corpus("seeds")`; every verb takes a corpus or a table and gives a table or a figure.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: The public names, and the module that each one lives in. A module is loaded when its first name is asked for.
_HOMES = {
    "build_corpus": "build",
    "Corpus": "corpus",
    "restore_lines": "restore",
    "clean_text": "clean",
    "date_text": "dating",
    "profile_outlets": "profiles",
    "profile_texts": "profiles",
    "summarise_cleaning": "profiles",
    "count_credits": "profiles",
    "date_coverage": "profiles",
    "show_evidence": "profiles",
    "profile_speakers": "voice_profiles",
    "share_voice": "voice_profiles",
    "total_voice": "voice_profiles",
    "quoted_about": "voice_profiles",
    "compare_reuse": "reuse_profiles",
    "show_cleaning": "views",
    "show_table": "views",
    "show_voices": "text_views",
    "show_statements": "text_views",
    "show_reuse": "text_views",
    "attribute": "attribution",
    "plot_publication_dates": "figures",
    "plot_credits": "credit_figures",
    "plot_cleaning": "figures",
    "plot_texts": "figures",
    "plot_voices": "voice_figures",
    "plot_speakers": "voice_figures",
    "plot_quoted_about": "voice_figures",
    "save_figure": "bundles",
    "CorpusError": "errors",
    "InputError": "errors",
}
__all__ = list(_HOMES)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
