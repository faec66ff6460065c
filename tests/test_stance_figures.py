"""Figures of stance, spans, judgement and blame: the widths, numbers and words drawn, whatever the table holds."""

import itertools
import typing
import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex, to_rgb

import corpus_lib as cl
from corpus_lib import blame, blame_figures, rows, span_figures, stance, stance_figures, voice_profiles
from corpus_lib.blame_figures import ARTICLE, UNKNOWN, plot_blame, plot_judgements
from corpus_lib.drawing import MAX_ROWS
from corpus_lib.span_figures import AGREEMENTS, COLOURS, plot_directions, plot_word_counting
from corpus_lib.stance_figures import CONFLICT, COOPERATION, HATCHES, OWN, plot_article_stance, plot_stance

HOSTILE = "<script>alert('$5')</script> $x_{1}$ 中美关系 \U000f0000\U000f0001 الصين"
SIDES = ["United States", "China", "Taiwan", "other"]
NUMBERS = ["value", "low", "high", "stance", "n_articles", "n_spans", "n_conflict", "n_cooperation", "enough"]
US, CN, BOTH = "United States → China", "China → United States", "United States ↔ China"


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def numbers(value, n_articles):
    enough = n_articles >= stance_figures.MIN_ARTICLES
    low, high = (max(value - 0.2, -1), min(value + 0.2, 1)) if enough else (None, None)
    counts = (n_articles, 3 * n_articles, n_articles, n_articles, enough)
    return (value if enough else None, low, high, None, *counts)


def estimates_of(n):
    found = []
    for i in range(n):
        name = None if i == 8 else f"{HOSTILE} {i}" if i % 3 == 2 else f"Outlet {i} " + "of Long Names " * 3
        value = -1 + 2 * i / max(n - 1, 1)
        found += [(name, voice, *numbers(value, 5 + (i + k) % 20)) for k, voice in enumerate(HATCHES)]
    return pd.DataFrame(found, columns=["outlet", "voice", *NUMBERS])


def articles_of(n):
    found = []
    for i in range(n):
        title = None if i % 7 == 6 else f"{HOSTILE} {i} " + "a long title " * (i % 5)
        spans = i % 4
        found += [(f"a{i}", title, voice, 2 * spans + 1, spans, spans + 1) for voice in HATCHES]
        if i % 5 == 4:
            found[-2:] = [(f"a{i}", title, voice, 0, 0, 0) for voice in HATCHES]
    names = ["article_id", "title", "voice", "n_spans", "n_conflict", "n_cooperation"]
    return pd.DataFrame(found, columns=names)


def spans_of(n):
    events = [*typing.get_args(rows.Event), None]
    modes = typing.get_args(rows.Mode)
    found = []
    for i, direction in itertools.product(range(n), (US, CN, BOTH, f"{HOSTILE} → {HOSTILE}")):
        event, mode = events[i % 16], modes[i % 5]
        value = (1 if i % 16 < 6 else -1) * 0.5
        found.append((f"a{i}", direction, event, mode if event else None, value, [*HATCHES][i % 2]))
    return pd.DataFrame(found, columns=["article_id", "direction", "event", "mode", "value", "voice"])


def judgements_of(n):
    found = []
    targets = [*SIDES, "relationship"]
    for i, (target, side) in enumerate(itertools.product(targets, [*SIDES, None])):
        found.append((target, side, "quoted", *numbers(-1 + i / 15, n * (i % 5))))
    found += [(target, None, "author", *numbers(i / 6, 100 * n)) for i, target in enumerate(targets)]
    table = pd.DataFrame(found, columns=["target_side", "side", "voice", *NUMBERS])
    return table[table["n_articles"] > 0]


