"""Quotation marks: which stretches stand between them, in all the ways in which newspapers print them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.quotation_marks import find_quotations

#: A paragraph and its quotations; a bar before or after the words stands for a mark that is missing.
CASES = [
    # straight and curly double marks, two single ones, guillemets, German marks
    ('"We agreed," she said.', ['"We agreed,"']),
    ('"We agreed," she said. "We go on."', ['"We agreed,"', '"We go on."']),
    ("“We agreed,” she said. “It’s a start.”", ["“We agreed,”", "“It’s a start.”"]),
    ("“We agreed.” “We did not.”", ["“We agreed.”", "“We did not.”"]),
    ("''We agreed,'' she said.", ["''We agreed,''"]),
    ("``We agreed,'' she said.", ["``We agreed,''"]),
    ("«We agreed,» she said.", ["«We agreed,»"]),
    ("« We agreed, » she said.", ["« We agreed, »"]),
    ("„We agreed“, she said.", ["„We agreed“"]),
    ("„We agreed”, she said.", ["„We agreed”"]),
    # single marks, curly and straight
    ("‘We agreed,’ she said.", ["‘We agreed,’"]),
    ("'We agreed,' she said.", ["'We agreed,'"]),
    ("'It's over,' she said. 'We don't mind.'", ["'It's over,'", "'We don't mind.'"]),
    ("The ‘last chance’ came in May.", ["‘last chance’"]),
    # apostrophes
    ("The players' union said no; it's over.", []),
    ("The players’ union said no; it’s over.", []),
    ("The '90s and the ’90s were over.", []),
    ("It was rock ’n’ roll.", []),
    ("‘Tis the season, she said.", []),
    ("The '80s band said \"no\".", ['"no"']),
    ("The ministers’ plan was “good”.", ["“good”"]),
    ("“The players’ union said no,” he said.", ["“The players’ union said no,”"]),
    # odd numbers of marks: unclosed, unopened
    ("“We agreed, she said.", ["“We agreed, she said.|"]),
    ("We agreed,” she said.", ["|We agreed,”"]),
    ('"A" and "B" and "C', ['"A"', '"B"', '"C|']),
    ('"We agreed," she said. "We go on. \n', ['"We agreed,"', '"We go on.|']),
    ("“A,” she said. We go on,” she added.", ["“A,”", "|she said. We go on,”"]),
    ("“We agreed. “It is over,” she said.", ["“We agreed. “It is over,”"]),
    ("“We agreed. “It is over,” she said. “So be it.”", ["“We agreed. “It is over,”", "“So be it.”"]),
    # curly marks turned the wrong way round
    ("”We agreed“, she said.", ["”We agreed“"]),
    ("”We agreed,” she said.", ["”We agreed,”"]),
    ("“We agreed,“ she said.", ["“We agreed,“"]),
    # a quotation inside another one
    ("“He told me ‘never again’ and left,” she said.", ["“He told me ‘never again’ and left,”"]),
    ("\"He told me 'never again' and left,\" she said.", ["\"He told me 'never again' and left,\""]),
    ("“He told me “never again” and left,” she said.", ["“He told me “never again” and left,”"]),
    ("“‘Never,’ he told me,” she said. “Never.”", ["“‘Never,’ he told me,”", "“Never.”"]),
    # inches and minutes
    ("He is 5'10\" tall.", []),
    ('A 6" pipe and a 12" pipe.', []),
    ("A 6″ pipe runs for 5′10″ here.", []),
    ('The "new" 6" pipe is "good".', ['"new"', '"good"']),
    # nothing between the marks, nothing but a mark
    ('She said "" and left.', ['""']),
    ('"', ['"|']),
    ("“", ["“|"]),
    ("”", []),
    ("'", []),
    ("", []),
    # dashes, colons, brackets, stray blanks
    ('"Yes"—she said—"and no."', ['"Yes"', '"and no."']),
    ("“Yes”—she said—“and no.”", ["“Yes”", "“and no.”"]),
    ("—“Yes”—she said.", ["“Yes”"]),
    ('She said:"Yes."', ['"Yes."']),
    ('("Yes," she said.)', ['"Yes,"']),
    ('She said " yes " and " no ".', ['" yes "', '" no "']),
]  # fmt: skip
KNOWN_FAILURES = [
    ("‘The players’ union said no,’ he said.", ["‘The players’ union said no,’"], "an apostrophe at a word's end looks like a closing mark"),
    ("‘He told me “never again” and left,’ she said.", ["‘He told me “never again” and left,’"], "a double mark makes the single one before it an apostrophe"),
    ("It was rock 'n' roll.", [], "two straight apostrophes round a word look like single marks"),
    ("»We agreed«, she said.", ["»We agreed«"], "guillemets are taken to point outwards"),
    ('"A 6" pipe is enough," he said.', ['"A 6" pipe is enough,"'], "the inches close a quotation that is open"),
    ("“We agreed. “It is over,” she said. We go on,” he said.", ["“We agreed. “It is over,”", "|she said. We go on,”"], "two missing marks look like one quotation inside another"),
]  # fmt: skip


def written(text):
    return [
        "|" * (not q.opened) + text[q.start : q.end] + "|" * (not q.closed) for q in find_quotations(text)
    ]


@pytest.mark.parametrize(("text", "quotations"), CASES)
def test_cases(text, quotations):
    assert written(text) == quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [pytest.param(a, b, marks=pytest.mark.xfail(reason=why), id=a) for a, b, why in KNOWN_FAILURES],
)
def test_known_failures(text, quotations):
    assert written(text) == quotations


MARKS = "\"“”„«»‘’'′″`"


@given(st.one_of(st.text(st.characters(exclude_categories=())), st.text(f"{MARKS}a5.,— \n")))
@settings(max_examples=400, deadline=None)
def test_quotations_are_in_the_text_in_order_and_apart(text):
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end
        found = text[quotation.start : quotation.end]
        assert not quotation.opened or found[0] in MARKS
        assert not quotation.closed or found[-1] in MARKS
        assert quotation.opened or quotation.closed
        assert quotation.closed or end == len(text.rstrip())


@pytest.mark.parametrize(
    "unit", ["a” ", "“a” ", '"a" ', "''a'' ", "“", "”", '"', "'a ", "“a “b” c” ", '6" ', " ,.;:”"]
)
def test_long_paragraphs_come_to_an_end(unit):
    assert all(q.end <= 100_000 * len(unit) for q in find_quotations(unit * 100_000))
