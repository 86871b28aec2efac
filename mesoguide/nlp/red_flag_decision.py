"""Joins what the words say with what the classifier says: is this an emergency or a crisis?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mesoguide.nlp.red_flags import RedFlag

EMERGENCY = "report_emergency"
CRISIS = "express_crisis"
#: Kind of red flag to the intent that answers it.
ALARMS = {"emergency": EMERGENCY, "crisis": CRISIS}


@dataclass(frozen=True)
class RedFlagThresholds:
    """Probabilities from which the classifier counts.

    Attributes:
        possible: beside words that could be a red flag.
        alone: without any such words.
    """

    possible: float
    alone: float


@dataclass(frozen=True)
class RedFlagDecision:
    """What to do with a message.

    Attributes:
        intent: the alarm to answer with, if any.
        withdrawn: an alarm that the classifier put first and that is not to be given.
    """

    intent: str | None = None
    withdrawn: str | None = None


def decide(
    flag: RedFlag | None,
    alarms: Mapping[str, float],
    top: str,
    thresholds: RedFlagThresholds,
) -> RedFlagDecision:
    """Decide for one message.

    Args:
        flag: what the words say.
        alarms: probability of each alarm among the in-scope intents.
        top: the classifier's first choice.
        thresholds: from where the classifier's opinion counts.
    """
    if flag is not None:
        intent = ALARMS[flag.kind]
        if flag.certain or alarms.get(intent, 0.0) >= thresholds.possible or top == intent:
            return RedFlagDecision(intent=intent)
    likely = max(ALARMS.values(), key=lambda intent: alarms.get(intent, 0.0))
    if alarms.get(likely, 0.0) >= thresholds.alone:
        return RedFlagDecision(intent=likely)
    return RedFlagDecision(withdrawn=top if top in ALARMS.values() else None)
