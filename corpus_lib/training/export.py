"""The span model as a file for onnxruntime, first in float, then with its weights in 8 bits."""

from __future__ import annotations

import copy
import json
import logging
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime import InferenceSession
from tokenizers import Tokenizer
from torch import Tensor, nn

from corpus_lib.training.batches import collate, encode
from corpus_lib.training.examples import Example, mark
from corpus_lib.training.labels import HEADS
from corpus_lib.training.span_model import SpanModel, save_model

INPUTS = ("input_ids", "attention_mask", "spans")
#: Names of the files: in float, in 8 bits, and what the latter must answer.
FLOAT, INT8, CHECK = "span-model.onnx", "span-model.int8.onnx", "span-model.check.json"
#: Version of the operators. From 17 on, a layer's normalisation is one of them.
OPSET = 17
#: Numbers that share one scale in a matrix of weights. Smaller blocks cost space and time, larger ones precision.
BLOCK = 128
#: Farthest a logit may be from the check file's. Machines differ in the third decimal; a wrong file differs in the first.
TOLERANCE = 0.05
#: What the check file asks: texts, and the judged spans in them.
CHECKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ('The ministry said on Monday that the talks had been "open and useful".', ()),
    ("According to two officials, no date has been set for the visit.", ()),
    ("Farmers called the new tariff short-sighted and unfair.", ("the new tariff",)),
    ("The council thanked the province for its quick help.", ("The council", "the province")),
    ("The union turned down the offer of the company.", ("The union", "the company")),
)


class _InOrder(nn.Module):
    """The model with its answers in a row, as the exporter wants them."""

    def __init__(self, model: SpanModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor, spans: Tensor) -> tuple[Tensor, ...]:
        out = self.model(input_ids, attention_mask, spans)
        return tuple(out[head] for head in HEADS)


