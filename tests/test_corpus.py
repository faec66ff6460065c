"""The corpus as a whole: bad input, cache, order, and that every table keeps to its description."""

import csv
import hashlib
import itertools
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus_lib as cl
from corpus_lib.build import build_corpus
from corpus_lib.errors import InputError
from corpus_lib.load.document import Document
from corpus_lib.schema import TABLES, check_table, make_table
from corpus_lib.stages import process_documents

SEEDS = Path(__file__).parents[1] / "seeds"
STORY = "Talks resume\nMay 13, 2023\nThe two sides met in Vienna on Wednesday.\nThe official said the talks went on – “candid”.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def problems(corpus):
    return {(Path(row.path).name, row.rule) for row in corpus.problems.itertuples()}


def test_seeds_give_five_articles_and_no_problem(seeds):
    assert len(seeds) == 5
    assert seeds.problems.empty
    for name in TABLES:
        check_table(name, seeds.tables[name])


#: Title, byline, outlet, country, genre, and credits of each seed, read by hand.
SEED_METADATA = {
    "000": ("US-China relations after the balloon incident", "Ambassador Tran Duc Mau", "The Hanoi Times", "VN", "opinion", set()),
    "001": ("A Bid to Ease Tensions and Stabilize Bilateral Ties: Antony Blinken Visits China", None, None, None, "explainer",
            {("Al Jazeera", "cited"), ("Al Jazeera", "summary")}),
    "002": ("Anthony Blinken begins visit to China postponed due to downed “spy balloon”", None, None, None, "news",
            {("The Guardian", "cited")}),
    "003": ("US And China's Diplomatic Thaw", None, "Spotlight Nepal", "NP", "news", {("NHK", "reprint")}),
    "004": ("With aims to improved bilateral tension, Blinken starts round of talks with Chinese Officials in Beijing", None,
            "TheSocialTalks", "IN", None, {("Nikkei Asia", "cited"), ("Global Times", "cited"), ("The New York Times", "cited")}),
}  # fmt: skip


@pytest.mark.parametrize("name", SEED_METADATA)
def test_seed_metadata(seeds, name):
    article = seeds.articles[seeds.articles["path"].str.contains(f"{name}_")].iloc[0]
    title, byline, outlet, country, genre, credited = SEED_METADATA[name]
    assert article["title"] == title
    found = article[["byline", "outlet", "outlet_country", "genre"]]
    assert [None if pd.isna(value) else value for value in found] == [byline, outlet, country, genre]
    rows = seeds.credits[seeds.credits["article_id"] == article["article_id"]]
    assert set(zip(rows["credited_outlet"], rows["kind"], strict=True)) == credited
    assert article["language"] == "en"


def test_every_span_equals_its_words(seeds):
    raws = {row.article_id: Path(row.path).read_text("utf-8") for row in seeds.articles.itertuples()}
    for table in (seeds.lines, seeds.credits, seeds.evidence.dropna(subset="raw_start")):
        for row in table.itertuples():
            assert raws[row.article_id][int(row.raw_start) : int(row.raw_end)] == row.text
    texts = seeds.articles.set_index("article_id")["text"]
    for row in seeds.sentences.itertuples():
        sentence = texts[row.article_id][row.start : row.end]
        assert sentence == sentence.strip() != ""


def test_each_chosen_value_has_its_evidence(seeds):
    chosen = seeds.evidence[seeds.evidence["chosen"]]
    for field in ("title", "byline", "outlet", "language", "genre", "url"):
        stated = seeds.articles.dropna(subset=field).set_index("article_id")[field]
        assert dict(
            zip(*(chosen.loc[chosen["field"] == field, c] for c in ("article_id", "value")), strict=True)
        ) == dict(stated)
    dated = seeds.articles.loc[seeds.articles["published_precision"] != "unknown", "article_id"]
    assert set(dated) == set(chosen.loc[chosen["field"] == "published", "article_id"])


