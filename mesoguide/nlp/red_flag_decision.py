"""Joins what the words say with what the classifier says: is this an emergency or a crisis?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mesoguide.nlp.red_flags import RedFlag

EMERGENCY = "report_emergency"
CRISIS = "express_crisis"
#: Kind of red flag to the intent that answers it.
ALARMS = {"emergency": EMERGENCY, "crisis": CRISIS}
_KINDS = {intent: kind for kind, intent in ALARMS.items()}
#: Where the classifier's doubt about an emergency means little: a danger is a symptom as well.
NEIGHBOURS = frozenset({"report_symptom", EMERGENCY, CRISIS})


@dataclass(frozen=True)
class AlarmProbability:
    """What the classifier gives an alarm.

    Attributes:
        in_scope: given that the message is in scope. A cry for help may well sound out of scope.
        joint: with the doubt about scope, and with what the nearest training messages say.
        sentence: the same of the sentence that sounds most like it, by itself.
    """

    in_scope: float = 0.0
    joint: float = 0.0
    sentence: float = 0.0


@dataclass(frozen=True)
class AlarmThresholds:
    """Probabilities from which the classifier counts, for one kind of red flag.

    Attributes:
        firm: in-scope probability beside firm words. Only where the classifier is as sure as can be
            of something else are they not meant so ("can I ask for it to be dead numb").
        certain: the same beside other words that are a red flag by themselves ("before I have a
            stroke over the bill, how much is it?").
        possible: joint probability beside words that could be a red flag, or of a sentence beside
            words which are one.
        alone: joint probability without any such words.
    """

    firm: float
    certain: float
    possible: float
    alone: float


#: The thresholds of each kind of red flag.
Thresholds = Mapping[str, AlarmThresholds]


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
    thresholds: Thresholds,
    *,
    denied: bool = False,
    idiom: bool = False,
    everyday_mood: bool = False,
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
        everyday_mood: whether it names a low mood or fear with an everyday cause and no word of
            despair; a crisis then takes words, not the classifier alone.
    """
    known = {intent: alarms.get(intent, AlarmProbability()) for intent in ALARMS.values()}
    if flag is not None:
        intent = ALARMS[flag.kind]
        if _is_believed(flag, known.values(), top, thresholds[flag.kind]):
            return RedFlagDecision(intent=intent)
    likely = max(known, key=lambda intent: known[intent].joint)
    if idiom or (denied and likely != CRISIS) or (everyday_mood and likely == CRISIS):
        return RedFlagDecision(withdrawn=top if top in ALARMS.values() else None)
    if known[likely].joint >= thresholds[_KINDS[likely]].alone:
        return RedFlagDecision(intent=likely)
    return RedFlagDecision(withdrawn=top if top in ALARMS.values() else None)


def _is_believed(
    flag: RedFlag,
    alarms: Collection[AlarmProbability],
    top: str,
    thresholds: AlarmThresholds,
) -> bool:
    """Tell whether a flag counts."""
    # Distress and danger share words: either alarm speaks for the flag.
    believed = max(probability.in_scope for probability in alarms)
    if not flag.certain:
        return max(probability.joint for probability in alarms) >= thresholds.possible
    if ALARMS[flag.kind] == EMERGENCY and top in NEIGHBOURS:
        return True
    # An aside in a long message about something else is judged by its own sentence.
    sentence = max(probability.sentence for probability in alarms)
    needed = thresholds.firm if flag.firm else thresholds.certain
    return believed >= needed or sentence >= thresholds.possible
