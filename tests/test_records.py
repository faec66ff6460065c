"""Tables and records: rows become articles, whatever the columns are called, and bad rows are counted."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus_lib.build as building
from corpus_lib.build import build_corpus
from corpus_lib.load import Document, find_files, read_bytes, read_columns, read_file
from corpus_lib.load import records as reader
from corpus_lib.rows import Article, Line, Problem
from corpus_lib.schema import TABLES

HEADER = "title,text,date,outlet\n"
ROW = "Talks resume,The two sides met in Vienna.,2023-05-13,Daily News\n"


def read(name: str, data: bytes | str) -> tuple[list[Document], list[Problem]]:
    given = data if isinstance(data, bytes) else data.encode("utf-8")
    found = read_file(Path(name), given, "0" * 64)
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [item for item in found if isinstance(item, Problem)]


def raws(name: str, data: bytes | str) -> list[str]:
    documents, problems = read(name, data)
    assert problems == []
    return [document.raw for document in documents]


def only_problem(name: str, data: bytes | str) -> Problem:
    _, (problem,) = read(name, data)
    return problem


def test_a_row_becomes_a_document():
    (document,), problems = read("a.csv", HEADER + ROW)
    assert problems == []
    assert document.raw == "Talks resume\n\nThe two sides met in Vienna."
    assert (document.format, document.encoding, document.position) == ("csv", "utf-8", 0)
    assert document.is_row
    assert document.stated == {
        "title": "Talks resume", "published": "2023-05-13", "outlet": "Daily News",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "title,text\nTalks,They met.\n"),
        ("a.CSV", "Head;Full Text\r\nTalks;They met.\r\n"),
        ("a.csv", "Headline|Body\nTalks|They met.\n"),
        ("a.csv", "n\tHEADLINE\tarticle text\n1\tTalks\tThey met.\n"),
        ("a.tsv", "headline\tcontent\nTalks\tThey met.\n"),
        ("a.tsv", "headline,content\nTalks,They met.\n"),
        ("a.csv", '\ufeff"title","text"\n"Talks","They met."\n'),
        ("a.csv", "title,text,n\nTa\0lks,They met.,{}\n".format("0" * 200)),
        ("a.csv", "\n\ntitle,text\n\nTalks,They met.\n,\n"),
        ("a.csv", "title,text\rTalks,They met.\r"),
        ("a.csv", "title,text\nTalks,They met.,,\n"),
        ("a.jsonl", '{"title": "Talks", "text": "They met."}\n\n'),
        ("a.ndjson", '{"headline": {"main": "Talks", "kicker": "x"}, "body": ["They met."]}\r\n'),
        ("a.jsonl", '{"title": "Talks", "text": "Talks\\n\\nThey met.\\u0000"}'),
        ("a.jsonl", '{"title": "Talks"}\n{"text": "They met."}'),
        ("a.jsonl", '{"markdown": "---\\ntitle: Talks\\n---\\nThey\\n**met.**"}'),
    ],
)
def test_the_forms_in_which_tables_come(name, data):
    found = raws(name, data)
    assert found in (["Talks\n\nThey met."], ["Talks", "They met."])
    assert (len(found) == 2) == ("}\n{" in data)


def test_wide_characters_of_a_spreadsheet():
    assert raws("a.csv", "title\ttext\n会谈\t会谈恢复。\n".encode("utf-16")) == ["会谈\n\n会谈恢复。"]


def test_a_quoted_field_may_hold_line_ends_and_separators():
    data = 'title,text,date\n"Talks, again","One.\n\nTwo; ""three"".",2023\nNext,Four.,2024\n'
    assert raws("a.csv", data) == ['Talks, again\n\nOne.\n\nTwo; "three".', "Next\n\nFour."]


def test_separators_in_a_line_of_json_do_not_end_it():
    assert raws("a.jsonl", '{"text": "One.\u2028Two.\x85Three."}\n') == ["One.\u2028Two.…Three."]


def test_a_field_longer_than_the_csv_modules_limit():
    usual = csv.field_size_limit()
    assert len(raws("a.csv", f"text\n{'word ' * 100_000}\n")[0]) == 499_999
    assert csv.field_size_limit() == usual


@pytest.mark.parametrize(
    ("row", "raw"),
    [
        ({"title": "T", "text": "Body.", "lead": "Lead."}, "T\n\nLead.\n\nBody."),
        ({"title": "T", "text": "Lead is here. Body.", "lead": "Lead  is here ..."}, "T\n\nLead is here. Body."),
        ({"title": "T", "lead": "Lead."}, "T\n\nLead."),
        ({"title": "T", "abstract": "Abstract.", "lead_paragraph": "Lead."}, "T\n\nLead."),
        ({"title": "T", "abstract": "Abstract.", "lead_paragraph": "n/a"}, "T\n\nAbstract."),
        ({"title": " Two\n lines "}, "Two lines"),
        ({"text": "Body."}, "Body."),
        ({"title": "T", "text": "t \nBody."}, "T\n\nBody."),
        ({"title": "NaN", "text": "Body.", "author": None}, "Body."),
    ],
)  # fmt: skip
def test_title_lead_and_text(row, raw):
    assert raws("a.jsonl", json.dumps(row)) == [raw]


def test_what_a_row_states_besides():
    row = {
        "id": 7, "web_url": "https://example.org/a", "source": {"id": "dn", "name": "Daily News"},
        "byline": {"original": "By Ann Lee", "person": []}, "pub_date": "2023-05-13", "updated": "2023-05-14",
        "Language": "en", "text": "They met.", "likes": 3,
    }  # fmt: skip
    (document,), _ = read("a.jsonl", json.dumps(row))
    assert document.stated == {
        "id": "7", "url": "https://example.org/a", "outlet": "Daily News", "byline": "By Ann Lee",
        "published": "2023-05-13", "updated": "2023-05-14", "language": "en",
    }  # fmt: skip
    row = {"text": "They met.", "authors": [{"name": "Ann Lee"}, {"name": "Bo Li"}]}
    assert read("a.jsonl", json.dumps(row))[0][0].stated == {"byline": "Ann Lee, Bo Li"}


def test_half_characters_become_question_marks():
    assert raws("a.jsonl", '{"text": "Talks \\ud83d and \\ud83d\\ude00."}') == ["Talks ? and 😀."]


def test_markdown_states_its_head_and_shows_its_text():
    page = "---\ndate: 2023-05-13\ntags:\n- a\n---\n# Talks\n\nThe *two*\nsides\n\n- met\n"
    (document,), _ = read("a.jsonl", json.dumps({"markdown": page}))
    assert document.raw == "Talks\nThe two sides\nmet"
    assert document.stated == {"published": "2023-05-13"}
    odd = "---\n: [\n---\nTalks."
    assert "Talks." in raws("a.jsonl", json.dumps({"markdown": odd}))[0]


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("text\n“Ça – va” said a man".encode(), "utf-8", "“Ça – va” said a man"),
        ("text\n“Ça – va” said a man".encode("cp1252"), "cp1252", "“Ça – va” said a man"),
        (
            "text\n“Ça ".encode() + "– va” said a man".encode("cp1252"),
            "utf-8+windows-1252",
            "“Ça – va” said a man",
        ),
        ("text\nÇa \x96 va".encode(), "utf-8+windows-1252", "Ça – va"),
        (b"\xef\xbb\xbftext\n\x93Talks\x94", "utf-8+windows-1252", "“Talks”"),
        ("text\n会谈在北京举行".encode() + b"\x94", "utf-8+windows-1252", "会谈在北京举行”"),
        (b"text\n" + ("会谈在北京举行" * 40).encode("gb18030"), "gb18030", "会谈在北京举行" * 40),
    ],
)
def test_encodings(data, encoding, text):
    (document,), _ = read("a.csv", data)
    assert (document.encoding, document.raw) == (encoding, text)


def test_a_mark_before_lines_of_json_of_two_encodings():
    data = '\ufeff{"text": "Zürich"}\n'.encode() + '{"text": "München"}'.encode("cp1252")
    assert raws("a.jsonl", data) == ["Zürich", "München"]


def test_bytes_of_two_encodings_within_a_quoted_field():
    data = b'text,date\n"Z\xc3\xbcrich\nand M\xfcnchen",2023\n'
    assert raws("a.csv", data) == ["Zürich\nand München"]


def test_no_text_column_is_one_problem_that_names_the_columns():
    problem = only_problem("a.csv", "nr,words,day\n1,They met.,2023\n" * 50)
    assert problem.rule == "no_text_column"
    assert "nr, words, day" in problem.detail
    assert "name the column" in problem.detail


def test_rows_that_give_nothing_are_counted_once_for_the_file():
    lines = [json.dumps({"title": f"Talks {n}", "day": n}) for n in range(3)]
    bad = ["{", "[1, 2]", '"text"', "[" * 100_000, '{"title": "x" "text": "y"}', "NaN"]
    documents, problems = read("a.jsonl", "\n".join([*bad, lines[0], '{"title": " "}', *lines]))
    assert [document.position for document in documents] == [6, 9, 10]
    assert {problem.rule: problem.detail.split("(")[-1] for problem in problems} == {
        "bad_row": "records 1, 2, 3, 4, 5, ...)", "no_text": "record 8)", "duplicate": "record 9)",
    }  # fmt: skip
    assert problems[0].detail.startswith("6 of 11 records")


def test_a_row_with_more_fields_than_columns_is_not_read():
    documents, (problem,) = read("a.csv", "title,text,date\nTalks,One, two.,2023\n" + "Next,Four.\n")
    assert [document.raw for document in documents] == ["Next\n\nFour."]
    assert (problem.rule, problem.detail[-10:]) == ("bad_row", "(record 1)")


def test_packed_files_are_unpacked_to_a_limit(monkeypatch):
    packed = gzip.compress((HEADER + ROW).encode())
    assert raws("a.csv.gz", packed) == raws("a.csv", HEADER + ROW)
    assert read("a.JSONL.GZ", gzip.compress(b'{"title": "Talks"}'))[0][0].format == "jsonl"
    assert only_problem("a.csv.gz", packed[:-9]).rule == "damaged"
    assert only_problem("a.csv.gz", b"no such thing").rule == "damaged"
    assert only_problem("a.txt.gz", packed).rule == "unknown_format"
    monkeypatch.setattr(reader, "MAX_RECORD_BYTES", len(HEADER + ROW) - 1)
    assert only_problem("a.csv.gz", packed).rule == "too_large"


def test_tables_may_be_larger_than_articles(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus_lib.load.MAX_BYTES", 10)
    for name in ("a.csv", "a.txt"):
        (tmp_path / name).write_text(HEADER + ROW)
    assert not isinstance(read_bytes(tmp_path / "a.csv"), Problem)
    assert isinstance(read_bytes(tmp_path / "a.txt"), Problem)


def test_a_binary_file_is_refused():
    assert only_problem("a.csv", bytes(range(256)) * 10).rule == "binary"
    assert only_problem("a.csv", b" \n").rule == "empty"


def test_outlet_and_date_are_part_of_the_name():
    rows = ["Talks,,2023,A", "Talks,,2024,A", "Talks,,2023,B", "Talks,,2023,A"]
    documents, (problem,) = read("a.csv", HEADER + "\n".join(rows))
    assert len({document.article_id for document in documents}) == len(documents) == 3
    assert (problem.rule, problem.detail[:11]) == ("duplicate", "1 of 4 reco")


def test_a_text_file_keeps_its_name():
    """The name is part of tables that analysts keep: it must not change from version to version."""
    (document,), _ = read("a.txt", "Talks resume.")
    assert document.article_id == "6e3f8b13a8dc"


def test_how_columns_were_understood_can_be_looked_at(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Headline,LEAD-paragraph,Abstract,Pub. Date,likes\n")
    assert read_columns(path) == {
        "title": ("Headline",), "lead": ("LEAD-paragraph", "Abstract"), "published": ("Pub. Date",),
    }  # fmt: skip
    path.write_text("nr,words\n")
    assert read_columns(path) == read_columns(tmp_path / "none.csv") == read_columns(tmp_path) == {}


def test_the_analysts_own_tables_are_no_articles(tmp_path):
    for name in ("officials.csv", "targets.csv", "reference_events.csv", "b.csv"):
        (tmp_path / name).write_text(HEADER + ROW)
    assert [path.name for path in find_files(tmp_path)[0]] == ["b.csv"]


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.csv.gz"]))
def test_nothing_stops_a_reader(data, name):
    read_file(
        Path(name), b"title,text\n" + data if name != "a.jsonl" else b'{"text": "x"}\n' + data, "0" * 64
    )


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_comes_out_of_json_lines(texts):
    data = "\n".join(json.dumps({"text": text, "id": n}) for n, text in enumerate([*texts, "end"]))
    documents, _ = read("a.jsonl", data)
    assert "end" in {document.raw for document in documents}
    assert all(document.raw.encode("utf-8") for document in documents)


def stub_stages(documents: list[Document], **_: Any) -> dict[str, list[dict[str, Any]]]:
    """One article and one line a document, and a problem for those with the word "odd"."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for d in documents:
        article = Article(
            d.article_id, d.path, d.position, d.sha256, d.format, d.encoding, d.stated.get("title"),
            *[None] * 5, None, "unknown", None, None, None, "en", None, None, 1, 1, 0.0, d.raw,
        )  # fmt: skip
        rows["articles"].append(article._asdict())
        line = Line(0, 0, len(d.raw), d.raw, True, None, None)
        rows["lines"].append({"article_id": d.article_id, **line._asdict()})
        if "odd" in d.raw:
            rows["problems"].append(Problem(d.path, d.article_id, "clean", "failed", "odd")._asdict())
    return rows


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "process_documents", stub_stages)
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def build(folder, **options):
    return build_corpus(folder, derived=folder.parent / "derived", n_jobs=1, **options)


