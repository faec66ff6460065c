"""When what is told happened: statements and relations of small texts, with their times given by hand."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from corpus_lib.event_times import date_relations, date_statements
from corpus_lib.rows import TimeExpression
from corpus_lib.timeline import Timeline

DAY = dt.date(2023, 5, 13)  # a Saturday


MAY_2 = ("May 2", "2023-05-02", "2023-05-02")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def timeline(text, times=(), first=DAY, last=DAY):
    """`times`: words in the text, first day, last day, rule."""
    sentences = [match.span() for match in re.finditer(r"[^\n.]+\.?", text) if match.group().strip()]
    rows = []
    for words, earliest, latest, *rule in times:
        start = text.index(words)
        number = next(n for n, (a, b) in enumerate(sentences) if a <= start < b)
        rows.append(
            TimeExpression(
                number, words, start, start + len(words), "date", earliest,
                day(earliest) if earliest else None, day(latest) if latest else None, "day", *(rule or ["month_day"]), None,
            )
        )  # fmt: skip
    return Timeline(text, sentences, first, last, rows)


def relation(line, actor, target, *, mode="actual", said=None, event="ACCUSE"):
    start, end = line.text.index(actor), line.text.index(target)
    number = next(n for n, (a, b) in enumerate(line.sentences) if a <= start < b)
    return {
        "sentence_id": number,
        "actor_start": start,
        "actor_end": start + len(actor),
        "target_start": end,
        "target_end": end + len(target),
        "mode": mode,
        "event": event,
        "attribution_id": said,
    }


def statement(line, source, cue, content, *, speaker=None, number="a:0"):
    source_at = line.text.index(source) if source else None
    cue_at = line.text.index(cue) if cue else None
    start = line.text.index(content)
    return {
        "attribution_id": number,
        "sentence_id": next(n for n, (a, b) in enumerate(line.sentences) if a <= start < b),
        "source": source,
        "source_start": source_at,
        "source_end": None if source_at is None else source_at + len(source),
        "cue_start": cue_at,
        "cue_end": None if cue_at is None else cue_at + len(cue),
        "content_start": start,
        "content_end": start + len(content),
        "content_spans": json.dumps([[start, start + len(content)]]),
        "speaker": speaker or source,
    }


def dated(line, row, *statements):
    said = date_statements(line, statements)
    (when,) = date_relations(line, [row], statements, said)
    return tuple(str(d) if d else None for d in when[:2]), when.rule, when.told_as


class TestRelations:
    def test_a_time_beside_it(self):
        line = timeline(
            "China accused the US on Thursday.", [("Thursday", "2023-05-11", "2023-05-11", "weekday_past")]
        )
        assert dated(line, relation(line, "China", "US")) == (("2023-05-11", "2023-05-11"), "beside", "news")

    def test_two_days_of_a_range(self):
        times = [("Wednesday", "2023-05-10", "2023-05-10"), ("Thursday", "2023-05-11", "2023-05-11")]
        line = timeline("China met the US on Wednesday and Thursday.", times)
        assert dated(line, relation(line, "China", "US"))[0] == ("2023-05-10", "2023-05-11")
        line = timeline("China met the US on Wednesday, and on Thursday it left.", times)
        assert dated(line, relation(line, "China", "US"))[0] == ("2023-05-10", "2023-05-10")
        line = timeline("China met the US on Thursday and Wednesday.", times[::-1])
        assert dated(line, relation(line, "China", "US"))[0] == ("2023-05-11", "2023-05-11")
        line = timeline("On Wednesday it left and on Thursday China met the US.", times)
        assert dated(line, relation(line, "China", "US"))[0] == ("2023-05-11", "2023-05-11")

    def test_the_nearer_clause_counts(self):
        line = timeline(
            "China, which the UN warned in 2020, accused the US in May.",
            [("2020", "2020-01-01", "2020-12-31"), ("May", "2023-05-01", "2023-05-31")],
        )
        assert dated(line, relation(line, "China", "US"))[0][0] == "2023-05-01"
        line = timeline(
            "China accused the US on May 2 and Russia joined the EU in June 1990.",
            [("May 2", "2023-05-02", "2023-05-02"), ("June 1990", "1990-06-01", "1990-06-30")],
        )
        assert dated(line, relation(line, "China", "US"))[0] == ("2023-05-02", "2023-05-02")
        assert dated(line, relation(line, "Russia", "EU"))[0] == ("1990-06-01", "1990-06-30")

    @pytest.mark.parametrize(
        ("text", "bounds", "rule", "told"),
        [
            ("Since 1972 China has met the US.", ("1972-01-01", "2023-05-13"), "since", "background"),
            ("Before 1972 China had met the US.", (None, "1972-12-31"), "before", "background"),
            ("In 1972 China met the US.", ("1972-01-01", "1972-12-31"), "beside", "background"),
        ],
    )
    def test_bounds(self, text, bounds, rule, told):
        line = timeline(text, [("1972", "1972-01-01", "1972-12-31")])
        assert dated(line, relation(line, "China", "US")) == (bounds, rule, told)

    def test_ahead(self):
        line = timeline("China will meet the US on May 20.", [("May 20", "2023-05-20", "2023-05-20")])
        row = relation(line, "China", "US", mode="planned")
        assert dated(line, row) == (("2023-05-20", "2023-05-20"), "beside", "outlook")

    def test_a_plan_made_on_a_day_is_not_done_on_it(self):
        line = timeline(
            "On Monday China threatened to punish the US.", [("Monday", "2023-05-08", "2023-05-08")]
        )
        row = relation(line, "China", "US", mode="threatened")
        assert dated(line, row) == (("2023-05-08", None), "plan", None)

    def test_a_known_event(self):
        text = "A. B.\nBlinken held talks with officials in Beijing during his visit to China."
        row = ("Blinken", "China")
        line = timeline(text, first=day("2023-07-01"), last=day("2023-07-01"))
        assert dated(line, relation(line, *row)) == (("2023-06-18", "2023-06-19"), "known", "background")
        line = timeline(text, first=day("2024-04-26"), last=day("2024-04-26"))
        assert dated(line, relation(line, *row)) == (("2024-04-24", "2024-04-26"), "known", "news")
        line = timeline(text, first=day("2023-02-01"), last=day("2023-02-01"))
        assert dated(line, relation(line, *row))[1] == "article"  # none had come yet
        assert dated(line, relation(line, *row, mode="planned"))[1] == "ahead"

    def test_a_known_event_beside_another_act(self):
        text = "A. B.\nAfter Blinken ended his visit to Beijing and China, Japan accused Russia."
        line = timeline(text, first=day("2023-07-01"), last=day("2023-07-01"))
        assert dated(line, relation(line, "Japan", "Russia"))[1] == "article"
        text = "A. B.\nJapan accused Russia before Blinken ended his visit to Beijing and China."
        line = timeline(text, first=day("2023-07-01"), last=day("2023-07-01"))
        assert dated(line, relation(line, "Japan", "Russia"))[1] == "article"

    def test_until_a_day_it_will_not_come(self):
        line = timeline("China will not meet the US until June.", [("June", "2023-06-01", "2023-06-30")])
        row = relation(line, "China", "US", mode="planned")
        assert dated(line, row) == (("2023-06-01", None), "since", "outlook")
        line = timeline("China will meet the US by June.", [("June", "2023-06-01", "2023-06-30")])
        assert dated(line, relation(line, "China", "US", mode="planned")) == (
            ("2023-05-13", "2023-06-30"),
            "before",
            "outlook",
        )

    def test_a_plan_of_this_week_is_ahead(self):
        line = timeline(
            "On Monday China threatened the US.", [("Monday", "2023-05-08", "2023-05-08", "weekday_past")]
        )
        row = relation(line, "China", "US", mode="threatened")
        assert dated(line, row) == (("2023-05-08", None), "plan", "outlook")

    def test_what_is_told_as_done_was_done_when_it_was_told(self):
        line = timeline("China accused the US this month.", [("this month", "2023-05-01", "2023-05-31")])
        assert dated(line, relation(line, "China", "US"))[0] == ("2023-05-01", "2023-05-13")
        row = relation(line, "China", "US", mode="planned")
        assert dated(line, row) == (("2023-05-01", "2023-05-31"), "beside", "outlook")

    def test_a_plan_without_a_day(self):
        line = timeline("China plans to meet the US.")
        row = relation(line, "China", "US", mode="planned")
        assert dated(line, row) == (("2023-05-13", None), "ahead", "outlook")

    def test_first_lines_are_the_news(self):
        line = timeline("China accused the US.\nIt rained.\nJapan accused Russia.")
        assert dated(line, relation(line, "China", "US")) == (("2023-05-11", "2023-05-13"), "lead", "news")
        assert dated(line, relation(line, "Japan", "Russia")) == ((None, "2023-05-13"), "article", None)

    @pytest.mark.parametrize("words", ["recently", "in recent months"])
    def test_what_is_told_of_vaguely_is_no_news(self, words):
        line = timeline(f"China {words} accused the US.", [(words, None, None)])
        assert dated(line, relation(line, "China", "US")) == ((None, "2023-05-13"), "article", None)

    @pytest.mark.parametrize(
        ("kind", "value", "rule", "expected"),
        [
            ("duration", "P3Y", "duration", "lead"),
            ("duration", "PXY", "past_span", "article"),
            ("set", "P1D", "set", "lead"),
            ("date", "PRESENT_REF", "now", "lead"),
            ("date", "PAST_REF", "past", "article"),
        ],
    )
    def test_what_says_when(self, kind, value, rule, expected):
        line = timeline("China accused the US for years.", [("for years", None, None)])
        times = [time._replace(kind=kind, value=value, rule=rule) for time in line.times]
        line = Timeline(line.text, line.sentences, line.first, line.last, times)
        assert dated(line, relation(line, "China", "US"))[1] == expected

    def test_now_dates_nothing(self):
        line = timeline("A. B. China now accused the US.", [("now", "2023-05-13", "2023-05-13")])
        now = [time._replace(value="PRESENT_REF") for time in line.times]
        line = Timeline(line.text, line.sentences, line.first, line.last, now)
        assert dated(line, relation(line, "China", "US"))[1] == "article"

    def test_the_time_of_the_sentence_before_is_not_taken(self):
        line = timeline("A. B. Talks began on May 2. China accused the US.", [MAY_2])
        assert dated(line, relation(line, "China", "US")) == ((None, "2023-05-13"), "article", None)

    def test_of_a_statement(self):
        text = "A. B. Wang said on Wednesday that China met the US in April."
        times = [
            ("Wednesday", "2023-05-10", "2023-05-10", "weekday_past"),
            ("April", "2023-04-01", "2023-04-30"),
        ]
        line = timeline(text, times)
        said = statement(line, "Wang", "said", "China met the US in April")
        assert dated(line, relation(line, "China", "US", said="a:0"), said)[0] == ("2023-04-01", "2023-04-30")
        line = timeline("A. B. Wang said on Wednesday that China met the US.", times[:1])
        said = statement(line, "Wang", "said", "China met the US")
        assert dated(line, relation(line, "China", "US", said="a:0"), said) == (
            (None, "2023-05-10"),
            "statement",
            None,
        )
        row = relation(line, "China", "US", said="a:0", mode="planned")
        assert dated(line, row, said) == (("2023-05-10", None), "ahead", "outlook")

    def test_the_act_is_the_statement(self):
        line = timeline(
            "A. B. China said on May 2 it would punish the US.", [("May 2", "2023-05-02", "2023-05-02")]
        )
        said = statement(line, "China", "said", "it would punish the US")
        row = relation(line, "China", "US", said="a:0", mode="threatened", event="THREATEN")
        assert dated(line, row, said) == (("2023-05-02", "2023-05-02"), "spoken", "background")

    def test_a_plan_of_the_speaker_is_no_statement(self):
        line = timeline(
            "A. B. China said on May 2 it would meet the US.", [("May 2", "2023-05-02", "2023-05-02")]
        )
        said = statement(line, "China", "said", "it would meet the US")
        row = relation(line, "China", "US", said="a:0", mode="planned", event="CONSULT")
        assert dated(line, row, said) == (("2023-05-02", None), "ahead", "outlook")

    def test_what_is_said_does_not_date_the_author(self):
        line = timeline(
            'A. B. China accused the US. Wang said "it began in April".',
            [("April", "2023-04-01", "2023-04-30")],
        )
        said = statement(line, "Wang", "said", "it began in April")
        assert dated(line, relation(line, "China", "US"), said)[1] == "article"

    def test_what_is_said_of_one_of_the_two_dates_them(self):
        line = timeline("A. B. China told the US it moved in April.", [("April", "2023-04-01", "2023-04-30")])
        said = statement(line, "China", "told", "the US it moved in April")
        assert dated(line, relation(line, "China", "US"), said)[0] == ("2023-04-01", "2023-04-30")
        said = statement(line, "China", "told", "it moved in April")
        assert dated(line, relation(line, "China", "US"), said)[1] == "article"

    def test_an_article_of_an_interval(self):
        first, last = day("2023-06-17"), day("2023-06-20")
        line = timeline("China accused the US.", first=first, last=last)
        assert dated(line, relation(line, "China", "US")) == (("2023-06-15", "2023-06-20"), "lead", "news")
        line = timeline(
            "China accused the US on June 18.", [("June 18", "2023-06-18", "2023-06-18")], first, last
        )
        assert (
            dated(line, relation(line, "China", "US"))[2] is None
        )  # news or outlook: the article's day decides

    def test_an_article_of_no_date(self):
        line = timeline("China accused the US.", first=None, last=None)
        assert dated(line, relation(line, "China", "US")) == ((None, None), "article", None)
        line = timeline("China met the US in 1972.", [("1972", "1972-01-01", "1972-12-31")], None, None)
        assert dated(line, relation(line, "China", "US")) == (("1972-01-01", "1972-12-31"), "beside", None)


class TestStatements:
    def test_beside_the_reporting_words(self):
        line = timeline(
            "Wang said on Wednesday that talks failed in April.",
            [("Wednesday", "2023-05-10", "2023-05-10"), ("April", "2023-04-01", "2023-04-30")],
        )
        (when,) = date_statements(line, [statement(line, "Wang", "said", "talks failed in April")])
        assert (str(when.earliest), when.rule) == ("2023-05-10", "said")

    def test_what_lies_ahead_does_not_date_it(self):
        line = timeline("Wang, who will leave on May 20, said no.", [("May 20", "2023-05-20", "2023-05-20")])
        (when,) = date_statements(line, [statement(line, "Wang", "said", "no")])
        assert (when.earliest, when.latest, when.rule) == (None, DAY, "article")

    def test_it_goes_on(self):
        text = 'Wang said on Wednesday: "No". "Never", he said.\n"Ever", he added.\nA.\n"Why", he asked.'
        line = timeline(text, [("Wednesday", "2023-05-10", "2023-05-10")])
        rows = [
            statement(line, "Wang", "said", '"No"'),
            statement(line, "he", "he said", '"Never"', speaker="Wang", number="a:1"),
            statement(line, "he", "added", '"Ever"', speaker="Wang", number="a:2"),
            statement(line, "he", "asked", '"Why"', speaker="Wang", number="a:3"),
        ]
        rules = [when.rule for when in date_statements(line, rows)]
        assert rules == ["said", "said_before", "said_before", "article"]

    def test_another_speaker_does_not_go_on(self):
        line = timeline(
            'Wang said on Wednesday: "No". Blinken said "yes".', [("Wednesday", "2023-05-10", "2023-05-10")]
        )
        rows = [
            statement(line, "Wang", "said", '"No"'),
            statement(line, "Blinken", "Blinken said", '"yes"', number="a:1"),
        ]
        assert [when.rule for when in date_statements(line, rows)] == ["said", "article"]

    def test_nobody_does_not_go_on(self):
        line = timeline('Wang said on Wednesday: "No". "Yes".', [("Wednesday", "2023-05-10", "2023-05-10")])
        rows = [statement(line, "Wang", "said", '"No"'), statement(line, None, None, '"Yes"', number="a:1")]
        assert [when.rule for when in date_statements(line, rows)] == ["said", "article"]
