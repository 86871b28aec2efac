"""What came of it, as a table for people and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.chaos.attempts import Attempt, Outcome
from benchmarks.chaos.counting import (
    Finding,
    SentConversation,
    Stored,
    Totals,
    counts,
    findings,
    is_trouble,
    totals,
)
from benchmarks.chaos.experiment import Observed, Plan
from benchmarks.chaos.faults import Happened

#: Findings that are told one by one; the rest is in the JSON.
_TOLD_ONE_BY_ONE = 10


@dataclass(frozen=True)
class Verdict:
    """The counts and what they rest on."""

    plan: Plan
    happened: Sequence[Happened]
    totals: Totals
    findings: Sequence[Finding]
    failures: Sequence[dict[str, Any]]
    attempts: dict[str, Any]

    @property
    def passed(self) -> bool:
        """Tell whether nothing went wrong that must not, and nobody was left without an answer."""
        return not self.findings and not self.totals.stranded and not self.totals.given_up


def _attempts(sent: Sequence[SentConversation], message_ids: set[str]) -> dict[str, Any]:
    """Tell the requests of some messages, for whoever looks for a cause."""
    return {
        message.id: {
            "at": message.at,
            "place_in_conversation": number,
            "attempts": [f"{_kind(each)} after {each.seconds:.1f} s" for each in message.attempts],
        }
        for conversation in sent
        for number, message in enumerate(conversation.messages, 1)
        if message.id in message_ids
    }


def judge(plan: Plan, observed: Observed, stored: Stored) -> Verdict:
    """Count."""
    found = findings(observed.sent, stored)
    return Verdict(
        plan=plan,
        happened=observed.happened,
        totals=totals(observed.sent),
        findings=found,
        failures=failures(observed.sent, observed.happened),
        attempts=_attempts(observed.sent, {each.message_id for each in found}),
    )


def failures(
    sent: Sequence[SentConversation], happened: Sequence[Happened]
) -> list[dict[str, Any]]:
    """Count by fault what visitors met from its beginning until the next one's.

    What comes before the first stands under "before any fault".
    """
    spans = [("before any fault", 0.0), *((each.name, each.began_at) for each in happened)]
    met: list[Counter[str]] = [Counter() for _ in spans]
    slowest = [0.0 for _ in spans]
    for conversation in sent:
        for message in conversation.messages:
            for attempt in message.attempts:
                number = max(i for i, (_, began) in enumerate(spans) if began <= attempt.at)
                if is_trouble(attempt):
                    met[number][_kind(attempt)] += 1
                slowest[number] = max(slowest[number], attempt.seconds)
    return [
        {"span": name, "met": dict(met[i]), "slowest_request_seconds": round(slowest[i], 1)}
        for i, (name, _) in enumerate(spans)
    ]


def _kind(attempt: Attempt) -> str:
    if attempt.outcome is Outcome.BROKEN:
        return "connection broken"
    if attempt.outcome is Outcome.ANSWERED:
        return "answered"
    return f"{attempt.outcome.value}: {attempt.code or attempt.detail}"


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return everything but what people wrote."""
    return {
        "passed": verdict.passed,
        "plan": asdict(verdict.plan),
        "counts": counts(verdict.findings),
        "totals": {**asdict(verdict.totals), "stranded": verdict.totals.stranded},
        "faults": [asdict(each) for each in verdict.happened],
        "failures_met": list(verdict.failures),
        "findings": [asdict(each) for each in verdict.findings],
        "requests_of_those_messages": verdict.attempts,
    }


def show(verdict: Verdict, console: Console) -> None:
    """Print tables."""
    faults = Table("fault", "what was done", "all answer after", "what visitors met", box=None)
    ready = {each.name: each for each in verdict.happened}
    for span in verdict.failures:
        each = ready.get(span["span"])
        met = ", ".join(f"{many} x {kind}" for kind, many in sorted(span["met"].items())) or "-"
        done, after = (each.what_was_done, f"{each.whole_after:.0f} s") if each else ("", "")
        faults.add_row(span["span"], done, after, met)
    console.print(faults)
    people = verdict.totals
    table = Table("count", "", box=None)
    for name, value in {**asdict(people), "stranded": people.stranded}.items():
        table.add_row(name.replace("_", " "), str(value))
    table.add_section()
    for name, value in counts(verdict.findings).items():
        table.add_row(name, str(value))
    console.print(table)
    for finding in verdict.findings[:_TOLD_ONE_BY_ONE]:
        console.print(f"{finding.fault.value}: {finding.conversation}: {finding.explanation}")
    console.print("passed" if verdict.passed else "FAILED")
