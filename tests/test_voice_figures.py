"""Figures of voices: the widths, numbers and words that are drawn, whatever the table holds."""

import itertools
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

import corpus_lib as cl
from corpus_lib import voice_figures, voice_profiles
from corpus_lib.drawing import MAX_ROWS
from corpus_lib.errors import InputError
from corpus_lib.voice_figures import AUTHOR, MAX_SPEAKERS, MIN_STATEMENTS, OTHERS, QUOTES, UNKNOWN, VOICES

HOSTILE = "<script>alert('$5')</script> $x_{1}$ 中美关系 \U000f0000\U000f0001 الصين"
SIDES = ["United States", "China", "Taiwan", "other", None]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def voices_of(n):
    rows = []
    for i in range(n):
        title = None if i % 7 == 6 else f"{HOSTILE} {i} " + "a long title " * (i % 5)
        rows.append((f"a{i}", title, "author", None, 0, 50 + i % 9, 0.5))
        rows += [(f"a{i}", title, "quoted", side, 1, 10, 0.1) for side in SIDES]
    names = ["article_id", "title", "voice", "side", "n_attributions", "n_words", "share"]
    return pd.DataFrame(rows, columns=names)


def speakers_of(n):
    rows = [(None, "US", "anonymous_official", 1, 3, 500, 0, 0, 500)]
    for i in range(n):
        name = f"{HOSTILE} {i}" if i % 3 == 2 else f"Speaker {i}"
        parts = (5 + 2 * i, i % 4, 1 + i)
        country, role = [("US", "head_of_state"), ("CN", None), (None, None)][i % 3]
        rows.append((name, country, role, 1 + i % 20, 2 + i, sum(parts), *parts))
    names = ["speaker", "speaker_country", "speaker_role", "n_articles", "n_attributions", "n_words"]
    return pd.DataFrame(rows, columns=[*names, *(f"{kind}_words" for kind in QUOTES)])


def about_of(n):
    rows = [(side, about, n, n, 2 * n, 0.5) for side in SIDES for about in SIDES]
    names = ["side", "about", "n_attributions", "n_articles", "of_attributions", "share"]
    return pd.DataFrame(rows, columns=names)


FIGURES = {
    "voices": (cl.plot_voices, voices_of),
    "speakers": (cl.plot_speakers, speakers_of),
    "about": (cl.plot_quoted_about, about_of),
}


def shown_texts(ax):
    """All texts that are drawn: of the axis labels only those within the axis."""
    found = [ax._left_title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        ticks = axis.get_major_ticks()
        found += [tick.label1 for tick in ticks if min(limits) <= tick.get_loc() <= max(limits)]
    found += ax.get_legend().get_texts() if ax.get_legend() else []
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def title(ax):
    return " ".join(ax.get_title(loc="left").split())


def words(ax):
    return " ".join(" ".join(text.get_text().split()) for text in shown_texts(ax))


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def widths(ax):
    return {bars.get_label(): [bar.get_width() for bar in bars] for bars in ax.containers}


@pytest.mark.parametrize("n", [1, 5, 60, 600])
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_and_nothing_overlaps(name, n):
    plot, table_of = FIGURES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # missing glyphs, layouts that do not fit
        ax = plot(table_of(n))
        ax.figure.canvas.draw()
    assert ax.figure.get_figheight() < 34
    page = ax.figure.bbox.padded(2)
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown_texts(ax)]
    for text, box in boxes:
        assert page.x0 <= box.x0 <= box.x1 <= page.x1, text
        assert page.y0 <= box.y0 <= box.y1 <= page.y1, text
    for (text, box), (other, beside) in itertools.combinations(boxes, 2):
        assert not box.padded(-1).overlaps(beside.padded(-1)), (text, other)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows_from_what_and_leaves_the_table_alone(name):
    plot, table_of = FIGURES[name]
    table, (_, given_ax) = table_of(5), plt.subplots()
    before = table.copy(deep=True)
    ax = plot(table, ax=given_ax)
    assert ax is given_ax
    assert plt.get_fignums() == [given_ax.figure.number]
    pd.testing.assert_frame_equal(table, before)
    assert title(ax)
    assert "n = " in words(ax)
    assert "Source:" in words(ax)
    assert not any(text.get_parse_math() for text in shown_texts(ax) if "$" in text.get_text())


