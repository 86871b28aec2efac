"""Compares what the databases of known faults say with what docs/security-advisories.md answers.

Called by scripts/audit.sh with the document and a folder of reports.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANARY = "canary"
WIDGET = "widget"

_ID = re.compile(r"(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|PYSEC-\d{4}-\d+)")
_MARKS = re.compile(r"[-_.]+")
_COLUMNS = 5


class NotAskedError(Exception):
    """A database did not answer, so nothing is known."""


@dataclass(frozen=True)
class Finding:
    """A known fault of a pinned package.

    Attributes:
        ids: all names of the fault.
        fixed_in: releases without it.
    """

    package: str
    version: str
    ids: frozenset[str]
    fixed_in: tuple[str, ...] = ()


def python_findings(report: Mapping[str, Any]) -> Iterator[Finding]:
    """Read a report of pip-audit.

    Raises:
        NotAskedError: a package was skipped, which pip-audit itself does not take for a failure.
    """
    for dependency in report["dependencies"]:
        name = normal(dependency["name"])
        if reason := dependency.get("skip_reason"):
            raise NotAskedError(f"{name} was skipped: {reason}")
        for fault in dependency["vulns"]:
            ids = frozenset({fault["id"], *fault.get("aliases", ())})
            fixed = tuple(fault.get("fix_versions", ()))
            yield Finding(name, dependency["version"], ids, fixed)


def npm_findings(report: Mapping[str, Any]) -> Iterator[Finding]:
    """Read a report of `npm audit --json`.

    Raises:
        NotAskedError: npm tells of an error in place of findings.
    """
    if "vulnerabilities" not in report:
        raise NotAskedError(f"npm audit: {report.get('message', 'no findings and no error')}")
    for name, fault in report["vulnerabilities"].items():
        for cause in fault["via"]:
            # A text names another package of the list, where the fault itself is told.
            if isinstance(cause, dict):
                ids = frozenset(_ID.findall(str(cause.get("url", "")))) or {str(cause["source"])}
                yield Finding(normal(name), str(fault.get("range", "")), frozenset(ids))


def answered(document: str) -> dict[str, set[str]]:
    """Return the ids of the faults that a document answers, by package."""
    found: dict[str, set[str]] = {}
    for line in document.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == _COLUMNS and _ID.search(cells[2]):
            found.setdefault(normal(cells[0]), set()).update(_ID.findall(cells[2]))
    return found


def unanswered(findings: Iterator[Finding], answers: Mapping[str, set[str]]) -> list[Finding]:
    """Return the findings of which no name is in the document, each once."""
    open_ones = {each for each in findings if not each.ids & answers.get(each.package, set())}
    return sorted(open_ones, key=lambda each: (each.package, sorted(each.ids)))


def normal(name: str) -> str:
    """Return a package's name as registries compare it."""
    return _MARKS.sub("-", name).lower().strip("`")


def all_findings(folder: Path) -> Iterator[Finding]:
    """Read all reports of a folder.

    Raises:
        NotAskedError: a database did not answer, or says nothing of a fault that everybody knows.
    """
    for path in sorted(folder.glob("*.json")):
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise NotAskedError(f"{path.stem}: the report cannot be read") from error
        if path.stem == CANARY:
            if not list(python_findings(report)):
                raise NotAskedError("a release that is full of known faults has none there")
        else:
            yield from npm_findings(report) if path.stem == WIDGET else python_findings(report)


def main(document: Path, folder: Path) -> int:
    """Compare, and say what is to be done."""
    try:
        found = list(all_findings(folder))
    except NotAskedError as reason:
        print(f"audit: {reason}.\nNothing was checked: ask again where the databases are reached.")
        return 2
    answers = answered(document.read_text(encoding="utf-8"))
    left = unanswered(iter(found), answers)
    for each in left:
        mended = f"; mended in {', '.join(each.fixed_in)}" if each.fixed_in else ""
        print(f"{each.package} {each.version}: {', '.join(sorted(each.ids))}{mended}")
    known = {identity for each in found for identity in each.ids}
    for package, ids in sorted(answers.items()):
        if gone := sorted(ids - known):
            print(f"(told by no database any more: {package} {', '.join(gone)})")
    if left:
        print(f"{len(left)} known faults have no answer: upgrade, or say why not in {document}.")
        return 1
    print(f"All {len(found)} known faults are answered in {document}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
