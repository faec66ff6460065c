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
    "list_events": "reference_events",
    "count_coverage": "coverage",
    "find_peaks": "coverage_changes",
    "find_changes": "coverage_changes",
    "read_times": "times",
    "profile_times": "told_events",
    "collect_events": "told_events",
    "list_chronicle": "told_events",
    "score_periods": "told_events",
    "profile_speakers": "voice_profiles",
    "share_voice": "voice_profiles",
    "total_voice": "voice_profiles",
    "quoted_about": "voice_profiles",
    "collect_stance": "stance_spans",
    "collect_judgements": "stance_spans",
    "estimate_stance": "stance",
    "rate_articles": "stance",
    "collect_blame": "blame",
    "count_blame": "blame",
    "compare_word_counting": "word_counting",
    "score_pairs": "relations",
    "score_mentions": "sentiment",
    "compare_reuse": "reuse_profiles",
    "show_cleaning": "views",
    "show_table": "views",
    "show_statements": "text_views",
    "show_reuse": "text_views",
    "attribute": "attribution",
    "plot_publication_dates": "figures",
    "plot_coverage": "coverage_figures",
    "plot_event_dates": "event_figures",
    "plot_chronicle": "event_figures",
    "plot_event_scores": "score_figures",
    "plot_credits": "credit_figures",
    "plot_cleaning": "figures",
    "plot_texts": "figures",
    "plot_voices": "voice_figures",
    "plot_speakers": "voice_figures",
    "plot_quoted_about": "voice_figures",
    "plot_judgements": "blame_figures",
    "plot_directions": "span_figures",
    "plot_stance": "stance_figures",
    "plot_article_stance": "stance_figures",
    "plot_blame": "blame_figures",
    "plot_word_counting": "span_figures",
    "show_stance": "stance_views",
    "show_spans": "stance_views",
    "show_method": "views",
    "select_passages": "selection",
    "count_passages": "selection",
    "find_words": "keyword_context",
    "show_passages": "passage_views",
    "show_words": "passage_views",
    "show_article": "article_views",
    "explore": "widgets",
    "save_figure": "bundles",
    "save_table": "bundles",
    "write_brief": "brief",
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
