"""The rows of a comparison as a table, for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.comparison import Row, rows
from benchmarks.systems import FLOOR, MESOGUIDE, STOCK

HEADINGS = (
    *("what", "budget", "MesoGuide", "stock Rasa", "floor"),
    *("to stock", "to floor", "budget met"),
)
_COLOURS = {"": "", "met": "green"}


def cells(row: Row) -> tuple[str, ...]:
    """Return a row's words, one for each heading."""
    return (
        row.name,
        number(row.budget, row.unit),
        *(number(row.values.get(system), row.unit) for system in (MESOGUIDE, STOCK, FLOOR)),
        *(ratio(row.ratio_to(system)) for system in (STOCK, FLOOR)),
        row.verdict(),
    )


def number(value: float | None, unit: str) -> str:
    """Return a value with its unit: three figures that matter, and all before the point."""
    if value is None:
        return ""
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def ratio(value: float | None) -> str:
    """Return a multiple."""
    return "" if value is None else f"{value:.2f}x"


def circumstances(content: Mapping[str, Any]) -> str:
    """Return one line about the machine and the commit."""
    machine, options = content["machine"], content["options"]
    load = ", ".join(str(value) for value in machine["load_1_5_15_min"])
    kind = "quick run, " if options.get("quick") else ""
    return (
        f"{kind}commit {content['commit']}, {machine['at']}, {machine['processor']}, "
        f"{machine['cores']} cores, Python {machine['python']}, load at the start {load}"
    )


def print_comparison(content: Mapping[str, Any], console: Console) -> None:
    """Print the table."""
    table = Table(*HEADINGS[:1], title="MesoGuide, stock Rasa and the floor")
    for heading in HEADINGS[1:]:
        table.add_column(heading, justify="right")
    for row in rows(content["sections"]):
        words = cells(row)
        table.add_row(*words, style=_COLOURS.get(words[-1], "yellow"))
    console.print(table)
    console.print(circumstances(content), highlight=False)


def markdown(content: Mapping[str, Any]) -> str:
    """Return the table as Markdown, with the circumstances below."""
    lines = [HEADINGS, ("---", *("---:" for _ in HEADINGS[1:])), *_words(content)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\n{circumstances(content)}\n"


def _words(content: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    return (cells(row) for row in rows(content["sections"]))