def blame_of(n):
    found = [("accusation", a, b, n, 3 * n, HOSTILE) for a in SIDES for b in SIDES if a != b]
    blamers = [*SIDES, ARTICLE, UNKNOWN]
    found += [("conflict told", a, b, n + i, 4 * n, HOSTILE) for i, a in enumerate(blamers) for b in SIDES]
    names = ["kind", "blamer", "blamed", "n_articles", "n_spans", "example"]
    return pd.DataFrame(found, columns=names)


def counted_of(n):
    found = [(f"a{i}", ["conflict", "cooperation"][i % 2], [*AGREEMENTS][i % 3]) for i in range(n)]
    return pd.DataFrame(found, columns=["article_id", "stance", "agreement"])


FIGURES = {
    "stance": (plot_stance, estimates_of),
    "articles": (plot_article_stance, articles_of),
    "directions": (plot_directions, spans_of),
    "judgements": (plot_judgements, judgements_of),
    "blame": (plot_blame, blame_of),
    "words": (plot_word_counting, counted_of),
}


def shown_texts(ax):
    """All texts that are drawn: of the axis labels only those within the axis."""
    found = [ax._left_title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        ticks = axis.get_major_ticks()
        found += [tick.label1 for tick in ticks if min(limits) <= tick.get_loc() <= max(limits)]
    found += [*ax.get_legend().get_texts(), ax.get_legend().get_title()] if ax.get_legend() else []
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def title(ax):
    return " ".join(ax.get_title(loc="left").split())


def words(ax):
    return " ".join(" ".join(text.get_text().split()) for text in shown_texts(ax))


def labels(ax):
    return [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]


def cells(ax):
    """What stands in each cell of a matrix: (column, row): words; a number and its counts are joined."""
    found = {}
    for text in ax.texts[:-1]:
        x, y = text.get_position()
        key = (round(x, 1), round(y))
        found[key] = " ".join([*found.get(key, "").split(), *text.get_text().split()])
    return found


def colours(ax):
    places = {}
    for patch in ax.patches:
        x, y = patch.get_xy()
        places[round(x + 0.5, 1), round(y + 0.5)] = to_hex(patch.get_facecolor())
    return places


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


@pytest.mark.parametrize("name", ["judgements", "blame"])
def test_words_stay_in_their_cell(name):
    plot, table_of = FIGURES[name]
    ax = plot(table_of(900))
    ax.figure.canvas.draw()
    squares = [patch.get_window_extent() for patch in ax.patches]
    inside = [text for text in ax.texts[:-1] if text.get_position()[1] > -0.5]
    assert len(inside) >= len(squares)
    for text in inside:
        box = text.get_window_extent()
        assert any(s.x0 < box.x0 < box.x1 < s.x1 and s.y0 < box.y0 < box.y1 < s.y1 for s in squares), text


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


@pytest.mark.parametrize("name", ["articles", "directions", "words", "blame"])
def test_few_articles_are_said_to_be_few(name):
    plot, table_of = FIGURES[name]
    assert "this describes them, not the press" in words(plot(table_of(3)))
    assert "this describes them, not the press" not in words(plot(table_of(30)))


def test_the_figures_and_the_tables_mean_the_same():
    assert stance_figures.MIN_ARTICLES == voice_profiles.MIN_ARTICLES
    assert stance_figures.SCALE == stance.SCALE
    assert (ARTICLE, UNKNOWN) == (blame.ARTICLE, blame.UNKNOWN)
    assert set(blame_figures.ORDER) >= {*voice_profiles.SIDES.values(), voice_profiles.OTHER, ARTICLE}
    assert {*blame.ACCUSES, *blame.BLAMED_FOR} < set(span_figures.EVENTS)


def test_looks_differ_in_grey():
    def grey(colour):
        return sum(to_rgb(colour)) / 3

    for full, pale in COLOURS.values():
        assert grey(pale) - grey(full) > 0.25
    greys = sorted(grey(colour) for colour, _ in AGREEMENTS.values())
    assert min(b - a for a, b in itertools.pairwise(greys)) > 0.2
    assert [hatch for _, hatch in AGREEMENTS.values()].count("") == 2
    assert len({bool(hatch) for hatch in HATCHES.values()}) == 2


def test_what_word_counting_says_looks_like_no_conflict_no_cooperation_and_no_quoted_voice():
    assert not {colour for colour, _ in AGREEMENTS.values()} & {c for pair in COLOURS.values() for c in pair}
    assert not {set(hatch).pop() for _, hatch in AGREEMENTS.values() if hatch} & set(HATCHES["quoted"])


def test_stance():
    found = [
        ("Xinhua", "author", 0.35, 0.1, 0.6, "easing", 12, 40, 8, 30, True),
        ("Xinhua", "quoted", None, None, None, None, 9, 20, 12, 8, False),
        ("NPR", "author", -0.65, -0.9, -0.3, "deterioration", 1000, 4000, 8, 30, True),
        (None, "quoted", None, None, None, None, 1, 1, 1, 0, False),
    ]
    ax = plot_stance(pd.DataFrame(found, columns=["outlet", "voice", *NUMBERS]))
    assert labels(ax) == ["NPR", "Xinhua", "outlet not known"]
    marks = {(bar.get_label(), bar[0].get_xdata()[0], round(bar[0].get_ydata()[0], 1)) for bar in markers(ax)}
    assert marks == {("author", -0.65, -0.2), ("author", 0.35, 0.8)}
    lines = [segment for bar in markers(ax) for segment in bar[2][0].get_segments()]
    assert sorted(float(x) for line in lines for x in line[:, 0]) == pytest.approx([-0.9, -0.3, 0.1, 0.6])
    assert title(ax) == (
        "Clearly more conflictual: NPR in the article's own voice (deterioration, −0.65) "
        "than Xinhua in the article's own voice (easing, +0.35)"
    )
    assert "author: 1,000 articles, 4,000 spans" in words(ax)
    assert "quoted: 9 articles: too few for a mean (20 spans: 12 conflict, 8 cooperation)" in words(ax)
    assert "quoted: 1 article: too few for a mean (1 span: 1 conflict, 0 cooperation)" in words(ax)
    assert all(name in words(ax) for name in stance.SCALE.values())
    assert "n = 4,061 spans" in words(ax)


def markers(ax):
    from matplotlib.container import ErrorbarContainer

    return [bars for bars in ax.containers if isinstance(bars, ErrorbarContainer)]


def shaded(ax):
    return sorted({round(patch.get_y(), 2) for patch in ax.patches})


def test_a_row_without_a_mean_stands_on_no_step_of_the_scale():
    table = pd.DataFrame(
        [(f"Outlet {n // 2}", voice, *numbers(0.1, 20)) for n, voice in enumerate([*HATCHES] * 2)]
    )
    table.columns = estimates_of(1).columns
    assert shaded(plot_stance(table)) == [-1.1, -0.5, 0, 0.5, 1]
    table["enough"] = [False, True, False, False]
    assert shaded(plot_stance(table)) == [-1.1, 0]
    assert shaded(plot_stance(table.assign(enough=False))) == [-1.1]
    assert "too few for a mean" in title(plot_stance(table.assign(enough=False)))


def test_stance_of_one_group_in_two_voices_and_of_pooled_voices():
    table = pd.DataFrame([("author", *numbers(0.5, 20)), ("quoted", *numbers(-0.001, 20))])
    table.columns = ["voice", *NUMBERS]
    ax = plot_stance(table)
    assert (
        title(ax) == "all articles: mixed (0.00) in quoted voices, easing (+0.50) in the article's own voice"
    )
    looks = {bar.get_label(): (bar[0].get_marker(), bar[0].get_markerfacecolor()) for bar in markers(ax)}
    assert looks == {"author": ("o", "#000000"), "quoted": ("s", "#FFFFFF")}
    ax = plot_stance(table.head(1).drop(columns="voice"))
    assert title(ax) == "all articles: easing (+0.50) in all voices"
    assert "all voices: 20 articles, 60 spans" in words(ax)


def means_of(*intervals):
    """Outlets A, B, … with such a low end and high end of the interval, in the article's own voice."""
    found = [
        (chr(65 + n), "author", (low + high) / 2, low, high, None, 12 + n, 30, 9, 9, True)
        for n, (low, high) in enumerate(intervals)
    ]
    return pd.DataFrame(found, columns=["outlet", "voice", *NUMBERS])


def test_only_groups_with_intervals_apart_are_called_different():
    alike = title(plot_stance(means_of((-0.51, 0.49), (-0.49, 0.51))))
    assert alike == "No group differs clearly from another: 2 means of 12 to 13 articles, from −0.01 to +0.01"
    touching = title(plot_stance(means_of((-0.4, 0.0), (0.0, 0.4))))
    assert touching.startswith("No group differs clearly")
    # the outermost, of few articles, overlap; B and C do not
    within = title(plot_stance(means_of((-0.9, 0.2), (-0.3, -0.2), (-0.1, 0.1), (-0.5, 0.9))))
    assert within.startswith("Clearly more conflictual: B in the article's own voice (strain, −0.25) than C")


def test_the_title_names_only_rows_that_are_drawn():
    n = MAX_ROWS + 5
    table = means_of(*((-0.9 + 0.02 * i, -0.89 + 0.02 * i) for i in range(n)))
    table["outlet"] = [f"Outlet {i}" for i in range(n)]
    ax = plot_stance(table)
    assert labels(ax)[-1] == f"Outlet {MAX_ROWS - 1}"
    assert title(ax).startswith(f"Of the {MAX_ROWS} rows drawn: Clearly more conflictual: Outlet 0 in")
    assert f"than Outlet {MAX_ROWS - 1} in" in title(ax)


def test_what_is_missing_is_named_for_what_it_is():
    rows = [(None, "author"), (None, "quoted"), ("China", "quoted")]
    table = pd.DataFrame([(side, voice, *numbers(0.0, 20)) for side, voice in rows])
    table.columns = ["side", "voice", *NUMBERS]
    assert labels(plot_stance(table)) == [OWN, "side not known", "China"]
    assert labels(plot_stance(table.rename(columns={"side": "speaker"})))[:2] == [OWN, "speaker not known"]
    direction = table.rename(columns={"side": "direction"}).assign(direction=[None, None, US])
    assert labels(plot_stance(direction)) == ["the relationship itself", US]
    pooled = table.drop(columns="voice").tail(2)
    assert labels(plot_stance(pooled)) == [f"{OWN}, or side not known", "China"]
    assert title(plot_stance(table.head(1))) == f"{OWN}: mixed (0.00)"
    table.loc[0, ["value", "low", "high"]] = (-0.9, -1.0, -0.8)
    assert title(plot_stance(table)).startswith(
        f"Clearly more conflictual: {OWN} (deterioration, −0.90) than China in quoted voices (mixed"
    )


def test_groups_by_several_columns():
    table = estimates_of(1).assign(enough=False)
    table.insert(1, "genre", None)
    assert labels(plot_stance(table))[0].endswith(", genre not known") or "…" in labels(plot_stance(table))[0]
    short = table.assign(outlet="NPR")
    assert labels(plot_stance(short)) == ["NPR, genre not known"]


def test_long_names_are_broken_and_cut():
    long = estimates_of(1).assign(outlet="The Very Long Name of an Outlet " * 9)
    (label,) = [label.get_text().splitlines() for label in plot_stance(long).get_yticklabels()]
    assert len(label) == 2
    assert max(map(len, label)) <= 36
    assert label[-1].endswith("…")


def test_of_many_groups_the_first_are_drawn():
    table = estimates_of(MAX_ROWS + 1)
    table["outlet"] = [f"Outlet {n // 2}" for n in range(len(table))]
    ax = plot_stance(table)
    assert len(labels(ax)) == MAX_ROWS
    assert f"Drawn: {MAX_ROWS} of {MAX_ROWS + 1} rows." in words(ax)


def test_article_stance():
    found = [
        ("a", "Talks", "author", 3, 2, 0),
        ("a", "Talks", "quoted", 3, 1, 1),
        ("n", "Nothing $x$", "author", 0, 0, 0),
        ("n", "Nothing $x$", "quoted", 0, 0, 0),
        ("b", None, "author", 5, 0, 5),
        ("b", None, "quoted", 2, 0, 2),
        ("c", "Only quoted", "quoted", 2, 1, 1),
    ]
    ax = plot_article_stance(pd.DataFrame(found, columns=articles_of(1).columns))
    assert labels(ax) == ["Talks", "(no title) b", "Only quoted", "Nothing $x$"]
    assert [label.get_color() for label in ax.get_yticklabels()] == ["black"] * 3 + ["#888888"]
    widths = {bars.get_label(): [bar.get_width() for bar in bars] for bars in ax.containers}
    assert widths == {
        f"conflict, {OWN}": [-2, 0, 0, 0],
        "conflict, quoted voices": [-1, 0, -1, 0],
        f"cooperation, {OWN}": [0, 5, 0, 0],
        "cooperation, quoted voices": [1, 2, 1, 0],
    }
    assert [bar.get_x() for bar in ax.containers[1]] == [-2, 0, 0, 0]
    assert [bars[0].get_hatch() or "" for bars in ax.containers] == ["", "////"] * 2
    assert words(ax).count("no span") == 1
    assert title(ax) == "Of 3 articles 1 tell more conflict, 1 more cooperation"
    assert "n = 4 articles, 15 spans" in words(ax)
    assert "In the order of the mean of their spans, both voices together." in words(ax)
    assert "1 article without a span. Not drawn: 2 spans that are neither." in words(ax)
    assert ax.xaxis.get_major_formatter()(-2, 0) == "2"


def test_articles_without_any_span():
    ax = plot_article_stance(articles_of(3).assign(n_spans=0, n_conflict=0, n_cooperation=0))
    assert title(ax) == "No article says how the two sides stand to each other"
    assert words(ax).count("no span") == 3


def test_many_articles_are_all_drawn():
    ax = plot_article_stance(articles_of(MAX_ROWS + 1))
    assert {len(bars) for bars in ax.containers} == {MAX_ROWS + 1}
    assert f"{MAX_ROWS + 1} articles, one a row" in words(ax)


def test_directions():
    found = [
        ("a", US, "ACCUSE", "actual", -1.0, "author"),
        ("a", US, "ACCUSE", "alleged", -0.5, "author"),
        ("b", US, "ACCUSE", "actual", -1.0, "quoted"),
        ("b", US, "CONSULT", "actual", 1.0, "quoted"),
        ("b", CN, "REQUEST", "actual", 0.0, "author"),
        ("b", CN, "REQUEST", "called_for", 0.25, "author"),
        ("c", CN, "SANCTION", "denied", 0.0, "author"),
        ("c", BOTH, "CONSULT", "planned", 0.5, "quoted"),
        ("c", US, None, None, -1.0, "author"),
        ("c", None, None, None, -1.0, "author"),
    ]
    ax = plot_directions(pd.DataFrame(found, columns=spans_of(1).columns))
    assert labels(ax) == ["CONSULT", "REQUEST", "ACCUSE", "attitude, no act"]
    bars = [bar for bar in ax.patches if bar.get_width()]
    drawn = sorted((round(b.get_width(), 6), b.get_hatch() or "", to_hex(b.get_facecolor())) for b in bars)
    (orange, pale_orange), (blue, pale_blue) = ([c.lower() for c in pair] for pair in COLOURS.values())
    assert drawn == sorted(
        [
            (-1, "", orange),
            (-1, "", pale_orange),
            (-1, "////", orange),
            (-1, "", orange),
            (1, "////", blue),
            (1, "", pale_blue),
            (1, "////", pale_blue),
        ]
    )
    numbers_drawn = [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    assert sorted(numbers_drawn) == ["1", "1", "1", "1", "3"]
    broken = [(t.get_position()[0], " ".join(t.get_text().split())) for t in ax.texts]
    heads = sorted((x, text) for x, text in broken if text in (US, CN, BOTH))
    assert [head for _, head in heads] == [US, CN, BOTH]
    assert title(ax) == f"Conflict is 4 of 5 spans {US}, 0 of 1 span {CN}"
    assert "n = 7 spans in 3 articles." in words(ax)
    assert (
        "Not drawn: 2 spans denied, or a request without tone; 1 judgement of the relationship itself."
        in words(ax)
    )
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        f"conflict, {OWN}",
        "conflict, quoted voices",
        f"cooperation, {OWN}",
        "cooperation, quoted voices",
    ]


def test_bars_of_a_direction_stay_in_its_panel():
    ax = plot_directions(spans_of(160))
    edges = sorted(line.get_xdata()[0] for line in ax.lines)
    assert len(edges) == 4
    for bar in ax.patches:
        left, right = sorted((bar.get_x(), bar.get_x() + bar.get_width()))
        assert sum(edge <= left for edge in edges) == sum(edge < right or edge <= left for edge in edges)


def test_only_judgements_or_denials_are_no_acts():
    spans = spans_of(2)
    assert title(plot_directions(spans.assign(direction=None))).startswith("No acts")
    assert title(plot_directions(spans.assign(value=0.0))).startswith("No acts")
    assert title(plot_directions(spans[spans["direction"] == BOTH])) == f"Conflict is 0 of 2 spans {BOTH}"


def test_judgements():
    found = [
        ("China", None, "author", -0.25, -0.3, -0.2, None, 57, 1572, 300, 20, True),
        ("China", "United States", "quoted", 0.05, 0.0, 0.1, None, 12, 40, 2, 4, True),
        ("United States", None, "quoted", None, None, None, None, 3, 8, 2, 1, False),
        ("relationship", "other", "quoted", None, None, None, None, 1, 1, 0, 1, False),
        ("other", None, "author", -0.9, -1.0, -0.8, None, 10, 10, 9, 0, True),
    ]
    ax = plot_judgements(pd.DataFrame(found, columns=["target_side", "side", "voice", *NUMBERS]))
    assert labels(ax) == ["United States", "China", "other countries and bodies", "the relationship"]
    columns = [" ".join(label.get_text().split()) for label in ax.get_xticklabels()]
    assert columns == [OWN, "quoted: United States", "quoted: other countries and bodies", UNKNOWN]
    found = cells(ax)
    assert len(found) == 16
    assert found[3, 0] == "2 neg · 5 neutral · 1 pos in 3 articles"
    assert found[2, 3] == "0 neg · 0 neutral · 1 pos in 1 article"
    assert found[0, 1] == "−0.25 −0.30 to −0.20 1,572 mentions 57 articles"
    assert found[1, 1] == "+0.05 0.00 to +0.10 40 mentions 12 articles"
    assert list(found.values()).count("none") == 11
    seen = colours(ax)
    assert {seen[place] for place, text in found.items() if "neg" in text or text == "none"} == {"#ffffff"}
    red, _, blue = to_rgb(seen[0, 1])
    assert red > blue
    red, _, blue = to_rgb(seen[1, 1])
    assert red < blue
    assert sum(to_rgb(seen[0, 2])) < sum(to_rgb(seen[0, 1])) < sum(to_rgb(seen[1, 1])) < 3
    assert title(ax) == (
        "Judged clearly worse: other countries and bodies, in the article's own voice (−0.90), "
        "than China, by voices quoted from the United States (+0.05)"
    )
    assert "n = 1,631 mentions" in words(ax)


def test_only_cells_with_intervals_apart_are_called_different():
    table = judgements_of(10).query("voice == 'author'")
    alike = title(plot_judgements(table.assign(low=-0.5, high=0.9)))
    assert alike == "No cell differs clearly from another: 5 means of 1,000 articles, from 0.00 to +0.67"
    assert title(plot_judgements(table)).startswith("Judged clearly worse: the United States, in the")
    assert title(plot_judgements(table.head(1))).startswith("The only mean: the United")
    few = title(plot_judgements(table.assign(enough=False)))
    assert few == "No target is judged in 10 articles by one voice: too few for a mean"


def test_print_on_colours_can_be_read():
    def light(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))

    for value in (-1, -0.3, 0, 0.3, 1):
        ax = plot_judgements(judgements_of(10).query("voice == 'author'").assign(value=value))
        assert all((light(colour) + 0.05) / 0.05 > 4.5 for colour in colours(ax).values())


