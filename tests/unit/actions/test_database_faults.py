"""A database that cannot be read is admitted, and education goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.unit.actions.conftest import OpenClinic, Sql
from tests.unit.actions.rehearsal import Conversation, names

#: Long enough to read twelve plans on a busy machine, short enough to wait for.
TIMEOUT_SECONDS = 0.15

Lock = Callable[[Path], AbstractContextManager[None]]


@pytest.fixture(params=["missing", "unmigrated", "no-database", "locked", "broken-row"])
def unreadable(
    request: pytest.FixtureRequest, open_clinic: OpenClinic, tmp_path: Path
) -> Iterator[Conversation]:
    """A conversation with a clinic whose database fails in one of the ways it can."""
    path = tmp_path / "other.db"
    if request.param in ("locked", "broken-row"):
        path = request.getfixturevalue("own_file")
    if request.param == "unmigrated":
        path.touch()
    if request.param == "no-database":
        path.write_bytes(b"this is a letter" * 100)
    if request.param == "broken-row":
        request.getfixturevalue("sql")("UPDATE plans SET aftercare = '[\"Keep it'")
    visitor = Conversation(open_clinic(path, timeout_seconds=TIMEOUT_SECONDS))
    if request.param != "locked":
        yield visitor
        return
    with request.getfixturevalue("locked")(path):
        yield visitor


async def test_question_says_so_and_is_answered_from_studies(unreadable: Conversation) -> None:
    replies = await unreadable.says("ask_frequency", concern="hair_loss")

    assert names(replies) == ["utter_plans_unavailable", "utter_answer_frequency"]


@pytest.mark.parametrize(
    ("intent", "entities"),
    [
        ("list_plans", {}),
        ("ask_plan_details", {"plan_reference": "HAIR-01"}),
        ("ask_plan_details", {"concern": "hair_loss"}),
        ("compare_plans", {"concern": ["hair_loss", "cellulite"]}),
    ],
    ids=["list", "code", "details", "compare"],
)
async def test_lookup_says_so(
    unreadable: Conversation, intent: str, entities: dict[str, object]
) -> None:
    assert names(await unreadable.says(intent, **entities)) == ["utter_plans_unavailable"]


@pytest.mark.parametrize(
    ("intent", "entities", "response"),
    [
        ("ask_effectiveness", {"concern": "hair_loss"}, "utter_answer_effectiveness_hair_loss"),
        ("ask_frequency", {}, "utter_answer_frequency"),
        ("ask_eligibility", {"condition": "pregnancy"}, "utter_answer_eligibility_pregnancy"),
        ("report_emergency", {}, "utter_emergency"),
        ("greet", {}, "utter_greet"),
    ],
    ids=["education", "no-concern", "condition", "emergency", "greeting"],
)
async def test_what_needs_no_plan_is_answered_as_ever(
    open_clinic: OpenClinic,
    tmp_path: Path,
    intent: str,
    entities: dict[str, str],
    response: str,
) -> None:
    visitor = Conversation(open_clinic(tmp_path / "none.db"))

    assert names(await visitor.says(intent, **entities)) == [response]


async def test_plans_are_read_again_once_the_database_is_free(
    open_clinic: OpenClinic, own_file: Path, locked: Lock
) -> None:
    visitor = Conversation(open_clinic(own_file, timeout_seconds=TIMEOUT_SECONDS))
    with locked(own_file):
        during = await visitor.says("list_plans")
    after = await visitor.says("list_plans")

    assert names(during) == ["utter_plans_unavailable"]
    assert names(after) == ["utter_plans_list_cautioned", "utter_plans_list"]


async def test_sources_are_named_although_the_plans_cannot_be_read(
    own_visitor: Conversation, sql: Sql
) -> None:
    await own_visitor.says("ask_frequency", concern="hair_loss")
    sql("ALTER TABLE plans RENAME TO gone")

    assert names(await own_visitor.says("ask_sources")) == ["utter_sources_list"]


async def test_sources_of_a_plan_alone_are_admitted_to_be_out_of_reach(
    own_visitor: Conversation, sql: Sql
) -> None:
    await own_visitor.says("ask_plan_details", plan_reference="LINE-01")
    sql("ALTER TABLE plans RENAME TO gone")

    assert names(await own_visitor.says("ask_sources")) == ["utter_plans_unavailable"]


async def test_stuck_database_holds_up_nobody_else(
    open_clinic: OpenClinic, own_file: Path, locked: Lock
) -> None:
    clinic = open_clinic(own_file, timeout_seconds=0.4)
    waiting, other = Conversation(clinic, "first"), Conversation(clinic, "second")
    with locked(own_file):
        stuck = asyncio.create_task(waiting.says("ask_frequency", concern="hair_loss"))
        await asyncio.sleep(0)
        await other.hears("report_emergency")
        emergency = await other.does("action_answer_emergency")
        was_waiting = not stuck.done()
        replies = await stuck

    assert names(emergency) == ["utter_emergency"]
    assert was_waiting
    assert names(replies)[0] == "utter_plans_unavailable"


async def test_event_loop_goes_on_while_the_database_is_stuck(
    open_clinic: OpenClinic, own_file: Path, locked: Lock
) -> None:
    visitor = Conversation(open_clinic(own_file, timeout_seconds=TIMEOUT_SECONDS * 2))
    await visitor.hears("list_plans")
    turns = 0
    with locked(own_file):
        stuck = asyncio.create_task(visitor.dispatches("action_list_plans"))
        while not stuck.done():
            turns += 1
            await asyncio.sleep(0.001)

    assert turns > 20
