"""`python -m corpus_lib.training.tune DATA --base BASE --out FOLDER`: teach the span model our own subject.

All heads learn from the coded pairs, in both orders, and from how their parties are judged. Beside them the model
rehearses a draw of what it was made from, so that it keeps what it could: attributions with their labels, the others with
its own earlier answers as soft targets besides.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from tokenizers import Tokenizer

from corpus_lib.errors import CorpusError, InputError
from corpus_lib.labels import NO_EVENT
from corpus_lib.relations import EVENT_FROM
from corpus_lib.training.asking import ask
from corpus_lib.training.examples import Example, leave_out, read_examples
from corpus_lib.training.export import draw_samples, export
from corpus_lib.training.fit import Recipe, add_soft_targets, train
from corpus_lib.training.kept import measure_kept
from corpus_lib.training.on_topic import article_of, both_orders, coded_examples, hold_out, read_pairs
from corpus_lib.training.on_topic_scores import score
from corpus_lib.training.own_codes import add_other_orders, read_own_pairs
from corpus_lib.training.span_model import PARTS, SpanModel, load_model, load_tokenizer

#: Batch and rates as they were found good for fewer pairs, on a fifth of the training articles.
ON_TOPIC = Recipe(
    epochs=2, batch=32, rate=1.2e-4, head_rate=8e-4, beside=5000, brief=True, words_rest=True, resting=2
)
#: A last epoch at half the rates, on the rehearsed examples, the pairs of `on_topic_dev` with their parties, and a part of
#: our own pairs without: so that many rows of our own, and how they judge parties, do not outweigh what was there.
SETTLING = replace(ON_TOPIC, epochs=1, rate=6e-5, head_rate=4e-4, beside=0)
#: One in so many of our own rows is settled on.
SETTLED = 3
#: Share of the tuned weights in the model, the rest being what they were before. Of 1, 0.85, 0.8 and 0.6, by the sets of
#: others and the held pairs: at 1 the other sets lose most, at 0.6 the pairs.
SHARE = 0.8
#: What is rehearsed: the set, and how many of its examples are kept ready.
REHEARSED = {"newsmtsc": 7000, "directed": 2500, "plover": 1026, "attribution": 4000}
#: How many of the directed pairs that are rehearsed have a sentiment: by chance most would be neutral.
TONED = 1000
#: Longest text that is rehearsed, in characters: long paragraphs take most of the time.
MAX_REHEARSED = 600
#: How much less likely than the least likely event "none" is made in soft targets of a model that did not know it.
BELOW = 3.0

Data = Annotated[Path, typer.Argument(help="Folder of the labelled sets, JSON lines.")]
Corpora = Annotated[Path | None, typer.Option(help="Folder of the corpora whose sentences were coded.")]
Base = Annotated[Path, typer.Option(help="Folder or weights of the span model to train further.")]
Out = Annotated[Path, typer.Option(help="Where the model goes.")]
Seed = Annotated[int, typer.Option(help="Number from which chance starts.")]
Steps = Annotated[int | None, typer.Option(help="Most steps.")]


def main(
    data: Data, base: Base, out: Out, corpora: Corpora = None, seed: Seed = 0, steps: Steps = None
) -> None:
    """Train on the coded pairs of four fifths of the articles, measure on the others, and write the model's files."""
    tokenizer, model = load_tokenizer(), load_model(base)
    kept, held = hold_out(read_pairs(data))
    away = {article_of(row) for row in held}
    coded = add_other_orders(kept)
    own = [row for row in read_own_pairs(corpora) if article_of(row) not in away]
    pairs = [pair for row in held for pair in both_orders(row)]
    unseen = [*pairs, *read_examples(data, "dev", ["newsmtsc", "directed"])]
    rehearsed = rehearsal(model, tokenizer, data, pairs)
    examples = leave_out(coded_examples([*coded, *own]), unseen)
    some = [pair for row in own[::SETTLED] for pair in both_orders(row)]
    settling = [*leave_out([*coded_examples(coded), *some], unseen), *rehearsed]
    _say(
        f"{len(coded) + len(own)} coded pairs, {len(examples)} examples, {len(rehearsed)} to rehearse, {len(held)} held out"
    )
    for recipe, of_stage, beside in ((ON_TOPIC, examples, rehearsed), (SETTLING, settling, [])):
        stage = replace(recipe, most_steps=steps, seed=seed)
        train(model, tokenizer, of_stage, stage, _report, beside=beside)
    mix(model, load_model(base))
    export(model, tokenizer, draw_samples([*examples, *rehearsed]), out)
    for name, value in measure_kept(model, tokenizer, data).items():
        _say(f"{name}: F1 {value:.3f}")
    for name, (value, low, high) in score(ask(model, tokenizer, held), held, EVENT_FROM).items():
        _say(f"{name}: {value:.3f} ({low:.3f} to {high:.3f})")