def test_blame():
    found = [
        ("accusation", "China", "United States", 12, 24, "…"),
        ("accusation", "United States", "China", 3, 9, "…"),
        ("conflict told", ARTICLE, "China", 30, 80, "…"),
        ("conflict told", UNKNOWN, "United States", 9, 10, "…"),
    ]
    ax = plot_blame(pd.DataFrame(found, columns=blame_of(1).columns))
    assert labels(ax) == ["United States", "China", ARTICLE, UNKNOWN]
    found = {place: text for place, text in cells(ax).items() if place[1] >= 0}
    assert found[0, 1] == "24 spans 12 articles"
    assert found[1, 0] == "9 spans 3 articles"
    assert found[3.4, 2] == "80 spans 30 articles"
    assert found[2.4, 3] == "10 spans 9 articles"
    assert found[2.4, 0] == "0"
    assert not {(0, 0), (1, 1), (0, 2), (1, 2), (0, 3), (1, 3)} & set(found)  # nobody accuses itself
    assert len(found) == 10
    seen = colours(ax)
    assert seen[3.4, 2] < seen[0, 1] < "#ffffff"
    assert {seen[1, 0], seen[2.4, 3], seen[2.4, 0]} == {"#ffffff"}
    assert title(ax) == (
        "Accusations come most often from China against the United States: in 12 articles; "
        "other conflict is told most often of China by the article itself: in 30 articles"
    )
    assert "n = 123 spans, at most 30 articles in a cell." in words(ax)
    assert "planned, threatened, alleged or called for counts too, only what is denied does not" in words(ax)