def details(corpus):
    return {
        (Path(row.path).name, row.rule): row.detail for row in corpus.problems.itertuples()
    }  # fmt: skip


def write_table(path, numbers, word="Talks"):
    path.write_text("title,date\n" + "".join(f"{word} {n},2023\n" for n in numbers))


def test_a_table_is_dealt_out_in_batches(folder, monkeypatch):
    monkeypatch.setattr(building, "BATCH", 4)
    sizes = []
    monkeypatch.setattr(
        building,
        "process_documents",
        lambda documents, **_: sizes.append(len(documents)) or stub_stages(documents),
    )
    write_table(folder / "a.csv", range(10))
    (folder / "b.txt").write_text("Talks resume.")
    calls = []
    corpus = build(folder, progress=lambda done, total: calls.append((done, total)))
    assert sizes == [4, 4, 3]
    assert calls == [(4, 11), (8, 11), (11, 11)]
    assert corpus.articles["text"].tolist() == [f"Talks {n}" for n in range(10)] + ["Talks resume."]
    assert corpus.articles["position"].tolist() == [*range(10), 0]


def test_problems_of_articles_in_different_batches_stay(folder, monkeypatch):
    monkeypatch.setattr(building, "BATCH", 1)
    write_table(folder / "a.csv", range(3), word="odd")
    (folder / "b.txt").write_text("odd")
    first = build(folder)
    assert len(first.problems) == 4
    (folder / "c.txt").write_text("Talks resume.")
    assert len(build(folder).problems) == 4


