"""A page as the line rules see it: its lines, what has been removed so far, and where the article lies in it.

The article is the stretch of lines with the best sum, where a line of prose counts by its words and any other line
costs: the maximum subsequence of Pasternack and Roth (2009), "Extracting article text from the web with maximum
subsequence segmentation", on lines in place of tags. Headings of other lists cost more; where readers begin to
comment, a stretch ends, so that a long discussion cannot outweigh a short story.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import groupby, pairwise

from corpus_lib.lines import Shape, same_key

#: Values of a line in the sum. Swept on half of the development pages (see tests/benchmarks).
MAX_PROSE_VALUE = 60
SHORT_LINE_COST = 7
HEADING_COST = 20
#: What a sentence between two lines that are none counts of its words: teasers in lists of stories stand so.
ALONE_SHARE = 0.5
#: A stretch wins over a later, better one when it has this share of its sum: articles stand above comments.
EARLIER_SHARE = 0.5
#: Smallest sum that makes an article: that of one sentence of four words standing alone.
MIN_ARTICLE_WORDS = 2
#: A headline stands at most so many lines above its standfirst, and scores at least this share of it.
STANDFIRST_DISTANCE, UPPER_SHARE = 4, 0.5
#: What a dateline ("BEIJING (AP) —") adds to its paragraph: it begins an article.
DATELINE_VALUE = 30
#: How many lines above the first paragraph a headline can stand.
MAX_HEADLINE_DISTANCE = 40
_DATELINE = re.compile(
    r"\(?[A-Z][A-Za-z.’' -]{2,30}(,[A-Za-z .]{2,30}){0,2}\)? ?(\([A-Z][A-Za-z /]{1,20}\))? ?[—–-]{1,2} ?\S|[A-Z][A-Z .]{3,30}(, [A-Z][a-z]+ \d+)?: \S"
)
#: Reasons of phrase rules that a headline can be taken for ("Related: …", "Video: …").
_MISTAKEN_FOR_LABELS = frozenset({None, "related", "menu", "donation", "newsletter", "tag_line"})


class Page:
    """The lines of a page under judgement. `reasons` fills up as the rules go on; the rest is derived from it once.

    `title` is given for a page with markup: then the lines are all the article's, and the headline is known.
    """

    def __init__(self, texts: list[str], effects: dict[str, str], title: str | None = None) -> None:
        self._title = title
        self.shapes = [Shape(text) for text in texts]
        self.reasons: list[str | None] = [None] * len(texts)
        self._effects = effects

    def _value(self, i: int) -> float:
        shape, reason = self.shapes[i], self.reasons[i]
        if reason is None and shape.is_prose:
            alone = shape.is_single_sentence and self._stands_alone(i)
            value = min(shape.n_words, MAX_PROSE_VALUE) * (ALONE_SHARE if alone else 1)
            return value + (DATELINE_VALUE if _DATELINE.match(shape.text[:80]) else 0)
        if reason is None:
            return -SHORT_LINE_COST
        if reason in ("caption", "advertisement", "shortcode", "blank"):
            return 0.0
        return -HEADING_COST if self._effects.get(reason) == "end" else -SHORT_LINE_COST

    def _stands_alone(self, i: int) -> bool:
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(self.shapes)]
        return bool(near) and not any(self._is_prose(j) for j in near)

    def _is_prose(self, i: int) -> bool:
        return 0 <= i < len(self.shapes) and self.reasons[i] is None and self.shapes[i].is_prose

    @cached_property
    def body(self) -> tuple[int, int]:
        """First line of the article and the line after its last; (n, n) when there is none."""
        if self._title is not None:
            return (0, len(self.shapes))
        best: tuple[float, int, int] | None = None
        for low, high in self._stretches():
            found = self._best_sum(low, high)
            if found[0] >= MIN_ARTICLE_WORDS and (best is None or best[0] < EARLIER_SHARE * found[0]):
                best = found
        return (best[1], self._with_last_words(best[2])) if best else (len(self.shapes), len(self.shapes))

    def _with_last_words(self, end: int) -> int:
        """The end of the article with the very short sentences right below it ("He declined.")."""
        for i in range(end, len(self.shapes)):
            shape = self.shapes[i]
            if (
                self.reasons[i] is None
                and shape.ends_sentence
                and shape.n_words > 1
                and shape.lower_share > 0
            ):
                end = i + 1
            elif self.reasons[i] != "blank":
                break
        return end

    def _stretches(self) -> list[tuple[int, int]]:
        barriers = [
            i for i, reason in enumerate(self.reasons) if reason and self._effects.get(reason) == "barrier"
        ]
        edges = [-1, *barriers, len(self.reasons)]
        return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]

    def _best_sum(self, low: int, high: int) -> tuple[float, int, int]:
        best, total, start = (0.0, low, low), 0.0, low
        for i in range(low, high):
            if total <= 0:
                total, start = 0.0, i
            total += self._value(i)
            if total > best[0]:
                best = (total, start, i + 1)
        return best

    def in_body(self, i: int) -> bool:
        """Whether the line stands between the first and the last paragraph."""
        return self.body[0] <= i < self.body[1]

    @cached_property
    def headline(self) -> int | None:
        """The line that is the headline: above the first paragraph, its words taken up by the article.

        A byline or date below it and a repetition speak for it. Of a headline and the standfirst under it, which may
        take up more words, the upper one is meant.
        """
        first, last = self.body
        if self._title is not None:
            return next((i for i, key in enumerate(self._keys) if key == same_key(self._title)), None)
        if first == last:
            return None
        vocabulary = {w.casefold() for s in self.shapes[first:last] for w in s.words if len(w) > 3}
        scores = {
            i: self._headline_score(i, vocabulary)
            for i in range(max(0, first - MAX_HEADLINE_DISTANCE), first)
        }
        best = max(scores, key=lambda i: (scores[i], -i), default=None)
        if best is None or scores[best] == 0:
            return None
        return min(
            i for i in scores if i > best - STANDFIRST_DISTANCE and scores[i] >= UPPER_SHARE * scores[best]
        )

    def _headline_score(self, i: int, vocabulary: set[str]) -> float:
        shape = self.shapes[i]
        if self.reasons[i] not in _MISTAKEN_FOR_LABELS or not 2 <= shape.n_words <= 30:
            return 0.0
        content = [w.casefold() for w in shape.words if len(w) > 3]
        taken_up = sum(w in vocabulary for w in content)
        signed = any(reason == "byline" for reason in self.reasons[i + 1 : i + 5])
        above = all(reason is not None for reason in self.reasons[i + 1 : self.body[0]])
        repeats = sum(key == self._keys[i] for key in self._keys) - 1
        if re.search(r" [›»>] | \| .* \| | - .* - ", shape.text):  # a trail of sections
            return 0.0
        if taken_up < (1 if signed or above else 2) or (
            self.reasons[i] is not None and taken_up < (2 if signed else 3)
        ):
            return 0.0
        full_stop = 0.5 if shape.text.endswith(".") else 1.0
        return (
            full_stop
            * min(taken_up, 6)
            * taken_up
            / len(content)
            * (1 + 0.5 * signed + 0.5 * min(repeats, 2))
        )

    @cached_property
    def _keys(self) -> list[str]:
        return [same_key(shape.text) for shape in self.shapes]

    def is_headline(self, i: int) -> bool:
        """Whether the line says what the headline says."""
        return self.headline is not None and self._keys[i] == self._keys[self.headline]

    @cached_property
    def _first_place(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for i, key in enumerate(self._keys):
            if self.in_body(i) and self.reasons[i] is None:
                places.setdefault(key, i)
        return places

    def first_seen(self, i: int) -> int:
        """The first line of the article with the same words."""
        return self._first_place.get(self._keys[i], i)

    def prose_below(self, i: int) -> int:
        """How many of the next eight lines are prose that no rule has removed."""
        return sum(self._is_prose(j) for j in range(i + 1, i + 9))

    @cached_property
    def _runs(self) -> list[tuple[int, int]]:
        """For each line the start and end of the run of lines without a sentence that it stands in."""
        runs, start = [(0, 0)] * len(self.shapes), 0
        for running, lines in groupby(self.shapes, key=lambda shape: shape.is_running):
            end = start + len(list(lines))
            if not running:
                runs[start:end] = [(start, end)] * (end - start)
            start = end
        return runs

    def run_length(self, i: int) -> int:
        """How many lines without a sentence stand together around this one."""
        return self._runs[i][1] - self._runs[i][0]

    def follows_colon(self, i: int) -> bool:
        """Whether the run of lines around this one is announced ("as follows:")."""
        start = self._runs[i][0]
        return start > 0 and self.shapes[start - 1].text.endswith(":")
