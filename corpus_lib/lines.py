"""Lines of a raw text: where they stand, what their repaired characters are, and what shape they have.

The shape (words, sentence end, share of lower-case words) is what tells prose from a menu where no markup is left:
a paragraph of an article is made of sentences, a menu of names. Repairs are ftfy's (mojibake, entities,
ligatures, control characters) and white space; quotation marks stay as they are, since they carry meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

#: Everything that ends a line, as `str.splitlines` has it. A form feed or U+2028 pasted from a PDF counts too.
LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
#: A repaired line may come out changed again (`&amp;amp;`); more rounds than this have not been met.
MAX_REPAIRS = 8

#: ftfy's repairs that keep their own name in `lines.repair`; all others are wrongly decoded bytes: "encoding".
_PLAIN_REPAIRS = frozenset(
    {
        "unescape_html",
        "fix_latin_ligatures",
        "remove_terminal_escapes",
        "remove_control_chars",
        "fix_line_breaks",
    }
)

_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]」』]*(?:\s*\[\d+\])*$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9)’”\"][.!?][”’\")]*\s+[“‘\"'(]?[A-ZÀ-Þ]|[。！？].")


class RawLine(NamedTuple):
    """A line and where it stands in the raw text (half-open, without its line break)."""

    start: int
    end: int
    text: str


def split_lines(raw: str) -> list[RawLine]:
    """The lines of a raw text, so that lines and line breaks together give it back.

    >>> split_lines("one\\r\\ntwo")
    [RawLine(start=0, end=3, text='one'), RawLine(start=5, end=8, text='two')]
    """
    lines, start = [], 0
    for match in LINE_BREAK.finditer(raw):
        lines.append(RawLine(start, match.start(), raw[start : match.start()]))
        start = match.end()
    lines.append(RawLine(start, len(raw), raw[start:]))
    return lines


def repair_line(text: str) -> tuple[str, str | None]:
    """The line with its characters repaired, and the names of the repairs (None when nothing changed).

    >>> repair_line("Blinkenâ€™s\\xa0 visit")
    ('Blinken’s visit', 'encoding, white_space')
    >>> repair_line("plain")
    ('plain', None)
    """
    if (
        text.isascii()
        and "&" not in text
        and text.isprintable()
        and "  " not in text
        and text == text.strip()
    ):
        return text, None
    import ftfy

    names: list[str] = []
    repaired = text
    for _ in range(MAX_REPAIRS):
        before = repaired
        fixed, steps = ftfy.fix_and_explain(before, uncurl_quotes=False, fix_character_width=False)
        names += [
            "encoding" if step.parameter not in _PLAIN_REPAIRS else step.parameter for step in steps or ()
        ]
        repaired = " ".join(fixed.split())
        if repaired != fixed:
            names.append("white_space")
        if repaired == before:
            break
    return repaired, ", ".join(dict.fromkeys(names)) if repaired != text else None


@dataclass(frozen=True)
class Shape:
    """What can be seen of a line without understanding it.

    >>> shape = Shape("The two sides agreed to keep lines of communication open.")
    >>> shape.n_words, shape.ends_sentence, shape.is_prose
    (10, True, True)
    >>> Shape("Home World Business Opinion Sports").is_prose
    False
    """

    text: str

    @cached_property
    def words(self) -> list[str]:
        """The words, without punctuation."""
        return _WORD.findall(self.text)

    @cached_property
    def n_words(self) -> int:
        """How many words; two characters of Chinese, Japanese or Korean count as one."""
        cjk = len(_CJK.findall(self.text))
        return len(self.words) if not cjk else len(_WORD.findall(_CJK.sub(" ", self.text))) + cjk // 2

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence does."""
        return bool(_SENTENCE_END.search(self.text.rstrip()[-24:]))

    @cached_property
    def lower_share(self) -> float:
        """Share of words that begin in lower case (1 for scripts without case)."""
        words = [w for w in self.words if not w[0].isdigit()]
        if not words:
            return 0.0
        return sum(w[0].islower() or w[0].upper() == w[0].lower() for w in words) / len(words)

    @cached_property
    def is_upper(self) -> bool:
        """Whether all its letters are capitals."""
        return self.text.isupper()

    @cached_property
    def is_prose(self) -> bool:
        """Whether it reads like sentences: long enough, mostly lower case, and a sentence ends in it.

        A line of four words with a full stop is a sentence; a longer one may lack its full stop when it holds
        another sentence end. Swept on half of the development pages: minimum 3 to 8 words, share .3 to .6.
        """
        if self.n_words < 4 or self.lower_share < 0.4:
            return False
        return (
            self.ends_sentence
            or (self.n_words >= 20 and bool(_SENTENCE_BREAK.search(self.text)))
            or self.n_words >= 45
        )

    @cached_property
    def is_single_sentence(self) -> bool:
        """Whether no sentence ends within the line."""
        return not _SENTENCE_BREAK.search(self.text)

    @cached_property
    def is_running(self) -> bool:
        """Whether it is prose, or a clause without its full stop, as items of a list are."""
        return self.is_prose or (self.n_words >= 5 and self.lower_share >= 0.5)


def same_key(text: str) -> str:
    """A text without case, spaces and punctuation: equal for two spellings of one headline.

    >>> same_key("Blinken visits “China”") == same_key('Blinken Visits "China"')
    True
    """
    return re.sub(r"[\W_]+", "", text.casefold())


def count_words(text: str) -> int:
    """Words of a text; two characters of Chinese, Japanese or Korean count as one.

    >>> count_words("Talks resume. Both sides met.")
    5
    """
    return sum(Shape(line).n_words for line in text.split("\n"))


def count_visible(text: str) -> int:
    """Characters of a text that are not white space.

    >>> count_visible("Talks resume.")
    12
    """
    return len("".join(text.split()))
