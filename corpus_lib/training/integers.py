"""The span model in 8-bit integers, with scales fixed beforehand: two to three times as fast as floats.

Every matrix product of the encoder takes whole numbers; the heads, which are small, stay in float. The scale of an
input is fixed on sample texts, so that a text's result does not depend on what else is in its batch, as it does when
the scale is taken from the batch. Texts in a batch have
one length, so that nothing is padded and no mask is needed, without which attention is faster. Where a few channels
are far larger than the others (the inputs of both layers of the feed-forward part), each channel is divided by the root
of its size first, and the weights multiplied by it (SmoothQuant, Xiao et al. 2023). Weights have 7 bits a column: two
products of 8 bits can exceed what processors without special instructions add up in 16.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from tokenizers import Tokenizer

from corpus_lib.labels import ANSWERING, HEADS
from corpus_lib.training.span_model import PARTS, SpanModel

Floats = NDArray[np.float32]

#: Name of the file.
MODEL = "span-model.onnx"
#: Largest whole number of a weight: 7 bits with the sign.
WEIGHT = 63
#: Power of a channel's size by which it is divided. At 0.5 the trouble is shared evenly with the weights; 0.7 and 1 gave
#: no better tags.
SMOOTH = 0.5
#: Operators of onnxruntime's own that the file uses: whole layers in one step.
FUSED = "com.microsoft"
#: Most pieces of a sample text.
MAX_PIECES = 256


class _Range(NamedTuple):
    """What a matrix product is given, over the samples: smallest and largest value, after division by channel."""

    low: float
    high: float
    channels: Floats | None


def write_model(model: SpanModel, tokenizer: Tokenizer, samples: Sequence[str], path: Path) -> None:
    """Write a model in integers.

    Parameters
    ----------
    model
        the trained model
    tokenizer
        its tokenizer
    samples
        what it will read: paragraphs, and sentences with their marks; some hundreds of each do
    path
        where the file goes

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / MODEL
    ...     write_model(new_model(TINY), load_tokenizer(), ["He said so."], path)
    ...     [given.name for given in InferenceSession(path).get_inputs()]
    ['input_ids', 'spans']
    """
    weights = {name: tensor.detach().cpu().float().numpy() for name, tensor in model.state_dict().items()}
    heads = int(model.enc.config.num_attention_heads)
    plain = _Builder(weights, heads, None)
    ranges = _observe(plain, tokenizer, samples)
    onnx.save(_Builder(weights, heads, ranges).model(), path)


def _observe(builder: _Builder, tokenizer: Tokenizer, samples: Sequence[str]) -> dict[str, _Range]:
    """The range of every product's input over the samples, from the same graph in float."""
    session = InferenceSession(builder.model().SerializeToString())
    points = builder.points
    lows: dict[str, Floats] = {}
    highs: dict[str, Floats] = {}
    for sample in samples:
        ids = np.array([tokenizer.encode(sample).ids[:MAX_PIECES]])
        nothing = np.zeros((1, 2, ids.shape[1]), np.float32)
        values = session.run(list(points.values()), {"input_ids": ids, "spans": nothing})
        for point, value in zip(points, values, strict=True):
            low, high = value[0].min(0), value[0].max(0)
            lows[point] = np.minimum(low, lows.get(point, low))
            highs[point] = np.maximum(high, highs.get(point, high))
    return {point: _range(point, lows[point], highs[point]) for point in points}


def _range(point: str, low: Floats, high: Floats) -> _Range:
    if not point.endswith(("wide", "narrow")):
        return _Range(float(low.min()), float(high.max()), None)
    sizes = np.maximum(np.maximum(-low, high), 1e-6)
    channels = np.asarray((sizes / sizes.mean()) ** SMOOTH, np.float32)
    return _Range(float((low / channels).min()), float((high / channels).max()), channels)