def test_a_table_is_read_again_only_when_it_changes(folder, monkeypatch):
    write_table(folder / "a.csv", [*range(5), 0])
    first = build(folder)
    assert ("a.csv", "duplicate") in details(first)
    seen = []
    monkeypatch.setattr(
        building,
        "process_documents",
        lambda documents, **_: seen.extend(documents) or stub_stages(documents),
    )
    (folder / "b.txt").write_text("Talks resume.")
    second = build(folder)
    assert [Path(document.path).name for document in seen] == ["b.txt"]
    pd.testing.assert_frame_equal(second.articles.iloc[:5], first.articles)
    assert details(second) == details(first)
    write_table(folder / "a.csv", range(6))
    assert len(build(folder).articles) == 7
    assert len(seen) == 7


def test_rows_of_two_tables_are_repeated_in_one_problem(folder):
    write_table(folder / "a.csv", range(8))
    write_table(folder / "b.csv", range(1, 20))
    write_table(folder / "c.csv", range(19, 21))
    corpus = build(folder)
    assert len(corpus.articles) == 21
    found = details(corpus)
    assert found.keys() == {("b.csv", "duplicate"), ("c.csv", "duplicate")}
    assert found["b.csv", "duplicate"].startswith("7 records (records 1, 2, 3, 4, 5, ...) are also in ")
    assert str(folder / "a.csv") in found["b.csv", "duplicate"]
    assert "record 1)" in found["c.csv", "duplicate"]


def test_an_article_stays_when_the_file_with_its_first_copy_goes(folder):
    (folder / "a.txt").write_bytes(b"Talks resume.")
    (folder / "b.txt").write_bytes("Talks resume.".encode("utf-16"))
    assert details(build(folder)).keys() == {("b.txt", "duplicate")}
    (folder / "c.txt").write_text("Others follow.")
    assert details(build(folder)).keys() == {("b.txt", "duplicate")}
    (folder / "a.txt").unlink()
    corpus = build(folder)
    assert [Path(path).name for path in corpus.articles["path"]] == ["b.txt", "c.txt"]
    assert details(corpus) == {}
