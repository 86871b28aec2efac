"""Reads questions about needles: how deep they go, whether it bleeds, and needling without shots.

The first two stand near pain and risks, and are about neither. Each has an answer of its own below
the question of how the shots are given. A roller with pins is another treatment.
"""

from __future__ import annotations

from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.questions import asks
from mesoguide.nlp.subjects import subjects_of

PROCEDURE = "ask_procedure"
COMPARISON = "ask_comparison"
#: Details that are answered below that question: ``utter_answer_procedure_<detail>``.
NEEDLE_DETAILS = frozenset({"depth", "bleeding"})
#: What such a question may be taken for; a symptom or an alarm is never read as one.
_MAY_BE_NEEDLE = frozenset(
    {
        *("ask_discomfort", "ask_side_effects", "ask_frequency", "ask_mechanism", "ask_recovery"),
        *("ask_definition", "ask_session_length", "out_of_scope", "inform", FALLBACK_INTENT),
    }
)
#: The treatment with a roller or a stamp of pins, as ``concepts.yml`` names it.
_NEEDLING = "microneedling"
_MAY_BE_NEEDLING = frozenset(
    {PROCEDURE, "ask_mechanism", "ask_definition", "out_of_scope", "inform", FALLBACK_INTENT}
)
#: What one of several questions is taken for that is about the needle.
_NEXT_TO_NEEDLE = frozenset({"ask_discomfort", "ask_side_effects"})


def of_needling(message: UnderstoodMessage) -> UnderstoodMessage | None:
    """Return a message that describes needling as a question of it, not of how shots are given."""
    names_it = message.mentioned("alternative") == [_NEEDLING]
    if message.is_payload or not names_it or len(message.questions) > 1:
        return None
    return message.meaning(COMPARISON) if message.intent in _MAY_BE_NEEDLING else None


def of_the_needle(message: UnderstoodMessage) -> UnderstoodMessage | None:
    """Return a message as it is meant that asks how deep the needle goes, or if it bleeds.

    Somebody who tells of an illness or a medicine ("I bleed easily") asks whether they may have
    it. Beside other questions, the one that was taken for pain or risks is put right, unless the
    message names those as well.
    """
    if message.is_payload or NEEDLE_DETAILS.isdisjoint(message.mentioned("detail")):
        return None
    if message.mentioned("condition") or message.mentioned("medication") or not asks(message.text):
        return None
    if len(message.questions) == 1:
        return message.meaning(PROCEDURE) if message.intent in _MAY_BE_NEEDLE else None
    asked_besides = subjects_of(message.text)
    meant = [
        PROCEDURE if question in _NEXT_TO_NEEDLE and question not in asked_besides else question
        for question in message.questions
    ]
    if tuple(meant) == message.questions:
        return None
    return message.meaning(*dict.fromkeys(meant))