def test_the_title_of_blame_counts_articles_and_names_ties():
    found = [
        ("accusation", "United States", "China", 2, 20, "…"),
        ("accusation", "China", "United States", 3, 3, "…"),
    ]
    table = pd.DataFrame(found, columns=blame_of(1).columns)
    assert (
        title(plot_blame(table))
        == "Accusations come most often from China against the United States: in 3 articles"
    )
    assert title(plot_blame(table.assign(n_articles=2))) == (
        "Accusations come most often from China against the United States "
        "and from the United States against China: in 2 articles each"
    )
    many = blame_of(1).query("kind == 'accusation'")
    assert title(plot_blame(many)) == "Accusations come most often in 12 pairs alike: in 1 article each"
    told = pd.DataFrame([("conflict told", UNKNOWN, "other", 1, 1, "…")], columns=table.columns)
    assert title(plot_blame(told)) == (
        "Other conflict is told most often of other countries and bodies "
        "by quoted voices of no known side: in 1 article"
    )


def test_blame_of_one_kind_and_of_many_spans():
    ax = plot_blame(blame_of(5).query("kind == 'conflict told'"))
    assert len(ax.patches) == 24
    assert "accusations" not in words(ax)
    assert title(ax).startswith("Other conflict is told most often in 4 pairs alike")