class _Builder:
    """The graph, in float when no ranges are given; `points` names the inputs of the matrix products."""

    def __init__(self, weights: dict[str, Floats], heads: int, ranges: dict[str, _Range] | None) -> None:
        self.weights, self.heads, self.ranges = weights, heads, ranges
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.points: dict[str, str] = {}
        self.whole: dict[str, tuple[str, str, str]] = {}

    def model(self) -> onnx.ModelProto:
        """The finished graph: `input_ids` (all of one length) and `spans` in, the heads out."""
        self.nodes, self.points, self.whole = [], {}, {}
        pieces = self._embed()
        layers = sum(name.endswith("attention.self.query.weight") for name in self.weights)
        for n in range(layers):
            pieces = self._layer(f"enc.encoder.layer.{n}.", pieces)
        self._heads(pieces)
        given = [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"]),
            helper.make_tensor_value_info("spans", TensorProto.FLOAT, ["batch", 2, "length"]),
        ]
        sizes: dict[str, list[str | int | None]] = {head: ["batch", len(of)] for head, of in HEADS.items()}
        sizes["tags"] = ["batch", "length", len(HEADS["tags"])]
        seen = () if self.ranges else self.points.values()
        outputs = [
            *(helper.make_tensor_value_info(head, TensorProto.FLOAT, size) for head, size in sizes.items()),
            *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in seen),
        ]
        graph = helper.make_graph(self.nodes, "spans", given, outputs, list(self.constants.values()))
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=8)

    def _heads(self, pieces: str) -> None:
        """Tags of each piece; the others from the first piece and the means of the marked spans."""
        tags = self._add("MatMul", [pieces, self._constant("ht.T", self.weights["ht.weight"].T)])
        self._add("Add", [tags, self._weight("ht.bias")], name="tags")
        last = self._constant("last", np.array([-1], np.int64))
        size = self._add("ReduceSum", ["spans", last], keepdims=1)
        least = self._add("Max", [size, self._constant("one", np.array(1, np.float32))])
        means = self._add("Div", [self._add("MatMul", ["spans", pieces]), least])
        places = [self._constant(f"place.{n}", np.array(n, np.int64)) for n in range(2)]
        first = self._add("Gather", [pieces, places[0]], axis=1)
        spans = [self._add("Gather", [means, place], axis=1) for place in places]
        read = {n: self._add("Concat", [first, *spans[:n]], axis=1) for n in (1, 2)}
        for n, seen in read.items():
            for head in ANSWERING[n]:
                name = PARTS[head]
                between = [seen, self._half(f"{name}.0.weight"), self._weight(f"{name}.0.bias")]
                bent = self._add("Tanh", [self._add("Gemm", between, transB=1)])
                out = [bent, self._half(f"{name}.3.weight"), self._weight(f"{name}.3.bias")]
                self._add("Gemm", out, name=head, transB=1)

    def _embed(self) -> str:
        """Words in whole numbers times the scale of their row, places and kind added."""
        rows = self.weights["enc.embeddings.word_embeddings.weight"]
        scales = np.asarray(np.maximum(np.abs(rows).max(1, keepdims=True), 1e-8) / 127, np.float32)
        whole = self._constant("words", np.round(rows / scales).astype(np.int8))
        found = self._add("Cast", [self._add("Gather", [whole, "input_ids"])], to=TensorProto.FLOAT)
        scale = self._add("Gather", [self._constant("words.scale", scales), "input_ids"])
        places = (
            self.weights["enc.embeddings.position_embeddings.weight"]
            + self.weights["enc.embeddings.token_type_embeddings.weight"][0]
        )
        length = self._add("Shape", ["input_ids"], start=1, end=2)
        zero = self._constant("zero", np.zeros(1, np.int64))
        used = self._add("Slice", [self._constant("places", places), zero, length, zero])
        total = self._add("Add", [self._add("Mul", [found, scale]), used])
        return self._normalised(total, "enc.embeddings.")

    def _layer(self, prefix: str, given: str) -> str:
        asked = [
            self._linear(given, f"{prefix}attention.self.{part}", "state")
            for part in ("query", "key", "value")
        ]
        mixed = self._add("MultiHeadAttention", asked, FUSED, num_heads=self.heads)
        out = self._linear(mixed, f"{prefix}attention.output.dense", "mixed")
        state = self._normalised(self._add("Add", [out, given]), f"{prefix}attention.output.")
        wide = self._add("Gelu", [self._linear(state, f"{prefix}intermediate.dense", "wide")], FUSED)
        out = self._linear(wide, f"{prefix}output.dense", "narrow")
        return self._normalised(self._add("Add", [out, state]), f"{prefix}output.")

    def _linear(self, given: str, name: str, kind: str) -> str:
        """A matrix product and its bias, in integers when the ranges are known."""
        weights, bias = self.weights[f"{name}.weight"], self._weight(f"{name}.bias")
        point = f"{name.rsplit('.', 1)[0] if kind == 'state' else name}.{kind}"
        if self.ranges is None:
            self.points[point] = given
            product = self._add("MatMul", [given, self._constant(f"{name}.T", weights.T)])
            return self._add("Add", [product, bias])
        whole, scale, zero = self._in_whole_numbers(given, point)
        channels = self.ranges[point].channels
        weights = weights if channels is None else weights * channels
        sizes = np.asarray(np.maximum(np.abs(weights).max(1), 1e-8) / WEIGHT, np.float32)
        small = np.clip(np.round(weights / sizes[:, None]), -WEIGHT, WEIGHT).astype(np.int8)
        inputs = [
            whole,
            self._constant(f"{name}.q", small.T),
            scale,
            self._constant(f"{name}.size", sizes),
            zero,
            "",
            bias,
        ]
        return self._add("MatMulIntegerToFloat", inputs, FUSED)

    def _in_whole_numbers(self, given: str, point: str) -> tuple[str, str, str]:
        """The value in 0 to 255, with its scale and zero; once for all products that use it."""
        if given not in self.whole:
            low, high, channels = (self.ranges or {})[point]
            low, high = min(low, 0.0), max(high, 1e-6)
            step = np.float32((high - low) / 255)
            scale = self._constant(f"{point}.scale", np.asarray(step))
            zero = self._constant(f"{point}.zero", np.asarray(round(-low / step), np.uint8))
            if channels is not None:
                smoothing = self._constant(f"{point}.smooth", np.asarray(1 / channels, np.float32))
                self.whole[given] = (
                    self._add("QuantizeLinear", [self._add("Mul", [given, smoothing]), scale, zero]),
                    scale,
                    zero,
                )
            else:
                self.whole[given] = (self._add("QuantizeLinear", [given, scale, zero]), scale, zero)
        return self.whole[given]

    def _normalised(self, given: str, prefix: str) -> str:
        """A layer's normalisation. The operator that adds and normalises in one step is ten times slower."""
        scale, bias = (self._weight(f"{prefix}LayerNorm.{part}") for part in ("weight", "bias"))
        return self._add("LayerNormalization", [given, scale, bias], axis=-1, epsilon=1e-12)

    def _weight(self, name: str) -> str:
        return self._constant(name, self.weights[name])

    def _half(self, name: str) -> str:
        """A matrix stored in 16 bits, as the weights were saved; it is turned into float once, at the start."""
        stored = self._constant(name, self.weights[name].astype(np.float16))
        return self._add("Cast", [stored], to=TensorProto.FLOAT)

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value).reshape(value.shape), name)
        return name

    def _add(self, kind: str, inputs: list[str], domain: str = "", *, name: str = "", **settings: Any) -> str:
        out = name or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **settings))
        return out