def test_bad_input_becomes_rows_and_stops_nothing(folder, tmp_path):
    files = {
        "good.txt": STORY.encode(),
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "utf16.txt": (STORY + "Sixteen bits went into each character.\n").encode("utf-16"),
        "windows.txt": (STORY + "One byte went into each character.\n").encode("cp1252"),
        "menu.txt": b"Home World Business\nSubscribe\nLog in\nContact us\n",
        "script.txt": (
            STORY + "<script>alert('x')</script> he said that <img src=x onerror=alert(1)> was in it.\n"
        ).encode(),
        "twin a.txt": b"The first of two files that hold the same words was read.",
        "twin b.txt": b"The first of two files that hold the same words was read.",
        'it\'s "quoted" & 中文 标题.txt': (STORY + "The name of this file has quotes in it.\n").encode(),
        "photo.jpg": b"\xff\xd8\xff",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    corpus = build_corpus(folder, derived=tmp_path / "derived")
    assert problems(corpus) == {
        ("empty.txt", "empty"),
        ("blank.txt", "empty"),
        ("binary.txt", "binary"),
        ("menu.txt", "no_article"),
        ("twin b.txt", "duplicate"),
        ("photo.jpg", "unknown_format"),
    }
    assert corpus.problems["detail"].str.len().min() > 20
    articles = corpus.articles.set_index(corpus.articles["path"].map(lambda path: Path(path).name))
    assert set(articles.index) == set(files) - {
        "empty.txt",
        "blank.txt",
        "binary.txt",
        "twin b.txt",
        "photo.jpg",
    }
    assert dict(articles["encoding"])["utf16.txt"] == "utf-16"
    assert dict(articles["encoding"])["windows.txt"] == "cp1252"
    assert "– “candid”" in articles.loc["windows.txt", "text"]
    assert "<img src=x onerror=alert(1)>" in articles.loc["script.txt", "text"]


def test_one_text_in_two_encodings_is_one_article(folder, tmp_path):
    (folder / "a.txt").write_bytes(STORY.encode("utf-8"))
    (folder / "b.txt").write_bytes(STORY.encode("utf-16"))
    corpus = build_corpus([folder / "b.txt", folder / "a.txt"], derived=tmp_path / "derived")
    assert [Path(path).name for path in corpus.articles["path"]] == ["a.txt"]
    assert problems(corpus) == {("b.txt", "duplicate")}
    assert not corpus.lines.duplicated(["article_id", "line"]).any()


def test_of_two_equal_files_the_first_by_name_is_read(folder, tmp_path):
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(STORY)
    corpus = build_corpus([folder / "b.txt", folder / "a.txt"], derived=tmp_path / "derived")
    assert problems(corpus) == {("b.txt", "duplicate")}


def test_a_line_of_fifty_megabytes_is_refused_with_its_size(folder, tmp_path):
    (folder / "huge.txt").write_bytes(b"word " * 10_000_000)
    corpus = build_corpus(folder, derived=tmp_path / "derived")
    assert problems(corpus) == {("huge.txt", "too_large")}
    assert "50 MB" in corpus.problems["detail"].iloc[0]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything"
)
def test_a_locked_folder_is_named(folder, tmp_path):
    (folder / "locked").mkdir(mode=0)
    assert problems(build_corpus(folder, derived=tmp_path / "derived")) == {("locked", "no_permission")}


def test_what_the_system_refuses_is_named(folder, tmp_path, monkeypatch):
    (folder / "a.txt").write_text(STORY)

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert problems(build_corpus(folder, derived=tmp_path / "derived")) == {("a.txt", "no_permission")}


def test_a_missing_path_says_which(tmp_path):
    with pytest.raises(InputError, match=r"nowhere: there is no such file or folder\. Remedy"):
        build_corpus(tmp_path / "nowhere", derived=tmp_path / "derived")


def test_an_empty_folder_gives_empty_tables(folder, tmp_path):
    corpus = build_corpus(folder, derived=tmp_path / "derived")
    assert len(corpus) == 0
    for name in TABLES:
        check_table(name, corpus.tables[name])


def test_seed_speakers(seeds):
    """Every source in the seeds with the speaker, country and role that a reader gave it."""
    with (Path(__file__).parent / "data" / "seed_speakers.csv").open(encoding="utf-8") as file:
        read = {(row["article"], row["source"]): row for row in csv.DictReader(file)}
    paths = seeds.articles.set_index("article_id")["path"]
    named = seeds.attributions[seeds.attributions["source"].notna()]
    found = [
        read[Path(paths[row.article_id]).name[:3], row.source] | {"ours": row} for row in named.itertuples()
    ]
    assert len(found) > 50, "a source that is not in the table: read it and add it"
    resolvable = [row for row in found if row["country"]]
    right = [row for row in resolvable if row["ours"].speaker_country == row["country"]]
    assert len(right) >= 0.95 * len(resolvable)
    assert not [
        row["source"] for row in found if not row["country"] and pd.notna(row["ours"].speaker_country)
    ]
    names = [
        row
        for row in found
        if (row["speaker"] or None) == (row["ours"].speaker if pd.notna(row["ours"].speaker) else None)
    ]
    roles = [
        row
        for row in found
        if (row["role"] or None) == (row["ours"].speaker_role if pd.notna(row["ours"].speaker_role) else None)
    ]
    # Two words that are no source at all are taken for one ("All that portrayed …").
    assert min(len(names), len(roles)) >= len(found) - 2


