"""What actions need from outside: the plans, the ledger and the labels, opened on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.content.labels import Labels, load_labels
from mesoguide.content.ledger import Ledger, load_ledger
from mesoguide.ops.settings import Settings, load_settings


@dataclass(frozen=True)
class Resources:
    """The clinic's plans and the reviewed content."""

    plans: PlanCatalogue
    ledger: Ledger
    labels: Labels


def open_resources(settings: Settings) -> Resources:
    """Open the database and read the content that the settings name."""
    timeout = settings.database_timeout_seconds
    engine = create_engine_for(settings.database_url, timeout_seconds=timeout)
    return Resources(
        plans=PlanCatalogue(session_factory(engine), timeout_seconds=timeout),
        ledger=load_ledger(settings.content_dir / "claims.yml"),
        labels=load_labels(settings.content_dir / "labels.yml"),
    )


@lru_cache(maxsize=1)
def shared_resources() -> Resources:
    """Return the resources of this process: one database pool for all actions."""
    return open_resources(load_settings())
