"""An answer names the sources of its claims and of the plan that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import create_engine, text

from mesoguide.channels.answer_rendering import AnswerRendering
from mesoguide.channels.message_rendering import BotMessage
from mesoguide.channels.plan_cards import CardTexts
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.content.ledger import load_ledger
from mesoguide.ops.settings import PROJECT_ROOT, Settings, load_settings
from mesoguide.ops.start import update_database

LEDGER = load_ledger(PROJECT_ROOT / "content" / "claims.yml")
CARD = CardTexts("{plan_name}", ())
CLAIM = "art-001"
PLAN = "HAIR-01"


class Clock:
    """Seconds that a test moves."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = load_settings({"MESOGUIDE_VAR": str(tmp_path_factory.mktemp("clinic"))})
    update_database(settings, Console(quiet=True))
    return settings


@pytest.fixture
def rendering(settings: Settings, clock: Clock) -> Iterator[AnswerRendering]:
    engine = create_engine_for(settings.database_url, timeout_seconds=3.0)
    plans = PlanCatalogue(session_factory(engine))
    yield AnswerRendering(LEDGER, plans, CARD, clock=clock)
    plans.close()
    engine.dispose()


@pytest.fixture
def without_plans(tmp_path: Path) -> Iterator[AnswerRendering]:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'empty.db'}", timeout_seconds=3.0)
    plans = PlanCatalogue(session_factory(engine))
    yield AnswerRendering(LEDGER, plans, CARD)
    plans.close()
    engine.dispose()


def message(*claims: str, plans: tuple[str, ...] = ()) -> BotMessage:
    return BotMessage(said_at=1.5, text="x", claims=claims, plan_codes=plans)


async def sources(rendering: AnswerRendering, said: BotMessage) -> list[str]:
    rendered = await rendering.render(said, answer_id="1.500000")
    return [source["name"] for source in rendered["sources"]]


async def test_claims_have_their_sources(rendering: AnswerRendering) -> None:
    expected = [source.name for source in LEDGER.sources_of([CLAIM])]

    assert expected
    assert await sources(rendering, message(CLAIM)) == expected


async def test_unknown_claim_has_none(rendering: AnswerRendering) -> None:
    assert await sources(rendering, message("no-such-claim")) == []


async def test_plan_has_its_own_sources(rendering: AnswerRendering) -> None:
    assert await sources(rendering, message(plans=(PLAN,)))


async def test_each_work_is_named_once(rendering: AnswerRendering) -> None:
    named = await sources(rendering, message(CLAIM, plans=(PLAN, PLAN, "BODY-01")))

    assert len(named) == len(set(named))


async def test_sources_of_claims_come_first(rendering: AnswerRendering) -> None:
    first = LEDGER.sources_of([CLAIM])[0].name

    assert (await sources(rendering, message(CLAIM, plans=(PLAN,))))[0] == first


async def test_unknown_plan_has_none(rendering: AnswerRendering) -> None:
    assert await sources(rendering, message(plans=("NO-99",))) == []


async def test_without_the_database_the_answer_goes_out_with_its_claims_sources(
    without_plans: AnswerRendering,
) -> None:
    expected = [source.name for source in LEDGER.sources_of([CLAIM])]

    assert await sources(without_plans, message(CLAIM, plans=(PLAN,))) == expected


async def test_plan_is_asked_for_again_only_after_a_minute(
    rendering: AnswerRendering, settings: Settings, clock: Clock
) -> None:
    before = await sources(rendering, message(plans=(PLAN,)))
    engine = create_engine(settings.database_url, future=True)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT sources FROM plans WHERE code = :c"), {"c": PLAN})
        old = kept.scalar_one()
        connection.execute(text("UPDATE plans SET sources = '[]' WHERE code = :c"), {"c": PLAN})
    within = await sources(rendering, message(plans=(PLAN,)))
    clock.seconds += 61
    after = await sources(rendering, message(plans=(PLAN,)))
    with engine.begin() as connection:
        put_back = text("UPDATE plans SET sources = :s WHERE code = :c")
        connection.execute(put_back, {"s": old, "c": PLAN})
    engine.dispose()

    assert (within, after) == (before, [])
