"""Joins what the words say with what the classifier says: is this an emergency or a crisis?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mesoguide.nlp.red_flags import RedFlag

EMERGENCY = "report_emergency"
CRISIS = "express_crisis"
#: Kind of red flag to the intent that answers it.
ALARMS = {"emergency": EMERGENCY, "crisis": CRISIS}
#: Where the classifier's doubt about an emergency means little: a danger is a symptom as well.
NEIGHBOURS = frozenset({"report_symptom", EMERGENCY, CRISIS})


@dataclass(frozen=True)
class AlarmProbability:
    """What the classifier gives an alarm.

    Attributes:
        in_scope: given that the message is in scope. A cry for help may well sound out of scope.
        joint: with the doubt about scope, as for any other intent.
        sentence: the joint probability of the sentence that sounds most like it, by itself.
    """

    in_scope: float = 0.0
    joint: float = 0.0
    sentence: float = 0.0


@dataclass(frozen=True)
class RedFlagThresholds:
    """Probabilities from which the classifier counts.

    Attributes:
        certain: in-scope probability beside words that are a red flag by themselves. Below it, the
            classifier is sure that they are not meant so ("before I have a stroke over the bill,
            how much is it?"). Firm words need no opinion.
        possible: joint probability beside words that could be a red flag, or of a sentence beside
            words which are one.
        alone: joint probability of an emergency without any such words.
        alone_crisis: the same of a crisis, for which there are more words than anyone can list.
    """

    certain: float
    possible: float
    alone: float
    alone_crisis: float


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
    *,
    denied: bool = False,
    idiom: bool = False,
) -> RedFlagDecision:
    """Decide for one message.

    Args:
        flag: what the words say.
        alarms: what the classifier gives each intent.
        top: the classifier's first choice.
        thresholds: from where the classifier's opinion counts.
        denied: whether the message says that the gravest signs are not there; an emergency then
            takes words, not the classifier alone.
        idiom: whether a short message uses words of danger in a turn of phrase and holds no sign
            beside it; the classifier, which hears the words, is then not believed alone.
    """
    known = {intent: alarms.get(intent, AlarmProbability()) for intent in ALARMS.values()}
    if flag is not None:
        intent = ALARMS[flag.kind]
        if _is_believed(flag, known.values(), top, thresholds):
            return RedFlagDecision(intent=intent)
    likely = max(known, key=lambda intent: known[intent].joint)
    if idiom or (denied and likely != CRISIS):
        return RedFlagDecision(withdrawn=top if top in ALARMS.values() else None)
    if known[likely].joint >= (thresholds.alone_crisis if likely == CRISIS else thresholds.alone):
        return RedFlagDecision(intent=likely)
    return RedFlagDecision(withdrawn=top if top in ALARMS.values() else None)


def _is_believed(
    flag: RedFlag,
    alarms: Collection[AlarmProbability],
    top: str,
    thresholds: RedFlagThresholds,
) -> bool:
    """Tell whether a flag counts; the classifier may take back only what is not firm."""
    # Distress and danger share words: either alarm speaks for the flag.
    believed = max(probability.in_scope for probability in alarms)
    if not flag.certain:
        return max(probability.joint for probability in alarms) >= thresholds.possible
    if flag.firm or (ALARMS[flag.kind] == EMERGENCY and top in NEIGHBOURS):
        return True
    # An aside in a long message about something else is judged by its own sentence.
    sentence = max(probability.sentence for probability in alarms)
    return believed >= thresholds.certain or sentence >= thresholds.possible
