"""The rows of every table: a class each, whose annotations carry the type and the meaning of the columns.

The stages return such rows; what is made of them is in `schema`. The tables' columns are these fields, with
`article_id` before them where a row belongs to one article and does not name it itself.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, NamedTuple

Precision = Literal["minute", "day", "month", "year", "range", "unknown"]
Genre = Literal["news", "analysis", "opinion", "interview", "explainer", "statement"]
CreditKind = Literal["wire", "reprint", "summary", "cited", "translation"]
QuoteType = Literal["direct", "indirect", "mixed"]
Role = Literal[
    "head_of_state", "minister", "official", "spokesperson", "legislator", "military", "expert", "media",
    "business", "citizen", "anonymous_official", "other",
]  # fmt: skip
Voice = Literal["author", "quoted"]
Event = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
Mode = Literal["actual", "planned", "called_for", "threatened", "alleged", "denied"]
ReuseKind = Literal["verbatim", "near", "paraphrase"]
TimeKind = Literal["date", "time", "duration", "set"]
TimePrecision = Literal["minute", "day", "week", "month", "quarter", "year", "decade"]
ToldAs = Literal["background", "news", "outlook"]


class Article(NamedTuple):
    """One row per article."""

    article_id: Annotated[
        str, "stable name of the article, made from its content, not from its place or order"
    ]
    path: Annotated[str, "the file it came from, as given"]
    position: Annotated[int, "its place in a file that holds several, from 0"]
    sha256: Annotated[str, "SHA-256 of the file's bytes"]
    format: Annotated[str, "which reader read it: text, html, csv, tsv, jsonl"]
    encoding: Annotated[str, "character encoding that the bytes were decoded with"]
    title: Annotated[str | None, "the headline"]
    byline: Annotated[str | None, "who signs the article, as printed, without 'By'"]
    outlet: Annotated[str | None, "who published it, under one name for all its spellings"]
    outlet_country: Annotated[str | None, "country of the outlet, ISO 3166-1 alpha-2"]
    outlet_type: Annotated[str | None, "kind of outlet, as in resources/outlets.csv"]
    url: Annotated[str | None, "address of the page, where the file states it"]
    published: Annotated[
        dt.datetime | None,
        "the best single day or instant, local to the outlet; null when only bounds are known",
    ]
    published_precision: Annotated[Precision, "how exactly the publication date is known"]
    published_earliest: Annotated[
        dt.datetime | None, "first day on which it can have come out; null when nothing tells"
    ]
    published_latest: Annotated[
        dt.datetime | None, "last day on which it can have come out; null when nothing tells"
    ]
    published_rule: Annotated[str | None, "rule that decided the publication date"]
    language: Annotated[str | None, "language of the text, ISO 639-1"]
    machine_translated: Annotated[bool | None, "whether a machine translated it; null when not judged"]
    genre: Annotated[Genre | None, "what kind of text it is; null when the signs do not suffice"]
    n_words: Annotated[int, "words in `text`"]
    n_sentences: Annotated[int, "sentences in `text`"]
    removed_share: Annotated[
        float, "share of the raw text's non-blank characters that cleaning removed, 0 to 1"
    ]
    text: Annotated[str, "the article's own text: the kept lines, one paragraph a line"]


class Line(NamedTuple):
    """One row per line of the raw text: nothing is thrown away. The kept lines, each repaired as `repair` says, give `articles.text`."""

    line: Annotated[int, "number of the line in the raw text, from 0"]
    raw_start: Annotated[int, "where the line starts in the raw text"]
    raw_end: Annotated[int, "where it ends (without its line break)"]
    text: Annotated[str, "the line as it stands in the raw text"]
    kept: Annotated[bool, "whether the line is part of `articles.text`"]
    reason: Annotated[str | None, "rule that removed the line; null when kept"]
    repair: Annotated[str | None, "how the kept line's characters were changed, null when they were not"]


class Evidence(NamedTuple):
    """Why each metadata value was chosen. Rejected candidates stay, with `chosen` false."""

    field: Annotated[str, "column of `articles` that the value is for"]
    value: Annotated[str, "the value, as text (dates in ISO 8601, intervals as start/end)"]
    raw_start: Annotated[
        int | None,
        "where the words it was read from start in the raw text; null when read from elsewhere (markup)",
    ]
    raw_end: Annotated[int | None, "where they end"]
    text: Annotated[str | None, "the words it was read from"]
    rule: Annotated[str, "rule that read it"]
    confidence: Annotated[float, "how far the rule is trusted, 0 to 1: an order, not a probability"]
    chosen: Annotated[bool, "whether this value stands in `articles`"]


class Credit(NamedTuple):
    """Whose reporting an article carries."""

    credited_outlet: Annotated[str, "outlet that is credited, under one name for all its spellings"]
    credited_country: Annotated[str | None, "its country, ISO 3166-1 alpha-2"]
    kind: Annotated[CreditKind, "how the article uses it"]
    raw_start: Annotated[int, "where the crediting words start in the raw text"]
    raw_end: Annotated[int, "where they end"]
    text: Annotated[str, "the crediting words"]
    rule: Annotated[str, "rule that found them"]


class Sentence(NamedTuple):
    """One row per sentence of `articles.text`."""

    sentence_id: Annotated[int, "number of the sentence in its article, from 0"]
    start: Annotated[int, "where it starts in `articles.text`"]
    end: Annotated[int, "where it ends"]


class Attribution(NamedTuple):
    """Who said what: one row per attribution. What stands in no attribution is said in the article's own voice."""

    attribution_id: Annotated[str, "stable name: the article's, a colon, and the number of the row in it"]
    sentence_id: Annotated[int, "sentence in which the content starts"]
    quote_type: Annotated[
        QuoteType,
        "direct: all of the content in quotation marks; indirect: none of it; mixed: a part",
    ]
    source: Annotated[str | None, "the words that say who speaks; null when none were found"]
    source_start: Annotated[int | None, "where they start in `articles.text`"]
    source_end: Annotated[int | None, "where they end"]
    cue: Annotated[str | None, "the reporting words; null when there are none"]
    cue_start: Annotated[int | None, "where they start in `articles.text`"]
    cue_end: Annotated[int | None, "where they end"]
    content: Annotated[str, "what is attributed: its first piece"]
    content_start: Annotated[int, "where the first piece starts in `articles.text`"]
    content_end: Annotated[int, "where the first piece ends"]
    content_spans: Annotated[str, "all pieces as JSON: pairs of start and end in `articles.text`"]
    n_words: Annotated[int, "words in all pieces"]
    speaker: Annotated[
        str | None, "who the source is, under one name for all its mentions; null when not resolved"
    ]
    speaker_country: Annotated[str | None, "the country spoken for, ISO 3166-1 alpha-2"]
    speaker_role: Annotated[Role | None, "in what role"]
    speaker_rule: Annotated[str, "rule that resolved the source, or the reason why none did"]
    speaker_start: Annotated[
        int | None, "where the words that the speaker was read from start, when not the source's own"
    ]
    speaker_end: Annotated[int | None, "where they end"]
    rule: Annotated[str, "rule that found the attribution"]
    confidence: Annotated[float, "the model's mean probability of its tags over the content, 0 to 1"]
    said_earliest: Annotated[dt.date | None, "first day on which it can have been said"] = None
    said_latest: Annotated[dt.date | None, "last such day"] = None
    said_rule: Annotated[
        str | None,
        "why: said (a time beside the reporting words), said_before, article (not after the article)",
    ] = None


