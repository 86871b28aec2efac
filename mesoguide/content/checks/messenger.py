"""Rules about what Messenger shows beside the replies: it fits, leads somewhere, reads easily."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mesoguide.content.checks.problem import Problem
from mesoguide.content.checks.readability import MAX_GRADE, MAX_SENTENCE_WORDS, reading_grade
from mesoguide.content.checks.replies import MAX_TITLE_CHARACTERS
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.content.project import Project
from mesoguide.messenger import profile
from mesoguide.messenger.deletion_page import load_deletion_page
from mesoguide.messenger.texts import MessengerTexts, load_messenger_texts

#: What nobody may have to type to find: a person, and what is done with their data.
ALWAYS_IN_THE_MENU = ("request_human", "ask_privacy", "request_data_deletion")

_WHERE = "content/messenger.yml"
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
_CONTRACTION = re.compile(r"\b\w+n['\u2019]t\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")


def messenger_payloads_name_something_real(project: Project) -> Iterator[Problem]:
    """Whatever can be pressed on Messenger sends an intent of the domain."""
    texts = _texts(project)
    for payload in texts.payloads():
        if not payload.startswith("/") or payload[1:] not in project.intents:
            yield Problem(_WHERE, f"the payload {payload!r} is no intent of domain.yml.")
    in_menu = {payload.removeprefix("/") for _, payload in texts.menu}
    for intent in ALWAYS_IN_THE_MENU:
        if intent not in in_menu:
            yield Problem(_WHERE, f"the menu needs an entry for /{intent}.")


def messenger_texts_fit(project: Project) -> Iterator[Problem]:
    """Nothing is longer than Meta takes."""
    texts = _texts(project)
    yield from _too_long("greeting", texts.greeting, profile.GREETING_LIMIT)
    yield from _too_long("sources", texts.sources[0], MAX_TITLE_CHARACTERS)
    for question, _ in texts.ice_breakers:
        yield from _too_long("ice_breakers", question, profile.QUESTION_LIMIT)
    for title, _ in texts.menu:
        yield from _too_long("menu", title, profile.MENU_TITLE_LIMIT)
    yield from _too_many("ice_breakers", len(texts.ice_breakers), profile.ICE_BREAKERS_LIMIT)
    yield from _too_many("menu", len(texts.menu), profile.MENU_LIMIT)


def messenger_wording_is_plain(project: Project) -> Iterator[Problem]:
    """Sentences are short, reading grade is 6 or below together, and nothing is contracted."""
    said = [_ADDRESS.sub("our page", text) for text in _sentences(project)]
    for text in said:
        if match := _CONTRACTION.search(text):
            yield Problem(_WHERE, f'{match[0]!r}: write "do not", "cannot".')
        for sentence in _SENTENCE_END.split(text):
            if len(sentence.split()) > MAX_SENTENCE_WORDS:
                yield Problem(
                    _WHERE,
                    f"a sentence of {len(sentence.split())} words; {MAX_SENTENCE_WORDS} at most: "
                    f"{sentence[:60]} ...",
                )
    grade = reading_grade(" ".join(said))
    if grade > MAX_GRADE:
        yield Problem(_WHERE, f"reading grade {grade} together; {MAX_GRADE:g} at most.")


def _texts(project: Project) -> MessengerTexts:
    return load_messenger_texts(project.root / "content")


def _sentences(project: Project) -> list[str]:
    """Return all that is said in whole sentences."""
    content = project.root / "content"
    page = load_deletion_page(content, load_clinic_facts(content / "clinic.yml"))
    texts = _texts(project)
    of_page = (page.deleted, page.nothing_found, page.code_unknown)
    return [texts.greeting, *texts.notices.values(), *of_page]


def _too_long(key: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(f"{_WHERE}: {key}", f"{text!r} has {len(text)} characters; {most} at most.")


def _too_many(key: str, count: int, most: int) -> Iterator[Problem]:
    if count > most:
        yield Problem(f"{_WHERE}: {key}", f"{count} entries; {most} at most.")
