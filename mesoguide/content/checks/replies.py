"""Rules about replies: their buttons, placeholders and style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.content.checks.problem import Problem
from mesoguide.content.checks.sample_values import sample_values
from mesoguide.content.project import Project
from mesoguide.nlp.concept_patterns import load_phrases

MAX_BUTTONS = 3
#: Messenger cuts longer titles (Meta, send-messages/quick-replies).
MAX_TITLE_CHARACTERS = 20

#: What the buttons of forms stand for.
FORM_ANSWERS = ("new", "existing", "book", "change", "cancel", "stop")

_PAYLOAD = re.compile(r"^/(?P<intent>\w+)(?P<entities>\{.*\})?$")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: Words that the style guide bans, with what to write.
_BANNED = {
    re.compile(r"\b\w+n['\u2019]t\b", re.IGNORECASE): 'write "do not", "cannot"',
    re.compile(r"\b(just|simple|simply|minor)\b", re.IGNORECASE): "leave the word out",
    re.compile(r"good chance", re.IGNORECASE): "give the number",
    re.compile(r"[*_#`]"): "the text is plain: no markup",
    re.compile(r"https?://"): "links stand in the ledger, not in replies",
}


def every_payload_names_something_real(project: Project) -> Iterator[Problem]:
    """Each button sends an intent, and entities with values, that exist."""
    known = entity_values()
    for response in project.responses:
        for button in response.buttons:
            match = _PAYLOAD.match(str(button.get("payload", "")))
            if not match:
                yield Problem(
                    response.where, f"the payload {button.get('payload')!r} is no intent."
                )
                continue
            if match["intent"] not in project.intents:
                yield Problem(
                    response.where, f"a button names the unknown intent {match['intent']}."
                )
            yield from _entities(response.where, match["entities"], known)


def _entities(where: str, text: str | None, known: dict[str, set[str]]) -> Iterator[Problem]:
    try:
        entities = json.loads(text or "{}")
    except ValueError:
        yield Problem(where, f"the entities {text} of a button are not JSON.")
        return
    for entity, value in entities.items():
        if entity not in known:
            yield Problem(where, f"a button names the unknown entity {entity}.")
        elif not isinstance(value, str) or value not in known[entity]:
            yield Problem(where, f"a button names the unknown {entity} {value!r}.")


def entity_values() -> dict[str, set[str]]:
    """Return the values that each entity can take."""
    values: dict[str, set[str]] = {}
    for phrase in load_phrases():
        for kind, value in phrase.entities:
            values.setdefault(kind, set()).add(value)
    values["concern"] = {concern.value for concern in Concern}
    values["body_area"] = {area.value for area in BodyArea}
    values["answer"] = set(FORM_ANSWERS)
    return values


def buttons_are_few_and_short(project: Project) -> Iterator[Problem]:
    """Buttons fit every channel."""
    for response in project.responses:
        if len(response.buttons) > MAX_BUTTONS:
            yield Problem(
                response.where, f"{len(response.buttons)} buttons; {MAX_BUTTONS} at most."
            )
        for button in response.buttons:
            if len(button["title"]) > MAX_TITLE_CHARACTERS:
                yield Problem(
                    response.where,
                    f"the title {button['title']!r} has {len(button['title'])} characters; "
                    f"{MAX_TITLE_CHARACTERS} at most.",
                )


def placeholders_have_values(project: Project) -> Iterator[Problem]:
    """Each ``{name}`` in a reply is a fact of the clinic or a value that an action fills in."""
    known = set(sample_values(project.root)) | project.names_in_code("")
    known |= set(re.findall(r"\b(\w+)=", project.code)) | set(project.domain["slots"])
    for response in project.responses:
        for name in _PLACEHOLDER.findall(response.text):
            if name not in known:
                yield Problem(response.where, f"nothing fills in {{{name}}}.")


def wording_keeps_the_style(project: Project) -> Iterator[Problem]:
    """Replies avoid the words and marks that the style guide bans."""
    for response in project.responses:
        text = _PLACEHOLDER.sub("", response.text)
        for pattern, advice in _BANNED.items():
            if match := pattern.search(text):
                yield Problem(response.where, f"{match[0]!r}: {advice}.")
