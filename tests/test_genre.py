"""The genre of an article: the signs of each, the article's own voice, and when to say nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.clean import clean_text
from corpus_lib.genre import read_genre
from corpus_lib.metadata import read_metadata
from corpus_lib.rows import Line

BODY = "The talks in Vienna went on for eight hours on Wednesday.\nBoth sides agreed to keep the talks going in the months to come."
#: An article that attributes and dates what it tells, one that judges, and one that does neither.
REPORT = "\n".join(
    f"The {who} said on {day} that the talks about the {what} had made progress, and that a new round was planned in the city before the winter."
    for who, what, day in zip(
        ("minister", "envoy", "governor", "mayor", "captain", "pilot", "owner", "warden"),
        ("port", "market", "station", "harbour", "mill", "fair", "school", "bridge"),
        ("Monday", "Tuesday", "Friday", "Sunday") * 2,
        strict=True,
    )
)
ESSAY = "\n".join(
    f"We must ask {what}, and we should never forget that the treaty was a mistake which our fathers made in a hurry and which we repeat."
    for what in ("who gains", "who pays", "what comes next", "how it ends", "when it began", "where we stand")
)
ACCOUNT = "\n".join(
    f"The {what} of the river town grew for ten years, and the bridges that were built then carry the trains between the two countries."
    for what in ("port", "market", "station", "harbour", "mill", "fair", "school")
)


def genre_of(raw, *, title=None, byline=None, outlet_type=None, quoted=()):
    cleaned = clean_text(raw)
    known = read_metadata(raw, cleaned.rows).values
    genre, evidence = read_genre(
        cleaned.text,
        lines=cleaned.rows,
        title=title or known["title"],
        byline=byline or known["byline"],
        outlet_type=outlet_type,
        quoted=quoted,
    )
    for row in evidence:
        assert row.field == "genre"
        assert (row.raw_start is None) == (row.text is None)
        assert row.text is None or raw[row.raw_start : row.raw_end] == row.text
    assert [row.value for row in evidence if row.chosen] == ([genre] if genre else [])
    return genre, evidence


@pytest.mark.parametrize(
    ("title", "head", "foot", "genre"),
    [
        ("Opinion | Talks in Vienna go on", "", "", "opinion"),
        ("Talks in Vienna go on", "Editorial", "", "opinion"),
        ("Talks in Vienna go on", "Explainer", "", "explainer"),
        ("Talks in Vienna go on", "", "The views expressed are the author's own.", "opinion"),
        ("Talks in Vienna go on", "", "The writer is a former ambassador to Austria.", "opinion"),
        ("Talks in Vienna go on", "", "Jane Doe is a senior fellow at the Institute of Rivers.", "opinion"),
        ("Talks in Vienna go on", "", "Jane Doe is a reporter who writes on the Institute of Rivers.", None),
        ("DOE: Talks in Vienna go on", "", "", "opinion"),
        ("BREAKING: Talks in Vienna go on", "", "", None),
        ("News analysis: Talks in Vienna go on", "", "", "analysis"),
        ("What to know about the talks in Vienna", "", "", "explainer"),
        ("Readout of the meeting in Vienna on the river", "", "", "statement"),
        ("Talks in Vienna go on", "By Ambassador Jane Doe", "", "opinion"),
        ("Talks in Vienna go on", "", "", None),
    ],
)
def test_signs(title, head, foot, genre):
    raw = "\n".join(filter(None, (head, title, "May 13, 2023", BODY, foot)))
    assert genre_of(raw)[0] == genre


def test_a_menu_is_no_label():
    menu = "Home\nWorld\nOpinion\nAnalysis\nSports"
    assert genre_of(f"{menu}\nTalks in Vienna go on for a day\nMay 13, 2023\n{BODY}")[1] == []


def test_the_headline_ends_a_run_of_short_lines():
    head = "Home\nOpinion\nTalks resume\nBy Jane Doe\nMay 13, 2023"
    assert genre_of(f"{head}\n{BODY}", title="Talks resume")[0] == "opinion"


@pytest.mark.parametrize("line", ["MR. DOE: The talks went well today.", "Q: How did the talks go?"])
def test_one_turn_is_no_transcript(line):
    assert genre_of(f"Talks in Vienna go on\n\n{line}\n{BODY}")[1] == []


@pytest.mark.parametrize(
    ("lines", "genre"),
    [
        ("VIENNA (Reuters) - The talks went on for eight hours and will resume in the autumn.", "news"),
        ("THE PRESIDENT: The talks went well today.\nMR. DOE: They did go well.\nQ: When do they go on?", "statement"),
        ("Q: How did the talks go?\nA: They went well.\nQ: Who came?\nA: All did.\nQ: What now?\nA: We wait.", "interview"),
        ("This interview has been edited for length and clarity, as the two spoke for hours.", "interview"),
        ("Following is the full text of the agreement that the two ministers signed in Vienna.", "statement"),
    ],
)  # fmt: skip
def test_forms(lines, genre):
    assert genre_of(f"Talks in Vienna go on\n\n{lines}\n{BODY}")[0] == genre


def test_headings_make_an_explainer():
    paragraphs = ACCOUNT.split("\n")[:5]
    for heading in ("How long will the {} last?", "The question of the {}:"):
        headed = [f"{heading.format(p.split()[1])}\n{p}" for p in paragraphs]
        raw = "\n".join(["Talks in Vienna go on for a day", *headed])
        assert genre_of(raw)[0] == "explainer"


def test_own_voice():
    assert genre_of(f"Talks in Vienna go on\n{REPORT}")[0] == "news"
    assert genre_of(f"Talks in Vienna go on\n{ESSAY}")[0] == "opinion"
    assert genre_of(f"Talks in Vienna go on\n{ACCOUNT}")[0] is None
    assert genre_of(f"Talks in Vienna go on\n{REPORT}\n{ESSAY}")[0] is None


def test_one_report_in_an_account_is_no_news():
    told = "The warden of the bridge said on Monday that the trains run twice a day."
    assert genre_of(f"Talks in Vienna go on\n{ACCOUNT}\n{told}")[1] == []


def test_a_headline_that_asks_and_a_report_without_days_are_no_plain_news():
    assert genre_of(f"Will talks in Vienna go on?\n{REPORT}")[0] is None
    undated = REPORT
    for day in ("Monday", "Tuesday", "Friday", "Sunday"):
        undated = undated.replace(f" on {day}", "")
    assert genre_of(f"Talks in Vienna go on\n{undated}")[0] is None


def test_what_is_quoted_is_not_the_articles_voice():
    in_marks = "\n".join(f"“{line}”" for line in ESSAY.split("\n"))
    assert genre_of(f"Talks in Vienna go on\n{in_marks}")[0] is None
    raw = f"Talks in Vienna go on\n{ESSAY}"
    text = clean_text(raw).text
    assert genre_of(raw, quoted=[(0, len(text))])[0] is None
    assert genre_of(raw, quoted=[(0, len(text)), (1, 2)])[0] is None
    assert genre_of(raw, quoted=[(0, 5), (3, 9), (-4, 2), (len(text), len(text) + 9)])[0] == "opinion"


def test_the_loser_stays_and_weak_signs_that_differ_leave_it_open():
    genre, evidence = genre_of(f"Opinion | Talks in Vienna go on\n{REPORT}")
    assert genre == "opinion"
    assert ("news", "own_voice", False) in [(row.value, row.rule, row.chosen) for row in evidence]
    headings = "\n".join(f"What does the {line.split()[1]} want?\n{line}" for line in REPORT.split("\n"))
    genre, evidence = genre_of(f"Talks in Vienna go on\n{headings}")
    assert genre is None
    assert {row.rule for row in evidence} == {"question_headings", "own_voice"}


def test_a_government_that_publishes_states():
    genre, evidence = genre_of(f"Talks in Vienna go on\n{BODY}", outlet_type="government")
    assert (genre, evidence[0].rule, evidence[0].raw_start) == ("statement", "government_outlet", None)


@pytest.mark.parametrize(
    ("name", "genres"),
    [("000", {"opinion"}), ("001", {"explainer", None}), ("002", {"news"}), ("003", {"news"}), ("004", {"analysis", None})],
)  # fmt: skip
def test_seeds(project, name, genres):
    raw = next((project / "seeds").glob(f"{name}_*")).read_bytes().decode("utf-8")
    assert genre_of(raw)[0] in genres


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet='aQA“”"?:.\n\ud800 WeSaid-—(|', max_size=300),
    st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400)), max_size=5),
)
def test_total_over_text(text, quoted):
    lines = [Line(0, 0, len(text), text, True, None, None)]
    for rows in ([], lines):
        genre, evidence = read_genre(
            text, lines=rows, title=text, byline=text, outlet_type=None, quoted=quoted
        )
        assert all(row.text is None or text[row.raw_start : row.raw_end] == row.text for row in evidence)
        assert genre is None or any(row.chosen for row in evidence)


@pytest.mark.parametrize(
    "piece", ["we said that ", "“", "A. B ", "views ", "Jane Doe is a ", "interview ", "A", "Q: "]
)
def test_one_long_line_comes_to_an_end(piece):
    text = piece * (400_000 // len(piece))
    lines = [Line(0, 0, len(text), text, True, None, None)]
    genre, evidence = read_genre(text, lines=lines, title=text, byline=text, outlet_type=None)
    assert genre is None or any(row.chosen for row in evidence)
