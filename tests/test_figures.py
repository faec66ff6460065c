"""Figures: what is drawn and said, not pixels; and that nothing is cut or overlaps, whatever the titles."""

import itertools
import random
import warnings

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch

import corpus_lib as cl
from corpus_lib.credit_figures import KINDS, NO_OUTLET
from corpus_lib.drawing import MAX_ROWS
from corpus_lib.errors import InputError
from corpus_lib.figures import MAX_REASONS

DAY = pd.Timestamp("2023-05-13")
WORDS = ["Beijing", "trade talks", "$5bn", "$3bn", "中美关系", "Taiwan", "summit", "الصين", "🇺🇸", "\ue000"]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def titles(n, length=80):
    chance = random.Random(n)
    return [" ".join(chance.choices(WORDS, k=30))[:length] for _ in range(n)]


def dates_of(n, *, undated=0):
    days = [DAY + pd.Timedelta(days=9 * i) for i in range(n - undated)]
    ends = [day + pd.Timedelta(days=30 * (i % 2)) for i, day in enumerate(days)]
    nothing = [pd.NaT] * undated
    names = [f"a{i}" for i in range(n)]
    return pd.DataFrame(
        {"article_id": names, "title": titles(n), "earliest": days + nothing, "latest": ends + nothing}
    )


def texts_of(n):
    values = [None if i % 5 == 4 else 30.0 + i for i in range(n)]
    notes = ["a warning" if i % 3 == 0 else None for i in range(n)]
    return pd.DataFrame(
        {"article_id": [f"a{i}" for i in range(n)], "title": titles(n), "reading_ease": values, "note": notes}
    )


def cleaning_of(n, n_reasons=9):
    rows = []
    for i, name in enumerate(titles(n)):
        rows.append((f"a{i}", name, True, None, None, 50 + i % 40))
        rows += [(f"a{i}", name, False, f"r{k}", f"reason {k}: and so on", 10 - k) for k in range(n_reasons)]
    table = pd.DataFrame(rows, columns=["article_id", "title", "kept", "reason", "why", "n_characters"])
    return table.assign(
        share=table["n_characters"] / table.groupby("article_id")["n_characters"].transform("sum")
    )


def credits_of(n):
    outlets = [None, *titles(n - 1, 60)]
    kinds = itertools.cycle(KINDS)
    rows = [(outlet, f"{k} agency", next(kinds), 1 + k) for k, outlet in enumerate(outlets)]
    rows += [(outlet, "Reuters", next(kinds), 1) for outlet in outlets]
    return pd.DataFrame(rows, columns=["outlet", "credited_outlet", "kind", "n_articles"])


