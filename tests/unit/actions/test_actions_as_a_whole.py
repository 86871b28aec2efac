"""What every action holds to: its name, its faults, its manners towards other conversations."""

from __future__ import annotations

import asyncio
import inspect
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from actions.base import ClinicAction
from actions.resources import shared_resources
from actions.turn import Turn
from mesoguide.ops.settings import PROJECT_ROOT
from tests.unit.actions.rehearsal import Clinic, Conversation, action_classes, names

CLASSES = action_classes()
PATIENT_TEXT = "my secret rash"

every_class = pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)


def test_actions_are_those_of_the_domain(clinic: Clinic) -> None:
    custom = [name for name in clinic.domain.user_actions if not name.startswith("utter_")]

    assert sorted(kind(None).name() for kind in CLASSES) == sorted(custom)


@every_class
def test_action_is_named_for_its_class(kind: type[ClinicAction]) -> None:
    words = "".join(part.capitalize() for part in kind(None).name().split("_"))

    assert words == kind.__name__


@every_class
def test_action_is_asynchronous(kind: type[ClinicAction]) -> None:
    assert inspect.iscoroutinefunction(kind.run)
    assert inspect.iscoroutinefunction(kind.answer)


def break_answer(
    kind: type[ClinicAction], monkeypatch: pytest.MonkeyPatch, *, after: str | None = None
) -> None:
    async def broken(self: ClinicAction, turn: Turn) -> list[object]:
        if after:
            turn.say(after)
        raise RuntimeError(f"cannot read {PATIENT_TEXT}")

    monkeypatch.setattr(kind, "answer", broken)


@every_class
async def test_fault_ends_in_an_apology(
    kind: type[ClinicAction], visitor: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_answer(kind, monkeypatch)
    await visitor.hears("inform", PATIENT_TEXT)

    assert names(await visitor.does(kind(None).name())) == ["utter_service_problem"]


async def test_fault_takes_back_what_was_said_before_it(
    visitor: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_answer(type(visitor.clinic.actions["action_greet"]), monkeypatch, after="utter_greet")

    assert names(await visitor.says("greet")) == ["utter_service_problem"]


@every_class
async def test_fault_is_logged_by_action_and_kind_without_patient_text(
    kind: type[ClinicAction],
    visitor: Conversation,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    break_answer(kind, monkeypatch)
    await visitor.hears("inform", PATIENT_TEXT, {"concern": PATIENT_TEXT})
    caplog.set_level(logging.INFO, logger="actions")

    await visitor.dispatches(kind(None).name())

    logged = [r for r in caplog.records if r.name.startswith("actions")]
    assert [r.getMessage() for r in logged] == [f"{kind(None).name()} failed: RuntimeError"]
    assert PATIENT_TEXT not in caplog.text


async def test_conversation_after_a_fault_goes_on(
    visitor: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        break_answer(type(visitor.clinic.actions["action_list_plans"]), patch)
        await visitor.says("list_plans")

    assert names(await visitor.says("ask_origin")) == ["utter_answer_origin"]


async def test_stopped_request_is_not_taken_for_a_fault(
    visitor: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cancelled(self: ClinicAction, turn: Turn) -> list[object]:
        raise asyncio.CancelledError

    monkeypatch.setattr(type(visitor.clinic.actions["action_greet"]), "answer", cancelled)
    await visitor.hears("greet")

    with pytest.raises(asyncio.CancelledError):
        await visitor.does("action_greet")


async def test_one_action_serves_many_conversations_at_once(clinic: Clinic) -> None:
    asked = {"hair_loss": "HAIR-01", "cellulite": "CELL-01", "wrinkles": "LINE-01"} | {
        "pigmentation": "PIG-01",
        "body_contouring": "SHAPE-01",
    }

    answers = await asyncio.gather(
        *(Conversation(clinic, c).says("ask_frequency", concern=c) for c in list(asked) * 3)
    )

    assert [a[0].metadata["plan_code"] for a in answers] == list(asked.values()) * 3


@every_class
async def test_action_keeps_nothing_of_a_conversation(
    kind: type[ClinicAction], clinic: Clinic
) -> None:
    action = clinic.actions[kind(None).name()]
    before = dict(vars(action))
    visitor = Conversation(clinic)
    await visitor.hears("ask_frequency", PATIENT_TEXT, {"concern": "hair_loss"})

    await visitor.does(action.name())

    assert vars(action) == before


async def test_action_opens_the_database_that_the_settings_name(
    clinic: Clinic, plans_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESOGUIDE_HOME", str(PROJECT_ROOT))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{plans_file}")
    monkeypatch.setenv("MESOGUIDE_VAR", str(plans_file.parent))
    own = {name: type(action)() for name, action in clinic.actions.items()}
    visitor = Conversation(replace(clinic, actions=own))
    shared_resources.cache_clear()

    replies = await visitor.says("list_plans")

    shared_resources().close()
    shared_resources.cache_clear()
    assert names(replies) == ["utter_plans_list_cautioned", "utter_plans_list"]
