"""The training loop, and soft targets of a teacher."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy, kl_div, log_softmax, softmax

from corpus_lib.labels import ANSWERING
from corpus_lib.training.batches import NO_LABEL, Batch, Encoded, collate, draw_batches, encode
from corpus_lib.training.examples import Example
from corpus_lib.training.measures import READING_BATCH
from corpus_lib.training.span_model import SpanModel

#: Is told the step, the number of steps and the loss.
Report = Callable[[int, int, float], None]
#: Writes soft targets into marked sentences.
Teach = Callable[[Iterable[Example]], list[Example]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. The values are those of the shipped model."""

    epochs: int = 11
    batch: int = 32
    rate: float = 1e-4  # the highest learning rate, of the encoder
    head_rate: float = 1e-3  # and of the heads, which start from nothing
    warm_up: float = 0.06  # share of the steps in which the rates rise; then they fall in a straight line
    smoothing: float = 0.05
    clip: float = 1.0  # longest gradient
    temperature: float = 2.0  # of soft targets
    soft_share: float = 0.7  # of the loss, where an example has both soft targets and a label
    beside: int = 0  # examples to rehearse that are drawn for each epoch
    brief: bool = False  # whether to reckon in 16 bits where that is enough, which is faster
    words_rest: bool = False  # whether the embeddings of words stay as they are
    resting: int = 0  # how many of the lowest layers stay as they are
    seed: int = 0
    most_steps: int | None = None  # stop there; None: at the end of the epochs


#: First the heads that judge spans, then the tags beside them.
SPAN_HEADS = Recipe()
TAG_HEAD = Recipe(epochs=6, batch=24, rate=6e-5)


def rebuild(
    model: SpanModel,
    tokenizer: Tokenizer,
    examples: Iterable[Example],
    *,
    teach: Teach | None = None,
    recipes: tuple[Recipe, Recipe] = (SPAN_HEADS, TAG_HEAD),
    report: Report | None = None,
) -> list[float]:
    """Train a model as the shipped one was, in place and in two stages.

    First the heads that judge spans, on marked sentences, with a teacher's soft targets if there is one. Then
    all heads, on these and on paragraphs with tags; the model's own answers after the first stage are the
    soft targets, so that it does not forget. A stage without examples of its own is left out.

    Parameters
    ----------
    model, tokenizer
        an encoder with new heads, or a span model to train further.
    examples
        of any kinds.
    teach
        writes soft targets into marked sentences, as `add_soft_targets` does.
    recipes
        of the two stages.
    report
        is told the step, the number of steps and the loss.

    Returns
    -------
    list of float
        the loss at each step.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> model, tokenizer = new_model(TINY), load_tokenizer()
    >>> from corpus_lib.training.examples import mark
    >>> examples = [replace(mark("Critics left.", (0, 7)), labels={"sentiment": 1}), Example("He left.")]
    >>> len(rebuild(model, tokenizer, examples, recipes=(Recipe(epochs=3), Recipe(epochs=2))))
    7
    """
    examples = list(examples)
    marked = [example for example in examples if example.spans]
    tagged = [example for example in examples if not example.spans]
    losses: list[float] = []
    if marked:
        losses += train(model, tokenizer, teach(marked) if teach else marked, recipes[0], report)
    if tagged:
        losses += train(model, tokenizer, add_soft_targets(model, tokenizer, examples), recipes[1], report)
    return losses


def train(
    model: SpanModel,
    tokenizer: Tokenizer,
    examples: Iterable[Example],
    recipe: Recipe = SPAN_HEADS,
    report: Report | None = None,
    *,
    beside: Iterable[Example] = (),
) -> list[float]:
    """Train a model, in place. The same seed, threads and machine give the same weights.

    Parameters
    ----------
    model, tokenizer
        what is trained, and how it reads.
    examples
        of all kinds; each batch holds one kind.
    recipe
        rates and lengths.
    report
        is told the step, the number of steps and the loss.
    beside
        examples to rehearse, so that what they teach is kept; `recipe.beside` of them are drawn for each epoch.

    Returns
    -------
    list of float
        the loss at each step.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> model, tokenizer = new_model(TINY), load_tokenizer()
    >>> len(train(model, tokenizer, [Example("He left."), Example("She left.")], Recipe(epochs=3)))
    3
    """
    encoded, rehearsed = encode(tokenizer, examples), encode(tokenizer, beside)
    plan = _plan(encoded, rehearsed, recipe)
    still = [
        *model.enc.encoder.layer[: recipe.resting],
        *([model.enc.embeddings] if recipe.words_rest else []),
    ]
    for part in still:
        part.requires_grad_(False)
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in model.enc.parameters() if p.requires_grad], "lr": recipe.rate},
            {
                "params": [p for n, p in model.named_parameters() if not n.startswith("enc.")],
                "lr": recipe.head_rate,
            },
        ]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _share(step, len(plan), recipe.warm_up)
    )
    losses: list[float] = []
    model.train()
    with torch.random.fork_rng():
        torch.manual_seed(recipe.seed)
        for step, group in enumerate(plan, 1):
            batch = collate(group, _device(model))
            with torch.autocast(_device(model).type, torch.bfloat16, enabled=recipe.brief):
                logits = {head: value.float() for head, value in model(*batch.inputs).items()}
            loss = batch_loss(logits, batch, recipe)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            if report:
                report(step, len(plan), losses[-1])
    for part in still:
        part.requires_grad_(True)
    model.eval()
    return losses


