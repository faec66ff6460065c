"""From tagged words to sources, cues and contents of one paragraph, and which of them belong together.

Every content goes to the cue that costs least to reach, every cue to the source that does, where a step costs one a
word, more where it leaves the sentence, or passes another content or cue on its way. Contents of one cue are one
attribution: `"A," she said. "B."`. The prices were swept on articles of the training data; see `PRICES`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpus_lib.model import Tagged
from corpus_lib.quotation_marks import Quotation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Labels = NDArray[np.intp]

SOURCE, CUE, CONTENT = 1, 2, 3
#: Probability from which a word is the first of a new source, cue or content beside another one of its kind.
BEGINS = 0.5
#: Paragraphs labelled at once.
TOGETHER = 256
#: Share of a quotation's words from which on, when tagged as content, all of it is.
MOST = 0.5
#: Fewest words of a quotation that no tag calls content but that is taken for a statement: shorter ones are titles,
#: nicknames and irony.
MIN_QUOTED = 10


#: What a change of tag from one word to the next costs, in natural logarithms of probability. Swept 0 to 2 on the
#: development articles: it takes away fragments of one or two doubtful words.
SWITCH = 0.8
#: Contents without a cue and without quotation marks need at least this mean probability, and this many words: what is
#: below is mostly a fragment of a sentence that the model was unsure of.
MIN_PROBABILITY = 0.7
MIN_WORDS = 2


class Prices(NamedTuple):
    """What the way from one segment to another costs, in words."""

    sentence: float = 6
    passed_content: float = 2
    passed_cue: float = 2
    backwards: float = 1
    most_to_cue: float = 25
    most_to_source: float = 30


PRICES = Prices()


class Segment(NamedTuple):
    """Words next to one another with one tag: half-open, in words of the paragraph."""

    start: int
    end: int
    #: Mean probability of the tag.
    probability: float
    #: Whether quotation marks alone make it a content.
    marks_only: bool = False


class Group(NamedTuple):
    """One attribution: contents with the cue and the source they belong to."""

    contents: tuple[Segment, ...]
    cue: Segment | None
    source: Segment | None


def label_words(tagged: Sequence[Tagged]) -> list[Labels]:
    """The kind of each word (0 none, `SOURCE`, `CUE`, `CONTENT`): the likeliest sequence when each change costs `SWITCH`.

    Parameters
    ----------
    tagged
        paragraphs

    Returns
    -------
    list of int arrays
        one for each paragraph, one number for each word

    Examples
    --------
    >>> from corpus_lib.model import tag_texts
    >>> label_words(tag_texts(["Ministers said that talks help."]))[0].tolist()[:2]
    [1, 2]
    """
    labels: list[Labels] = [np.empty(0, np.intp)] * len(tagged)
    order = sorted(range(len(tagged)), key=lambda n: len(tagged[n].starts))
    for at in range(0, len(order), TOGETHER):
        batch = order[at : at + TOGETHER]
        length = len(tagged[batch[-1]].starts)
        scores = np.zeros((length, len(batch), 4), np.float32)
        for row, n in enumerate(batch):
            scores[: len(tagged[n].starts), row] = np.log(np.maximum(tagged[n].kinds, 1e-6))
        for row, n in zip(_best_paths(scores).T, batch, strict=True):
            labels[n] = row[: len(tagged[n].starts)]
    return labels


def _best_paths(scores: NDArray[np.float32]) -> Labels:
    """Viterbi over many paragraphs at once: log probabilities [words, paragraphs, kinds] to kinds [words, paragraphs]."""
    length, n, _ = scores.shape
    came_from = np.zeros(scores.shape, np.intp)
    total = scores[0] if length else np.zeros((n, 4), np.float32)
    kinds = np.arange(4)
    for word in range(1, length):
        best = total.argmax(1)
        stays = total >= total.max(1, keepdims=True) - SWITCH
        came_from[word] = np.where(stays, kinds, best[:, None])
        total = np.maximum(total, total.max(1, keepdims=True) - SWITCH) + scores[word]
    path = np.zeros((length, n), np.intp)
    if length:
        path[-1] = total.argmax(1)
    for word in range(length - 1, 0, -1):
        path[word - 1] = came_from[word][np.arange(n), path[word]]
    return path


def group_segments(
    tagged: Tagged,
    labels: Labels,
    sentences: Sequence[int],
    quotations: Sequence[Quotation],
    *,
    prices: Prices = PRICES,
) -> list[Group]:
    """The attributions of one paragraph.

    Parameters
    ----------
    tagged
        its words
    labels
        the kind of each word, as `label_words` gives them
    sentences
        number of the sentence that each word stands in
    quotations
        its stretches between quotation marks, in the characters that the words' offsets count

    Returns
    -------
    list of Group
        in the order of their contents

    Examples
    --------
    >>> from corpus_lib.model import tag_texts
    >>> text = "“We agreed,” she said. “That is all.”"
    >>> tagged = tag_texts([text])[0]
    >>> from corpus_lib.quotation_marks import find_quotations
    >>> groups = group_segments(tagged, label_words([tagged])[0], [0] * 99, find_quotations(text))
    >>> [[text[tagged.starts[c.start] : tagged.ends[c.end - 1]] for c in g.contents] for g in groups]
    [['“We agreed,”', '“That is all.”']]
    """
    sources, cues, contents = (list(_segments(tagged, labels, kind)) for kind in (SOURCE, CUE, CONTENT))
    contents = _fit_to_quotations(tagged, contents, [*sources, *cues], quotations)
    way = _Way(sentences, contents, cues, prices)
    of_cue: dict[int, list[Segment]] = {}
    groups = []
    for content in contents:
        near = _near(cues, content, prices.most_to_cue)
        cost, nearest = min(((way.cost(cues[n], content), n) for n in near), default=(np.inf, -1))
        if cost <= prices.most_to_cue:
            of_cue.setdefault(nearest, []).append(content)
        elif content.marks_only or _stands_alone(content, tagged, quotations):
            groups.append(Group((content,), None, way.nearest(sources, content)))
    groups += [Group(tuple(of_one), cues[n], way.nearest(sources, cues[n])) for n, of_one in of_cue.items()]
    return sorted(groups)


def _stands_alone(content: Segment, tagged: Tagged, quotations: Sequence[Quotation]) -> bool:
    """Whether a content without a cue is to be believed: quoted, or likely and more than a fragment."""
    start, end = tagged.starts[content.start], tagged.ends[content.end - 1]
    quoted = any(q.start <= start and end <= q.end for q in quotations)
    return quoted or (content.probability >= MIN_PROBABILITY and content.end - content.start >= MIN_WORDS)


class _Way(NamedTuple):
    sentences: Sequence[int]
    contents: Sequence[Segment]
    cues: Sequence[Segment]
    prices: Prices

    def cost(self, to: Segment, start: Segment) -> float:
        """From one segment to another, dearer when it stands after."""
        first, second = sorted((to, start))
        passed = _starting(self.contents, first.end, second.start) * self.prices.passed_content
        passed += _starting(self.cues, first.end, second.start) * self.prices.passed_cue
        crossed = self.sentences[second.start] - self.sentences[first.end - 1]
        after = self.prices.backwards if to is second else 0
        return max(0, second.start - first.end) + crossed * self.prices.sentence + passed + after

    def nearest(self, sources: Sequence[Segment], start: Segment) -> Segment | None:
        near = (sources[n] for n in _near(sources, start, self.prices.most_to_source))
        cost, nearest = min(((self.cost(source, start), source) for source in near), default=(np.inf, None))
        return nearest if cost <= self.prices.most_to_source else None


def _near(segments: Sequence[Segment], start: Segment, most: float) -> range:
    """Numbers of the segments so near that the words between alone do not cost too much; the others need no look."""
    first = bisect_left(segments, start.start - most, key=attrgetter("end"))
    return range(first, bisect_right(segments, start.end + most, key=attrgetter("start")))


def _starting(segments: Sequence[Segment], first: int, last: int) -> int:
    """How many of the segments start in a stretch of words."""
    before = bisect_left(segments, first, key=attrgetter("start"))
    return max(0, bisect_left(segments, last, key=attrgetter("start")) - before)


def _segments(tagged: Tagged, labels: Labels, kind: int) -> Iterator[Segment]:
    """Runs of words of one kind, cut where the model says that a new one begins."""
    of_kind = labels == kind
    begins = of_kind & ((tagged.begins[:, kind - 1] > BEGINS) | ~np.r_[False, of_kind[:-1]])
    ends = of_kind & ~np.r_[of_kind[1:] & ~begins[1:], False]
    for start, end in zip(np.flatnonzero(begins), np.flatnonzero(ends) + 1, strict=True):
        yield Segment(int(start), int(end), float(tagged.kinds[start:end, kind].mean()))


def _fit_to_quotations(
    tagged: Tagged, contents: list[Segment], others: list[Segment], quotations: Sequence[Quotation]
) -> list[Segment]:
    """Contents that mostly fill a quotation get all of it; a long quotation without a tag is a content by its marks."""
    taken = np.zeros(len(tagged.starts), bool)
    for other in others:
        taken[other.start : other.end] = True
    for quotation in quotations:
        start = int(np.searchsorted(tagged.starts, quotation.start))
        end = int(np.searchsorted(tagged.ends, quotation.end, side="right"))
        if start >= end or taken[start:end].any():
            continue
        inside = [c for c in contents if c.start < end and start < c.end]
        covered = sum(min(c.end, end) - max(c.start, start) for c in inside)
        if inside and covered >= MOST * (end - start):
            first, last = inside[0], inside[-1]
            whole = Segment(
                min(first.start, start), max(last.end, end), sum(c.probability for c in inside) / len(inside)
            )
            if not taken[whole.start : whole.end].any():
                contents = sorted([c for c in contents if c not in inside] + [whole])
        elif not inside and end - start >= MIN_QUOTED + 2:
            quoted = float(tagged.kinds[start:end, CONTENT].mean())
            contents = sorted([*contents, Segment(start, end, quoted, True)])
    return contents
