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
class AlarmProbability:
    """What the classifier gives an alarm.

    Attributes:
        in_scope: given that the message is in scope. A cry for help may well sound out of scope.
        joint: with the doubt about scope, as for any other intent.
    """

    in_scope: float = 0.0
    joint: float = 0.0


@dataclass(frozen=True)
class RedFlagThresholds:
    """Probabilities from which the classifier counts.

    Attributes:
        certain: in-scope probability beside words that are a red flag by themselves. Below it, the
            classifier is sure that they are not meant so ("the price gave me a heart attack").
        possible: in-scope probability beside words that could be a red flag.
        alone: joint probability without any such words.
    """

    certain: float
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
    alarms: Mapping[str, AlarmProbability],
    top: str,
    thresholds: RedFlagThresholds,
) -> RedFlagDecision:
    """Decide for one message.

    Args:
        flag: what the words say.
        alarms: what the classifier gives each intent.
        top: the classifier's first choice.
        thresholds: from where the classifier's opinion counts.
    """
    known = {intent: alarms.get(intent, AlarmProbability()) for intent in ALARMS.values()}
    if flag is not None:
        intent = ALARMS[flag.kind]
        # Distress and danger share words: either alarm speaks for the flag.
        believed = max(probability.in_scope for probability in known.values())
        needed = thresholds.certain if flag.certain else thresholds.possible
        if believed >= needed:
            return RedFlagDecision(intent=intent)
    likely = max(known, key=lambda intent: known[intent].joint)
    if known[likely].joint >= thresholds.alone:
        return RedFlagDecision(intent=likely)
    return RedFlagDecision(withdrawn=top if top in ALARMS.values() else None)
