"""The pictures of the report, as PNG."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure  # type: ignore[import-untyped]  # matplotlib 3.5 has no types

from mesoguide.nlp.evaluation.calibration import BINS, ReliabilityBin
from mesoguide.nlp.evaluation.cross_validation import LearningPoint
from mesoguide.nlp.evaluation.metrics import Confusion
from mesoguide.nlp.evaluation.scope import ThresholdPoint

#: Blue and orange are told apart with every kind of colour vision.
GOOD, BAD, THIRD = "#1f5fa8", "#d9681d", "#5b5b5b"
LINE_STYLES = ("-", "--", ":", "-.")
DOTS_PER_INCH = 110
SMALL = (6.4, 4.2)
#: Intents shown in the picture of confusions: those with the most mistakes.
MAX_INTENTS = 30


def confidence_histogram(bins: Sequence[ReliabilityBin]) -> bytes:
    """Draw how many answers are right and wrong at each confidence."""

    def draw(axes: Any) -> None:
        left = [one.low + 0.5 / BINS for one in bins]
        right = [one.right for one in bins]
        axes.bar(left, right, width=0.9 / BINS, color=GOOD, label="right")
        wrong = [one.wrong for one in bins]
        axes.bar(left, wrong, width=0.9 / BINS, bottom=right, color=BAD, hatch="///", label="wrong")
        axes.set(xlabel="confidence", ylabel="messages", xlim=(0, 1))
        axes.legend(loc="upper left", frameon=False)

    return _picture(draw)


def reliability_diagram(bins: Sequence[ReliabilityBin]) -> bytes:
    """Draw the share of right answers against the confidence."""
    held = [one for one in bins if one.count]

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=THIRD, linestyle="--", label="confidence is true")
        axes.plot(
            [one.confidence for one in held],
            [one.accuracy for one in held],
            color=GOOD,
            marker="o",
            label="measured",
        )
        axes.set(xlabel="mean confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1.02))
        axes.legend(loc="upper left", frameon=False)

    return _picture(draw)


def threshold_picture(curve: Sequence[ThresholdPoint]) -> bytes:
    """Draw what would be refused at each threshold."""
    lines = (
        ("far out of scope, refused", GOOD, [point.far for point in curve]),
        ("near out of scope, refused", GOOD, [point.near for point in curve]),
        ("in scope, refused", BAD, [point.refused for point in curve]),
        ("in scope, right", THIRD, [point.accuracy for point in curve]),
    )

    def draw(axes: Any) -> None:
        thresholds = [point.threshold for point in curve]
        for (label, colour, values), style in zip(lines, LINE_STYLES, strict=True):
            axes.plot(thresholds, values, color=colour, linestyle=style, label=label)
        axes.set(xlabel="threshold", ylabel="share", xlim=(0, 1), ylim=(0, 1.02))
        axes.legend(loc="best", frameon=False)

    return _picture(draw)


def learning_picture(points: Sequence[LearningPoint]) -> bytes:
    """Draw the accuracy for each set against the number of training messages."""

    def draw(axes: Any) -> None:
        for number, name in enumerate(points[0].accuracy):
            axes.plot(
                [point.messages for point in points],
                [point.accuracy[name] for point in points],
                marker="osD^vP"[number % 6],
                linestyle=LINE_STYLES[number % len(LINE_STYLES)],
                label=name.replace("_", " "),
            )
        axes.set(xlabel="training messages", ylabel="share right", ylim=(0, 1.02))
        axes.set_xlim(left=0)
        axes.legend(loc="lower right", frameon=False, ncol=2)

    return _picture(draw)


def confusion_picture(confusions: Sequence[Confusion]) -> bytes:
    """Draw which intents are taken for which; only mistakes, darker for more."""
    names = _most_confused(confusions)
    counts = np.zeros((len(names), len(names)), dtype=int)
    for one in confusions:
        if one.expected in names and one.predicted in names:
            counts[names.index(one.expected), names.index(one.predicted)] = one.count

    def draw(axes: Any) -> None:
        # Beyond the largest count the colour would be too dark for the number on it.
        darkest = max(counts.max(initial=0) * 1.4, 1)
        axes.imshow(np.where(counts, counts, np.nan), cmap="Oranges", vmin=0, vmax=darkest)
        for row, column in zip(*np.nonzero(counts), strict=True):
            axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=8)
        ticks = range(len(names))
        axes.set_xticks(ticks, names, rotation=60, ha="right", rotation_mode="anchor", fontsize=8)
        axes.set_yticks(ticks, names, fontsize=8)
        axes.set_xticks([tick - 0.5 for tick in ticks], minor=True)
        axes.set_yticks([tick - 0.5 for tick in ticks], minor=True)
        axes.grid(which="minor", color="#dddddd", linewidth=0.5)
        axes.tick_params(which="both", length=0)
        axes.set(xlabel="answered as", ylabel="right intent")

    side = 3 + 0.26 * len(names)
    return _picture(draw, size=(side + 0.6, side), frame=True)


def _most_confused(confusions: Sequence[Confusion]) -> list[str]:
    mistakes: dict[str, int] = {}
    for one in confusions:
        for name in (one.expected, one.predicted):
            mistakes[name] = mistakes.get(name, 0) + one.count
    chosen = sorted(mistakes, key=lambda name: (-mistakes[name], name))[:MAX_INTENTS]
    return sorted(chosen)


def _picture(
    draw: Callable[[Any], None], *, size: tuple[float, float] = SMALL, frame: bool = False
) -> bytes:
    figure = Figure(figsize=size)
    axes = figure.add_subplot()
    if not frame:
        axes.spines[["top", "right"]].set_visible(False)
    draw(axes)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight")
    return file.getvalue()
