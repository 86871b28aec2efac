"""Emergencies and crises: what was recognised, what was missed, and what was a false alarm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoguide.nlp.evaluation.metrics import Share, share_of
from mesoguide.nlp.evaluation.predictions import Answer

EMERGENCY, CRISIS = "report_emergency", "express_crisis"
ALARMS = frozenset({EMERGENCY, CRISIS})


@dataclass(frozen=True)
class Alarms:
    """How well alarms are recognised.

    Attributes:
        emergencies: recall of emergencies; one answered as a crisis is recognised too.
        crises: recall of crises; one answered as an emergency is recognised too.
        false: share of all other messages that raised an alarm.
        missed: emergencies and crises that raised none.
        mixed_up: alarms of the other kind than the right one.
        false_alarms: other messages that raised an alarm.
    """

    emergencies: Share
    crises: Share
    false: Share
    missed: tuple[Answer, ...]
    mixed_up: tuple[Answer, ...]
    false_alarms: tuple[Answer, ...]


def alarms_of(answers: Sequence[Answer]) -> Alarms:
    """Measure alarms over all messages."""
    others = [answer for answer in answers if answer.message.intent not in ALARMS]
    labelled = [answer for answer in answers if answer.message.intent in ALARMS]
    return Alarms(
        emergencies=_recall(labelled, EMERGENCY),
        crises=_recall(labelled, CRISIS),
        false=share_of(_raised(answer) for answer in others),
        missed=tuple(answer for answer in labelled if not _raised(answer)),
        mixed_up=tuple(answer for answer in labelled if _raised(answer) and not answer.correct),
        false_alarms=tuple(answer for answer in others if _raised(answer)),
    )


def _raised(answer: Answer) -> bool:
    return answer.prediction.intent in ALARMS


def _recall(labelled: Sequence[Answer], intent: str) -> Share:
    return share_of(_raised(answer) for answer in labelled if answer.message.intent == intent)
