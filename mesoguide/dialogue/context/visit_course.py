"""Reads questions about the course of a visit: "how does the day go?", "talk me through it".

"How does it work" asks what it does in the skin; of the day, or of a visit, it asks what happens.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

PROCEDURE = "ask_procedure"
_VISIT = r"(?:day|visit|appointment|appt|session|treatment day|first (?:visit|time|session))"
_COURSE = re.compile(
    rf"\bhow (?:does|do|will|would|is|did) (?:the|my|an?|that|this|it on the) {_VISIT}s? "
    r"(?:go|work|run|look|happen|like|pan out)\b"
    rf"|\bwhat(?:'s|s| is| will| would| does) (?:the|my|an?|that) {_VISIT}(?: be)? (?:like|look "
    r"like|involve)\b"
    rf"|\bwhat (?:happens|do (?:you|they) do|goes on) (?:on|at|in|during) (?:the|my|an?) {_VISIT}\b"
    r"|\b(?:talk|walk|take|run) (?:me|us|her|him) (?:through|thru|tru)(?! (?:the|my|your) (?:price|"
    r"cost|risk|side|plan|option|aftercare|form|result)\w*)",
    re.IGNORECASE,
)
#: What such a question may be taken for, beside itself.
_MAY_BE_COURSE = frozenset(
    {
        *("ask_mechanism", "ask_recovery", "ask_clinic_info", "ask_session_length", "inform"),
        *("request_human", "ask_capabilities", "ask_clarification", "out_of_scope"),
        *("ask_definition", "ask_plan_details", FALLBACK_INTENT),
    }
)


def of_the_course(message: UnderstoodMessage) -> UnderstoodMessage | None:
    """Return a message as the question of what happens at a visit, if it asks that."""
    if message.is_payload or len(message.questions) > 1 or message.intent not in _MAY_BE_COURSE:
        return None
    return message.meaning(PROCEDURE) if _COURSE.search(message.text) else None
