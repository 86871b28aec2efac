"""The real domain, loaded once."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
from rasa.shared.core.domain import Domain

from tests.unit.actions.rehearsal import load_domain


@pytest.fixture(scope="session")
def domain() -> Domain:
    return load_domain()
