"""What every reply about a plan holds to, over all plans and all plan topics."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mesoguide.clinic.values import PlanView
from mesoguide.content.topics import TOPICS
from mesoguide.ops.settings import PROJECT_ROOT
from tests.unit.actions.conftest import OpenClinic, Sql
from tests.unit.actions.rehearsal import Clinic, Conversation, Reply

TOPIC_NAMES = [topic.name for topic in TOPICS.values() if topic.from_plan]
CODES = re.findall(
    r"^[- ] *code: (\S+)", (PROJECT_ROOT / "content" / "plans.yml").read_text("utf-8"), re.MULTILINE
)
every_plan = pytest.mark.parametrize("code", CODES)
every_topic = pytest.mark.parametrize("topic", TOPIC_NAMES)


@pytest.fixture(scope="session")
def amounts(plans_file: Path) -> dict[str, list[str]]:
    """The figures of every plan's price, which the database has and patients may not see."""
    query = (
        "SELECT code, price_per_session_minor, price_course_min_minor, price_course_max_minor "
        "FROM plans"
    )
    with closing(sqlite3.connect(plans_file)) as connection:
        rows = connection.execute(query).fetchall()
    return {code: [f"{minor // 100:,}" for minor in prices] for code, *prices in rows}


@pytest.fixture
def approved(open_clinic: OpenClinic, own_file: Path, sql: Sql) -> Conversation:
    """A conversation about plans that the clinic has approved."""
    sql("UPDATE plans SET approved_by = 'Dr Ana Silva', approved_on = '2026-01-02'")
    return Conversation(open_clinic(own_file))


async def about(visitor: Conversation, plan: PlanView, topic: str) -> Reply:
    """What is said of a plan when the topic is asked about."""
    areas = [area.value for area in plan.body_areas]
    replies = await visitor.says(f"ask_{topic}", concern=plan.concern.value, body_area=areas[0])
    assert replies[0].metadata["plan_code"] == plan.code
    return replies[0]


@pytest.fixture(scope="session")
def examples(clinic: Clinic, all_plans: dict[str, PlanView]) -> dict[tuple[str, str], Reply]:
    """What is said of every example on every topic."""

    async def ask_all() -> dict[tuple[str, str], Reply]:
        return {
            (plan.code, topic): await about(Conversation(clinic), plan, topic)
            for plan in all_plans.values()
            for topic in TOPIC_NAMES
        }

    return asyncio.run(ask_all())


@every_topic
@every_plan
def test_example_is_marked(examples: dict[tuple[str, str], Reply], code: str, topic: str) -> None:
    text = examples[code, topic].text

    assert "example" in text
    assert "signed off" in text


@every_topic
@every_plan
def test_example_has_no_price(
    examples: dict[tuple[str, str], Reply],
    amounts: dict[str, list[str]],
    code: str,
    topic: str,
) -> None:
    text = examples[code, topic].text

    assert not re.search(rf"USD|\$|\b({'|'.join(amounts[code])})\b", text)


@every_topic
@every_plan
def test_caution_comes_first(
    examples: dict[tuple[str, str], Reply],
    all_plans: dict[str, PlanView],
    code: str,
    topic: str,
) -> None:
    assert examples[code, topic].text.startswith(all_plans[code].caution or "")


def test_all_plans_are_in_these_tests(all_plans: dict[str, PlanView]) -> None:
    assert sorted(CODES) == sorted(all_plans)


@every_topic
async def test_approved_plan_is_not_called_an_example(
    approved: Conversation, all_plans: dict[str, PlanView], topic: str
) -> None:
    for plan in all_plans.values():
        reply = await about(approved, plan, topic)
        assert "example" not in reply.text
        assert reply.text.startswith(plan.caution or "")


@pytest.mark.parametrize("topic", ["cost", "plan_details"])
async def test_approved_plan_shows_its_price(
    approved: Conversation, all_plans: dict[str, PlanView], topic: str
) -> None:
    reply = await about(approved, all_plans["HAIR-01"], topic)

    assert "USD 250 a visit, USD 750 to USD 1,000 for the course" in reply.text


async def test_price_of_an_example_is_not_even_sent_to_the_channel(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    reply = await about(visitor, all_plans["HAIR-01"], "cost")

    assert "250" not in str(reply.metadata)


async def test_cost_of_an_example_says_that_there_is_no_price_to_show(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    reply = await about(visitor, all_plans["HAIR-01"], "cost")

    assert reply.response == "utter_plan_cost_example"