def test_links_out_of_the_folder_are_not_followed(folder, tmp_path):
    (tmp_path / "secret.txt").write_text(STORY)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert problems(build_corpus(folder, derived=tmp_path / "derived")) == {("link.txt", "link_outside")}


def count_processed(monkeypatch):
    seen = []

    def counting(documents, **options):
        seen.extend(document.path for document in documents)
        return process_documents(documents, **options)

    monkeypatch.setattr("corpus_lib.build.process_documents", counting)
    return seen


def test_only_what_changed_is_made_anew(folder, tmp_path, monkeypatch):
    shutil.copytree(SEEDS, folder, dirs_exist_ok=True)
    first = build_corpus(folder, derived=tmp_path / "derived")
    seen = count_processed(monkeypatch)
    again = build_corpus(folder, derived=tmp_path / "derived")
    assert seen == []
    for name in TABLES:
        pd.testing.assert_frame_equal(first.tables[name], again.tables[name])
    changed = next(folder.glob("002*"))
    changed.write_text(changed.read_text("utf-8") + "\nOne more sentence was added here.", "utf-8")
    third = build_corpus(folder, derived=tmp_path / "derived")
    assert seen == [str(changed)]
    fresh = build_corpus(folder, derived=tmp_path / "fresh")
    for name in TABLES:
        pd.testing.assert_frame_equal(third.tables[name], fresh.tables[name])
    changed.unlink()
    assert len(build_corpus(folder, derived=tmp_path / "derived")) == 4


def test_a_renamed_file_keeps_its_article(folder, tmp_path, monkeypatch):
    (folder / "a.txt").write_text(STORY)
    first = build_corpus(folder, derived=tmp_path / "derived")
    seen = count_processed(monkeypatch)
    (folder / "a.txt").rename(folder / "b.txt")
    again = build_corpus(folder, derived=tmp_path / "derived")
    assert seen == []
    assert again.articles["path"].tolist() == [str(folder / "b.txt")]
    assert again.fingerprint == first.fingerprint


def test_a_new_version_makes_everything_anew(folder, tmp_path, monkeypatch):
    (folder / "a.txt").write_text(STORY)
    build_corpus(folder, derived=tmp_path / "derived")
    seen = count_processed(monkeypatch)
    monkeypatch.setattr("corpus_lib.build.stage_version", lambda: "another")
    build_corpus(folder, derived=tmp_path / "derived")
    assert len(seen) == 1


def test_damaged_tables_are_made_anew(folder, tmp_path):
    (folder / "a.txt").write_text(STORY)
    build_corpus(folder, derived=tmp_path / "derived")
    (tmp_path / "derived" / "lines.parquet").unlink()
    assert len(build_corpus(folder, derived=tmp_path / "derived").lines) == 5


def test_order_of_input_does_not_matter(tmp_path):
    files = sorted(SEEDS.glob("0*.txt"))
    tables = []
    for n, order in enumerate(itertools.islice(itertools.permutations(files), 0, 120, 40)):
        tables.append(build_corpus(order, derived=tmp_path / str(n)).tables)
    for other in tables[1:]:
        for name in TABLES:
            pd.testing.assert_frame_equal(tables[0][name], other[name])


def test_parallel_work_gives_the_same_tables(folder, tmp_path, monkeypatch):
    for n in range(12):
        (folder / f"{n:02}.txt").write_text(
            STORY + f"Delegation number {n} of the two sides left on Friday.\n"
        )
    monkeypatch.setattr("corpus_lib.build.MIN_PARALLEL", 1)
    monkeypatch.setattr("corpus_lib.build.BATCH", 5)
    steps = []
    one = build_corpus(
        folder, derived=tmp_path / "one", n_jobs=1, progress=lambda done, todo: steps.append((done, todo))
    )
    two = build_corpus(folder, derived=tmp_path / "two", n_jobs=2)
    assert steps == [(5, 12), (10, 12), (12, 12)]
    for name in TABLES:
        pd.testing.assert_frame_equal(one.tables[name], two.tables[name])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4))
def test_no_text_can_stop_a_run_and_every_table_passes(raws):
    documents = [Document(f"{n}.txt", "text", "utf-8", raw, "0" * 64) for n, raw in enumerate(raws)]
    rows = process_documents(documents)
    assert [row for row in rows["problems"] if row["rule"] == "failed"] == []
    for name in TABLES:
        if name != "articles":
            check_table(name, make_table(name, rows[name]))
    raw_of = {document.article_id: document.raw for document in documents}
    for row in rows["evidence"] + rows["credits"]:
        if row["raw_start"] is not None:
            assert raw_of[row["article_id"]][row["raw_start"] : row["raw_end"]] == row["text"]