def mix(model: SpanModel, before: SpanModel, share: float = SHARE) -> None:
    """Move the weights of a tuned model part of the way back to what it was before, in place (Wortsman et al. 2022).

    The heads of event, mode and voice, which it did not have before in this form, stay as they are.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, new_model
    >>> model, before = new_model(TINY, seed=1), new_model(TINY, seed=2)
    >>> mix(model, before, 0.0)
    >>> bool((model.ht.weight == before.ht.weight).all()), bool((model.hv[0].weight == before.hv[0].weight).all())
    (True, False)
    """
    old = before.state_dict()
    new = {PARTS[head] for head in ("event", "mode", "voice")}
    model.load_state_dict(
        {
            name: value if name.split(".")[0] in new else share * value + (1 - share) * old[name]
            for name, value in model.state_dict().items()
        }
    )


def rehearsal(
    model: SpanModel, tokenizer: Tokenizer, folder: Path, unseen: Sequence[Example] = (), *, seed: int = 7
) -> list[Example]:
    """Draw from the sets that the model was made from, with its answers as soft targets.

    Parameters
    ----------
    model, tokenizer
        the model as it is before it learns something else.
    folder
        of the labelled sets; those that it lacks are left out.
    unseen
        examples that must not be learned: those to measure on.
    seed
        of the draw.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, new_model
    >>> rehearsal(new_model(TINY), load_tokenizer(), Path("no such folder"))
    []
    """
    chance = random.Random(seed)
    drawn: list[Example] = []
    for name, number in REHEARSED.items():
        try:
            unseen_here = [*unseen, *read_examples(folder, "dev", [name])]
            examples = leave_out(read_examples(folder, "train", [name]), unseen_here)
        except InputError:
            continue
        examples = [example for example in examples if len(example.text) < MAX_REHEARSED]
        if name == "directed":
            toned = [example for example in examples if example.labels.get("directed")]
            toned = chance.sample(toned, min(TONED, len(toned)))
            drawn += toned
            examples = [example for example in examples if not example.labels.get("directed")]
            number -= len(toned)
        drawn += chance.sample(examples, min(number, len(examples)))
    return [_as_known(example) for example in add_soft_targets(model, tokenizer, drawn)]


def _as_known(example: Example) -> Example:
    """Soft targets only of the heads that the model had, and of the event only where there is one."""
    soft = {head: logits for head, logits in example.soft.items() if head in ("sentiment", "directed")}
    if "event" in example.labels:
        known = example.soft["event"][:NO_EVENT]
        soft["event"] = (*known, min(known) - BELOW)
    return replace(example, soft=soft)


def _report(step: int, steps: int, loss: float) -> None:
    if step % 50 == 0 or step in (1, steps):
        _say(f"step {step} of {steps}: loss {loss:.3f}")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        typer.run(main)
    except CorpusError as error:
        print(f"corpus_lib.training.tune: {error}", file=sys.stderr)
        sys.exit(1)