def export(model: SpanModel, tokenizer: Tokenizer, folder: Path) -> None:
    """Write all files of a model: weights, configuration, tokenizer, the two files for onnxruntime, the check.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> with TemporaryDirectory() as folder:
    ...     export(new_model(TINY), load_tokenizer(), Path(folder))
    ...     len(list(Path(folder).iterdir()))
    6
    """
    save_model(model, tokenizer, folder)
    to_onnx(model, folder / FLOAT)
    quantise(folder / FLOAT, folder / INT8)
    check = answers(folder / INT8, tokenizer)
    (folder / CHECK).write_text(json.dumps(check, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def to_onnx(model: SpanModel, path: Path) -> None:
    """Write the model in float, for any batch and length.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, new_model
    >>> with TemporaryDirectory() as folder:
    ...     to_onnx(new_model(TINY), Path(folder) / FLOAT)
    ...     [given.name for given in InferenceSession(Path(folder) / FLOAT).get_inputs()]
    ['input_ids', 'attention_mask', 'spans']
    """
    ids = torch.tensor([[101, 1000, 102], [101, 1001, 102]])
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "tags")}
    axes |= {"spans": {0: "batch", 2: "length"}}
    axes |= {head: {0: "batch"} for head in HEADS if head != "tags"}
    with warnings.catch_warnings():
        # This exporter is called old; the new one needs a further package and gives the same graph.
        warnings.filterwarnings(
            "ignore", category=DeprecationWarning, module=r"torch\.onnx|corpus_lib\.training"
        )
        torch.onnx.export(
            _InOrder(copy.deepcopy(model).cpu()).eval(),
            (ids, torch.ones_like(ids), torch.ones(2, 2, 3)),
            path,
            input_names=list(INPUTS),
            output_names=list(HEADS),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def quantise(path: Path, smaller: Path) -> None:
    """Store matrices in 8 bits by blocks, and embeddings in 8 bits by rows; the arithmetic stays in float.

    So a sentence gets the same numbers whatever else is in its batch.

    Parameters
    ----------
    path
        what `to_onnx` wrote.
    smaller
        where the smaller file goes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, new_model
    >>> with TemporaryDirectory() as folder:
    ...     large, small = Path(folder) / FLOAT, Path(folder) / INT8
    ...     to_onnx(new_model(TINY), large)
    ...     quantise(large, small)
    ...     small.stat().st_size < large.stat().st_size / 2
    True
    """
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    # It tells of every node that it leaves alone, 500 lines for one model.
    logging.getLogger(MatMulNBitsQuantizer.__module__).setLevel(logging.WARNING)
    quantizer = MatMulNBitsQuantizer(onnx.load(path), bits=8, block_size=BLOCK, is_symmetric=True)
    quantizer.process()
    model = quantizer.model.model
    _shrink_embeddings(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, smaller)


def answers(path: Path, tokenizer: Tokenizer) -> dict[str, Any]:
    """Ask a file for onnxruntime the sentences of the check, and note questions and answers.

    Returns
    -------
    dict
        `tolerance` and `cases`, ready for JSON.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> with TemporaryDirectory() as folder:
    ...     to_onnx(new_model(TINY), Path(folder) / FLOAT)
    ...     [case.keys() for case in answers(Path(folder) / FLOAT, load_tokenizer())["cases"]][0]
    dict_keys(['text', 'tags', 'pieces'])
    """
    session = InferenceSession(path)
    return {"tolerance": TOLERANCE, "cases": [_case(session, tokenizer, *asked) for asked in CHECKED]}


def run(
    session: InferenceSession, inputs: tuple[Tensor, Tensor, Tensor]
) -> Mapping[str, NDArray[np.float32]]:
    """Give the logits of each head, from onnxruntime.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> batch = collate(encode(load_tokenizer(), [Example("He left.")]))
    >>> with TemporaryDirectory() as folder:
    ...     to_onnx(new_model(TINY), Path(folder) / FLOAT)
    ...     run(InferenceSession(Path(folder) / FLOAT), batch.inputs)["tags"].shape
    (1, 5, 7)
    """
    asked = {name: tensor.numpy() for name, tensor in zip(INPUTS, inputs, strict=True)}
    return dict(zip(HEADS, session.run(list(HEADS), asked), strict=True))


def _case(
    session: InferenceSession, tokenizer: Tokenizer, text: str, names: tuple[str, ...]
) -> dict[str, Any]:
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    example = mark(text, *places) if names else Example(text)
    [encoded] = encode(tokenizer, [example])
    out = run(session, collate([encoded]).inputs)
    if not names:
        pieces = [tokenizer.id_to_token(piece) for piece in encoded.ids]
        return {"text": text, "tags": out["tags"][0].argmax(-1).tolist(), "pieces": pieces}
    heads = ["sentiment", "event", "directed"][: 3 if len(names) > 1 else 1]
    return {
        "text": text,
        "span_1": names[0],
        "span_2": names[1] if len(names) > 1 else None,
        "marked": example.text,
        "input_ids": encoded.ids,
        "span_pieces": encoded.spans,
        **{head: [round(float(logit), 3) for logit in out[head][0]] for head in heads},
    }


def _shrink_embeddings(graph: onnx.GraphProto) -> None:
    """Turn every look-up in a table of weights into one in whole numbers, times the scale of the row."""
    tables = {table.name: table for table in graph.initializer if len(table.dims) == 2}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        table = tables.get(node.input[0]) if node.op_type == "Gather" else None
        nodes += [node] if table is None else _small_look_up(graph, node, table)
    del graph.node[:]
    graph.node.extend(nodes)


def _small_look_up(
    graph: onnx.GraphProto, node: onnx.NodeProto, table: onnx.TensorProto
) -> list[onnx.NodeProto]:
    name, rows, asked = table.name, numpy_helper.to_array(table), node.input[1]
    scales = np.maximum(np.abs(rows).max(axis=1, keepdims=True), np.finfo(np.float32).tiny) / 127
    whole = np.round(rows / scales).astype(np.int8)
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(whole, f"{name}_q8"))
    graph.initializer.append(numpy_helper.from_array(scales.astype(np.float32), f"{name}_s"))
    return [
        helper.make_node("Gather", [f"{name}_q8", asked], [f"{name}_row_q8"], axis=0),
        helper.make_node("Gather", [f"{name}_s", asked], [f"{name}_row_s"], axis=0),
        helper.make_node("Cast", [f"{name}_row_q8"], [f"{name}_row"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_row", f"{name}_row_s"], list(node.output)),
    ]
