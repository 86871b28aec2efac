"""`make audit` fails on a known fault without an answer, and never passes without having asked."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mesoguide.ops.settings import PROJECT_ROOT

DOCUMENT = PROJECT_ROOT / "docs" / "security-advisories.md"
FAULT = {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-0001"], "fix_versions": ["2.0"]}
CANARY = {"dependencies": [{"name": "jinja2", "version": "2.11.2", "vulns": [FAULT]}]}
NOTHING_IN_NPM: dict[str, Any] = {"vulnerabilities": {}}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """The script, which is in no package."""
    path = PROJECT_ROOT / "scripts" / "audit_findings.py"
    spec = importlib.util.spec_from_file_location("audit_findings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def run(audit: ModuleType, tmp_path: Path, *, answers: str = "", **reports: dict[str, Any]) -> int:
    """Run the comparison on reports of its own."""
    document, folder = tmp_path / "answers.md", tmp_path / "reports"
    document.write_text(answers)
    folder.mkdir()
    for name, report in {"canary": CANARY, "widget": NOTHING_IN_NPM, **reports}.items():
        (folder / f"{name}.json").write_text(json.dumps(report))
    return int(audit.main(document, folder))


def of(name: str, *faults: dict[str, Any]) -> dict[str, Any]:
    """A report of pip-audit on one package."""
    return {"dependencies": [{"name": name, "version": "1.0", "vulns": list(faults)}]}


def test_nothing_known_passes(audit: ModuleType, tmp_path: Path) -> None:
    assert run(audit, tmp_path, requirements=of("good")) == 0


def test_fault_without_an_answer_fails(
    audit: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(audit, tmp_path, requirements=of("bad", FAULT)) == 1
    assert "bad 1.0: CVE-2099-0001, PYSEC-2099-1; mended in 2.0" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["CVE-2099-0001", "PYSEC-2099-1"])
def test_answer_under_any_name_of_the_fault_is_one(
    audit: ModuleType, tmp_path: Path, name: str
) -> None:
    answers = f"| Some_Pkg | 1.0 | {name} | no | never called |\n"

    assert run(audit, tmp_path, answers=answers, requirements=of("some.pkg", FAULT)) == 0


def test_answer_for_another_package_is_none(audit: ModuleType, tmp_path: Path) -> None:
    answers = "| other | 1.0 | CVE-2099-0001 | no | never called |\n"

    assert run(audit, tmp_path, answers=answers, requirements=of("bad", FAULT)) == 1


def test_skipped_package_is_no_pass(audit: ModuleType, tmp_path: Path) -> None:
    # pip-audit itself says "No known vulnerabilities found" and ends with 0.
    skipped = {"dependencies": [{"name": "any", "skip_reason": "not found on PyPI"}]}

    assert run(audit, tmp_path, requirements=skipped) == 2


def test_database_that_knows_no_fault_at_all_is_no_pass(audit: ModuleType, tmp_path: Path) -> None:
    assert run(audit, tmp_path, canary=of("jinja2"), requirements=of("good")) == 2


def test_npm_without_its_database_is_no_pass(audit: ModuleType, tmp_path: Path) -> None:
    assert run(audit, tmp_path, widget={"message": "405 Method Not Allowed"}) == 2


def test_fault_of_a_build_tool_needs_an_answer_too(audit: ModuleType, tmp_path: Path) -> None:
    url = "https://github.com/advisories/GHSA-abcd-1234-wxyz"
    fault = {"range": "<9", "via": [{"source": 1, "url": url}, "another"]}
    report = {"vulnerabilities": {"esbuild": fault}}

    assert run(audit, tmp_path, widget=report) == 1


def test_every_answer_says_whether_and_why(audit: ModuleType) -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and re.search(r"CVE|GHSA|PYSEC", line)
    ]

    assert rows
    for package, version, ids, reachable, why in rows:
        assert reachable in ("no", "hardly", "tests only", "mended"), (package, reachable)
        assert len(why) > 30, (package, ids)
        assert version


def test_every_answer_is_for_the_release_that_is_pinned(audit: ModuleType) -> None:
    pinned = {
        (audit.normal(name), version)
        for list_name in ("requirements.txt", "requirements-dev.txt")
        for name, version in re.findall(
            r"^([\w.-]+)==([^\s\\]+)", (PROJECT_ROOT / list_name).read_text(), re.MULTILINE
        )
    }
    lock = json.loads((PROJECT_ROOT / "widget" / "package-lock.json").read_text())
    pinned |= {
        (audit.normal(path.rpartition("node_modules/")[2]), str(package.get("version")))
        for path, package in lock["packages"].items()
    }
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and re.search(r"CVE|GHSA|PYSEC", line):
            package, version = (cell.strip() for cell in line.strip("|").split("|")[:2])
            assert (audit.normal(package), version) in pinned, (package, version)
