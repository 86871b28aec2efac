"""Decides which actions a turn consists of: safety first, then forms, then each question.

The rules in ``data/rules`` say which action answers an intent; this module puts those actions in
order when a message needs more than one, or when the conversation gives it another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable

from mesoguide.content.topics import TOPICS
from mesoguide.dialogue import names
from mesoguide.dialogue.ellipsis import carries_topic
from mesoguide.dialogue.form_reading import is_question_to_the_bot
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.turn_state import TurnState

RED_FLAGS = frozenset({"report_emergency", "express_crisis"})
FORM_ACTS = frozenset({"cancel", "refuse", "any", "correct", "resume"})
#: The greeting says by itself what the notice says.
_NEED_NO_NOTICE = frozenset({"greet"})
#: "I do not get it" wants the answer again, in other words.
_ASKS_AGAIN = frozenset({"ask_clarification"})
#: A message that asks for another form is this sure of it.
_SURE_OF_OTHER_FORM = 0.6


def planned_actions(state: TurnState, rules: Rules) -> tuple[str, ...]:
    """List the actions of a turn in order."""
    message = state.message
    if message.intent in RED_FLAGS:
        return (rules.action(message.intent), names.RAISE_ALERT)
    if state.safety_hold:
        return (names.CHECK_SAFE,)
    if state.active_form:
        return _with_form(state, state.active_form, rules)
    actions = _without_form(state, rules)
    if state.is_first and message.intent not in _NEED_NO_NOTICE:
        return (names.NOTICE, *actions)
    return actions


def more_to_come(state: TurnState, rules: Rules) -> bool:
    """Tell whether another action follows the one that runs now, whose buttons then give way."""
    return len(state.done) < len(planned_actions(state, rules)) - 1


def _with_form(state: TurnState, form: str, rules: Rules) -> tuple[str, ...]:
    """A message in the middle of a form: for the form, a question, or a wish for another form."""
    message = state.message
    if message.act in FORM_ACTS:
        return (form,)
    if other := _other_form(state, form, rules):
        return (other,)
    if not is_question_to_the_bot(message, state.requested_slot):
        return (form,)
    if message.intent == "report_symptom":
        return (form,) if form == names.SYMPTOM_FORM else (names.SHORT_SYMPTOM_ANSWER, form)
    answers = [action for action in _answers(message.questions, rules) if action not in rules.forms]
    return (*answers, form)


def _other_form(state: TurnState, form: str, rules: Rules) -> str | None:
    message = state.message
    action = rules.action(message.intent)
    if action not in rules.forms or action == form or message.intent == "report_symptom":
        return None
    if state.requested_slot == names.CONTACT_TOPIC and not message.is_payload:
        return None  # "about booking a visit" is the answer
    return action if message.confidence >= _SURE_OF_OTHER_FORM else None


def _without_form(state: TurnState, rules: Rules) -> tuple[str, ...]:
    message = state.message
    if state.stopped_form and message.act == "resume":
        return (state.stopped_form,)
    if message.intent == "affirm" and state.if_yes:
        return _meaning(state.if_yes, state, rules)
    if message.intent == "deny" and state.if_no:
        return _meaning(state.if_no, state, rules)
    if message.act == "unhelpful" and message.intent not in _ASKS_AGAIN and state.last_reply:
        return (rules.action("give_feedback"),)
    if message.act == "again" and state.last_reply:
        return (rules.action("ask_clarification"),)
    if carries_topic(message, TOPICS.get(str(state.topic))) or _corrects_number(state):
        return (rules.action("inform"),)
    return tuple(_forms_last(_answers(message.questions, rules), rules))


def _corrects_number(state: TurnState) -> bool:
    """Tell whether "no, I meant 3 sessions" mends what was asked before."""
    return state.message.act == "correct" and bool(state.topic) and has_number(state.message.text)


def has_number(text: str) -> bool:
    """Tell whether a text has a figure in it."""
    return any(character.isdigit() for character in text)


def _meaning(target: str, state: TurnState, rules: Rules) -> tuple[str, ...]:
    """Return what "yes" or "no" stands for: a reply, an intent, or going on with a form."""
    if target == names.RESUME:
        return (state.stopped_form or rules.action(state.message.intent),)
    return (target,) if target.startswith("utter_") else (rules.action(target),)


def _answers(questions: Iterable[str], rules: Rules) -> list[str]:
    return [rules.action(question) for question in questions]


def _forms_last(actions: list[str], rules: Rules) -> list[str]:
    """Answer first, then begin at most one form: its question must be the last thing said."""
    forms = [action for action in actions if action in rules.forms]
    return [action for action in actions if action not in rules.forms] + forms[:1]
