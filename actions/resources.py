"""What actions need from outside: the databases and the content, opened on first use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mesoguide.clinic.conversation_records import ConversationRecords, open_conversation_records
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.content.clinic_facts import phone_region
from mesoguide.content.labels import Labels, load_labels
from mesoguide.content.ledger import Ledger, load_ledger
from mesoguide.content.opening_hours import OpeningHours, load_opening_hours
from mesoguide.content.titles import Titles, load_titles
from mesoguide.dialogue.rules import Rules, load_rules
from mesoguide.dialogue.safety.triage import TriageTable, load_triage
from mesoguide.ops.settings import Settings, load_settings


@dataclass(frozen=True)
class Resources:
    """The clinic's database and the reviewed content.

    Attributes:
        clock: tells the time, with its zone.
    """

    plans: PlanCatalogue
    records: ConversationRecords
    ledger: Ledger
    labels: Labels
    titles: Titles
    triage: TriageTable
    rules: Rules
    hours: OpeningHours
    region: str
    clock: Callable[[], datetime]

    def close(self) -> None:
        """Take no more questions."""
        self.plans.close()
        self.records.close()


def open_resources(settings: Settings) -> Resources:
    """Open the database and read the content that the settings name."""
    timeout, content = settings.database_timeout_seconds, settings.content_dir
    engine = create_engine_for(settings.database_url, timeout_seconds=timeout)
    hours = load_opening_hours(content / "clinic.yml")
    return Resources(
        plans=PlanCatalogue(session_factory(engine), timeout_seconds=timeout),
        records=open_conversation_records(settings),
        ledger=load_ledger(content / "claims.yml"),
        labels=load_labels(content / "labels.yml"),
        titles=load_titles(content / "titles.yml"),
        triage=load_triage(content / "triage.yml"),
        rules=load_rules(settings.project_root),
        hours=hours,
        region=phone_region(content / "clinic.yml"),
        clock=lambda: datetime.now(hours.zone),
    )


@lru_cache(maxsize=1)
def shared_resources() -> Resources:
    """Return the resources of this process: one database pool for all actions."""
    return open_resources(load_settings())
