"""A bot that runs for a test: its settings, its two servers, and conversations with it."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.patient_plan_desk import NextVisit, PatientPlanDesk, Visits
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings, load_settings
from tests.conversations.driver import Conversation
from tests.conversations.records import ConversationRows
from tests.conversations.scenario import Scenario

#: Tables that a locked database keeps from everybody.
LOCKED_TABLES = (
    "plans, callback_requests, feedback, unanswered_questions, safety_alerts, patient_plans, "
    "plan_attempts, deletion_receipts"
)


@dataclass
class RunningBot:
    """A bot that answers over HTTP."""

    settings: Settings
    actions: Server
    chat: Server

    def conversation(self) -> Conversation:
        """Begin a conversation with somebody new."""
        rows = ConversationRows(
            f"test-{uuid.uuid4().hex}",
            self.settings.tracker_database_url,
            self.settings.database_url,
        )
        return Conversation(f"http://127.0.0.1:{self.settings.port}", rows)

    def play(self, scenario: Scenario) -> None:
        """Play a scenario with somebody new, breaking what it wants broken."""
        for patient_plan in scenario.patient_plans:
            self.add_patient_plan(**patient_plan)
        conversation = self.conversation()
        for step in scenario.steps:
            if step.fault:
                with self.broken(step.fault):
                    conversation.play_step(step)
            else:
                conversation.play_step(step)
        conversation.check(scenario)

    def add_patient_plan(
        self,
        *,
        reference: str,
        date_of_birth: str = "",
        pin: str = "",
        plan: str = "HAIR-01",
        done: int = 1,
        planned: int = 4,
        next_visit: str | None = None,
    ) -> None:
        """Give a patient a plan, as staff do on the command line."""
        engine = create_engine_for(self.settings.database_url, timeout_seconds=10)
        digests = KeyedDigests(load_secret_key(self.settings))
        with session_factory(engine).begin() as session:
            desk = PatientPlanDesk(session, digests, who="tests", at=datetime.now(timezone.utc))
            desk.add(
                reference=reference,
                verifier=date_of_birth or pin,
                kind=VerifierKind.PIN if pin else VerifierKind.DATE_OF_BIRTH,
                plan_code=plan,
                visits=Visits(done=done, planned=planned),
                next_visit=NextVisit(on=date.fromisoformat(next_visit)) if next_visit else None,
            )
        engine.dispose()

    @contextmanager
    def broken(self, fault: str) -> Iterator[None]:
        """Break a part for as long as the block lasts."""
        if fault == "actions_down":
            self.actions.stop()
            try:
                yield
            finally:
                self.actions.start(self.settings)
                self.actions.wait_until_up(lambda seconds: None)
        else:
            with self._locked():
                yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep everybody from the clinic's tables, on PostgreSQL."""
        engine = create_engine(self.settings.database_url, future=True)
        with engine.connect() as connection:
            connection.execute(text(f"LOCK TABLE {LOCKED_TABLES} IN ACCESS EXCLUSIVE MODE"))
            yield
            connection.rollback()
        engine.dispose()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_settings(folder: Path, **changes: Any) -> Settings:
    """Return settings for a bot of its own: empty SQLite files and free ports."""
    base = load_settings({"MESOGUIDE_VAR": str(folder)})
    return replace(base, port=free_port(), action_port=free_port(), **changes)
