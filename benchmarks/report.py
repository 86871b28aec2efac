"""Tell what the last run has measured, as Markdown: ``python -m benchmarks.report``."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

from benchmarks import results
from benchmarks.table import markdown


def main() -> None:
    """Print the table of a run, and draw its pictures if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", default=results.FILE)
    parser.add_argument("--pictures", type=Path, help="also draw the pictures into this folder")
    options = parser.parse_args()
    content = results.read(options.file)
    if content is None:
        raise SystemExit(f"{options.file} holds no figures: run `make bench` first")
    print(markdown(content), end="")
    if options.pictures:
        warnings.simplefilter("ignore")
        from benchmarks.pictures import draw

        for path in draw(content["sections"], options.pictures):
            print(path)


if __name__ == "__main__":
    main()
