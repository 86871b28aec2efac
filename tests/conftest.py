"""Fixtures that several kinds of test share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from mesoguide.rasa_patches import no_tensorflow

# Our servers leave TensorFlow out, and importing it takes each test process five seconds: out it
# stays here too. It has to be said before anything imports Rasa, so above the other imports.
no_tensorflow.apply()

from tests.postgres import PostgresServer, running_postgres  # noqa: E402 - as said above


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end anyway: Rasa, spaCy and all tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server for the whole run."""
    with running_postgres() as server:
        yield server
