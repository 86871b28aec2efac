"""One log line and one set of figures for every message that was handled."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.ops import metrics
from mesoguide.ops.json_logs import fields

logger = logging.getLogger(__name__)

#: What is said to a message without a good answer (actions/repair.py), to the name of that step.
FALLBACK_STEPS = {
    "utter_default_nearest": "nearest_topics",
    "utter_default": "not_understood",
    "utter_ask_rephrase": "rephrase",
    "utter_offer_person": "person_offered",
    "utter_still_not_understood": "still_not_understood",
    "utter_out_of_scope": "out_of_scope",
    "utter_too_long": "too_long",
}

#: Actions that answer a red flag, to its kind.
RED_FLAG_ACTIONS = {
    "action_answer_emergency": AlertKind.EMERGENCY.value,
    "action_answer_crisis": AlertKind.CRISIS.value,
    "action_answer_symptom": AlertKind.URGENT_SYMPTOM.value,
}

SERVICE_PROBLEM = "utter_service_problem"

#: An intent that the domain does not have: a typed payload can hold any word.
UNKNOWN = "unknown"

ANSWERED, APOLOGY, SILENT, FAILED = "answered", "apology", "silent", "failed"


@dataclass(frozen=True)
class TurnReport:
    """How one message was handled; no word of it.

    Attributes:
        conversation_id: random, or a keyed digest: who it is, only the databases know.
        intent: an intent of the domain, or "unknown"; None when it did not come to that.
        actions: what was run, in order, with the names that the domain has.
        replies: the replies that were said, by name.
        failed: nothing was stored: the visitor was told that it did not work.
    """

    conversation_id: str
    channel: str
    seconds: float
    intent: str | None = None
    confidence: float | None = None
    actions: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    messages: int = 0
    failed: bool = False
    error: str | None = None

    @property
    def outcome(self) -> str:
        """How it ended: "answered", "apology", "silent" or "failed"."""
        if self.failed:
            return FAILED
        if SERVICE_PROBLEM in self.replies:
            return APOLOGY
        return ANSWERED if self.messages else SILENT


def known_intent(name: object, intents: Collection[str]) -> str:
    """Return an intent of the domain, else "unknown"."""
    return name if isinstance(name, str) and name in intents else UNKNOWN


def known_actions(names: Iterable[object], actions: Collection[str]) -> tuple[str, ...]:
    """Return those names that the domain has."""
    return tuple(name for name in names if isinstance(name, str) and name in actions)


def record(report: TurnReport) -> None:
    """Log and count a message that was handled."""
    _count(report)
    level = logging.ERROR if report.outcome in (FAILED, SILENT) else logging.INFO
    logger.log(
        level,
        "turn",
        extra=fields(
            conversation=report.conversation_id,
            channel=report.channel,
            intent=report.intent,
            confidence=None if report.confidence is None else round(report.confidence, 3),
            actions=list(report.actions),
            milliseconds=round(report.seconds * 1000, 1),
            outcome=report.outcome,
            **({"error": report.error} if report.error else {}),
        ),
    )


def _count(report: TurnReport) -> None:
    channel = metrics.channel_label(report.channel)
    metrics.TURNS.labels(channel, report.outcome).inc()
    metrics.TURN_SECONDS.labels(channel).observe(report.seconds)
    if report.intent is not None:
        metrics.INTENTS.labels(report.intent).inc()
    for reply in report.replies:
        if step := FALLBACK_STEPS.get(reply):
            metrics.FALLBACKS.labels(step).inc()
    for kind in dict.fromkeys(map(RED_FLAG_ACTIONS.get, report.actions)):
        if kind is not None:
            metrics.RED_FLAGS.labels(kind).inc()
