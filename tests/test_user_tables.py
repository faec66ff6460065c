"""The analyst's own officials and targets beside the articles: used, checked line by line, and part of what a build depends on."""

import os
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest

from corpus_lib.aliases import Alias, aliases_from_rows
from corpus_lib.build import build_corpus
from corpus_lib.load import find_files, read_officials
from corpus_lib.load.user_tables import read_events, read_targets

HEADER = "name,aliases,country,role,office,since,until\n"
NEW = HEADER + "Zuzana Borovská,Zuzana Borovska|Z. Borovska,SK,minister,Minister of Rivers,2020,\n"
STORY = (
    "River talks go on\nMay 13, 2023\n"
    "Zuzana Borovska said on Wednesday that the river would stay open to all ships in winter. "
    "The captains of the ferries welcomed it. “We have waited for this day,” one of them said.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY, "utf-8")
    return tmp_path / "in"


def build(folder):
    return build_corpus(folder, derived=folder.parent / "derived")


def speaker(corpus):
    """What the build makes of the article's first source."""
    row = corpus.attributions.iloc[0]
    assert row["source"] == "Zuzana Borovska"
    return [
        None if pd.isna(value) else value for value in row[["speaker", "speaker_country", "speaker_role"]]
    ]


def test_the_analysts_officials_are_used(folder):
    assert speaker(build(folder))[1:] == [None, None]
    (folder / "officials.csv").write_text(NEW, "utf-8")
    corpus = build(folder)
    assert speaker(corpus) == ["Zuzana Borovská", "SK", "minister"]
    assert corpus.problems.empty
    assert [Path(path).name for path in corpus.articles["path"]] == ["a.txt"]


def test_an_office_counts_from_its_first_day(folder):
    (folder / "officials.csv").write_text(
        HEADER + "Zuzana Borovska,,SK,legislator,,2010,2020\nZuzana Borovska,,SK,minister,,2020-06,\n",
        "utf-8",
    )
    assert speaker(build(folder)) == ["Zuzana Borovska", "SK", "minister"]


def test_a_change_of_the_table_is_seen(folder):
    table = folder / "officials.csv"
    table.write_text(NEW, "utf-8")
    assert speaker(build(folder))[1:] == ["SK", "minister"]
    table.write_text(NEW.replace(",SK,minister", ",CZ,legislator"), "utf-8")
    assert speaker(build(folder))[1:] == ["CZ", "legislator"]
    table.unlink()
    assert speaker(build(folder))[1:] == [None, None]


def test_an_unchanged_table_makes_no_work(folder, monkeypatch):
    (folder / "officials.csv").write_text(NEW, "utf-8")
    first = build(folder)
    monkeypatch.setattr("corpus_lib.build.process_documents", Mock(side_effect=AssertionError))
    pd.testing.assert_frame_equal(build(folder).attributions, first.attributions)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,SK,minister,,,", "the name is missing"),
        ("Ann Lee,,Slovakia,minister,,,", "country"),
        ("Ann Lee,,sk,minister,,,", "country"),
        ("Ann Lee,,SK,king,,,", "role"),
        ("Ann Lee,,SK,minister,,May 2021,", "since"),
        ("Ann Lee,,SK,minister,,2021-13,", "since"),
        ("Ann Lee,,SK,minister,,2021,2021-1-1", "until"),
        ("Ann Lee,,SK,minister,Minister, of Rivers,2021,", "since"),
        ("   ", "the name is missing"),
    ],
)
def test_a_bad_row_is_a_problem_with_file_line_and_remedy(folder, row, words):
    table = folder / "officials.csv"
    table.write_text(NEW + row + "\nBo Novak,,CZ,expert,,,\n", "utf-8")
    rows, problems = read_officials(folder)
    assert [row["name"] for row in rows] == ["Zuzana Borovská", "Bo Novak"]
    (problem,) = problems
    assert (problem.path, problem.stage, problem.rule) == (str(table), "officials", "bad_row")
    assert problem.detail.startswith("line 3: ")
    assert words in problem.detail
    assert problem.detail.endswith("; correct the row")
    corpus = build(folder)
    assert corpus.problems[["path", "detail"]].values.tolist() == [[str(table), problem.detail]]
    assert speaker(corpus)[1:] == ["SK", "minister"]
    pd.testing.assert_frame_equal(build(folder).problems, corpus.problems)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (NEW.encode("utf-16"), "unreadable"),
        (NEW.encode("cp1250"), "unreadable"),
        (bytes(range(256)), "unreadable"),
        ((NEW + f'Bo Novak,"{"x" * 200_000}",CZ,expert,,,\n').encode(), "unreadable"),
        (b"", "no_header"),
        (b"Ann Lee,US,minister\n", "no_header"),
        (NEW.replace(",", ";").encode(), "no_header"),
    ],
    ids=["utf-16", "cp1250", "bytes", "too long a field", "empty", "no header", "semicolons"],
)
def test_a_table_that_cannot_be_read_is_a_problem_with_a_remedy(folder, data, rule):
    table = folder / "officials.csv"
    table.write_bytes(data)
    corpus = build(folder)
    assert corpus.problems[["path", "stage", "rule"]].values.tolist() == [[str(table), "officials", rule]]
    assert "columns" in corpus.problems["detail"].iloc[0]
    assert len(corpus) == 1


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="permissions do not bind here"
)
def test_a_table_without_permission_is_a_problem(folder):
    (folder / "officials.csv").write_text(NEW, "utf-8")
    (folder / "officials.csv").chmod(0)
    assert build(folder).problems["rule"].tolist() == ["unreadable"]


