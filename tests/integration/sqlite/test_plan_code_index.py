"""A plan is found by its code through the index, however many plans there are."""

from __future__ import annotations

from typing import Any

from clinic_fixtures import Import
from plan_factories import make_entry
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from mesoguide.clinic.plan_repository import PlanRepository


def test_looking_a_code_up_reads_the_index_and_not_every_plan(
    engine: Engine, session: Session, import_entries: Import
) -> None:
    import_entries(make_entry())
    asked: list[tuple[str, Any]] = []

    def remember(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", remember)
    found = PlanRepository(session).by_code("HAIR-01")
    event.remove(engine, "before_cursor_execute", remember)

    statement, parameters = next(each for each in asked if each[0].startswith("SELECT"))
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    assert found is not None
    assert "USING INDEX uq_plans_code_compared" in " ".join(str(row[-1]) for row in plan)
