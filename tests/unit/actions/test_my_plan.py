"""A patient sees their own plan with the code and the proof, and nobody else does."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.patient_plan_desk import NextVisit, PatientPlanDesk, Visits
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import load_settings
from tests.unit.actions.rehearsal import Conversation, names, spoken

REFERENCE, BORN = "MG-7K4P-2QX9", "3 May 1980"


@pytest.fixture
def patient(own_visitor: Conversation, own_file: Path) -> Conversation:
    """A conversation at a clinic that knows one patient."""
    settings = load_settings({"MESOGUIDE_VAR": str(own_file.parent)})
    engine = create_engine_for(f"sqlite:///{own_file}", timeout_seconds=5)
    with session_factory(engine).begin() as session:
        digests = KeyedDigests(load_secret_key(settings))
        desk = PatientPlanDesk(session, digests, who="tests", at=datetime.now(timezone.utc))
        desk.add(
            reference=REFERENCE,
            verifier=BORN,
            kind=VerifierKind.DATE_OF_BIRTH,
            plan_code="HAIR-01",
            visits=Visits(done=1, planned=4),
            next_visit=NextVisit(on=date(2026, 12, 3)),
        )
    engine.dispose()
    return own_visitor


async def proves(patient: Conversation, reference: str, born: str) -> list[str]:
    await patient.says("check_my_plan", "my plan please")
    await patient.types(reference)
    return names(await patient.types(born))


async def test_code_and_date_show_the_plan(patient: Conversation) -> None:
    first = await patient.says("check_my_plan", "how many visits do I have left?")
    second = await patient.types("mg 7k4p 2qx9")
    last = await patient.types("03/05/1980")

    assert names(first) == ["utter_my_plan_start", "utter_ask_plan_reference"]
    assert names(second) == ["utter_ask_plan_verifier"]
    assert names(last) == ["utter_my_plan"]
    assert "Visits done: 1" in spoken(last)
    assert "Visits left: 3" in spoken(last)
    assert "3 December 2026" in spoken(last)


async def test_both_at_once_show_the_plan(patient: Conversation) -> None:
    await patient.says("check_my_plan", "my plan please")

    assert names(await patient.types(f"{REFERENCE}, born {BORN}")) == ["utter_my_plan"]


async def test_unknown_code_and_wrong_date_are_answered_alike(patient: Conversation) -> None:
    wrong = await proves(patient, REFERENCE, "4 May 1980")
    await patient.types("never mind", act="cancel")
    unknown = await proves(patient, "MG-9999-8888", BORN)

    assert wrong == unknown == ["utter_my_plan_refused", "utter_ask_plan_reference"]


async def test_after_five_wrong_tries_the_right_date_is_refused_too(patient: Conversation) -> None:
    for year in range(1981, 1986):
        await proves(patient, REFERENCE, f"3 May {year}")
        await patient.types("never mind", act="cancel")

    assert await proves(patient, REFERENCE, BORN) == [
        "utter_my_plan_refused",
        "utter_ask_plan_reference",
    ]


async def test_the_code_is_forgotten_when_the_form_ends(patient: Conversation) -> None:
    await proves(patient, REFERENCE, BORN)

    assert patient.tracker.get_slot("plan_reference_given") is None


async def test_what_is_no_code_is_told(patient: Conversation) -> None:
    await patient.says("check_my_plan", "my plan please")

    assert names(await patient.types("MG-77")) == ["utter_wrong_plan_reference"]


async def test_who_types_no_code_at_all_is_told_where_it_is(patient: Conversation) -> None:
    await patient.says("check_my_plan", "my plan please")

    assert names(await patient.types("the blue one")) == ["utter_plan_where_code"]


async def test_on_messenger_nothing_is_asked(patient: Conversation) -> None:
    patient.channel = "messenger"

    assert names(await patient.says("check_my_plan", "my plan")) == ["utter_my_plan_not_here"]
    assert patient.tracker.active_loop_name is None


async def test_a_database_that_is_away_is_told(patient: Conversation, sql: object) -> None:
    sql("DROP TABLE patient_plans")  # type: ignore[operator]

    assert await proves(patient, REFERENCE, BORN) == ["utter_my_plan_unavailable"]
