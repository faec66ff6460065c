"""Spans of stance: every sentence that says how two sides stand to each other, with a value that can be checked.

There are three kinds: an *act* (what one side does to the other, from `relations`), an *attitude* (one side shows one
without an act), and a *judgement* of the relationship itself (from `mentions`). A span's value is its sign times the
weight of its mode: cooperation 1, conflict -1; a request counts by its tone; what is planned, threatened or alleged counts
half, what is called for a quarter, what is denied not at all (`relations.MODE_WEIGHTS`). How grave an act is stands in
`relations.score` and is left out here: a stance is how much of what is told is conflict, not how bad the worst of it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.relations import MODE_WEIGHTS
from corpus_lib.targets import RELATIONSHIP, is_relationship
from corpus_lib.voice_profiles import OTHER, SIDES, sides_of

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Probability from which on an attitude counts as one: more likely than all else together.
ATTITUDE_FROM = 0.5
#: Events that two sides do together.
MUTUAL = ("CONSULT", "AGREE", "COOPERATE")
#: Columns of a table of spans, in order.
SPANS = [
    "article_id",
    "sentence_id",
    "kind",
    "actor",
    "actor_side",
    "target",
    "target_side",
    "direction",
    "event",
    "quad",
    "mode",
    "value",
    "score",
    "voice",
    "speaker",
    "side",
    "event_earliest",
    "event_latest",
    "time_rule",
    "told_as",
    "sentence",
    "start",
    "end",
]


def collect_stance(corpus: Corpus, between: tuple[str, str] = ("United States", "China")) -> pd.DataFrame:
    """Every span that says how two sides stand to each other.

    Parameters
    ----------
    corpus
        from `build_corpus`
    between
        two sides, as `side_of` names them

    Returns
    -------
    DataFrame
        one row per sentence, actor's side and target's side (the row with the surest event, else with the strongest
        attitude; a meeting, an agreement or joint work of both is one row), and one per judged mention of the
        relationship: `article_id`, `sentence_id`, `kind` (act, attitude, judgement), `actor`, `actor_side`, `target`,
        `target_side`, `direction` ("United States → China", "United States ↔ China"; null for a judgement), `event`, `quad`, `mode`, `value`
        (-1 conflict to 1 cooperation), `score` (the same with the event's intensity), `voice`, `speaker`, `side` (of the
        speaker; null in the author's voice, and where it is not known), `event_earliest`, `event_latest`, `time_rule`,
        `told_as` (when it happened, as in `relations`), `sentence` and where it stands (`start`, `end`)

    Raises
    ------
    InputError
        when these are not two sides

    Examples
    --------
    >>> import corpus_lib as cl
    >>> spans = cl.collect_stance(cl.build_corpus("seeds"))
    >>> bool(spans["value"].between(-1, 1).all()), sorted(spans["voice"].unique())
    (True, ['author', 'quoted'])
    """
    known = {*SIDES.values(), OTHER}
    if not set(between) <= known or len(set(between)) != 2:
        raise InputError(
            "not two sides",
            where=f"between {between!r}",
            remedy=f"name two of {', '.join(sorted(known))}",
        )
    pairs = _sided(corpus.relations)
    pairs = pairs[pairs["actor_side"].isin(between) & pairs["target_side"].isin(between)]
    acts = _strongest(_valued(pairs), ["actor_side", "target_side"])
    spans = pd.concat([_mutual_once(acts), _judgements(corpus.mentions, between)], ignore_index=True)
    return _with_sentences(corpus, spans)


def find_acts(corpus: Corpus) -> pd.DataFrame:
    """Every act of one side towards another that is not denied, whichever sides they are.

    Returns
    -------
    DataFrame
        columns as of `collect_stance`, `kind` is "act"; one row per sentence, actor's and target's country

    Examples
    --------
    >>> import corpus_lib as cl
    >>> bool(find_acts(cl.build_corpus("seeds"))["event"].notna().all())
    True
    """
    pairs = _sided(corpus.relations)
    pairs = pairs[pairs["event"].notna() & (pairs["mode"] != "denied")]
    acts = _strongest(_valued(pairs), ["actor_country", "target_country"])
    return _with_sentences(corpus, _mutual_once(acts))


def collect_judgements(corpus: Corpus) -> pd.DataFrame:
    """Every mention of a side or of a relationship, with how its sentence judges it.

    Returns
    -------
    DataFrame
        columns as of `collect_stance`: `kind` is "mention", `target_side` the side ("relationship" for a relationship,
        "other" for other countries and bodies of several),
        `value` -1 where negative is the likeliest judgement, 1 where positive is, else 0; without actor

    Examples
    --------
    >>> import corpus_lib as cl
    >>> set(cl.collect_judgements(cl.build_corpus("seeds"))["value"]) <= {-1.0, 0.0, 1.0}
    True
    """
    mentions = corpus.mentions[corpus.mentions["polarity"].notna()]
    related = mentions["rule"] == RELATIONSHIP
    together = (
        mentions["target"].map(is_relationship).astype("bool") & ~related
    )  # "both sides": neither alone
    side = sides_of(mentions["target_country"]).fillna(OTHER).mask(related, RELATIONSHIP)
    spans = mentions.assign(kind="mention", target_side=side, value=_likeliest(mentions))[~together]
    return _with_sentences(corpus, spans)


def _sided(relations: pd.DataFrame) -> pd.DataFrame:
    """Relations between sides, with these; a body of no country is on none."""
    pairs = relations.assign(
        actor_side=sides_of(relations["actor_country"]), target_side=sides_of(relations["target_country"])
    )
    known = pairs["actor_side"].notna() & pairs["target_side"].notna()
    return pairs[known & (pairs["actor_side"] != pairs["target_side"])]


def _valued(pairs: pd.DataFrame) -> pd.DataFrame:
    """The rows that tell of an act or an attitude, with its kind and value and how sure it is."""
    positive, negative = pairs["direction_positive"], pairs["direction_negative"]
    tone = positive.ge(ATTITUDE_FROM).astype("float64") - negative.ge(ATTITUDE_FROM).astype("float64")
    cooperates = pairs["quad"].isin(["verbal_cooperation", "material_cooperation"])
    acts = pairs["event"].notna()
    sign = cooperates.map({True: 1.0, False: -1.0}).where(acts & (pairs["event"] != "REQUEST"), tone)
    attitude = pd.concat([positive, negative], axis=1).max(axis=1)
    valued = pairs.assign(
        kind=pd.Series("attitude", index=pairs.index, dtype="str").mask(acts, "act"),
        value=sign * pairs["mode"].map(MODE_WEIGHTS).astype("float64").fillna(1.0),
        direction=pairs["actor_side"] + " → " + pairs["target_side"],
        sure=pairs["event_probability"].where(acts, attitude - 2),  # any act before any attitude
    )
    return valued[acts | (tone != 0)]


def _strongest(valued: pd.DataFrame, parties: list[str]) -> pd.DataFrame:
    """Of the rows of a sentence with the same parties the surest."""
    ordered = valued.sort_values("sure", ascending=False, kind="stable")
    return ordered.drop_duplicates(["article_id", "sentence_id", *parties])


def _mutual_once(acts: pd.DataFrame) -> pd.DataFrame:
    """What two sides do together, such as a meeting, is found in both directions, and is one span."""
    one, other = acts["actor_side"], acts["target_side"]
    both = one.where(one > other, other) + " ↔ " + one.where(one < other, other)
    same = acts.assign(both=both).duplicated(["article_id", "sentence_id", "event", "both"], keep=False)
    together = same & acts["event"].isin(MUTUAL)
    acts = acts.assign(direction=acts["direction"].mask(together, both))
    return acts[~(together & acts.duplicated(["article_id", "sentence_id", "event", "direction"]))]


def _judgements(mentions: pd.DataFrame, between: tuple[str, str]) -> pd.DataFrame:
    """Judged mentions of the relationship of the two sides; one without names in articles that name both."""
    pair = ["US" if side == "United States" else side for side in between]
    names = [f"{'–'.join(order)} {RELATIONSHIP}" for order in (pair, pair[::-1])]
    sides = pd.DataFrame({"article_id": mentions["article_id"], "side": sides_of(mentions["target_country"])})
    sides = sides[sides["side"].isin(between)].drop_duplicates()
    both = set(sides.loc[sides.duplicated("article_id"), "article_id"])
    unnamed = (mentions["target"] == f"bilateral {RELATIONSHIP}") & mentions["article_id"].isin(both)
    about = mentions[
        (mentions["rule"] == RELATIONSHIP)
        & mentions["polarity"].notna()
        & (mentions["target"].isin(names) | unnamed)
    ]
    about = about.assign(kind="judgement", target_side=RELATIONSHIP, value=_likeliest(about))
    return about[about["value"] != 0]


def _likeliest(mentions: pd.DataFrame) -> pd.Series[float]:
    """-1, 0 or 1: the likeliest judgement of each mention."""
    most = mentions[["negative", "neutral", "positive"]].to_numpy().argmax(axis=1) - 1.0
    return pd.Series(most, index=mentions.index, dtype="float64")


def _with_sentences(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """The columns of `SPANS`, in the order of the text."""
    texts = dict(zip(corpus.articles["article_id"], corpus.articles["text"], strict=True))
    order = {article_id: n for n, article_id in enumerate(texts)}
    spans = spans.drop(columns=["start", "end"], errors="ignore").merge(
        corpus.sentences, on=["article_id", "sentence_id"], how="left"
    )
    said = corpus.attributions.set_index("attribution_id")["speaker"]
    spans = spans.assign(
        speaker=spans["attribution_id"].map(said).astype("str"),
        side=sides_of(spans["speaker_country"]),
        sentence=[
            texts[article_id][start:end]
            for article_id, start, end in spans[["article_id", "start", "end"]].itertuples(
                index=False, name=None
            )
        ],
        order=spans["article_id"].map(order),
    )
    spans = spans.sort_values(["order", "start", "kind"], kind="stable", ignore_index=True)
    words = ("actor", "actor_side", "direction", "event", "quad", "mode", "time_rule", "told_as", "sentence")
    days = dict.fromkeys(("event_earliest", "event_latest"), "datetime64[us]")
    return spans.reindex(columns=SPANS).astype(dict.fromkeys(words, "str") | days | {"score": "float64"})
