"""`python -m corpus_lib.training DATA --base BASE --out FOLDER`: make the span model again."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import torch
import typer
from tokenizers import Tokenizer

from corpus_lib.errors import CorpusError
from corpus_lib.training.examples import SETS, Example, enlarge, leave_out, read_examples
from corpus_lib.training.export import draw_samples, export
from corpus_lib.training.fit import SPAN_HEADS, TAG_HEAD, Recipe, Teach, add_soft_targets, rebuild
from corpus_lib.training.measures import measure
from corpus_lib.training.span_model import TOKENIZER, SpanModel, load_model, load_tokenizer

#: Steps between two lines of progress.
REPORT_EVERY = 20

Data = Annotated[Path, typer.Argument(help="Folder of the labelled sets, JSON lines.")]
Base = Annotated[
    Path, typer.Option(help="Folder or weights of an encoder, or of a span model to train further.")
]
Out = Annotated[Path, typer.Option(help="Where the model goes.")]
Teacher = Annotated[Path | None, typer.Option(help="Folder of a larger span model that gives soft targets.")]
Sets = Annotated[list[str], typer.Option("--set", help="A set to train on; can be given several times.")]
Epochs = Annotated[int | None, typer.Option(help="Epochs of each stage. Default: as in the recipe.")]
Steps = Annotated[int | None, typer.Option(help="Most steps of each stage.")]
Seed = Annotated[int, typer.Option(help="Number from which chance starts.")]


def main(
    data: Data,
    base: Base,
    out: Out,
    teacher: Teacher = None,
    sets: Sets = list(SETS),  # noqa: B006 - typer reads it and changes nothing
    epochs: Epochs = None,
    steps: Steps = None,
    seed: Seed = 0,
) -> None:
    """Train on the labelled sets, measure before and after, and write the model's files."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model, tokenizer = load_model(base, seed=seed).to(device), load_tokenizer(_folder(base) / TOKENIZER)
    dev = read_examples(data, "dev", sets)
    examples = enlarge(leave_out(read_examples(data, "train", sets), dev))
    _say(f"{len(examples)} examples to train on, {len(dev)} to measure on")
    _print_scores("before", model, tokenizer, dev)

    def recipe(stage: Recipe) -> Recipe:
        return replace(stage, epochs=epochs or stage.epochs, most_steps=steps, seed=seed)

    rebuild(
        model,
        tokenizer,
        examples,
        teach=_teaching(teacher, device),
        recipes=(recipe(SPAN_HEADS), recipe(TAG_HEAD)),
        report=_report,
    )
    _print_scores("after", model, tokenizer, dev)
    export(model, tokenizer, draw_samples(examples), out)
    _say(f"written to {out}")


def _teaching(teacher: Path | None, device: str) -> Teach | None:
    if teacher is None:
        return None
    return partial(
        add_soft_targets, load_model(teacher).to(device), load_tokenizer(_folder(teacher) / TOKENIZER)
    )


def _folder(base: Path) -> Path:
    return base.parent if base.is_file() else base


def _report(step: int, steps: int, loss: float) -> None:
    if step % REPORT_EVERY == 0 or step in (1, steps):
        _say(f"step {step} of {steps}: loss {loss:.3f}")


def _print_scores(when: str, model: SpanModel, tokenizer: Tokenizer, dev: list[Example]) -> None:
    for head, score in measure(model, tokenizer, dev).items():
        _say(
            f"{when}: {head} accuracy {score.accuracy:.3f}, macro-F1 {score.macro_f1:.3f}, on {score.labels}"
        )


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        typer.run(main)
    except CorpusError as error:
        print(f"corpus_lib.training: {error}", file=sys.stderr)
        sys.exit(1)
