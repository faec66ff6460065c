"""What each head of the model can say, in the order of its outputs, and which heads answer when."""

from __future__ import annotations

#: The event classes of PLOVER, and at the end that the first span does nothing to the second.
# fmt: off
EVENTS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)
# fmt: on
NO_EVENT = EVENTS.index("NONE")
#: The quadrant of each class but the last: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
QUADRANTS = (1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)
#: How an event stands in the sentence. Where there is none there is no mode either.
MODES = ("actual", "planned", "called_for", "threatened", "alleged", "denied")
#: What each head can say, in the order of its outputs.
HEADS: dict[str, tuple[str, ...]] = {
    "tags": ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"),
    "sentiment": ("negative", "neutral", "positive"),
    "event": EVENTS,
    "directed": ("neutral", "1→2 positive", "2→1 positive", "1→2 negative", "2→1 negative"),
    "mode": MODES,
    "voice": ("author", "quoted"),
    "judged": ("negative", "neutral", "positive"),  # how the sentence puts span 1, beside span 2
}
#: The heads that answer, by the number of judged spans.
ANSWERING: tuple[tuple[str, ...], ...] = (
    ("tags",),
    ("sentiment",),
    ("event", "directed", "mode", "voice", "judged"),
)
#: Which label a directed sentiment becomes when the two spans change places.
SWAPPED = (0, 2, 1, 4, 3)
