"""`python -m corpus_lib.training.tune DATA --base BASE --out FOLDER`: train the heads of pairs on our own subject.

All heads learn from the coded pairs, in both orders. Beside them the model rehearses a draw of what it was made
from, with its own earlier answers as soft targets. With several seeds the weights are averaged.
"""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import torch
import typer
from tokenizers import Tokenizer

from corpus_lib.errors import CorpusError, InputError
from corpus_lib.training.examples import Example, leave_out, read_examples
from corpus_lib.training.fit import Recipe, add_soft_targets, train
from corpus_lib.training.kept import measure_kept
from corpus_lib.training.labels import NO_EVENT
from corpus_lib.training.on_topic import both_orders, coded_examples, hold_out, read_pairs
from corpus_lib.training.on_topic_scores import ask, score, threshold_for
from corpus_lib.training.span_model import SpanModel, load_model, load_tokenizer, save_model

#: The rates were tried on an inner fifth of the training articles; see the model's card.
ON_TOPIC = Recipe(epochs=3, batch=16, rate=8e-5, head_rate=8e-4, beside=700, brief=True, words_rest=True)
#: What is rehearsed: the set, and how many of its examples are kept ready.
REHEARSED = {"newsmtsc": 1600, "directed": 1600, "plover": 1026, "attribution": 1800}
#: How many of the directed pairs that are rehearsed have a sentiment: by chance most would be neutral.
TONED = 1000
#: Longest text that is rehearsed, in characters: long paragraphs take most of the time.
MAX_REHEARSED = 600
#: How much less likely than the least likely event "none" is made in soft targets of a model that did not know it.
BELOW = 3.0
#: Share of the events to find when the threshold of an event is set.
RECALL = 0.76

Data = Annotated[Path, typer.Argument(help="Folder of the labelled sets, JSON lines.")]
Base = Annotated[Path, typer.Option(help="Folder or weights of the span model to train further.")]
Out = Annotated[Path, typer.Option(help="Where the model goes.")]
Seeds = Annotated[list[int], typer.Option("--seed", help="Can be given several times: weights are averaged.")]
Fold = Annotated[int, typer.Option(help="Seed of the articles that are held out.")]
Inner = Annotated[bool, typer.Option(help="Measure on a fifth of the rest instead, to choose a recipe.")]
Everything = Annotated[bool, typer.Option(help="Hold nothing out; then there is nothing to measure on.")]
Steps = Annotated[int | None, typer.Option(help="Most steps.")]


def main(
    data: Data,
    base: Base,
    out: Out,
    seeds: Seeds = [0],  # noqa: B006 - typer reads it and changes nothing
    fold: Fold = 0,
    inner: Inner = False,
    everything: Everything = False,
    steps: Steps = None,
) -> None:
    """Train on the coded pairs of four fifths of the articles, and measure on the others."""
    tokenizer, rows = load_tokenizer(), read_pairs(data)
    kept, held = (rows, []) if everything else hold_out(rows, fold)
    if inner:
        kept, held = hold_out(kept, fold + 1)
    unseen = [pair for row in held for pair in both_orders(row)]
    rehearsed = rehearsal(load_model(base), tokenizer, data, unseen)
    recipe = replace(ON_TOPIC, most_steps=steps)
    models = []
    for seed in seeds:
        model = load_model(base)
        train(model, tokenizer, coded_examples(kept), replace(recipe, seed=seed), _report, beside=rehearsed)
        models.append(model)
    model = average(models)
    save_model(model, tokenizer, out)
    for name, value in measure_kept(model, tokenizer, data).items():
        _say(f"{name}: F1 {value:.3f}")
    if held:
        said = ask(model, tokenizer, held)
        _say(f"event from {threshold_for(said, held, RECALL):.3f} on: recall {RECALL}")
        for name, (value, low, high) in score(said, held).items():
            _say(f"{name}: {value:.3f} ({low:.3f} to {high:.3f})")


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


def average(models: Sequence[SpanModel]) -> SpanModel:
    """Give the mean of the weights of models that began alike.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, new_model
    >>> one, two = new_model(TINY, seed=1), new_model(TINY, seed=2)
    >>> bool(torch.allclose(average([one, two]).ht.weight, (one.ht.weight + two.ht.weight) / 2))
    True
    """
    mean = copy.deepcopy(models[0])
    states = [model.state_dict() for model in models]
    mean.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return mean.eval()


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
