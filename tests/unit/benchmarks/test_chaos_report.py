"""The verdict: what fails the command, what the report tells, and what it keeps to itself."""

from __future__ import annotations

import json

from rich.console import Console

from benchmarks.chaos.attempts import Attempt, Outcome, Said, SentMessage
from benchmarks.chaos.counting import SentConversation, StoredEvent
from benchmarks.chaos.experiment import Observed, Plan
from benchmarks.chaos.faults import Happened
from benchmarks.chaos.report import Verdict, as_json, judge, show

PLAN = Plan(people=1, think_seconds=1.0, faults=("disk full",))
FULL = Happened("disk full", "no byte free", began_at=1000.0, whole_after=9.0)
SECRET = "zanzibarquux"  # noqa: S105 - what a visitor wrote, looked for in the report
ANSWERED = Attempt(
    Outcome.ANSWERED, status=200, said=(Said("1.5", SECRET),), at=1005.0, seconds=0.1
)
FAILED = Attempt(Outcome.FAILED, status=200, code="turn_failed", at=1001.0, seconds=3.0)
STORED = {"home": [StoredEvent(1, "a", is_visitor=True), StoredEvent(2, "1.5", is_visitor=False)]}


def verdict(*attempts: Attempt, stored: dict[str, list[StoredEvent]] | None = None) -> Verdict:
    message = SentMessage("a", SECRET, at=1001.0, attempts=list(attempts))
    observed = Observed(sent=[SentConversation("talk", [message])], happened=[FULL])
    return judge(PLAN, observed, STORED if stored is None else stored)


def test_it_passes_where_everybody_was_answered_in_the_end() -> None:
    assert verdict(FAILED, ANSWERED).passed


def test_it_fails_by_one_lost_message() -> None:
    assert not verdict(ANSWERED, stored={}).passed


def test_it_fails_where_somebody_was_never_answered_again() -> None:
    assert not verdict(FAILED, FAILED, stored={}).passed


def test_what_visitors_met_stands_beside_the_fault_that_came_before() -> None:
    before, after = verdict(FAILED, ANSWERED).failures
    assert before["met"] == {}
    assert (after["span"], after["met"]) == ("disk full", {"failed: turn_failed": 1})


def test_the_requests_of_a_found_message_are_told() -> None:
    told = verdict(FAILED, ANSWERED, stored={}).attempts["a"]
    assert told["attempts"] == ["failed: turn_failed after 3.0 s", "answered after 0.1 s"]


def test_neither_report_nor_table_says_what_people_wrote() -> None:
    console = Console(record=True, width=200)
    found = verdict(FAILED, ANSWERED, stored={})
    show(found, console)
    text = console.export_text()
    assert "FAILED" in text
    assert SECRET not in text + json.dumps(as_json(found))
