"""Pictures of a run: a long conversation, many people at once, growth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure  # type: ignore[import-untyped]  # matplotlib 3.5 has no types

from benchmarks.comparison import keys, value_at
from benchmarks.systems import FLOOR, MESOGUIDE, STOCK, SYSTEMS

NAMES = {MESOGUIDE: "MesoGuide", STOCK: "stock Rasa", FLOOR: "floor"}
#: Told apart in grey and by people who see few colours (Okabe and Ito, 2008), and by their marks.
STYLES = {
    MESOGUIDE: {"color": "#0072b2", "marker": "o"},
    STOCK: {"color": "#d55e00", "marker": "s"},
    FLOOR: {"color": "#555555", "marker": "^", "linestyle": "--"},
}
INCHES, WIDE_INCHES = (6.4, 3.6), (10.2, 3.6)
DOTS_PER_INCH = 120

Sections = Mapping[str, Any]
Line = tuple[list[float], list[float]]


def draw(sections: Sections, folder: Path) -> list[Path]:
    """Draw every picture for which there are figures, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures: dict[str, Callable[[Sections, Path], bool]] = {
        "long-conversation": _long_conversation,
        "people": _people,
        "growth": _growth,
    }
    paths = {name: folder / f"bench-{name}.png" for name in pictures}
    return [paths[name] for name, picture in pictures.items() if picture(sections, paths[name])]


def _long_conversation(sections: Sections, path: Path) -> bool:
    def line(system: str) -> Line:
        told = sections.get("long_conversation", {}).get(system, {}).get("turn_median_ms", {})
        return [float(turn) for turn in told], list(told.values())

    figure = Figure(figsize=INCHES)
    axes = figure.subplots()
    drawn = _lines(axes, line, (MESOGUIDE, STOCK))
    _label(axes, "A turn of one conversation", "turn", "milliseconds, median")
    return _finish(figure, path, drawn)


def _people(sections: Sections, path: Path) -> bool:
    people = keys(sections, "crowds")

    def line(what: str) -> Callable[[str], Line]:
        return lambda system: _line(sections, system, "crowds", people, (what,))

    figure = Figure(figsize=WIDE_INCHES)
    left, right = figure.subplots(1, 2)
    drawn = _lines(left, line("messages_a_second"), SYSTEMS)
    _lines(right, line("p95_ms"), SYSTEMS)
    _label(left, "Throughput", "people at once", "messages a second")
    _label(right, "Wait of 95 in 100 messages", "people at once", "milliseconds")
    _logarithmic(right, "y")
    return _finish(figure, path, drawn)


def _growth(sections: Sections, path: Path) -> bool:
    samples, stored = keys(sections, "data_growth"), keys(sections, "stored_growth")
    figure = Figure(figsize=WIDE_INCHES)
    left, right = figure.subplots(1, 2)

    def training(system: str) -> Line:
        _, seconds = _line(sections, system, "data_growth", samples, ("seconds",))
        _, messages = _line(sections, system, "data_growth", samples, ("messages",))
        return messages, seconds

    drawn = _lines(left, training, (MESOGUIDE, STOCK))
    drawn += _lines(
        right,
        lambda system: _line(sections, system, "stored_growth", stored, ("median_ms",)),
        (MESOGUIDE,),
    )
    _label(left, "Training", "training messages", "seconds")
    _label(right, "A turn", "stored conversations", "milliseconds, median")
    _logarithmic(left, "x", "y")
    _logarithmic(right, "x")
    return _finish(figure, path, drawn)


def _line(
    sections: Sections, system: str, section: str, at: Iterable[str], path: tuple[str, ...]
) -> Line:
    found = [(key, value_at(sections, system, (section, key, *path))) for key in at]
    known = [(float(key.rstrip("x")), value) for key, value in found if value is not None]
    return [key for key, _ in known], [value for _, value in known]


def _lines(axes: Any, line: Callable[[str], Line], systems: Sequence[str]) -> int:
    """Draw a line for each system that has figures; return how many."""
    drawn = 0
    for system in systems:
        xs, ys = line(system)
        if ys:
            axes.plot(xs, ys, label=NAMES[system], markersize=4, **STYLES[system])
            drawn += 1
    return drawn


def _label(axes: Any, title: str, x: str, y: str) -> None:
    axes.set_title(title)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    if axes.has_data():
        axes.legend()


def _logarithmic(axes: Any, *names: str) -> None:
    if not axes.has_data():
        return
    if "x" in names:
        axes.set_xscale("log")
    if "y" in names:
        axes.set_ylim(auto=True)
        axes.set_yscale("log")
        axes.autoscale()


def _finish(figure: Figure, path: Path, drawn: int) -> bool:
    if drawn:
        figure.tight_layout()
        figure.savefig(path, dpi=DOTS_PER_INCH, metadata={"Software": None})
    return drawn > 0
