"""Measure MesoGuide beside stock Rasa and beside the floor: what `make bench` does.

    python -m benchmarks                          everything: an hour or more on two cores
    python -m benchmarks --quick                  a few minutes; no training
    python -m benchmarks --only turns crowds      these sections, again
    python -m benchmarks --stock-data 4x          stock Rasa also learns from a quarter of the data

What is measured and how: docs/benchmarks.md. Figures go to reports/bench/. A run that was stopped
goes on where it ended, unless the commit is another one.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import warnings
from pathlib import Path

from rich.console import Console

from benchmarks import results
from benchmarks.bench import SERVED_STOCK, Bench, Options, Section
from benchmarks.figures import ROOT
from benchmarks.models import SAMPLES, Models
from benchmarks.progress import Progress
from benchmarks.results import FOLDER, Results
from benchmarks.sections import SECTIONS
from benchmarks.systems import STOCK
from benchmarks.table import print_comparison

#: Models, databases and logs of the benchmark.
WORK = FOLDER / "work"
DOCUMENT_PICTURES = ROOT / "docs" / "pictures"
_FORMAT = argparse.RawDescriptionHelpFormatter


def main() -> None:
    """Measure, print, write."""
    arguments = _arguments()
    warnings.simplefilter("ignore")
    # Whoever stops the benchmark stops its servers: the default would leave them running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    options = Options(quick=arguments.quick, stock_data=arguments.stock_data)
    progress = Progress()
    bench = Bench(options, WORK, Models(WORK / "models", progress), progress)
    path = FOLDER / "quick.json" if options.quick else results.FILE
    found = Results.opened(path, {"quick": options.quick}, afresh=arguments.afresh)
    chosen = [section for section in SECTIONS if _is_wanted(section, arguments)]
    for section in chosen:
        for system in section.systems:
            if arguments.only or not found.has(section.name, system):
                _measure(bench, section, system, found)
    complete = not options.quick and not arguments.only
    print_comparison(found.content, Console(width=None if os.isatty(1) else 160))
    for folder in (FOLDER, *([DOCUMENT_PICTURES] if complete else [])):
        _draw(found, folder)
    print(path)


def _draw(found: Results, folder: Path) -> None:
    # Imported once warnings are off: matplotlib 3.5 has many with newer libraries.
    from benchmarks.pictures import draw

    draw(found.content["sections"], folder)


def _measure(bench: Bench, section: Section, system: str, found: Results) -> None:
    if system == STOCK and bench.options.quick and not bench.models.kept(STOCK, SERVED_STOCK):
        bench.progress.say(f"{section.name}: no stock model is kept, and a quick run trains none")
        return
    bench.progress.say(f"{section.name}: {system}")
    load = os.getloadavg()[0]
    found.put(section.name, system, section.measure(bench, system), load)


def _is_wanted(section: Section, arguments: argparse.Namespace) -> bool:
    if arguments.only:
        return section.name in arguments.only
    return section.in_quick_run or not arguments.quick


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=_FORMAT
    )
    parser.add_argument("--quick", action="store_true", help="a run of a few minutes")
    names = [section.name for section in SECTIONS]
    parser.add_argument("--only", nargs="+", choices=names, help="measure these again, and no more")
    parser.add_argument(
        "--stock-data",
        choices=list(SAMPLES),
        default=SERVED_STOCK,
        help="the largest part of the data that stock Rasa learns from; 4x and 16x take very long",
    )
    parser.add_argument("--afresh", action="store_true", help="keep nothing of an earlier run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