def batch_loss(logits: dict[str, Tensor], batch: Batch, recipe: Recipe) -> Tensor:
    """Add up the losses of the heads that answer; each is a mean over what has a label or a soft target.

    Examples
    --------
    >>> ids = torch.ones(1, 3, dtype=torch.int64)
    >>> soft = {"sentiment": torch.tensor([[3.0, 0.0, 0.0]])}
    >>> batch = Batch((ids, ids, torch.zeros(1, 2, 3)), {"sentiment": torch.tensor([NO_LABEL])}, soft)
    >>> round(batch_loss(soft, batch, Recipe()).item(), 3)  # says what the teacher says
    0.0
    """
    loss = torch.zeros((), device=batch.inputs[0].device)
    for head, labels in batch.labels.items():
        loss = loss + _head_loss(logits[head], labels, batch.soft.get(head), recipe)
    return loss


def add_soft_targets(teacher: SpanModel, tokenizer: Tokenizer, examples: Iterable[Example]) -> list[Example]:
    """Write into marked sentences what a teacher says of them.

    The teacher can be a larger model, or the model itself at an earlier time, so that it does not forget what
    it knew while it learns something else. Marked sentences may be without a label.

    Returns
    -------
    list of Example
        those with tags unchanged and first; without sentences that are too long.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> from corpus_lib.training.examples import mark
    >>> [taught] = add_soft_targets(new_model(TINY), load_tokenizer(), [mark("Critics left.", (0, 7))])
    >>> len(taught.soft["sentiment"])
    3
    """
    examples = list(examples)
    encoded = encode(tokenizer, (example for example in examples if example.spans))
    done = [example for example in examples if not example.spans]
    with torch.inference_mode():
        for group in draw_batches(encoded, READING_BATCH, random.Random(0)):
            out = teacher(*collate(group, _device(teacher)).inputs)
            for row, e in enumerate(group):
                heads = ANSWERING[len(e.spans)]
                done.append(replace(e.example, soft={head: tuple(out[head][row].tolist()) for head in heads}))
    return done


def _device(model: SpanModel) -> torch.device:
    return model.ht.weight.device


def _share(step: int, steps: int, warm_up: float) -> float:
    """What share of the highest rate is used at a step."""
    rising = max(1.0, warm_up * steps)
    return min((step + 1) / rising, max(0.0, (steps - step) / max(1.0, steps - rising)))


def _plan(encoded: list[Encoded], rehearsed: list[Encoded], recipe: Recipe) -> list[list[Encoded]]:
    chance = random.Random(recipe.seed)
    plan: list[list[Encoded]] = []
    for _ in range(recipe.epochs):
        groups = draw_batches(encoded, recipe.batch, chance)
        if rehearsed:
            drawn = chance.sample(rehearsed, min(recipe.beside, len(rehearsed)))
            groups += draw_batches(drawn, recipe.batch, chance)
            chance.shuffle(groups)
        plan += groups
    return plan[: recipe.most_steps]


def _head_loss(logits: Tensor, labels: Tensor, soft: Tensor | None, recipe: Recipe) -> Tensor:
    logits, labels = logits.flatten(0, -2), labels.flatten()
    labelled = labels != NO_LABEL
    hard = cross_entropy(
        logits, labels, ignore_index=NO_LABEL, label_smoothing=recipe.smoothing, reduction="none"
    )
    if soft is None:
        return hard.sum() / labelled.sum().clamp(min=1)
    taught = ~soft[:, 0].isnan()
    heat = recipe.temperature
    # A gradient through a soft target shrinks with the square of the temperature; this puts it right.
    distance = heat**2 * kl_div(
        log_softmax(logits / heat, -1), softmax(soft.nan_to_num() / heat, -1), reduction="none"
    ).sum(-1)
    share = torch.where(labelled, recipe.soft_share, 1.0) * taught
    return ((1 - share) * hard + share * distance).sum() / (labelled | taught).sum().clamp(min=1)
