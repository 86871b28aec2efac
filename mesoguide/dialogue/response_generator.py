"""Rasa response generator that fills in the clinic's own facts.

Replies in ``domain.yml`` speak of ``{clinic_phone}`` or ``{emergency_number}``; the values come
from ``content/clinic.yml``, so that a clinic edits one file. Rasa's own generator would also try to
fill the braces of button payloads, and on a missing value it shows the bare placeholder.

A reply with several wordings is said in their order: whoever asks again hears the next one, and
after the last of an answer its simple version.
"""

from __future__ import annotations

import copy
import logging
import re
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.dialogue.names import IS_SIMPLE, MORE_FOLLOWS
from mesoguide.dialogue.rasa_events import newest_first
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.turn_plan import more_to_come
from mesoguide.dialogue.turn_state import FRESH_START, turn_state
from mesoguide.ops.settings import load_settings

logger = logging.getLogger(__name__)

_ANSWER = "utter_answer_"
_SIMPLE_ANSWER = "utter_simple_answer_"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

#: What an empty value leaves behind: blanks around it, and a paragraph with nothing in it.
_HOLES = (
    (re.compile(r" {2,}"), " "),
    (re.compile(r" ?\n ?"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


class ClinicResponseGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's generator with the clinic's facts as further values."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        """Read the clinic's facts once.

        Args:
            endpoint_config: the ``nlg`` part of ``endpoints.yml``; no setting of it is used.
            domain: the domain with the replies.
        """
        super().__init__(domain.responses)
        settings = load_settings()
        self._rules = load_rules(settings.project_root)
        self._facts = load_clinic_facts(settings.content_dir / "clinic.yml").placeholders()

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """Generate a reply: the next wording if it was said before, the last one with the buttons.

        Args:
            utter_action: name of the reply.
            tracker: the conversation.
            output_channel: name of the channel; replies are the same on all.
            kwargs: values of an action.

        Returns:
            The reply, or nothing if the domain has none of this name.
        """
        variations = self.responses.get(utter_action)
        if not variations:
            return None
        variations = [*variations, *self._simple_version(utter_action)]
        times = _times_said(utter_action, tracker) if len(variations) > 1 else 0
        chosen = copy.deepcopy(variations[times % len(variations)])
        reply = self._fill_response(chosen, tracker.current_slot_values(), **kwargs)
        state = turn_state(newest_first(tracker))
        if kwargs.get(MORE_FOLLOWS) or (state and more_to_come(state, self._rules)):
            reply.pop("buttons", None)
        return reply

    def _simple_version(self, utter_action: str) -> list[dict[str, Any]]:
        """Return the simple version of an answer, as its last wording."""
        if not utter_action.startswith(_ANSWER):
            return []
        simple = utter_action.replace(_ANSWER, _SIMPLE_ANSWER, 1)
        wordings = list(self.responses.get(simple) or [])[:1]
        marked = ({**(wording.get("metadata") or {}), IS_SIMPLE: True} for wording in wordings)
        return [{**w, "metadata": m} for w, m in zip(wordings, marked, strict=True)]

    def _fill_response(
        self,
        response: dict[str, Any],
        filled_slots: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Fill the text and the button titles; payloads are left as they are."""
        values = {**(filled_slots or {}), **self._facts, **kwargs}
        response["text"] = fill(response.get("text") or "", values)
        for button in response.get("buttons") or []:
            button["title"] = fill(button["title"], values)
        return response


def _times_said(utter_action: str, tracker: DialogueStateTracker) -> int:
    """Count how often a reply was said since the conversation last began afresh."""
    times = 0
    for event in newest_first(tracker):
        if event["event"] in FRESH_START:
            break
        if event["event"] == "bot":
            times += (event.get("metadata") or {}).get("utter_action") == utter_action
    return times


def fill(template: str, values: dict[str, Any]) -> str:
    """Replace ``{name}`` by its value; an unknown name is dropped and reported to staff.

    A patient must never see a placeholder, nor the gap that an empty value leaves.
    """

    def value_of(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None:
            logger.error("a reply asks for %s, which has no value", match[0])
            return ""
        return str(value)

    text = _PLACEHOLDER.sub(value_of, template)
    for hole, closed in _HOLES:
        text = hole.sub(closed, text)
    return text.strip()