class TimeExpression(NamedTuple):
    """Words that say when: days, times of day, and how long or how often. Relative ones are resolved from the article's date and from the text before them."""

    sentence_id: Annotated[int, "sentence in which it stands"]
    text: Annotated[str, "the words"]
    start: Annotated[int, "where they start in `articles.text`"]
    end: Annotated[int, "where they end"]
    kind: Annotated[TimeKind, "a day or longer, a time of day, a length, or a repetition"]
    value: Annotated[
        str | None,
        "as TIMEX3 (ISO-TimeML), such as 2023-05-10, 2023-W24, PAST_REF, P3Y; null when it is left open",
    ]
    earliest: Annotated[dt.date | None, "first day that it can mean; null when not known"]
    latest: Annotated[dt.date | None, "last such day"]
    precision: Annotated[TimePrecision | None, "how long a time the words name; null for vague ones"]
    rule: Annotated[str, "rule that read it"]
    left_open: Annotated[str | None, "why no single value was given; null when one was"]


class Mention(NamedTuple):
    """A target that a text names, in whose voice, and how the sentence judges it there."""

    sentence_id: Annotated[int, "sentence in which it stands"]
    target: Annotated[
        str, "what is named: a country, a leader or a relationship, under one name for all mentions"
    ]
    target_country: Annotated[
        str | None,
        "the country it belongs to, ISO 3166-1 alpha-2; null for a relationship and most international bodies",
    ]
    mention: Annotated[str, "the words that name it"]
    start: Annotated[int, "where they start in `articles.text`"]
    end: Annotated[int, "where they end"]
    rule: Annotated[
        str, "kind of words: name, demonym, capital, metonym, person, alias, pronoun, relationship"
    ]
    voice: Annotated[Voice, "who speaks there: the article's author, or somebody it quotes"]
    attribution_id: Annotated[
        str | None, "the attribution in whose content it stands; null in the author's voice"
    ]
    speaker_country: Annotated[str | None, "the country that this attribution's speaker speaks for"]
    negative: Annotated[float | None, "probability that the sentence judges the target negatively, 0 to 1"]
    neutral: Annotated[float | None, "probability that it does not judge it"]
    positive: Annotated[float | None, "probability that it judges it positively"]
    polarity: Annotated[float | None, "positive minus negative, -1 to 1"]


