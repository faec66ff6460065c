"""The table of officials: columns, values, dates, and spot checks on who held which office when."""

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from corpus_lib.resources import read_resource
from corpus_lib.rows import Role

ROWS = read_resource("officials")
COLUMNS = ["name", "aliases", "country", "role", "office", "since", "until", "source", "note"]

#: Offices that one person holds at a time; an acting holder has an office of its own in the table.
SINGLE_HOLDER = [
    ("US", "President"),
    ("US", "Vice President"),
    ("US", "Secretary of State"),
    ("US", "Secretary of Defense"),
    ("US", "Secretary of the Treasury"),
    ("US", "Secretary of Commerce"),
    ("US", "Trade Representative"),
    ("US", "National Security Adviser"),
    ("US", "Ambassador to China"),
    ("US", "CIA director"),
    ("US", "FBI director"),
    ("US", "White House press secretary"),
    ("US", "Speaker of the House"),
    ("CN", "President"),
    ("CN", "Premier"),
    ("CN", "Foreign Minister"),
    ("CN", "Defense Minister"),
    ("CN", "Commerce Minister"),
    ("CN", "Ambassador to the United States"),
    ("CN", "Taiwan Affairs Office director"),
    ("HK", "Chief Executive"),
    ("TW", "President"),
    ("TW", "Premier"),
    ("TW", "Foreign Minister"),
    ("JP", "Prime Minister"),
    ("JP", "Foreign Minister"),
    ("KR", "President"),
    ("IN", "Prime Minister"),
    ("AU", "Prime Minister"),
    ("AU", "Foreign Minister"),
    ("GB", "Prime Minister"),
    ("GB", "Foreign Secretary"),
    ("FR", "President"),
    ("FR", "Foreign Minister"),
    ("DE", "Chancellor"),
    ("CA", "Prime Minister"),
    ("RU", "President"),
    ("PH", "President"),
    ("EU", "Commission President"),
    ("UN", "Secretary-General"),
]

SPOT_CHECKS = [
    ("US", "Secretary of State", "2023-06-19", "Antony Blinken"),
    ("CN", "Foreign Minister", "2023-06-19", "Qin Gang"),
    ("CN", "Foreign Minister", "2023-09-01", "Wang Yi"),
    ("US", "President", "2016-11-08", "Barack Obama"),
    ("US", "President", "2018-07-06", "Donald Trump"),
    ("US", "President", "2023-02-04", "Joe Biden"),
    ("CN", "President", "2012-12-01", "Hu Jintao"),
    ("CN", "President", "2013-06-07", "Xi Jinping"),
    ("CN", "Premier", "2020-05-22", "Li Keqiang"),
    ("US", "Secretary of State", "2010-07-23", "Hillary Clinton"),
    ("US", "Secretary of State", "2018-10-08", "Mike Pompeo"),
    ("US", "Secretary of State", "2025-03-01", "Marco Rubio"),
    ("US", "Secretary of Defense", "2022-06-11", "Lloyd Austin"),
    ("US", "Trade Representative", "2019-05-10", "Robert Lighthizer"),
    ("CN", "Ambassador to the United States", "2018-04-04", "Cui Tiankai"),
    ("US", "Speaker of the House", "2022-08-02", "Nancy Pelosi"),
    ("HK", "Chief Executive", "2019-06-15", "Carrie Lam"),
    ("TW", "President", "2016-12-02", "Tsai Ing-wen"),
    ("JP", "Prime Minister", "2015-04-29", "Shinzo Abe"),
    ("AU", "Prime Minister", "2021-09-15", "Scott Morrison"),
    ("GB", "Prime Minister", "2015-10-20", "David Cameron"),
]


def bounds(text):
    """First and last day that an ISO date of day, month or year precision may mean."""
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    first = date(year, month or 1, 1)
    after = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def term(row):
    """Bounds of a row's start and of its end; an open side has no limit."""
    since = bounds(row["since"]) if row["since"] else (date.min, date.min)
    until = bounds(row["until"]) if row["until"] else (date.max, date.max)
    return since, until


