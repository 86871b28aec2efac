"""The clinic's own plans in a SQLite file, and conversations with the real actions."""

from __future__ import annotations

import os

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from actions.resources import Resources, open_resources
from mesoguide.clinic import schema
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_import import import_plans
from mesoguide.clinic.values import PlanView
from mesoguide.dialogue.response_generator import ClinicResponseGenerator
from mesoguide.ops.settings import PROJECT_ROOT, load_settings
from tests.unit.actions.rehearsal import Clinic, Conversation, load_domain

OpenClinic = Callable[..., Clinic]
Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def every_value_is_there(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A placeholder without a value is dropped from the reply and logged; here it is a failure."""
    yield
    missing = [r for r in caplog.get_records("call") if "has no value" in r.getMessage()]
    assert not missing


@pytest.fixture(scope="session")
def domain() -> Domain:
    return load_domain()


@pytest.fixture(scope="session")
def generator(domain: Domain) -> ClinicResponseGenerator:
    return ClinicResponseGenerator(None, domain)


@pytest.fixture(scope="session")
def plans_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `mesoguide run` leaves it; tests that change it take a copy."""
    path = tmp_path_factory.mktemp("plans") / "clinic.db"
    schema.upgrade(f"sqlite:///{path}")
    engine = create_engine_for(f"sqlite:///{path}", timeout_seconds=5)
    with session_factory(engine).begin() as session:
        import_plans(session, PROJECT_ROOT / "content" / "plans.yml", who="tests")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def open_clinic(domain: Domain, generator: ClinicResponseGenerator) -> Iterator[OpenClinic]:
    """Opens a database for the actions, under the same settings as the action server."""
    opened: list[Resources] = []

    def open_at(path: Path, timeout_seconds: float = 5) -> Clinic:
        settings = load_settings(
            {
                "DATABASE_URL": f"sqlite:///{path}",
                "DATABASE_TIMEOUT_SECONDS": str(timeout_seconds),
                "MESOGUIDE_VAR": str(path.parent),
            }
        )
        opened.append(open_resources(settings))
        return Clinic.of(domain, generator, opened[-1])

    yield open_at
    for resources in opened:
        resources.close()


@pytest.fixture(scope="session")
def clinic(open_clinic: OpenClinic, plans_file: Path) -> Clinic:
    """The clinic with its plans as imported; nothing may change them."""
    return open_clinic(plans_file)


@pytest.fixture(scope="session")
def all_plans(plans_file: Path) -> dict[str, PlanView]:
    settings = {"DATABASE_URL": f"sqlite:///{plans_file}", "MESOGUIDE_VAR": str(plans_file.parent)}
    resources = open_resources(load_settings(settings))
    plans = asyncio.run(resources.plans.plans())
    resources.close()
    return {plan.code: plan for plan in plans}


@pytest.fixture
def visitor(clinic: Clinic) -> Conversation:
    """A conversation about the plans as imported."""
    return Conversation(clinic)


@pytest.fixture
def own_file(plans_file: Path, tmp_path: Path) -> Path:
    """A database of this test's own, filled with the plans."""
    return Path(shutil.copy(plans_file, tmp_path / "clinic.db"))


@pytest.fixture
def sql(own_file: Path) -> Sql:
    """Reads and changes this test's own database behind the actions' back."""

    def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(own_file)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            return connection.execute(statement, values).fetchall()

    return run


@pytest.fixture
def own_visitor(open_clinic: OpenClinic, own_file: Path) -> Conversation:
    """A conversation about plans that the test may change."""
    return Conversation(open_clinic(own_file))


@pytest.fixture
def locked() -> Callable[[Path], AbstractContextManager[None]]:
    """Keeps everybody else from reading a database."""

    @contextmanager
    def lock(path: Path) -> Iterator[None]:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("DELETE FROM audit_entries")
            yield

    return lock
