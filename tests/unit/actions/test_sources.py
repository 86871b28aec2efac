"""Asked where an answer comes from, it names the sources of that answer and of no other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from actions.sources import MAX_SOURCES
from mesoguide.clinic.values import PlanView
from mesoguide.content.ledger import Ledger, load_ledger
from mesoguide.ops.settings import PROJECT_ROOT
from tests.unit.actions.conftest import Sql
from tests.unit.actions.rehearsal import Conversation, Reply, names


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return load_ledger(PROJECT_ROOT / "content" / "claims.yml")


def lines(reply: Reply) -> list[str]:
    """The sources that a reply lists."""
    return [line[2:] for line in reply.text.splitlines() if line.startswith("- ")]


def citations(ledger: Ledger, claims: Sequence[str]) -> list[str]:
    return [source.citation() for source in ledger.sources_of(claims)]


def claims_of(replies: Sequence[Reply]) -> list[str]:
    return [claim for reply in replies for claim in reply.metadata["metadata"]["claims"]]


async def test_sources_of_the_last_answer_are_named(visitor: Conversation, ledger: Ledger) -> None:
    answer = await visitor.says("ask_origin")

    (reply,) = await visitor.says("ask_sources")

    assert reply.response == "utter_sources_list"
    assert lines(reply) == citations(ledger, claims_of(answer))[:MAX_SOURCES]


async def test_sources_of_earlier_answers_are_left_out(
    visitor: Conversation, ledger: Ledger
) -> None:
    await visitor.says("ask_origin")
    answer = await visitor.says("ask_effectiveness", concern="hair_loss")

    (reply,) = await visitor.says("ask_sources")

    assert lines(reply)
    assert set(lines(reply)) <= set(citations(ledger, claims_of(answer)))


async def test_further_sources_are_counted(visitor: Conversation, ledger: Ledger) -> None:
    answer = await visitor.says("ask_effectiveness", concern="hair_loss")
    more = len(citations(ledger, claims_of(answer))) - MAX_SOURCES

    (reply,) = await visitor.says("ask_sources")

    assert more > 0
    assert f"And {more} more." in reply.text


async def test_plan_names_its_own_sources(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    await visitor.says("ask_plan_details", plan_reference="LINE-01")

    (reply,) = await visitor.says("ask_sources")

    known = [source.name.rstrip(".") for source in all_plans["LINE-01"].sources]
    assert [name for name in known[:MAX_SOURCES] if name not in reply.text] == []


async def test_study_behind_a_plan_is_named_before_the_plan_sources(
    visitor: Conversation, ledger: Ledger
) -> None:
    answer = await visitor.says("ask_frequency", concern="hair_loss")

    (reply,) = await visitor.says("ask_sources")

    assert lines(reply)[0] == citations(ledger, answer[1].metadata["metadata"]["claims"])[0]


async def test_comparison_names_the_sources_of_its_plans_only(
    visitor: Conversation, all_plans: dict[str, PlanView], ledger: Ledger
) -> None:
    before = await visitor.says("ask_origin")
    await visitor.says("compare_plans", concern=["hair_loss", "wrinkles"])

    (reply,) = await visitor.says("ask_sources")

    known = {s.name.rstrip(".") for code in ("HAIR-01", "LINE-01") for s in all_plans[code].sources}
    assert lines(reply)
    assert all(any(name in line for name in known) for line in lines(reply))
    assert not set(lines(reply)) & set(citations(ledger, claims_of(before)))


async def test_list_of_plans_names_the_sources_of_its_cautions(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    await visitor.says("ask_origin")
    await visitor.says("list_plans")

    (reply,) = await visitor.says("ask_sources")

    known = {s.name.rstrip(".") for p in all_plans.values() if p.caution for s in p.sources}
    assert lines(reply)
    assert all(any(name in line for name in known) for line in lines(reply))


@pytest.mark.parametrize("earlier", [[], ["greet"]], ids=["first-message", "greeting"])
async def test_without_an_answer_it_tells_how_the_content_is_made(
    visitor: Conversation, earlier: list[str]
) -> None:
    for intent in earlier:
        await visitor.says(intent)

    assert names(await visitor.says("ask_sources")) == ["utter_answer_sources"]


async def test_thanks_in_between_do_not_hide_the_answer(visitor: Conversation) -> None:
    await visitor.says("ask_origin")
    await visitor.says("thank")

    assert names(await visitor.says("ask_sources")) == ["utter_sources_list"]


async def test_asked_twice_it_names_the_same_sources(visitor: Conversation) -> None:
    await visitor.says("ask_origin")

    first, second = await visitor.says("ask_sources"), await visitor.says("ask_sources")

    assert first[0].text == second[0].text


async def test_how_it_was_checked_is_told_after_any_answer(visitor: Conversation) -> None:
    await visitor.says("ask_origin")

    replies = await visitor.says("ask_sources", detail="method")

    assert names(replies) == ["utter_answer_sources"]


async def test_plan_that_was_deleted_meanwhile_is_left_out(
    own_visitor: Conversation, sql: Sql
) -> None:
    await own_visitor.says("ask_plan_details", plan_reference="LINE-01")
    sql("DELETE FROM plans WHERE code = 'LINE-01'")

    assert names(await own_visitor.says("ask_sources")) == ["utter_answer_sources"]
