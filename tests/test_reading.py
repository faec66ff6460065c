"""Reading one article: a stage of times that fails leaves a problem, and the other tables stay."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus_lib import reading
from corpus_lib.reading import OF_TEXT, Guard, read_article

TEXT = "China condemned the United States on Monday."
DAY = dt.datetime(2023, 5, 13)


def read(**more):
    article = {"article_id": "a", "text": TEXT, "published": DAY, "outlet_country": None}
    article |= {"published_earliest": DAY, "published_latest": DAY} | more
    guard = Guard("a.txt", "a", [])
    return read_article(article, [(0, len(TEXT))], [], guard, threads=1), guard.problems


def test_an_act_gets_the_day_beside_it():
    rows, problems = read()
    assert set(rows) == set(OF_TEXT)
    assert problems == []
    act = rows["relations"][0]
    assert [act["event_earliest"], act["event_latest"]] == [dt.date(2023, 5, 8)] * 2
    assert [act["time_rule"], act["told_as"]] == ["beside", "news"]
    assert rows["time_expressions"][0]["value"] == "2023-05-08"


def test_an_article_without_a_date():
    rows, problems = read(published=None, published_earliest=None, published_latest=None)
    assert problems == []
    assert rows["time_expressions"][0]["left_open"] == "article_date_unknown"
    assert rows["relations"][0]["event_earliest"] is None


@pytest.mark.parametrize(("work", "stage"), [("find_times", "times"), ("date_relations", "event_times")])
def test_a_stage_that_fails(monkeypatch, work, stage):
    def fail(*_args, **_options):
        raise ValueError("no clock")

    monkeypatch.setattr(reading, work, fail)
    rows, problems = read()
    assert [(p.stage, p.rule) for p in problems] == [(stage, "failed")]
    assert "no clock" in problems[0].detail
    assert rows["relations"][0]["event"] == "ACCUSE"
    assert (rows["relations"][0]["time_rule"] is None) == (stage == "event_times")
    assert bool(rows["time_expressions"]) == (stage == "event_times")