def test_word_counting():
    counts = {
        ("conflict", "same"): 5,
        ("conflict", "opposite"): 3,
        ("cooperation", "neutral"): 1,
        ("cooperation", "same"): 3,
    }
    table = pd.DataFrame(
        [("a", *key) for key, n in counts.items() for _ in range(n)], columns=counted_of(1).columns
    )
    ax = plot_word_counting(table)
    assert labels(ax) == [
        "conflict: 8 spans 5 same, 0 neutral, 3 opposite",
        "cooperation: 4 spans 3 same, 1 neutral, 0 opposite",
    ]
    widths = {bars.get_label(): [bar.get_width() for bar in bars] for bars in ax.containers}
    assert widths == {"same": [62.5, 75], "neutral": [0, 25], "opposite": [37.5, 0]}
    assert [bar.get_x() for bar in ax.containers[2]] == [62.5, 100]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [*AGREEMENTS]
    assert title(ax) == (
        "Counting words agrees with the stance of 8 of 12 spans; "
        "it sees the opposite in 3 of 8 of conflict, 0 of 4 of cooperation"
    )
    assert "n = 12 spans in 1 article" in words(ax)


def test_tables_read_back_from_a_file():
    """Columns without any value come back as numbers that are not there."""
    nothing = float("nan")
    assert labels(plot_stance(estimates_of(1).assign(outlet=nothing))) == ["outlet not known"]
    assert "quoted, side not known" in words(plot_judgements(judgements_of(1).assign(side=nothing).head(1)))
    assert labels(plot_directions(spans_of(1).assign(event=nothing, mode=nothing))) == ["attitude, no act"]
    assert labels(plot_article_stance(articles_of(1).assign(title=nothing))) == ["(no title) a0"]


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.tuples(st.text(), st.sampled_from([*HATCHES]), st.integers(0, 30)), min_size=1, max_size=5)
)
def test_any_names_can_be_drawn(found):
    names = [f"{text}{n}" for n, (text, _, _) in enumerate(found)]
    table = pd.DataFrame([(voice, *numbers(0.1, n)) for _, voice, n in found], columns=["voice", *NUMBERS])
    table.insert(0, "outlet", names)
    plot_stance(table).figure.canvas.draw()
    plot_judgements(table.assign(target_side=names, side=names[0])).figure.canvas.draw()
    accused = blame_of(1).head(len(found)).assign(blamed=names)
    plot_blame(accused).figure.canvas.draw()
    plot_directions(spans_of(len(names)).head(len(names)).assign(direction=names)).figure.canvas.draw()
    plt.close("all")


def test_seeds(seeds):
    spans = cl.collect_stance(seeds)
    rated = cl.rate_articles(seeds, spans)
    ax = plot_article_stance(rated)
    assert sum(abs(bar.get_width()) for bar in ax.patches) == (spans["value"] != 0).sum()
    assert labels(ax)[0] == " ".join(rated["title"].iloc[0].split())
    assert "too few for a mean" in title(plot_stance(cl.estimate_stance(seeds, by="outlet")))
    directed = spans[spans["direction"].notna() & (spans["value"] != 0)]
    bars = plot_directions(spans).patches
    assert sum(abs(bar.get_width()) for bar in bars) == pytest.approx(len(directed))
    judged = cl.estimate_stance(cl.collect_judgements(seeds), by=["target_side", "side"])
    assert set(colours(plot_judgements(judged)).values()) == {"#ffffff"}
    ax = plot_blame(cl.count_blame(cl.collect_blame(seeds)))
    assert set(colours(ax).values()) == {"#ffffff"}
    ax = plot_word_counting(cl.compare_word_counting(seeds, spans))
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(200)
    assert CONFLICT != COOPERATION
