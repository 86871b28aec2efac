"""The database layer is written in SQLAlchemy's 2.0 style throughout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3] / "mesoguide"
MODULES = sorted((PACKAGE / "clinic").rglob("*.py"))

# Runs every query once; legacy calls are errors in it.
EVERY_QUERY = """
import asyncio, sys, warnings
from datetime import date
from pathlib import Path
from sqlalchemy.exc import Base20DeprecationWarning
warnings.simplefilter("error", Base20DeprecationWarning)
from mesoguide.clinic import schema
from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_approval import approve, revoke
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.clinic.plan_import import import_plans
url, first, second = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
schema.upgrade(url)
schema.require_current(url)
sessions = session_factory(create_engine_for(url, timeout_seconds=5))
for file in (first, first, second):
    with sessions.begin() as session:
        import_plans(session, file, prune=True)
    with sessions.begin() as session:
        approve(session, "HAIR-01", "Ana", date(2026, 1, 2))
with sessions.begin() as session:
    revoke(session, "HAIR-01", "Ana")
async def ask():
    catalogue = PlanCatalogue(sessions)
    assert await catalogue.plans() and await catalogue.by_code("HAIR-01")
    assert await catalogue.for_concern(Concern.HAIR_LOSS, BodyArea.SCALP)
    assert await catalogue.areas_for(Concern.HAIR_LOSS)
    catalogue.close()
asyncio.run(ask())
schema.downgrade(url, "base")
"""


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_module_has_no_legacy_query(module: Path) -> None:
    # `session.query(...)` warns of nothing, so it is looked for by its spelling.
    assert not re.search(r"(?<!\.url)\.query\(", module.read_text(encoding="utf-8"))


def test_no_query_warns_of_a_legacy_call(empty_url: str, tmp_path: Path) -> None:
    from plan_factories import FAT_ARMS, make_entry, write_plans

    first = write_plans(tmp_path / "1.yml", make_entry(), make_entry(**FAT_ARMS))
    second = write_plans(tmp_path / "2.yml", make_entry(name="New", body_areas=["scalp", "face"]))

    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", EVERY_QUERY, empty_url, str(first), str(second)],
        env={**os.environ, "SQLALCHEMY_WARN_20": "1", "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_importing_does_nothing(module: Path) -> None:
    text = module.read_text(encoding="utf-8")

    # An engine, a thread or a variable of the environment belongs into a function.
    assert not re.search(r"^\S.*(create_engine|os\.environ|ThreadPoolExecutor)\(", text, re.M)
