"""The words of English time expressions, as parts of patterns, and what number or unit each one means.

Patterns are case-sensitive where a small letter makes another word of it (march, may, sun) and repeat nothing without
a limit, so that a line of any length is read in linear time.
"""

from __future__ import annotations

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
PARTS_OF_DAY = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
#: The letter of an ISO duration, with the sign of a time before it where it is shorter than a day, and how many of it.
UNITS = {
    "second": ("T", 1, "S"), "minute": ("T", 1, "M"), "hour": ("T", 1, "H"), "day": ("", 1, "D"), "week": ("", 1, "W"),
    "fortnight": ("", 2, "W"), "weekend": ("", 1, "WE"), "month": ("", 1, "M"), "quarter": ("", 1, "Q"),
    "year": ("", 1, "Y"), "decade": ("", 10, "Y"), "century": ("", 100, "Y"), "centurie": ("", 100, "Y"),
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = (
    {word: n for n, word in enumerate(_ONES)}
    | {word: 10 * n for n, word in enumerate(_TENS, 2)}
    | {"a": 1, "an": 1, "another": 1, "a dozen": 12, "a hundred": 100, "one hundred": 100}
)
#: Numbers that leave open how many.
VAGUE_NUMBERS = (
    "a few",
    "a couple of",
    "a couple",
    "several",
    "many",
    "some",
    "a number of",
    "few",
    "dozens of",
)

#: A blank inside an expression.
GAP = r"[ \t\xa0]{1,3}"
_SHORT_MONTHS = {month[:3]: n for n, month in enumerate(MONTHS, 1)} | {"Sept": 9}
_LONG_MONTHS = {month: n for n, month in enumerate(MONTHS, 1)}
MONTH = (
    "(?:"
    + "|".join([*MONTHS, *map(str.upper, MONTHS), *(rf"{m}(?:\.|\b)" for m in ("Sept", *_SHORT_MONTHS))])
    + ")"
)
#: Where no number follows, "Jan" is a name and "Mar" a verb: only whole words and those with a stop.
MONTH_ALONE = (
    "(?:" + "|".join([*MONTHS, *map(str.upper, MONTHS), *(rf"{m}\." for m in ("Sept", *_SHORT_MONTHS))]) + ")"
)
WEEKDAY = "(?:" + "|".join([*WEEKDAYS, *map(str.upper, WEEKDAYS)]) + ")"
SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
SEASON = "(?:" + "|".join(SEASONS) + ")"
PART = "(?:" + "|".join(PARTS_OF_DAY) + ")"
UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|decade|centur(?:y|ie))"
LONG_UNIT = r"(?:day|week|weekend|month|quarter|year|decade|century)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
NUMBER = (
    r"(?:\d{1,3}(?:[ -]1/2|\.\d)?|(?:" + "|".join(_TENS) + ")[ -](?:" + "|".join(_ONES[1:10]) + ")|"
    + "|".join(sorted(VAGUE_NUMBERS, key=len, reverse=True))
    + "|(?:a|one)[ ]hundred|a[ ]dozen|" + "|".join(sorted([*_ONES[1:], *_TENS, "another", "an", "a"], key=len, reverse=True)) + ")"
)  # fmt: skip
MOD = r"(?:early|late|mid|middle|the[ ](?:end|beginning|start|middle|close)[ ]of)"


class Parts(dict[str, str]):
    """The words of an expression by what they tell; "" for what is not told.

    >>> Parts(day="Friday")["which"]
    ''
    """

    def __missing__(self, key: str) -> str:
        return ""


def month_number(word: str) -> int:
    """The number of a month.

    >>> month_number("SEPTEMBER"), month_number("Feb.")
    (9, 2)
    """
    name = word.rstrip(".").title()
    return _LONG_MONTHS.get(name) or _SHORT_MONTHS[name]


def weekday_number(word: str) -> int:
    """The number of a weekday, Monday 0.

    >>> weekday_number("Tues.")
    1
    """
    return next(n for n, day in enumerate(WEEKDAYS) if day[:3] == word[:3].title())


def read_number(word: str) -> float | None:
    """What a number is; None where it leaves open how many.

    >>> read_number("twenty-five"), read_number("5 1/2"), read_number("a few"), read_number("A")
    (25.0, 5.5, None, 1.0)
    """
    word = word.casefold()
    if word[0].isdigit():
        whole = float(word.replace("-", " ").split()[0])
        return whole + 0.5 if word.endswith("1/2") else whole
    if word in _NUMBERS:
        return float(_NUMBERS[word])
    parts = word.replace("-", " ").split()
    return float(sum(_NUMBERS[part] for part in parts)) if all(p in _NUMBERS for p in parts) else None


def unit_name(word: str) -> str:
    """A unit in the singular.

    >>> unit_name("Days"), unit_name("centuries")
    ('day', 'century')
    """
    name = word.casefold().removesuffix("s")
    return "century" if name.startswith("centur") else name


def duration_value(number: str | None, unit: str) -> str:
    """A duration as TIMEX3 has it; X where the words leave open how many.

    >>> duration_value("five", "hours"), duration_value("two", "decades"), duration_value("several", "years")
    ('PT5H', 'P20Y', 'PXY')
    """
    time, factor, letter = UNITS[unit_name(unit)]
    n = read_number(number) if number else None
    return f"P{time}{'X' if n is None else f'{n * factor:g}'}{letter}"
