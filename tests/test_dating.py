"""Which of a page's dates is taken, what the others are recorded as, and how a text without one is bounded."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib import dating
from corpus_lib.clean import clean_text
from corpus_lib.dating import RULES, date_text

SEEDS = Path(__file__).parent.parent / "seeds"
BODY = """Officials of the two countries met in Vienna and agreed to keep talking to each other.
The talks lasted eight hours, officials said, and both sides called them constructive.
No date was set for the next meeting, although both governments want to hold one soon."""


def page(*above, body=BODY, below=()):
    return "\n".join([*above, body, *below])


def day(text):
    return dt.datetime.fromisoformat(text)


SEED_READINGS = [
    ("000", "2023-02-10T11:06", "minute", "2023-02-10", "2023-02-10", "headline_line"),
    ("001", None, "range", "2023-06-17", "2023-06-20", "event_under_way"),
    ("002", None, "range", "2023-06-17", "2023-06-20", "event_under_way"),
    ("003", "2023-05-13T08:09", "minute", "2023-05-13", "2023-05-13", "headline_line"),
    ("004", None, "range", "2023-06-19", "2023-06-20", "event_under_way"),
]


@pytest.mark.parametrize(("seed", "published", "precision", "earliest", "latest", "rule"), SEED_READINGS)
def test_seed(seed, published, precision, earliest, latest, rule):
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    raw = path.read_text(encoding="utf-8")
    reading = date_text(raw)
    assert reading.published == (day(published) if published else None)
    assert (reading.precision, reading.rule) == (precision, rule)
    assert (reading.earliest, reading.latest) == (day(earliest), day(latest))
    assert all(raw[e.raw_start : e.raw_end] == e.text for e in reading.evidence)


SEED_REJECTIONS = [
    ("000", "2024/06/02", "other_story"),
    ("003", "May.26, 2023", "issue_list"),
    ("003", "Jestha,12. 2080", "other_calendar"),
    ("003", "November 14, 2022", "caption"),
    ("004", "19 June 2023", "credit"),
    ("004", "June 3, 2023", "in_text"),
]


@pytest.mark.parametrize(("seed", "text", "rule"), SEED_REJECTIONS)
def test_seed_records_what_it_rejects(seed, text, rule):
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    rows = [e for e in date_text(path.read_text(encoding="utf-8")).evidence if e.text == text]
    assert [(e.rule, e.chosen) for e in rows] == [(rule, False)]


HEAD = "Officials of the two countries meet in Vienna for talks"
CASES = [
    (page(HEAD, "By Ann Lee", "Feb. 9, 2023"), "2023-02-09", "headline_line"),
    (page("Thursday, February 16, 2023", HEAD, "By Ann Lee | Feb. 9, 2023"), "2023-02-09", "headline_line"),
    (page("February 9, 2023", HEAD), "2023-02-09", "above_headline"),
    (page(HEAD, "Updated: Feb. 11, 2023", "Published: Feb. 9, 2023"), "2023-02-09", "published_label"),
    (
        page(HEAD, "Published Feb. 9, 2023, 8:00 a.m. | Updated Feb. 11, 2023"),
        "2023-02-09",
        "published_label",
    ),
    (page(HEAD, "Last updated: Feb. 11, 2023"), "2023-02-11", "updated_label"),
    (page(HEAD, body="VIENNA, Feb. 9, 2023 (Newswire) — " + BODY), "2023-02-09", "dateline"),
    (page(HEAD, below=["Feb. 9, 2023"]), "2023-02-09", "line_below"),
]


@pytest.mark.parametrize(("raw", "published", "rule"), CASES)
def test_chooses(raw, published, rule):
    reading = date_text(raw)
    assert (reading.published.date().isoformat(), reading.rule) == (published, rule)
    assert [e.rule for e in reading.evidence if e.chosen] == [rule]


UNDATED = [
    page(HEAD, below=["Copyright 2023-02-09 The Example"]),
    page(HEAD, below=["This page was last modified on 9 February 2023, at 19:23."]),
    page(HEAD, below=["Related stories", "A quite different story", "Feb. 9, 2023"]),
]


@pytest.mark.parametrize("raw", UNDATED)
def test_a_date_of_something_else_is_no_publication_date(raw):
    reading = date_text(raw)
    assert reading.published is None
    assert reading.evidence
    assert not any(e.chosen for e in reading.evidence)


def test_nothing_known():
    reading = date_text(page(HEAD))
    assert reading == dating.DateReading()
    assert reading.precision == "unknown"


def test_open_order_of_day_and_month_gives_both():
    reading = date_text(page(HEAD, "03/04/2020"))
    assert (reading.published, reading.precision) == (None, "range")
    assert (reading.earliest, reading.latest) == (day("2020-03-04"), day("2020-04-03"))


def test_newest_event_bounds_below_and_a_month_above():
    reading = date_text(
        page(HEAD, body=BODY + "\nThe first round was held in Geneva on March 2, 2021, in the same format.")
    )
    assert (reading.published, reading.rule) == (None, "newest_day")
    assert (reading.earliest, reading.latest) == (day("2021-03-02"), day("2021-04-01"))


def test_background_alone_bounds_nothing():
    raw = page(
        HEAD,
        body=BODY + "\nChina joined the trade body on December 11, 2001, and tariffs rose again in 2018.",
    )
    reading = date_text(raw)
    assert (reading.earliest, reading.latest, reading.precision) == (None, None, "unknown")
    assert [(e.value, e.chosen) for e in reading.evidence] == [("2001-12-11", False)]


def test_event_ahead_bounds_above():
    body = (
        BODY
        + "\nThe first round was on March 2, 2021. The second will take place in Rome on March 9, 2021, they said."
    )
    assert date_text(page(HEAD, body=body)).latest == day("2021-03-09")


def test_visit_that_came_twice_is_told_apart_by_what_is_ahead():
    body = (
        "Secretary of State Antony Blinken has arrived for a visit to China, officials of both countries said.\n"
        + BODY
    )
    both = date_text(page(HEAD, body=body))
    assert (both.earliest, both.latest) == (day("2023-06-17"), day("2024-04-27"))
    ahead = "\nThe leaders will meet at the G20 summit in New Delhi, officials of both sides said."
    assert date_text(page(HEAD, body=body + ahead)).latest == day("2023-06-20")


HTML = '<html><head><meta property="article:published_time" content="2023-02-08T10:00:00Z"></head><body><p>x</p></body></html>'


def test_markup_goes_before_the_text():
    reading = date_text(page(HEAD, "Feb. 9, 2023"), html=HTML)
    assert (reading.published, reading.rule) == (day("2023-02-08"), "html_date")
    assert [(e.rule, e.chosen) for e in reading.evidence] == [("html_date", True), ("headline_line", False)]


def test_text_adds_the_time_to_the_markups_day():
    reading = date_text(page(HEAD, "Feb. 8, 2023, 9:15 a.m."), html=HTML)
    assert (reading.published, reading.precision) == (day("2023-02-08T09:15"), "minute")


@pytest.mark.parametrize("html", ["", " ", "<", "<!-- -->", "\x00", "plain words"])
def test_markup_without_a_date_leaves_it_to_the_text(html):
    assert date_text(page(HEAD, "Feb. 9, 2023"), html=html).rule == "headline_line"


def test_lines_can_be_given():
    raw = page(HEAD, "Feb. 9, 2023")
    assert date_text(raw, lines=clean_text(raw).rows) == date_text(raw)


def test_rules_have_their_own_names():
    assert len({rule.name for rule in RULES}) == len(RULES)


PIECES = st.sampled_from(
    [HEAD, BODY, "Feb. 9, 2023", "03/04/2020", "Related stories", "Post a Comment", "5 May", "June 2021", ""]
)


@settings(deadline=None)
@given(st.text() | st.lists(PIECES | st.text(max_size=30)).map("\n".join))
def test_any_text_is_read_and_evidence_points_at_it(raw):
    reading = date_text(raw)
    assert all(raw[e.raw_start : e.raw_end] == e.text for e in reading.evidence)
    assert (reading.precision == "unknown") == (reading.rule is None)
    if reading.earliest and reading.latest:
        assert reading.earliest <= reading.latest
    if reading.published:
        assert reading.earliest.date() <= reading.published.date() <= reading.latest.date()


def test_does_not_read_the_clock(monkeypatch):
    class Frozen(dt.date):
        @classmethod
        def today(cls):
            raise AssertionError("reads the clock")

    monkeypatch.setattr(dt, "date", Frozen)
    assert date_text(page(HEAD, "Feb. 9, 2023")).published


def test_markup_is_read_without_the_clock():
    assert date_text("", html=HTML.replace("2023", "2034")).published == day("2034-02-08")


def test_label_of_another_story_is_not_this_articles():
    raw = page(
        HEAD,
        below=["Related stories", "A quite different story", "Published Feb. 20, 2023", "One more story"],
    )
    assert date_text(raw).published is None


def test_what_was_ahead_of_an_older_day_does_not_bound():
    told = "\nThe second round will take place on January 5, 2021. The first round was held on March 2, 2021."
    reading = date_text(page(HEAD, body=BODY + told))
    assert (reading.earliest, reading.latest) == (day("2021-03-02"), day("2021-04-01"))


@pytest.mark.parametrize(
    ("told", "earliest", "latest", "rule"),
    [
        ("Jake Sullivan met Wang Yi in Vienna on Wednesday and Thursday.", "2023-05-11", "2023-05-17", "event_weekday"),
        ("Jake Sullivan met Wang Yi in Vienna.", "2023-05-09", "2023-05-12", "event_under_way"),
        ("Jake Sullivan met Wang Yi in Vienna on Friday.", "2023-05-09", "2023-05-12", "event_under_way"),
        ("Speaker Nancy Pelosi visited Taiwan on Tuesday.", "2022-08-02", "2022-08-08", "event_weekday"),
        ("Speaker Nancy Pelosi visited Taiwan last Tuesday.", None, None, None),
        ("Speaker Nancy Pelosi visited Taiwan on Tuesday, March 1.", None, None, None),
        ("Antony Blinken begins a visit to Beijing on Sunday.", "2023-06-17", "2023-06-20", "event_under_way"),
        ("Antony Blinken begins a visit to Beijing on Wednesday.", "2024-04-23", "2024-04-27", "event_under_way"),
    ],
)  # fmt: skip
def test_the_weekday_of_a_known_event_narrows_the_date(told, earliest, latest, rule):
    reading = date_text(
        page(
            HEAD, body=f"Officials of both sides praised the talks and hoped for more of them. {told}\n{BODY}"
        )
    )
    assert reading.rule == rule
    assert [reading.earliest, reading.latest] == [day(d) if d else None for d in (earliest, latest)]