@pytest.mark.parametrize("name", FIGURES)
def test_an_empty_table(name):
    plot, table_of = FIGURES[name]
    ax = plot(table_of(5).head(0))
    assert title(ax).startswith("No ")
    assert "nothing to draw" in words(ax)


@pytest.mark.parametrize("name", FIGURES)
def test_few_articles_are_said_to_be_few(name):
    plot, table_of = FIGURES[name]
    notes = ("this describes them, not the press", "one long quotation", "describe these, not the press")
    assert any(note in words(plot(table_of(3))) for note in notes)
    assert not any(note in words(plot(table_of(30))) for note in notes)


def test_the_figures_and_the_tables_mean_the_same_by_few():
    assert voice_figures.MIN_ARTICLES == voice_profiles.MIN_ARTICLES
    drawn = {"other" if name == OTHERS else name for name in VOICES} - {AUTHOR, UNKNOWN}
    assert drawn == {*voice_profiles.SIDES.values(), voice_profiles.OTHER}


@pytest.mark.parametrize("looks", [VOICES, QUOTES])
def test_looks_differ_in_grey_too(looks):
    plain = [colour for colour, hatch in looks.values() if not hatch]
    grey = [sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 3 for colour in plain]
    assert len({hatch for _, hatch in looks.values() if hatch}) + len(plain) == len(looks)
    assert all(abs(a - b) > 60 for a, b in itertools.combinations(grey, 2))


