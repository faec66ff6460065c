"""Time expressions are found in the forms of English news, and read as a reader of that day would read them."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.times import find_times, read_times

DAY = dt.date(2023, 5, 13)  # a Saturday


def rows_of(text, earliest=DAY, latest=None, **options):
    return find_times(text, [(0, len(text))], earliest, latest or earliest, **options)


#: Words in their sentence, in brackets; the day of the article; what they mean.
SENTENCES = [
    # dates with their year
    ("They met on [May 3, 2020].", "2023-05-13", "2020-05-03"),
    ("They met on [3 May 2020].", "2023-05-13", "2020-05-03"),
    ("They met on [the 3rd of May 2020] in Rome.", "2023-05-13", "2020-05-03"),
    ("They met on [Wednesday, May 10, 2023].", "2023-05-13", "2023-05-10"),
    ("It opened in [June 2018].", "2023-05-13", "2018-06"),
    ("It was dated [2023-02-10].", "2023-05-13", "2023-02-10"),
    ("It was dated [12/25/2019].", "2023-05-13", "2019-12-25"),
    ("The text of [2023年2月9日] is short.", "2023-05-13", "2023-02-09"),
    # days and months without it
    ("They met on [Feb. 3].", "2023-05-13", "2023-02-03"),
    ("They met on [June 20].", "2023-05-13", "2022-06-20"),
    ("They will meet on [Feb. 3].", "2023-05-13", "2024-02-03"),
    ("There is a [May 30] deadline.", "2023-05-13", "2023-05-30"),
    ("He died on [May 30].", "2023-05-13", "2022-05-30"),
    ("The talks of [June 18-19] failed.", "2023-09-13", "2023-06-18/2023-06-19"),
    ("The talks of [June 18 and 19] failed.", "2023-09-13", "2023-06-18/2023-06-19"),
    ("They met on Nov. 3, 2021, and again on [Nov. 14].", "2023-05-13", "2021-11-14"),
    ("They met on Nov. 3, 2021, and again on [Dec. 1].", "2023-05-13", "2021-12-01"),
    ("They met on Nov. 3, 2021, and again on [July 3].", "2023-05-13", "2022-07-03"),
    ("They need an answer by [Friday].", "2023-05-13", "2023-05-19"),
    ("They meet [next Sunday].", "2023-05-13", "2023-05-21"),
    ("On [Friday], amid new plans, it rained.", "2023-05-13", "2023-05-12"),
    ("It grew in [February].", "2023-05-13", "2023-02"),
    ("It grew in [June].", "2023-05-13", "2022-06"),
    ("It will grow in [June].", "2023-05-13", "2023-06"),
    ("It grew in [early March].", "2023-05-13", "2023-03"),
    ("It grew in [late-November].", "2023-05-13", "2022-11"),
    ("It grew [last October].", "2023-05-13", "2022-10"),
    ("It grew in [October last year].", "2023-05-13", "2022-10"),
    ("It will join in [April next year].", "2023-05-13", "2024-04"),
    # years and longer
    ("The war of [1972] ended.", "2023-05-13", "1972"),
    ("It began in [late 1997].", "2023-05-13", "1997"),
    ("It began in [the 1990s], they say.", "2023-05-13", "199"),
    ("It began in the [mid-'80s].", "2023-05-13", "198"),
    ("In the season [2018–19] it fell.", "2023-05-13", "2018/2019"),
    ("It fell in [fiscal 2018].", "2023-05-13", "FY2018"),
    ("It fell in the [19th century].", "2023-05-13", "18"),
    ("It fell in [the third quarter of 2019].", "2023-05-13", "2019-Q3"),
    ("It fell in [Q3].", "2023-05-13", "2022-Q3"),
    ("It fell in [the first half of 2018].", "2023-05-13", "2018-H1"),
    ("It rained in the [summer of 2018].", "2023-05-13", "2018-SU"),
    ("It rained [last fall].", "2023-05-13", "2022-FA"),
    ("It rained [this spring].", "2023-07-13", "2023-SP"),
    ("He will run [next summer].", "2023-07-13", "2024-SU"),
    # weekdays
    ("They met on [Friday].", "2023-05-13", "2023-05-12"),
    ("They met on [Saturday].", "2023-05-13", "2023-05-13"),
    ("They will meet on [Friday].", "2023-05-13", "2023-05-19"),
    ("A meeting is scheduled for [Friday].", "2023-05-13", "2023-05-19"),
    ("They plan to meet [Friday] in Rome.", "2023-05-13", "2023-05-19"),
    ("On [Tuesday], they plan to meet.", "2023-05-13", "2023-05-16"),
    ("On [Tuesday], they planned to meet.", "2023-05-13", "2023-05-09"),
    ("The answer is due by [Friday].", "2023-05-13", "2023-05-19"),
    ("He could come as early as [Tuesday].", "2023-05-13", "2023-05-16"),
    ("Wang said [Wednesday] that they will meet.", "2023-05-13", "2023-05-10"),
    ("They met [last Friday].", "2023-05-13", "2023-05-05"),
    ("They met [last Tuesday].", "2023-05-13", "2023-05-09"),
    ("They meet [next Friday].", "2023-05-13", "2023-05-19"),
    ("They meet [this Friday].", "2023-05-10", "2023-05-12"),
    ("They met on [Friday night].", "2023-05-13", "2023-05-12TNI"),
    ("They met on [Thursday morning].", "2023-05-13", "2023-05-11TMO"),
    ("They met on [Tuesday last week].", "2023-05-13", "2023-05-02"),
    # days from the article's own, and times of day
    ("They met [today].", "2023-05-13", "2023-05-13"),
    ("They met [the day before yesterday].", "2023-05-13", "2023-05-11"),
    ("They meet [tomorrow].", "2023-05-13", "2023-05-14"),
    ("They meet [tonight].", "2023-05-13", "2023-05-13TNI"),
    ("They met [last night].", "2023-05-13", "2023-05-12TNI"),
    ("They meet [this afternoon].", "2023-05-13", "2023-05-13TAF"),
    ("It shook at [10:35 a.m. (0735 GMT) Friday].", "2023-05-13", "2023-05-12T10:35"),
    ("The deadline is [9 a.m. EST Tuesday].", "2023-05-13", "2023-05-16T09:00"),
    ("It began [Friday at 9:30 p.m.] in Rome.", "2023-05-13", "2023-05-12T21:30"),
    ("It began at [8:00 p.m. Beijing time] in Rome.", "2023-05-13", "2023-05-13T20:00"),
    ("It began at [noon].", "2023-05-13", "2023-05-13T12:00"),
    # weeks, months and years from it
    ("It fell [last week].", "2023-05-13", "2023-W18"),
    ("It will fall [next month].", "2023-05-13", "2023-06"),
    ("It fell [earlier this month].", "2023-05-13", "2023-05"),
    ("It fell [last year].", "2023-05-13", "2022"),
    ("It will fall [next quarter].", "2023-05-13", "2023-Q3"),
    ("It fell over the [weekend].", "2023-05-15", "2023-W19-WE"),
    ("It fell [six months ago].", "2023-05-13", "2022-11"),
    ("It fell [two weeks ago].", "2023-05-13", "2023-W17"),
    ("It fell [a decade ago].", "2023-05-13", "2013"),
    ("It will open [in two weeks].", "2023-05-13", "2023-W21"),
    # holidays
    ("It fell [last Thanksgiving].", "2023-05-13", "2022-11-24"),
    ("It fell on [Christmas Day].", "2023-05-13", "2022-12-25"),
    ("He died on [Easter Sunday].", "2023-05-13", "2023-04-09"),
    # counted from what is told
    ("They met on May 3, 2020. [That day] it rained.", "2023-05-13", "2020-05-03"),
    ("They met on May 3, 2020. [Two days later] it rained.", "2023-05-13", "2020-05-05"),
    ("They met on May 3, 2020. [A day earlier] it rained.", "2023-05-13", "2020-05-02"),
    ("They met in May 2020, and [the following month] it rained.", "2023-05-13", "2020-06"),
    ("They met in 1998; [the next year] it rained.", "2023-05-13", "1999"),
    ("They met on May 3, 2020, and [the same week] it rained.", "2023-05-13", "2020-W18"),
    # no more than past, present or future
    ("It is [now] open.", "2023-05-13", "PRESENT_REF"),
    ("It fell in [recent years].", "2023-05-13", "PAST_REF"),
    ("It will fall in the [coming weeks].", "2023-05-13", "FUTURE_REF"),
    ("It may fall in [the future].", "2023-05-13", "FUTURE_REF"),
    # lengths and repetitions
    ("It lasted for [three years].", "2023-05-13", "P3Y"),
    ("A [two-day] visit ended.", "2023-05-13", "P2D"),
    ("It lasted [eight hours].", "2023-05-13", "PT8H"),
    ("It lasted for [years].", "2023-05-13", "PXY"),
    ("It fell over [the past three years].", "2023-05-13", "P3Y"),
    ("It opens [every Tuesday].", "2023-05-13", "XXXX-WXX-2"),
    ("It is an [annual] fair.", "2023-05-13", "P1Y"),
    ("It opens [every other week].", "2023-05-13", "P2W"),
]


@pytest.mark.parametrize(("marked", "day", "value"), SENTENCES)
def test_reads_as_a_reader_would(marked, day, value):
    before, words, after = marked.replace("]", "[").split("[")
    text = before + words + after
    start, end = len(before), len(before) + len(words)
    rows = [r for r in rows_of(text, dt.date.fromisoformat(day)) if r.start < end and start < r.end]
    assert [(row.value, row.left_open in (None, "vague")) for row in rows] == [(value, True)]
    assert len(rows[0].text) >= len(words) - len("the ")


#: Words in their sentence, in brackets; the day of the article (2023-05-13 is a Saturday); what they mean.
TENSES = [
    # plans told in the past: the nearest such day
    ("He was scheduled to go in [February] but the trip was canceled.", "2023-05-13", "2023-02"),
    ("The trip was initially scheduled for [February] but was delayed.", "2023-06-18", "2023-02"),
    ("He was to be the first, with his visit set for [February 3].", "2023-05-13", "2023-02-03"),
    ("The bridge was expected to open in [October].", "2023-09-13", "2023-10"),
    ("She was to speak on [Friday].", "2023-05-13", "2023-05-12"),
    ("She was due to speak on [Monday].", "2023-05-13", "2023-05-15"),
    ("A service planned for [Friday] was canceled.", "2023-05-13", "2023-05-12"),
    ("They had hoped to meet on [Friday].", "2023-05-13", "2023-05-12"),
    # plans without their verb, and plans of today
    ("Stocks fell ahead of talks set for [Friday].", "2023-05-13", "2023-05-19"),
    ("They announced a tour planned for [February].", "2023-05-13", "2023-02"),
    ("She is due to speak on [Friday].", "2023-05-13", "2023-05-19"),
    ("Xi has been invited to travel to Rome in [March].", "2023-05-13", "2024-03"),
    ("He has to convince them to vote for her in [November].", "2023-05-13", "2023-11"),
    ("He is facing a loss in his own state on [Tuesday].", "2023-05-13", "2023-05-16"),
    ("A summit to be held in [March] is in doubt.", "2023-05-13", "2024-03"),
    ("There is no date for an expected round of talks in [September].", "2023-08-26", "2023-09"),
    ("He announced a forthcoming law on [Thursday].", "2023-05-13", "2023-05-11"),
    ("Voters head to the polls in [November].", "2023-05-13", "2023-11"),
    ("This is no path going into [November].", "2023-05-13", "2023-11"),
    ("Work out your strategy for [November].", "2023-05-13", "2023-11"),
    ("After Rome unveiled plans to tax imports [Tuesday], Paris hit back.", "2023-05-10", "2023-05-09"),
    ("Soldiers are at a field in the south, on [April 9].", "2023-05-13", "2023-04-09"),
    ("The next vote is in [November].", "2023-05-13", "2023-11"),
    # what may be, and what could not
    ("Chances may come at the meeting in Delhi in [September].", "2023-05-13", "2023-09"),
    ("Chances may come in Delhi in September and at the US-hosted summit of many leaders from all over the world, of the west and of the east, of the north and of the south, in [November].", "2023-06-18", "2023-11"),
    ("She could arrive on [Tuesday].", "2023-05-13", "2023-05-16"),
    ("She could not be found on [Tuesday].", "2023-05-13", "2023-05-09"),
    ("Neither of them could be located [Wednesday].", "2023-05-13", "2023-05-10"),
    ("Officials would not say [Friday] who paid.", "2023-05-13", "2023-05-12"),
    # the verb of the clause
    ("He vowed to end the plan, but in [June], Kelly, the head of the office, spoke.", "2023-05-13", "2022-06"),
    ("Kelly said that on [Friday] the board will meet.", "2023-05-13", "2023-05-19"),
    ("It will take long, and on [Friday] he left.", "2023-05-13", "2023-05-12"),
    ("Kelly said [Friday]'s talks will end late.", "2023-05-13", "2023-05-19"),
    ("They will meet in Rome, on [Friday].", "2023-05-13", "2023-05-19"),
    ("The evidence from Rome in [mid-June] that it could spread was old.", "2023-05-13", "2022-06"),
    ("A meeting [Tuesday] will be short.", "2023-05-13", "2023-05-16"),
    ("He said Tuesday it would meet [Friday].", "2023-05-13", "2023-05-19"),
    ("He would not go that far, saying [Sunday] it was open.", "2023-05-13", "2023-05-07"),
    ("The United States wants to meet in [March].", "2023-05-13", "2024-03"),
    # quotations
    ("“We will end it now.” — remarks [Friday].", "2023-05-15", "2023-05-12"),
    ("He wants to “end it” on [Friday].", "2023-05-13", "2023-05-19"),
    ('And it will end there." — Trump in a tweet on [Thursday].', "2023-05-13", "2023-05-11"),
    # what has happened when it is named by its day
    ("The court meets again, and [Monday]'s ruling will be read.", "2023-05-13", "2023-05-08"),
    ("But [the February] study may help.", "2023-05-13", "2023-02"),
    # what ends with a day, and what is no more than so late
    ("The deadline is extended until [Tuesday].", "2023-05-13", "2023-05-16"),
    ("They did not study it, until [mid-March].", "2023-05-13", "2023-03"),
    ("He said by [the end of January] it was clear.", "2023-05-13", "2023-01"),
    ("He could not get through until [Jan. 18].", "2023-05-13", "2023-01-18"),
    ("Starting [Feb. 18], the firm works on it.", "2023-05-13", "2023-02-18"),
    ("It will be seen as late as [March 9].", "2023-05-13", "2023-03-09"),
    ("He backtracked by [Thursday] and left.", "2023-05-13", "2023-05-11"),
    ("They set a target of 100,000 tests by [the end of April].", "2023-05-29", "2023-04"),
    ("He didn’t issue the rule until [March 16].", "2023-05-13", "2023-03-16"),
    ("Until [Tuesday], the office is closed.", "2023-05-13", "2023-05-16"),
    ("It suspended all travel, starting [Friday].", "2023-05-13", "2023-05-19"),
    ("They will say that it didn’t help in [June].", "2023-05-13", "2022-06"),
    # every such day
    ("Such posts are usually filled at the congress in [March].", "2023-05-13", "XXXX-03"),
    ("The board usually meets on [Friday].", "2023-05-13", "XXXX-WXX-5"),
    ("The day is always kept on [June 4].", "2023-05-13", "XXXX-06-04"),
    ("It usually closed in [March].", "2023-05-13", "2023-03"),
    # today's weekday
    ("They will meet on [Saturday].", "2023-05-13", "2023-05-13"),
    ("They will meet [next Saturday].", "2023-05-13", "2023-05-20"),
    # dates of one list or stretch
    ("It set the dates of June 1 and [Dec. 15].", "2023-05-13", "2023-12-15"),
    ("It rained between Dec. 13 and [March 30].", "2023-04-13", "2023-03-30"),
    ("It rained from [September] to December 2014.", "2023-04-13", "2014-09"),
    ("It rained from [Nov. 3] to Feb. 4, 2014.", "2023-04-13", "2013-11-03"),
    ("It rained in December and [January].", "2023-04-13", "2023-01"),
    ("The rain of June and [April].", "2023-07-13", "2023-04"),
    # a neighbour does not win over the verb
    ("They will meet on May 3, 2024. On [May 10], they met.", "2023-05-13", "2023-05-10"),
    ("They will meet on Feb. 3. On [February 4], it fell.", "2023-05-13", "2023-02-04"),
    ("It closed on July 1, 1997. " + "It is far away. " * 120 + "On [July 21], men came.", "2023-08-13", "2023-07-21"),
    ("They will meet in September. So much for [September].", "2023-05-13", "2023-09"),
    # days told with their number, and names
    ("On May 3, 2020, they met. On [Friday the 29th], it rained.", "2023-05-13", "2020-05-29"),
    ("It fell past [Monday]'s low.", "2023-05-13", "2023-05-08"),
    ("The issue of [April.21, 2022] was read.", "2023-05-13", "2022-04-21"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "day", "value"), TENSES)
def test_the_verb_tells_back_or_ahead(marked, day, value):
    before, words, after = marked.replace("]", "[").split("[")
    text = before + words + after
    (row,) = [
        r
        for r in read_times([text], [dt.date.fromisoformat(day)]).itertuples()
        if r.end > len(before) >= r.start
    ]
    assert row.value == value


def test_past_before_a_weekday_is_no_part_of_it():
    assert [row.text for row in rows_of("It fell past Monday and this past Friday.")] == [
        "Monday",
        "this past Friday",
    ]


def test_what_is_so_each_time_has_no_day():
    (row,) = rows_of("The board usually meets on Friday.")
    assert (row.earliest, row.latest, row.left_open, row.rule) == (None, None, "vague", "habit")


#: What each of these rules may mean, in days from the article's day.
WITHIN_A_WEEK = ["weekday_past", "today", "yesterday", "day_before_yesterday"]


@given(
    st.sampled_from(
        [
            "on {}",
            "met {}",
            "was to meet {}",
            "said {}",
            "will meet {}",
            "usually {}",
            "that {}",
            "{} the 3rd",
            "is set for {}",
            "by {}",
        ]
    ),
    st.sampled_from(
        [
            "Monday",
            "Tuesday",
            "Sunday",
            "today",
            "yesterday",
            "tomorrow",
            "the day before yesterday",
            "Friday night",
        ]
    ),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
)
def test_rules_that_keep_within_a_week(frame, day, anchor):
    for row in rows_of("On May 3, 2020, they met; they " + frame.format(day) + ".", anchor):
        if row.rule in WITHIN_A_WEEK:
            assert 0 <= (anchor - row.earliest).days <= 6
            assert row.earliest == row.latest


RULES = [
    ("on May 3, 2020", "written_date"), ("on Feb. 3", "month_day"), ("in February", "month"), ("in 1972", "year"),
    ("the 1990s", "decade"), ("the 19th century", "century"), ("2018–19", "year_range"), ("fiscal 2018", "fiscal_year"),
    ("in the first quarter", "quarter"), ("last fall", "season"), ("met Friday", "weekday_past"), ("will meet Friday", "weekday_ahead"),
    ("last Friday", "weekday_last"), ("next Friday", "weekday_next"), ("this Friday", "weekday_this"), ("Friday last week", "weekday_of_week"),
    ("today", "today"), ("yesterday", "yesterday"), ("tomorrow", "tomorrow"), ("the day before yesterday", "day_before_yesterday"), ("tomorrow night", "tomorrow"), ("on May 3, 2020; that Friday", "narrative_weekday"), ("usually meets on Friday", "habit"),
    ("tonight", "part_of_day"), ("at 9 p.m.", "clock"), ("last week", "last_week"), ("this year", "this_year"),
    ("next month", "next_month"), ("over the weekend", "weekend"), ("by the end of the year", "year_end"), ("two years ago", "years_ago"),
    ("two years from now", "years_ahead"), ("a day earlier", "narrative_shift"), ("the year before.", "narrative_year"),
    ("on May 3, 2020; that day", "narrative_day"), ("the day after his death", "near_event"), ("will end in two weeks", "in_n"),
    ("will end within two weeks", "within"), ("ended in two weeks", "duration"), ("Election Day", "holiday"), ("the Lunar New Year", "other_calendar"),
    ("in recent days", "recent"), ("in the past week", "past_span"), ("now", "now"), ("recently", "past"), ("the future", "future"),
    ("for two days", "duration"), ("weekly", "set"), ("on Fridays", "weekday_set"), ("weeks ago", "vague_ago"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "rule"), RULES)
def test_names_the_rule(words, rule):
    row = rows_of(words)[-1]
    assert row.rule in (rule, "weeks_ago" if rule == "vague_ago" else rule)


NO_TIMES = [
    "a 45-year-old man", "aged 39", "He was 39 years old.", "$300 million", "It cost $1999.", "1,996 people", "2000 troops", "Resolution 1874",
    "a Boeing 737", "Article 301", "won 3-2", "won 21-14", "call 202-555-0143", "(202) 555-0143", "it may march on", "They may sit down.",
    "the sun sat low", "Black Friday sales", "the Sunday Times", "Saturday Night Live", "Sunday Morning Futures", "China Daily reported", "The Daily reported",
    "the New York Times", "USA TODAY", "Ms. May resigned", "a second man", "at the second attempt", "Jan Kavan spoke", "Mar a Lago",
    "the High Noon poster", "Copyright © 2019 Someone", "Listen · 4:08", "the Christmas season", "S&P 500", "Theresa May resigned",
    "room 2016b", "the 1500 soldiers", "3.14 percent", "version 1.2.3.4", "the fall of Saigon", "a march on Rome", "out 10 of them", "set 10 goals",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIMES)
def test_finds_no_time(text):
    assert not rows_of(text)


def test_other_calendars_give_no_date():
    (row,) = rows_of("(Baisakh 22. 2080)")
    assert (row.value, row.earliest, row.left_open) == (None, None, "other_calendar")


@pytest.mark.parametrize(
    ("order", "value"), [("month_first", "2020-03-04"), ("day_first", "2020-04-03"), (None, None)]
)
def test_order_of_digits(order, value):
    (row,) = rows_of("On 03/04/2020 they met.", order=order)
    assert row.value == value
    assert row.left_open == (None if order else "day_or_month")
    if order is None:
        assert (row.earliest, row.latest) == (dt.date(2020, 3, 4), dt.date(2020, 4, 3))


BOUNDS = [
    ("last week", "2023-05-01", "2023-05-07"),
    ("in early March", "2023-03-01", "2023-03-16"),
    ("in the late 1990s", "1994-12-31", "1999-12-31"),
    ("the summer of 2018", "2018-06-01", "2018-08-31"),
    ("the winter of 2018", "2018-12-01", "2019-02-28"),
    ("earlier this month", "2023-05-01", "2023-05-13"),
    ("later this year", "2023-05-13", "2023-12-31"),
    ("over the past three years", "2020-05-13", "2023-05-13"),
    ("It ends within three months.", "2023-05-13", "2023-08-13"),
    ("in recent years", None, "2023-05-13"),
    ("more than two years ago", None, "2021-12-31"),
    ("On May 3, 2020 they met; weeks later", "2020-05-03", None),
    ("over the weekend", "2023-05-13", "2023-05-14"),
    ("for three years", None, None),
    ("the day after his death", None, None),
    ("The fall of Saigon: 40 years later", None, None),
]


@pytest.mark.parametrize(("words", "earliest", "latest"), BOUNDS)
def test_bounds(words, earliest, latest):
    row = rows_of(words)[-1]
    assert (row.earliest and str(row.earliest), row.latest and str(row.latest)) == (earliest, latest)


def test_an_interval_is_read_at_both_ends():
    first, last = dt.date(2023, 5, 13), dt.date(2023, 5, 20)
    rows = rows_of("On May 3, 2020, on Friday, last month, that month.", first, last)
    assert [(row.value, str(row.earliest), str(row.latest), row.left_open) for row in rows] == [
        ("2020-05-03", "2020-05-03", "2020-05-03", None),
        (None, "2023-05-12", "2023-05-19", "article_date_uncertain"),
        ("2023-04", "2023-04-01", "2023-04-30", None),
        ("2023-04", "2023-04-01", "2023-04-30", None),
    ]


@pytest.mark.parametrize(("first", "last"), [(None, DAY), (DAY, None)])
def test_one_bound_gives_one_bound(first, last):
    (row,) = find_times("on Friday", [(0, 9)], first, last)
    friday = dt.date(2023, 5, 12)
    assert (row.value, row.left_open) == (None, "article_date_uncertain")
    assert (row.earliest, row.latest) == (friday if first else None, friday if last else None)


def test_without_a_day_only_what_needs_none_is_read():
    text = "On Friday they met, on May 3, 2020, a day later, last year, two days ago, in March and for years."
    rows = find_times(text, [(0, len(text))], None, None)
    assert [row.value for row in rows] == [None, "2020-05-03", "2020-05-04", None, None, None, "PXY"]
    assert {row.left_open for row in rows if row.value is None} == {"article_date_unknown"}
    assert not [row for row in rows if row.value is None and (row.earliest or row.latest)]


def test_that_day_does_not_reach_past_a_day_left_open():
    text = "On May 3, 2020 they met. On Friday they met. That day it rained."
    assert find_times(text, [(0, len(text))], None, None)[-1].left_open == "article_date_unknown"


def test_tense_stops_at_the_sentence():
    text = "They will meet. On Friday it rained."
    rows = find_times(text, [(0, 15), (16, len(text))], DAY, DAY)
    assert [(row.sentence_id, row.value) for row in rows] == [(1, "2023-05-12")]


def test_a_weekday_keeps_its_tense_beside_another():
    assert [row.value for row in rows_of("They will meet on Wednesday and Thursday.")] == [
        "2023-05-17",
        "2023-05-18",
    ]


def test_kinds():
    rows = rows_of("On Friday, on Friday night, for two days, weekly, at 9 p.m.")
    assert [row.kind for row in rows] == ["date", "time", "duration", "set", "time"]


def test_frame():
    days = [dt.datetime(2023, 5, 13, 9), (dt.date(2023, 5, 13), None), None]
    frame = read_times(["It rained. They met on Friday."] * 3, days)
    assert frame["text_id"].tolist() == [0, 1, 2]
    assert frame["sentence_id"].tolist() == [1, 1, 1]
    assert frame["earliest"].dtype == "datetime64[us]"
    assert frame["left_open"].isna().tolist() == [True, False, False]
    assert frame["latest"].isna().tolist() == [False, True, True]


def test_no_texts_give_an_empty_frame():
    frame = read_times([], [])
    assert len(frame) == 0
    assert frame["latest"].dtype == "datetime64[us]"


@pytest.mark.parametrize(("days", "options"), [([], {}), ([None], {"order": "mdy"})])
def test_refuses_what_does_not_fit(days, options):
    with pytest.raises(ValueError, match=r"days of publication|month_first"):
        read_times(["text"], days, **options)


ODD = [
    "",
    " ",
    "\n\n",
    "\ud800 on Friday",
    "他们星期五见面",
    "في يوم الجمعة 2020",
    "Friday" * 50,
    "999 decades ago, that century, the previous summer",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text):
    for anchor in (DAY, None, dt.date(1900, 1, 1)):
        for row in rows_of(text, anchor):
            assert text[row.start : row.end] == row.text


PIECES = st.sampled_from(
    ["Friday", "last", "the", "May", "3", "2020", ",", "two", "years", "ago", "later", "at", "9", "p.m.", "next", "week", "that", "day", "in",
     "will", "-", "–", "'80s", "of", "and", "early", "the same", "\n", "12/11/2010", "Q3", "half", "winter", "999", "decades", "Feb.", "29"]
)  # fmt: skip
ANCHORS = st.none() | st.dates(dt.date(1800, 1, 1), dt.date(2200, 1, 1))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map(" ".join)), ANCHORS, ANCHORS)
def test_laws(text, first, last):
    if first and last and first > last:
        first, last = last, first
    rows = find_times(text, [(0, len(text))], first, last)
    assert all(text[row.start : row.end] == row.text for row in rows)
    assert all(a.end <= b.start for a, b in pairwise(rows))
    for row in rows:
        assert not (row.earliest and row.latest) or row.earliest <= row.latest
        assert row.value is not None or row.left_open is not None


@pytest.mark.parametrize(
    "piece",
    ["on Friday, ", "last ", "9 ", "the ", "twenty ", "1996-", "May ", " ", "of ", "'", "was ", "will be "],
)
def test_long_lines_end(piece):
    # Quadratic time would take hours on a line of so many characters.
    text = piece * (100_000 // len(piece))
    rows = rows_of(text)
    assert len(rows) in (0, text.count("Friday"), text.count("May"))
