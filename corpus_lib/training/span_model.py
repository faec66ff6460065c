"""The span model as a network: one encoder, six heads; and how its weights are read and written."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from corpus_lib.errors import InputError
from corpus_lib.labels import HEADS

#: Names of the files in a model's folder.
WEIGHTS, CONFIG, TOKENIZER = "weights.fp16.safetensors", "config.json", "tokenizer.json"
#: What an encoder's weights are called in the folder of a published model.
ENCODER_WEIGHTS = "model.safetensors"
#: Share of numbers left out between the two layers of a head, as inside the encoder.
DROPOUT = 0.1
#: The layers of each head.
PARTS = {"tags": "ht", "sentiment": "hs", "event": "hr", "directed": "hd", "mode": "hm", "voice": "hv"}
#: From which head one that an older model lacks takes its first values.
RELATIVES = {"hm": "hr", "hv": "hr"}
#: Sizes of a model to try things with: it learns little and takes no time.
TINY = BertConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8)
#: The tokenizer that ships with the package.
SHIPPED_TOKENIZER = Path(str(files("corpus_lib.resources") / "span-model.tokenizer.json"))


class SpanModel(nn.Module):
    """A BERT encoder with six heads.

    Tags are one linear layer on each piece. Sentiment is read from the first piece beside the mean of span 1; event,
    directed sentiment, mode and voice from these beside the mean of span 2; each by two linear layers (see `PARTS`).

    Parameters
    ----------
    config
        of the encoder.

    Examples
    --------
    >>> ids = torch.ones(2, 5, dtype=torch.int64)
    >>> out = SpanModel(TINY)(ids, ids, torch.zeros(2, 2, 5))
    >>> {head: tuple(logits.shape) for head, logits in out.items()}
    {'tags': (2, 5, 7), 'sentiment': (2, 3), 'event': (2, 16), 'directed': (2, 5), 'mode': (2, 6),
     'voice': (2, 2)}
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.enc = BertModel(config, add_pooling_layer=False)
        # Written out step by step, attention becomes the plain operators that every onnxruntime knows.
        self.enc.set_attn_implementation("eager")
        width = config.hidden_size
        self.ht = nn.Linear(width, len(HEADS["tags"]))
        self.hs = _head(2 * width, width, len(HEADS["sentiment"]))
        self.hr = _head(3 * width, width, len(HEADS["event"]))
        self.hd = _head(3 * width, width, len(HEADS["directed"]))
        self.hm = _head(3 * width, width, len(HEADS["mode"]))
        self.hv = _head(3 * width, width, len(HEADS["voice"]))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, spans: Tensor) -> dict[str, Tensor]:
        """Give the logits of each head, in the order of `HEADS`.

        Parameters
        ----------
        input_ids, attention_mask
            whole numbers, [batch, length].
        spans
            [batch, 2, length]: 1 on the pieces of span 1 and of span 2, else 0.
        """
        hidden_pieces = (1.0 - attention_mask[:, None, None, :].to(spans.dtype)) * torch.finfo(
            spans.dtype
        ).min
        pieces: Tensor = self.enc(input_ids=input_ids, attention_mask=hidden_pieces).last_hidden_state
        means = (spans @ pieces) / spans.sum(-1, keepdim=True).clamp(min=1)
        one = torch.cat([pieces[:, 0], means[:, 0]], -1)
        two = torch.cat([one, means[:, 1]], -1)
        return {
            "tags": self.ht(pieces),
            "sentiment": self.hs(one),
            "event": self.hr(two),
            "directed": self.hd(two),
            "mode": self.hm(two),
            "voice": self.hv(two),
        }


def new_model(config: BertConfig, *, seed: int = 0) -> SpanModel:
    """Make a model whose weights are left to chance.

    Examples
    --------
    >>> bool((new_model(TINY, seed=1).ht.weight == new_model(TINY, seed=1).ht.weight).all())
    True
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return SpanModel(config).eval()


def load_model(base: Path, *, seed: int = 0) -> SpanModel:
    """Read a span model, or put new heads on an encoder.

    Parameters
    ----------
    base
        a folder with `config.json` and `weights.fp16.safetensors` (a span model) or `model.safetensors` (an
        encoder, or a span model); or such a file of weights with `config.json` beside it.
    seed
        for the first values of new heads.

    Raises
    ------
    InputError
        when a file is missing or its weights are not those of such a model.

    Examples
    --------
    >>> load_model(Path("no such folder"))
    Traceback (most recent call last):
    corpus_lib.errors.InputError: no such folder: no weights. Remedy: ...
    """
    files = [base, base / WEIGHTS, base / ENCODER_WEIGHTS]
    weights = next((file for file in files if file.is_file()), None)
    if weights is None:
        raise InputError(
            "no weights", where=str(base), remedy=f"it should hold {WEIGHTS} or {ENCODER_WEIGHTS}"
        )
    # Old encoders carry a pooler, which is not used, and their positions as a list of numbers.
    state = {
        name: value.float()
        for name, value in load_file(weights).items()
        if "pooler." not in name and not name.endswith("position_ids")
    }
    model = new_model(BertConfig.from_json_file(weights.with_name(CONFIG)), seed=seed)
    whole = any(name.startswith("enc.") for name in state)
    try:
        (model if whole else model.enc).load_state_dict(_grown(state, model) if whole else state)
    except RuntimeError as error:
        raise InputError(
            f"not the weights of a span model or a BERT encoder ({error})",
            where=str(weights),
            remedy="name another file",
        ) from error
    return model


def load_tokenizer(file: Path = SHIPPED_TOKENIZER) -> Tokenizer:
    """Read a tokenizer, and let it neither cut nor fill up what it is given.

    Examples
    --------
    >>> load_tokenizer().encode("Critics, they said").tokens
    ['[CLS]', 'critics', ',', 'they', 'said', '[SEP]']
    """
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def save_model(model: SpanModel, tokenizer: Tokenizer, folder: Path) -> None:
    """Write weights in 16 bits, configuration and tokenizer, as `load_model` reads them.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save_model(new_model(TINY), load_tokenizer(), Path(folder))
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['config.json', 'tokenizer.json', 'weights.fp16.safetensors']
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.half().cpu().contiguous() for name, value in model.state_dict().items()}
    save_file(state, folder / WEIGHTS)
    model.enc.config.to_json_file(folder / CONFIG)
    tokenizer.save(str(folder / TOKENIZER))


def _grown(state: dict[str, Tensor], model: SpanModel) -> dict[str, Tensor]:
    """The weights of an older model, with heads and classes that it lacked: those of a relative, or 0, or chance."""
    grown = dict(state)
    for name, fresh in model.state_dict().items():
        head, _, rest = name.partition(".")
        old = state.get(name, state.get(f"{RELATIVES.get(head, head)}.{rest}"))
        if head == "enc" or old is None:
            continue
        if name not in state and old.shape[0] != fresh.shape[0]:  # other classes than the relative's
            grown[name] = fresh
        elif all(a <= b for a, b in zip(old.shape, fresh.shape, strict=True)):
            grown[name] = torch.zeros_like(fresh)
            grown[name][tuple(slice(size) for size in old.shape)] = old
    return grown


def _head(width: int, between: int, classes: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(width, between), nn.Tanh(), nn.Dropout(DROPOUT), nn.Linear(between, classes)
    )