def test_a_mark_of_the_encoding_short_rows_and_blanks_do_no_harm(folder):
    (folder / "officials.csv").write_text(
        "name , country\n".replace(" ", "") + " Zuzana Borovska , SK \n\nBo Novak,\nAnn Lee\n", "utf-8-sig"
    )
    rows, problems = read_officials(folder)
    assert rows == [
        {"name": "Zuzana Borovska", "country": "SK"},
        {"name": "Bo Novak", "country": ""},
        {"name": "Ann Lee", "country": ""},
    ]
    assert problems == []
    assert speaker(build(folder))[1] == "SK"


def test_the_table_is_no_article(folder):
    (folder / "officials.csv").write_text(NEW, "utf-8")
    files, problems = find_files(folder)
    assert [file.name for file in files] == ["a.txt"]
    assert problems == []


def test_tables_of_several_folders(folder, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "officials.csv").write_text("name,country\nBo Novak,CZ\n", "utf-8")
    (folder / "officials.csv").write_text(NEW, "utf-8")
    for paths in ([folder, tmp_path / "more"], [tmp_path / "more", str(folder)]):
        assert [row["name"] for row in read_officials(paths)[0]] == ["Zuzana Borovská", "Bo Novak"]
    assert read_officials([folder / "a.txt"]) == ([], [])
    assert read_officials([]) == ([], [])


@pytest.mark.parametrize("day", ["2021-02-30", "0000"])
def test_a_day_that_no_calendar_has_is_a_problem(folder, day):
    (folder / "officials.csv").write_text(NEW + f"Ann Lee,,SK,minister,,{day},\n", "utf-8")
    assert build(folder).problems["rule"].tolist() == ["bad_row"]


@pytest.mark.parametrize("name", ["Officials.csv", "more/officials.csv"])
def test_a_table_in_capitals_or_in_a_folder_within_is_used_or_named(folder, name):
    (folder / "more").mkdir()
    (folder / name).write_text(NEW, "utf-8")
    corpus = build(folder)
    assert speaker(corpus)[1:] == ["SK", "minister"] or not corpus.problems.empty


def test_the_analysts_targets_are_read(folder):
    (folder / "targets.csv").write_text(
        "alias,target,country,note\nthe Big Four , Chinese banks,CN,\nQuad,,,off\nShanghai Group,Shanghai Group\nthe Dragon,China,\n",
        "utf-8-sig",
    )
    rows, problems = read_targets(folder)
    assert problems == []
    assert aliases_from_rows(rows) == (
        Alias("the Big Four", "Chinese banks", "CN"),
        Alias("Quad", None, None),
        Alias("Shanghai Group", "Shanghai Group", None),
        Alias("the Dragon", "China", "CN"),
    )
    assert read_targets([]) == read_targets(folder / "a.txt") == ([], [])
    assert read_officials(folder) == ([], [])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",Chinese banks,CN", "the alias is missing"),
        ("the Big Four,Chinese banks,China", "country"),
        ("the Big Four,Chinese banks,cn", "country"),
        ("the Big Four,,CN", "words without a target have no country"),
    ],
)
def test_a_bad_row_of_targets_is_a_problem_with_file_line_and_remedy(folder, row, words):
    table = folder / "Targets.csv"
    table.write_text(f"alias,target,country\nQuad,Quad,\n{row}\nZTE,ZTE,CN\n", "utf-8")
    rows, problems = read_targets(folder)
    assert [row["alias"] for row in rows] == ["Quad", "ZTE"]
    (problem,) = problems
    assert (problem.path, problem.stage, problem.rule) == (str(table), "targets", "bad_row")
    assert problem.detail.startswith("line 3: ")
    assert words in problem.detail
    assert problem.detail.endswith("; correct the row")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "no_header"),
        (b"alias;target\n", "no_header"),
        ("alias,target\nQuad,Quad\n".encode("utf-16"), "unreadable"),
    ],
)
def test_a_table_of_targets_that_cannot_be_read_is_a_problem(folder, data, rule):
    (folder / "targets.csv").write_bytes(data)
    rows, (problem,) = read_targets(folder)
    assert (rows, problem.stage, problem.rule) == ([], "targets", rule)
    assert "columns" in problem.detail
    assert "alias and target" in problem.detail


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Talks,2023-05-10,2023-05-11", None),
        ("Talks,2023-05-10,", None),
        (",2023-05-10,", "no name"),
        ("Talks,2023-05,", "earliest is not a day"),
        ("Talks,10 May 2023,", "earliest is not a day"),
        ("Talks,2023-02-30,", "earliest is not a day"),
        ("Talks,2023-05-10,2023-05", "latest is not a day"),
        ("Talks,2023-05-10,2023-05-09", "latest is before earliest"),
    ],
)
def test_events_of_reference_are_checked(folder, row, wrong):
    (folder / "reference_events.csv").write_text(f"event,earliest,latest\n{row}\n", "utf-8")
    rows, problems = read_events(folder)
    assert [len(rows), len(problems)] == ([1, 0] if wrong is None else [0, 1])
    if wrong:
        assert wrong in problems[0].detail
        assert problems[0].detail.startswith("line 2: ")
        assert (problems[0].stage, problems[0].rule) == ("reference_events", "bad_row")