def test_a_stage_that_fails_leaves_a_row(monkeypatch):
    def fail(*_, **__):
        raise ValueError("no such luck")

    monkeypatch.setattr("corpus_lib.stages.find_credits", fail)
    rows = process_documents([Document("a.txt", "text", "utf-8", STORY, "0" * 64)])
    assert [(row["stage"], row["rule"]) for row in rows["problems"]] == [("credits", "failed")]
    assert "no such luck" in rows["problems"][0]["detail"]
    assert rows["articles"][0]["title"] == "Talks resume"


def test_where_takes_a_part_with_all_that_belongs_to_it(seeds):
    part = seeds.where(outlet_country=["VN", "NP"])
    assert len(part) == 2
    assert set(part.lines["article_id"]) == set(part.articles["article_id"])
    assert len(seeds.where(outlet=None)) == 2
    assert "outlet = None" in repr(seeds.where(outlet=None))
    with pytest.raises(InputError, match="no column 'country'"):
        seeds.where(country="VN")
    assert len(seeds) == 5


def test_lines_can_be_put_back(seeds):
    before = {name: frame.copy(deep=True) for name, frame in seeds.tables.items()}
    back = cl.restore_lines(seeds, reason="caption")
    text = back.articles.loc[back.articles["path"].str.contains("003_"), "text"].iloc[0]
    assert "ties between their countries." in text
    assert (
        "\nThe leaders of the US and China meet in Bali, Indonesia, on November 14, 2022.\nBoth leaders"
        in text
    )
    for name in TABLES:
        check_table(name, back.tables[name])
        pd.testing.assert_frame_equal(seeds.tables[name], before[name])
    assert (back.articles["removed_share"] <= seeds.articles["removed_share"]).all()
    assert len(back.sentences) > len(seeds.sentences)
    texts = back.articles.set_index("article_id")["text"]
    for row in back.attributions.itertuples():
        assert texts[row.article_id][row.content_start : row.content_end] == row.content
    unchanged = seeds.attributions["article_id"].isin(
        back.articles.loc[texts.values == seeds.articles["text"], "article_id"]
    )
    same = back.attributions[
        back.attributions["article_id"].isin(seeds.attributions.loc[unchanged, "article_id"])
    ]
    pd.testing.assert_frame_equal(
        seeds.attributions[unchanged].reset_index(drop=True), same.reset_index(drop=True)
    )
    everything = cl.restore_lines(seeds)
    assert everything.articles["removed_share"].max() == 0
    with pytest.raises(InputError, match="no removed line fits"):
        cl.restore_lines(seeds, reason="no such rule")


def test_html_pages_are_read_with_their_markup(folder, tmp_path):
    story = "".join(
        f"<p>The two sides met in Vienna for the {n}th time, and agreed to keep talking to each other.</p>"
        for n in range(9)
    )
    page = f"""<html><head><title>Talks resume - The Guardian</title><meta property="og:site_name" content="The Guardian">
    <meta property="og:title" content="Talks resume"><meta property="article:published_time" content="2023-05-13T08:09:00Z">
    <link rel="canonical" href="https://www.theguardian.com/world/2023/may/13/talks"></head><body><nav><a href="/">Home</a></nav>
    <article><h1>Talks resume</h1>{story}</article><script>var x = "not seen";</script><footer>© Guardian News</footer></body></html>"""
    (folder / "page.html").write_text(page)
    corpus = build_corpus(folder, derived=tmp_path / "derived")
    article = corpus.articles.iloc[0]
    assert article[["format", "title", "outlet", "outlet_country"]].tolist() == [
        "html",
        "Talks resume",
        "The Guardian",
        "GB",
    ]
    assert article["published"].date().isoformat() == "2023-05-13"
    assert article["text"].count("\n") == 8
    assert "not seen" not in "".join(corpus.lines["text"])
    assert "Home" in corpus.lines.loc[~corpus.lines["kept"], "text"].tolist()


def test_seeds_stand_unchanged():
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(SEEDS.glob("0*.txt"))]
    assert hashes == ["2dc851bf784c", "fc966187228a", "c969e3481938", "ad90437adda8", "4c2ef7df9b20"]


def test_the_surface_is_what_tab_shows():
    assert set(cl.__all__) <= set(dir(cl))
    for name in cl.__all__:
        assert getattr(cl, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cl.nothing  # noqa: B018