class Relation(NamedTuple):
    """Two parties in one sentence: what the actor does to the target, and what attitude it shows. One row per actor and target, so two parties have two rows."""

    sentence_id: Annotated[int, "sentence in which both stand"]
    actor: Annotated[str, "who acts, under one name for all its mentions, as in `mentions.target`"]
    actor_country: Annotated[
        str | None, "the country it belongs to, ISO 3166-1 alpha-2; null for international bodies"
    ]
    actor_mention: Annotated[str, "the words that name it"]
    actor_start: Annotated[int, "where they start in `articles.text`"]
    actor_end: Annotated[int, "where they end"]
    target: Annotated[str, "towards whom, under one name for all its mentions"]
    target_country: Annotated[str | None, "the country it belongs to"]
    target_mention: Annotated[str, "the words that name it"]
    target_start: Annotated[int, "where they start in `articles.text`"]
    target_end: Annotated[int, "where they end"]
    event: Annotated[
        Event | None, "what the actor does to the target, a class of PLOVER; null when nothing, or not known"
    ]
    quad: Annotated[Quad | None, "the quadrant of the event"]
    event_probability: Annotated[float | None, "probability that the actor does anything to the target"]
    mode: Annotated[Mode | None, "how the event stands in the sentence: whether it happened or is only told"]
    score: Annotated[
        float | None,
        "-1 conflict to +1 cooperation: the event's intensity (resources/events.csv) times the weight of its mode; null without an event",
    ]
    direction_positive: Annotated[
        float | None, "probability that the actor holds or shows a positive attitude towards the target"
    ]
    direction_negative: Annotated[float | None, "probability of a negative one"]
    voice: Annotated[Voice, "who asserts the relation: the article's author, or somebody it quotes"]
    attribution_id: Annotated[
        str | None,
        "in a quoted voice the attribution in whose content the target stands, or else the actor (the other end is then often the source itself); null in the author's voice, and when neither does",
    ]
    speaker_country: Annotated[str | None, "the country that this attribution's speaker speaks for"]
    event_earliest: Annotated[dt.date | None, "first day on which it can have happened"] = None
    event_latest: Annotated[dt.date | None, "last such day"] = None
    time_rule: Annotated[
        str | None,
        "why: beside, since, before, plan (a time in the sentence), known (an event of reference_events.csv), spoken, statement (of the statement), lead, ahead, article (of the article)",
    ] = None
    told_as: Annotated[
        ToldAs | None,
        "news: of the week before the article; background: older; outlook: later; null when the bounds do not decide",
    ] = None


class Reuse(NamedTuple):
    """A passage that two articles share. `article_a` is the smaller of the two ids, so a pair stands once."""

    article_a: Annotated[str, "one article"]
    start_a: Annotated[int, "where the passage starts in its text"]
    end_a: Annotated[int, "where it ends"]
    text_a: Annotated[str, "the passage there"]
    article_b: Annotated[str, "the other article"]
    start_b: Annotated[int, "where the passage starts in its text"]
    end_b: Annotated[int, "where it ends"]
    text_b: Annotated[str, "the passage there"]
    kind: Annotated[
        ReuseKind,
        "verbatim: the same words; near: most of the words in the same order; paraphrase: one speaker's statement in other words",
    ]
    n_words: Annotated[int, "words of the shorter of the two passages"]
    similarity: Annotated[float, "share of words that the passages have in common, 0 to 1"]
    speaker: Annotated[str | None, "whose statement it is, for paraphrases; null otherwise"]


class Problem(NamedTuple):
    """What could not be done."""

    path: Annotated[str | None, "the file concerned"]
    article_id: Annotated[str | None, "the article concerned; null when none could be read"]
    stage: Annotated[str, "where in the work it happened: load, clean, metadata …"]
    rule: Annotated[str, "what kind of trouble it is"]
    detail: Annotated[str, "what was found, and what to do about it"]