def where(row):
    return f"{row['name']}, {row['office']}, {row['since']}"


def names_of(row):
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def test_the_table_has_its_columns_and_no_stray_cell():
    assert len(ROWS) > 600
    assert all(list(row) == COLUMNS for row in ROWS)
    cells = [cell for row in ROWS for cell in row.values()]
    assert all(cell == cell.strip() for cell in cells)
    assert all(row["name"] and row["office"] and row["source"] for row in ROWS)


def test_roles_and_countries_are_known():
    assert {row["role"] for row in ROWS} <= set(get_args(Role)) - {"anonymous_official"}
    odd = [where(row) for row in ROWS if not re.fullmatch(r"([A-Z]{2})?", row["country"])]
    assert odd == []
    assert all(row["note"] for row in ROWS if not row["country"]), "no country: the note says for whom"


@pytest.mark.parametrize("column", ["since", "until"])
def test_dates_parse(column):
    for row in ROWS:
        if row[column]:
            assert re.fullmatch(r"\d{4}(-\d{2}){0,2}", row[column]), where(row)
            assert bounds(row[column])[0].year >= 1940, where(row)


def test_terms_end_after_they_start():
    assert [where(row) for row in ROWS if term(row)[0][0] > term(row)[1][1]] == []


def test_offices_that_can_lapse_have_a_start():
    dated = {"head_of_state", "minister", "official", "spokesperson", "legislator", "military"}
    assert [where(row) for row in ROWS if row["role"] in dated and not row["since"]] == []


def test_an_open_term_says_how_fresh_it_is():
    assert [where(row) for row in ROWS if row["since"] and not row["until"] and not row["note"]] == []


def test_no_row_stands_twice():
    keys = [(row["name"], row["office"], row["since"]) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_no_name_or_alias_means_two_people():
    owners = defaultdict(set)
    for row in ROWS:
        for name in names_of(row):
            owners[name.casefold()].add(row["name"])
    assert {name: people for name, people in owners.items() if len(people) > 1} == {}


def test_aliases_agree_over_the_rows_of_a_person_and_do_not_repeat():
    by_person = defaultdict(set)
    for row in ROWS:
        by_person[row["name"]].add(row["aliases"])
        assert len(names_of(row)) == len(set(names_of(row))), where(row)
    assert [name for name, aliases in by_person.items() if len(aliases) > 1] == []


@pytest.mark.parametrize(("country", "office"), SINGLE_HOLDER)
def test_terms_of_a_single_holder_do_not_overlap(country, office):
    held = sorted(
        (row for row in ROWS if (row["country"], row["office"]) == (country, office)),
        key=lambda row: term(row)[0],
    )
    assert len(held) > 1
    for earlier, later in pairwise(held):
        # Predecessor and successor may share the day of the handover.
        assert term(earlier)[1][0] <= term(later)[0][1], (where(earlier), where(later))


@pytest.mark.parametrize(("country", "office", "day", "name"), SPOT_CHECKS)
def test_who_held_the_office(country, office, day, name):
    when = date.fromisoformat(day)
    holders = {
        row["name"]
        for row in ROWS
        if (row["country"], row["office"]) == (country, office) and term(row)[0][0] <= when <= term(row)[1][1]
    }
    assert holders == {name}


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("Anthony Blinken", "Antony Blinken"),
        ("Danny Russel", "Daniel Russel"),
        ("William Lai", "Lai Ching-te"),
        ("Abe Shinzo", "Shinzo Abe"),
        ("Steve Mnuchin", "Steven Mnuchin"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
    ],
)
def test_other_spellings_lead_to_the_person(alias, name):
    assert {row["name"] for row in ROWS if alias in names_of(row)} == {name}
