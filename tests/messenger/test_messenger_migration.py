"""The channel's tables come and go beside records that are there already."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import schema
from mesoguide.clinic.conversation_values import AlertKind, SafetyAlertRaised
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.messenger.people import People, Seen

BEFORE = "0002"
TABLES = {"messenger_people", "messenger_events", "messenger_replies"}
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)


def tables(sessions: sessionmaker[Session]) -> set[str]:
    return set(inspect(sessions.kw["bind"]).get_table_names())


def address(sessions: sessionmaker[Session]) -> str:
    return str(sessions.kw["bind"].url.render_as_string(hide_password=False))


def test_tables_go_and_come_back_and_the_records_stay(
    clinic_sessions: sessionmaker[Session],
) -> None:
    alert = SafetyAlertRaised("messenger-1", "messenger", AlertKind.EMERGENCY, "help")
    with clinic_sessions.begin() as session:
        SafetyAlertRepository(session).add(alert, at=NOW)
        People(session).note([Seen("messenger-1", "1", NOW)], now=NOW)
    clinic_sessions.kw["bind"].dispose()

    schema.downgrade(address(clinic_sessions), BEFORE)
    assert not TABLES & tables(clinic_sessions)
    schema.upgrade(address(clinic_sessions))

    assert tables(clinic_sessions) >= TABLES
    with clinic_sessions() as session:
        assert session.execute(text("SELECT count(*) FROM safety_alerts")).scalar_one() == 1
        assert People(session).by_id("messenger-1") is None


def test_every_constraint_has_a_name(clinic_sessions: sessionmaker[Session]) -> None:
    inspector = inspect(clinic_sessions.kw["bind"])
    for table in TABLES:
        for constraint in (
            *inspector.get_check_constraints(table),
            *inspector.get_unique_constraints(table),
            inspector.get_pk_constraint(table),
        ):
            assert constraint["name"], (table, constraint)
