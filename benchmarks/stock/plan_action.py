"""Stock Rasa's one action: reads a treatment plan from the clinic's database, and tells it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from benchmarks.stock.project import PLAN_ACTION, PLAN_REPLY

#: Path of the SQLite file with the plans.
DATABASE_VARIABLE = "BENCHMARK_PLANS"

_QUERY = (
    "SELECT name AS plan, sessions_min AS least, sessions_max AS most, interval_days_min AS days "
    "FROM plans WHERE concern = 'hair_loss' ORDER BY code LIMIT 1"
)


class AnswerFromPlan(Action):
    """Tells how often to come."""

    def name(self) -> str:
        """Name in the domain."""
        return PLAN_ACTION

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Read the plan off the event loop and utter it."""
        dispatcher.utter_message(response=PLAN_REPLY, **await asyncio.to_thread(_plan))
        return []


def _plan() -> dict[str, Any]:
    with closing(sqlite3.connect(os.environ[DATABASE_VARIABLE])) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute(_QUERY).fetchone())
