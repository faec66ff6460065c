"""What each head of the span model can say, in the order of its outputs, and which heads answer when."""

from __future__ import annotations

#: The quadrant of each event class of PLOVER (Halterman et al. 2023), in the order of the model's outputs.
QUADS = {
    "AGREE": "verbal_cooperation",
    "CONSULT": "verbal_cooperation",
    "SUPPORT": "verbal_cooperation",
    "COOPERATE": "material_cooperation",
    "AID": "material_cooperation",
    "YIELD": "material_cooperation",
    "REQUEST": "verbal_conflict",
    "ACCUSE": "verbal_conflict",
    "REJECT": "verbal_conflict",
    "THREATEN": "verbal_conflict",
    "PROTEST": "material_conflict",
    "SANCTION": "material_conflict",
    "MOBILIZE": "material_conflict",
    "COERCE": "material_conflict",
    "ASSAULT": "material_conflict",
}
#: The event classes, and at the end that the first span does nothing to the second.
EVENTS = (*QUADS, "NONE")
NO_EVENT = EVENTS.index("NONE")
#: How an event stands in the sentence. Where there is none there is no mode either.
MODES = ("actual", "planned", "called_for", "threatened", "alleged", "denied")
VOICES = ("author", "quoted")
#: How a span is judged.
JUDGEMENTS = ("negative", "neutral", "positive")
#: Who holds an attitude towards whom, of a first and a second span.
DIRECTIONS = ("neutral", "1→2 positive", "2→1 positive", "1→2 negative", "2→1 negative")
#: Which of these it becomes when the two spans change places.
SWAPPED = (0, 2, 1, 4, 3)
#: What each head can say, in the order of its outputs.
HEADS: dict[str, tuple[str, ...]] = {
    "tags": ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"),
    "sentiment": JUDGEMENTS,
    "event": EVENTS,
    "directed": DIRECTIONS,
    "mode": MODES,
    "voice": VOICES,
}
#: The heads that answer, by the number of marked spans.
ANSWERING: tuple[tuple[str, ...], ...] = (("tags",), ("sentiment",), ("event", "directed", "mode", "voice"))