FIGURES = {
    "dates": (cl.plot_publication_dates, lambda n: dates_of(n, undated=n // 6)),
    "texts": (cl.plot_texts, texts_of),
    "cleaning": (cl.plot_cleaning, cleaning_of),
    "credits": (cl.plot_credits, credits_of),
}


def shown_texts(ax):
    """All texts that are drawn: of the axis labels only those within the axis."""
    found = [ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        found += [
            tick.label1 for tick in axis.get_major_ticks() if min(limits) <= tick.get_loc() <= max(limits)
        ]
    found += ax.get_legend().get_texts() if ax.get_legend() else []
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def title(ax):
    return " ".join(ax.get_title(loc="left").split())


def words(ax):
    return " ".join(" ".join(text.get_text().split()) for text in shown_texts(ax))


@pytest.mark.parametrize("n", [1, 5, 20, MAX_ROWS])
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_and_nothing_overlaps(name, n):
    plot, table_of = FIGURES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # missing glyphs, layouts that do not fit
        ax = plot(table_of(n))
        ax.figure.canvas.draw()
    page = ax.figure.bbox
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown_texts(ax)]
    for text, box in boxes:
        assert box.x0 >= page.x0 - 2, text
        assert box.x1 <= page.x1 + 2, text
        assert box.y0 >= page.y0 - 2, text
        assert box.y1 <= page.y1 + 2, text
    for (text, box), (other, beside) in itertools.combinations(boxes, 2):
        assert not box.padded(-1).overlaps(beside.padded(-1)), (text, other)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_it_shows_and_from_what(name):
    plot, table_of = FIGURES[name]
    ax = plot(table_of(5))
    assert title(ax)
    assert "n = " in words(ax)
    assert "Source:" in words(ax)
    assert not any(text.get_parse_math() for text in shown_texts(ax) if "$" in text.get_text())


@pytest.mark.parametrize("name", FIGURES)
def test_figures_leave_the_table_alone_and_draw_into_the_axes_given(name):
    plot, table_of = FIGURES[name]
    table, (_, given) = table_of(5), plt.subplots()
    before = table.copy(deep=True)
    assert plot(table, ax=given) is given
    pd.testing.assert_frame_equal(table, before)
    assert plt.get_fignums() == [given.figure.number]


@pytest.mark.parametrize("name", FIGURES)
def test_no_articles(name):
    plot, table_of = FIGURES[name]
    ax = plot(table_of(5).head(0))
    assert title(ax).startswith("No ")
    assert "nothing to draw" in words(ax)


@pytest.mark.parametrize("name", FIGURES)
def test_many_articles_stay_on_one_page(name):
    plot, table_of = FIGURES[name]
    ax = plot(table_of(1000))
    ax.figure.canvas.draw()
    assert ax.figure.get_figheight() < 34


def test_dates_are_dots_bars_and_words():
    table = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "title": ["Talks", "Visit", None],
            "earliest": [DAY, DAY + pd.Timedelta(days=31), pd.NaT],
            "latest": [DAY, DAY + pd.Timedelta(days=61), pd.NaT],
        }
    )
    ax = cl.plot_publication_dates(table)
    dots, ends = ax.lines
    assert (dots.get_xdata().tolist(), dots.get_ydata().tolist()) == ([19490.0], [0])
    assert ends.get_xdata().tolist() == [19521.0, 19551.0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Talks", "Visit", "(no title) c"]
    assert title(ax) == "2 articles came out between 13 May 2023 and 13 Jul 2023; 1 of 3 without a date"
    assert "no date found" in words(ax)
    assert "Longest gap without a dated article: 30 days, between 13 May 2023 and 13 Jun 2023." in words(ax)


def test_a_gap_does_not_count_days_that_an_article_may_have_come_out_on():
    table = dates_of(3).assign(latest=DAY + pd.Timedelta(days=400))
    assert "gap" not in words(cl.plot_publication_dates(table))


def test_dates_with_one_bound_are_arrowheads():
    table = dates_of(4)
    table.loc[1, "latest"] = table.loc[2, "earliest"] = pd.NaT
    ax = cl.plot_publication_dates(table)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["day known", "some day between the marks", "this day or later", "this day or earlier"]
    assert [line.get_ydata().tolist() for line in ax.lines[2:]] == [[2], [3]]
    assert "2 with only a first or a last possible day" in words(ax)
    assert "gap" not in words(ax)
    assert title(ax).endswith("; 2 of 4 without a date or with one bound only")
    only = cl.plot_publication_dates(table.loc[[1]])
    assert title(only) == "No day of publication is known for any of 1 article"


def test_no_dates_at_all():
    ax = cl.plot_publication_dates(dates_of(3, undated=3))
    assert title(ax) == "No day of publication is known for any of 3 articles"
    assert words(ax).count("no date found") == 3


def test_texts_are_in_order_with_warnings_hollow():
    table = texts_of(5)
    ax = cl.plot_texts(table)
    plain, hollow = ax.lines
    assert plain.get_xdata()[:2].tolist() == [32.0, 31.0]
    assert hollow.get_xdata().tolist() == [33.0, 30.0]
    assert hollow.get_markerfacecolor() == "white"
    assert words(ax).count("not measured") == 1
    assert title(ax) == "Reading ease runs from 30 to 33"


def test_an_unknown_measure_is_refused():
    with pytest.raises(InputError, match="reading_ease"):
        cl.plot_texts(texts_of(2), measure="beauty")


def test_cleaning_bars_add_up_and_name_the_top_reasons():
    ax = cl.plot_cleaning(cleaning_of(3))
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(300)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["kept", *[f"reason {k}: and so on" for k in range(MAX_REASONS)], "other reasons"]
    looks = {(to_hex(bars[0].get_facecolor()), bars[0].get_hatch()) for bars in ax.containers}
    assert len(looks) == len({hatch for _, hatch in looks}) == MAX_REASONS + 2


def test_cleaning_that_removed_nothing():
    table = cleaning_of(2, n_reasons=0)
    ax = cl.plot_cleaning(table)
    assert title(ax) == "Cleaning kept 100 % of the characters; it removed nothing"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["kept"]


def test_of_many_articles_those_that_lost_most_are_drawn():
    ax = cl.plot_cleaning(cleaning_of(MAX_ROWS + 1))
    assert len(ax.containers[0]) == MAX_ROWS
    assert f"Drawn: the {MAX_ROWS} that lost most." in words(ax)


def test_credits_are_arrows_with_a_look_for_each_kind():
    table = credits_of(5)
    ax = cl.plot_credits(table)
    arrows = [text.arrow_patch for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == len(table)
    assert all(isinstance(arrow, FancyArrowPatch) for arrow in arrows)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [*KINDS]
    assert len({str(style) for _, style, _ in KINDS.values()}) == len(KINDS)
    assert title(ax) == "4 outlets and articles that state no outlet (left) credit 6 outlets (right)"
    unnamed = title(cl.plot_credits(table[table["outlet"].isna()]))
    assert unnamed == "Articles that state no outlet (left) credit 2 outlets (right)"
    assert NO_OUTLET in words(ax)
    assert "Reuters" in words(ax)


def test_seeds(seeds):
    assert "5 articles" in words(cl.plot_publication_dates(cl.date_coverage(seeds)))
    assert "Al Jazeera" in words(cl.plot_credits(cl.count_credits(seeds)))
    assert cl.plot_cleaning(cl.summarise_cleaning(seeds)).get_xlabel() == "share of the raw text (%)"
    assert len(cl.plot_texts(cl.profile_texts(seeds)).get_yticklabels()) == 5


#: Width of a brief's column in inches (16 cm), and the smallest letters that can be read in it, in points.
COLUMN, LEAST = 6.3, 6.0


def test_letters_can_be_read_in_the_column_of_a_brief(seeds, tmp_path):
    from matplotlib.image import imread
    from matplotlib.text import Text

    told = cl.collect_events(seeds)
    figures = [
        cl.plot_publication_dates(cl.date_coverage(seeds), events=cl.list_events()),
        cl.plot_coverage(cl.count_coverage(seeds, by="outlet"), events=cl.list_events()),
        cl.plot_event_dates(told),
        cl.plot_chronicle(cl.list_chronicle(told, cl.list_events())),
        cl.plot_event_scores(cl.score_periods(told)),
        cl.plot_credits(cl.count_credits(seeds)),
        cl.plot_cleaning(cl.summarise_cleaning(seeds)),
        cl.plot_texts(cl.profile_texts(seeds)),
        cl.plot_voices(cl.share_voice(seeds)),
        cl.plot_speakers(cl.profile_speakers(seeds)),
        cl.plot_quoted_about(cl.quoted_about(seeds)),
        cl.plot_stance(cl.estimate_stance(seeds, by="outlet")),
        cl.plot_directions(cl.collect_stance(seeds)),
        cl.plot_blame(cl.count_blame(cl.collect_blame(seeds))),
        cl.plot_article_stance(cl.rate_articles(seeds, cl.collect_stance(seeds))),
    ]
    for ax in figures:
        figure = ax.get_figure(root=True)
        figure.savefig(tmp_path / "figure.png", dpi=100, bbox_inches="tight")
        width = imread(tmp_path / "figure.png").shape[1] / 100
        sizes = [t.get_fontsize() for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        assert min(sizes) * min(1, COLUMN / width) >= LEAST, ax.get_title(loc="left")


def test_chinese_is_drawn_where_a_font_exists_and_counted_where_none_does(monkeypatch):
    from corpus_lib import drawing

    drawing._fonts.cache_clear()
    monkeypatch.setattr(drawing, "CJK_FONTS", ("No Such Font",))
    assert drawing.fit_words("人民日报 talks") == "[4\N{NO-BREAK SPACE}signs] talks"
    monkeypatch.undo()
    drawing._fonts.cache_clear()
    table = pd.DataFrame(
        {
            "outlet": ["人民日报", "$5 조선일보"],
            "unit": "month",
            "period": pd.Timestamp("2023-05-01"),
            "n_articles": [2, 1],
        }
    )
    ax = cl.plot_coverage(table)
    ax.get_figure().canvas.draw()  # a missing sign would warn, and warnings are errors
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    installed = bool(drawing._find_cjk_font())
    assert names == (
        ["人民日报", "$5 조선일보"]
        if installed
        else [drawing.fit_words(n) for n in ("人民日报", "$5 조선일보")]
    )


def test_a_font_installed_after_matplotlib_looked_is_found(monkeypatch):
    from matplotlib import font_manager as fm

    from corpus_lib import drawing

    if not drawing._find_cjk_font(look_again=True):
        pytest.skip("no font with Chinese is installed (Debian: apt-get install fonts-noto-cjk)")
    monkeypatch.setattr(
        fm.fontManager, "ttflist", [f for f in fm.fontManager.ttflist if f.name == "DejaVu Sans"]
    )
    assert drawing._find_cjk_font() == []
    assert drawing._find_cjk_font(look_again=True) != []