def test_voices():
    rows = [
        ("a", "Talks", "author", None, 0, 20, 0.2),
        ("a", "Talks", "quoted", "China", 1, 60, 0.6),
        ("a", "Talks", "quoted", None, 1, 20, 0.2),
        ("b", "Visit", "author", None, 0, 10, 1.0),
        ("c", None, "author", None, 0, 0, None),
    ]
    table = pd.DataFrame(rows, columns=voices_of(1).columns)
    ax = cl.plot_voices(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["(no title) c", "Talks", "Visit"]
    assert widths(ax) == {AUTHOR: [0, 20, 100], "China": [0, 60, 0], UNKNOWN: [0, 20, 0]}
    assert [bar.get_x() for bar in ax.containers[2]] == pytest.approx([0, 80, 100])
    assert legend(ax) == [AUTHOR, "China", UNKNOWN]
    assert words(ax).count("no words") == 1
    found = "Of the words 27 % are the articles’ own; of the quoted 73 % the largest part comes from China"
    assert title(ax) == found
    assert "n = 3 articles, 110 words, 2 statements." in words(ax)


@pytest.mark.parametrize(
    ("side", "whose"),
    [(None, "speakers of no known country"), ("other", OTHERS), ("United States", "the United States")],
)
def test_the_title_says_whose_words_are_most(side, whose):
    table = voices_of(2)
    table.loc[table["side"].isna() if side is None else table["side"] == side, "n_words"] += 90
    assert title(cl.plot_voices(table)).endswith(f"comes from {whose}")


def test_articles_that_quote_nobody():
    table = voices_of(2).query("voice == 'author'").assign(share=1.0)
    ax = cl.plot_voices(table)
    assert title(ax) == "No article quotes anybody: all words are the articles’ own"
    assert legend(ax) == [AUTHOR]


def test_articles_without_words():
    table = voices_of(2).query("voice == 'author'").assign(share=None, n_words=0)
    ax = cl.plot_voices(table)
    assert title(ax) == "No article has words"
    assert words(ax).count("no words") == 2
    assert ax.get_legend() is None


def test_many_articles_are_all_drawn():
    ax = cl.plot_voices(voices_of(MAX_ROWS + 1))
    assert {len(bars) for bars in ax.containers} == {MAX_ROWS + 1}
    assert f"{MAX_ROWS + 1} articles, one a row" in words(ax)


def test_voices_told_apart_by_something_else_are_refused():
    with pytest.raises(InputError, match="by='side'"):
        cl.plot_voices(voices_of(1).rename(columns={"side": "named"}))


def test_speakers():
    ax = cl.plot_speakers(speakers_of(2))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Speaker 1 (CN)", "Speaker 0 (US), head of state"]
    assert widths(ax) == {"direct": [7, 5], "mixed": [1, 0], "indirect": [2, 1]}
    assert legend(ax) == ["direct", "mixed", "indirect"]
    assert (
        title(ax)
        == "Of the named speakers Speaker 1 is quoted at greatest length: 10 of 516 attributed words"
    )
    assert "3 statements, 2 articles" in words(ax)
    assert "Not drawn: 3 statements (500 words) without a named speaker." in words(ax)
    equal = speakers_of(2).assign(n_words=4)
    assert "speakers Speaker 0 is quoted at greatest length (and 1 other as long)" in title(
        cl.plot_speakers(equal)
    )


def test_the_most_quoted_speakers_are_drawn():
    ax = cl.plot_speakers(speakers_of(MAX_SPEAKERS + 1))
    assert len(ax.get_yticklabels()) == MAX_SPEAKERS
    assert f"Drawn: the {MAX_SPEAKERS} with most words." in words(ax)
    assert "Speaker 0" not in words(ax)


def test_no_named_speaker():
    assert title(cl.plot_speakers(speakers_of(0))) == "No speakers are named"


def test_quoted_about():
    table = pd.DataFrame(
        [
            ("China", "United States", 30, 12, 40, 0.75),
            ("China", None, 10, 3, 40, 0.25),
            (None, "Taiwan", 2, 1, 2, 1.0),
        ],
        columns=about_of(1).columns,
    )
    ax = cl.plot_quoted_about(table)
    cells = {(round(t.get_position()[0]), round(t.get_position()[1])): t.get_text() for t in ax.texts[:25]}
    assert len(cells) == 25
    assert cells[0, 1] == "30\n12 articles"
    assert cells[4, 1] == "10\n3 articles"
    assert cells[2, 4] == "2\n1 article"
    assert list(cells.values()).count("0") == 22
    shades = [to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert shades[5] < shades[9] < "#ffffff"  # the larger share is darker
    assert shades[22] == "#ffffff"  # a side with two statements is not shaded
    assert title(ax) == "30 of 40 statements from China name the United States"
    assert "n = 42 statements" in words(ax)
    assert f"shaded from {MIN_STATEMENTS} statements" in words(ax)


def test_quoted_about_without_the_two_sides():
    table = about_of(3).query("side == 'Taiwan'")
    assert title(cl.plot_quoted_about(table)) == "No statement is from the United States or China"


def test_tables_read_back_from_a_file_with_no_known_side():
    nothing = {"side": float("nan"), "about": float("nan"), "title": float("nan")}
    cl.plot_voices(voices_of(2).assign(**nothing).drop(columns="about"))
    assert "country not known 2 statements" in words(
        cl.plot_quoted_about(about_of(1).assign(**nothing).head(1))
    )


@settings(deadline=None, max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["author", "quoted"]), st.sampled_from(SIDES), st.integers(0, 9), st.text()
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_table_can_be_drawn(rows):
    table = pd.DataFrame(
        [("a", text, voice, side, n, n, n / 9) for voice, side, n, text in rows], columns=voices_of(1).columns
    )
    cl.plot_voices(table).figure.canvas.draw()
    speakers = speakers_of(len(rows)).assign(speaker=[None, *(text for *_, text in rows)])
    cl.plot_speakers(speakers).figure.canvas.draw()
    plt.close("all")


def test_seeds(seeds):
    table = cl.share_voice(seeds)
    ax = cl.plot_voices(table)
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(500)
    assert "United States" in legend(ax)
    assert "Antony Blinken (US), minister" in words(cl.plot_speakers(cl.profile_speakers(seeds)))
    assert "statements from China name the United States" in title(
        cl.plot_quoted_about(cl.quoted_about(seeds))
    )
