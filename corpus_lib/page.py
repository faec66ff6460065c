"""A page as the line rules see it: its lines, what has been removed so far, and where the article lies in it.

The article is the stretch of lines with the best sum, where a line of prose counts by its words and any other line
costs: the maximum subsequence of Pasternack and Roth (2009), "Extracting article text from the web with maximum
subsequence segmentation", on lines in place of tags. Headings of other lists cost more; where readers begin to
comment, a stretch ends, so that a long discussion cannot outweigh a short story.
"""

from __future__ import annotations

from functools import cached_property

from corpus_lib.lines import Shape, same_key

#: Values of a line in the sum. Swept on half of the development pages (see tests/benchmarks).
MAX_PROSE_VALUE = 60
SHORT_LINE_COST = 6
HEADING_COST = 40
#: A stretch wins over a later, better one when it has this share of its sum: articles stand above comments.
EARLIER_SHARE = 0.4
#: Smallest sum that makes an article, in words.
MIN_ARTICLE_WORDS = 8
#: How many lines above the first paragraph a headline can stand.
MAX_HEADLINE_DISTANCE = 40


class Page:
    """The lines of a page under judgement. `reasons` fills up as the rules go on; the rest is derived from it once."""

    def __init__(self, texts: list[str], effects: dict[str, str]) -> None:
        self.shapes = [Shape(text) for text in texts]
        self.reasons: list[str | None] = [None] * len(texts)
        self._effects = effects

    def _value(self, i: int) -> float:
        shape, reason = self.shapes[i], self.reasons[i]
        if reason is None:
            return min(shape.n_words, MAX_PROSE_VALUE) if shape.is_prose else -SHORT_LINE_COST
        if reason in ("caption", "advertisement", "shortcode", "blank"):
            return 0.0
        return -HEADING_COST if self._effects.get(reason) == "end" else -SHORT_LINE_COST

    @cached_property
    def body(self) -> tuple[int, int]:
        """First line of the article and the line after its last; (n, n) when there is none."""
        best: tuple[float, int, int] | None = None
        for low, high in self._stretches():
            found = self._best_sum(low, high)
            if found[0] >= MIN_ARTICLE_WORDS and (best is None or best[0] < EARLIER_SHARE * found[0]):
                best = found
        return (best[1], best[2]) if best else (len(self.shapes), len(self.shapes))

    def _stretches(self) -> list[tuple[int, int]]:
        barriers = [i for i, reason in enumerate(self.reasons) if reason and self._effects.get(reason) == "barrier"]
        edges = [-1, *barriers, len(self.reasons)]
        return [(a + 1, b) for a, b in zip(edges, edges[1:], strict=False) if b > a + 1]

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
        """The line that is the headline: above the first paragraph, no sentence, its words taken up by the article."""
        first, last = self.body
        if first == last:
            return None
        vocabulary = {w.casefold() for s in self.shapes[first:last] for w in s.words if len(w) > 3}
        scored = [(self._headline_score(i, vocabulary), -i) for i in range(max(0, first - MAX_HEADLINE_DISTANCE), first)]
        score, place = max(scored, default=(0.0, 0))
        return -place if score > 0 else None

    def _headline_score(self, i: int, vocabulary: set[str]) -> float:
        shape = self.shapes[i]
        if self.reasons[i] is not None or not 3 <= shape.n_words <= 30 or shape.text.endswith("."):
            return 0.0
        content = [w.casefold() for w in shape.words if len(w) > 3]
        if not content:
            return 0.0
        taken_up = sum(w in vocabulary for w in content)
        if taken_up < 2 and taken_up < len(content):
            return 0.0
        repeats = sum(key == self._keys[i] for key in self._keys) - 1
        return taken_up * taken_up / len(content) + min(repeats, 2) + 1 / (self.body[0] - i + 1)

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

    @cached_property
    def _runs(self) -> list[tuple[int, int]]:
        runs, start = [(0, 0)] * len(self.shapes), 0
        for i, shape in enumerate(self.shapes):
            if shape.is_prose:
                start = i + 1
                continue
            for j in range(start, i + 1):
                runs[j] = (start, i + 1)
        return runs

    def run_length(self, i: int) -> int:
        """How many lines without a sentence stand together around this one."""
        return self._runs[i][1] - self._runs[i][0]

    def follows_colon(self, i: int) -> bool:
        """Whether the run of lines around this one is announced ("as follows:")."""
        start = self._runs[i][0]
        return start > 0 and self.shapes[start - 1].text.endswith(":")
