"""What Messenger shows beside the replies is complete, fits, and leads somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from project_copy import ProjectCopy

from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.exceptions import ContentError
from mesoguide.messenger.texts import NOTICES, load_messenger_texts
from mesoguide.ops.settings import PROJECT_ROOT

FILE = "content/messenger.yml"
CONTENT = PROJECT_ROOT / "content"

Change = Callable[[dict[str, Any]], object]


def change(copy: ProjectCopy, edit: Change) -> None:
    with copy.edit(FILE) as data:
        edit(data)


@pytest.mark.parametrize(
    ("edit", "reported"),
    [
        (
            lambda data: data.update(get_started="/begin"),
            f"{FILE}: the payload '/begin' is no intent of domain.yml.",
        ),
        (
            lambda data: data["ice_breakers"][0].update(payload="greet"),
            f"{FILE}: the payload 'greet' is no intent of domain.yml.",
        ),
        (
            lambda data: data["menu"].pop(3),
            f"{FILE}: the menu needs an entry for /request_data_deletion.",
        ),
    ],
    ids=["unknown", "no-slash", "right-to-delete"],
)
def test_payload_that_leads_nowhere_is_reported(
    copy: ProjectCopy, edit: Change, reported: str
) -> None:
    change(copy, edit)

    assert copy.problems("messenger_payloads_name_something_real") == [reported]


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (lambda data: data.update(greeting="x" * 161), "greeting"),
        (lambda data: data["sources"].update(title="x" * 21), "sources"),
        (lambda data: data["ice_breakers"][0].update(question="x" * 81), "ice_breakers"),
        (lambda data: data["ice_breakers"].append(data["ice_breakers"][0]), "ice_breakers"),
        (lambda data: data["menu"][0].update(title="x" * 31), "menu"),
        (lambda data: data["menu"].extend(data["menu"] * 5), "menu"),
    ],
    ids=["greeting", "sources", "question", "five-questions", "title", "long-menu"],
)
def test_text_that_meta_would_refuse_is_reported(
    copy: ProjectCopy, edit: Change, where: str
) -> None:
    change(copy, edit)

    (problem,) = copy.problems("messenger_texts_fit")
    assert problem.startswith(f"{FILE}: {where}: ")
    assert "at most" in problem


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("I can't read that.", f'{FILE}: "can\'t": write "do not", "cannot".'),
        ("so " * 20 + "on.", f"{FILE}: a sentence of 21 words; 20 at most: {('so ' * 20)} ..."),
    ],
    ids=["contraction", "long-sentence"],
)
def test_wording_that_is_not_plain_is_reported(copy: ProjectCopy, text: str, reported: str) -> None:
    change(copy, lambda data: data["notices"].update(text_only=text))

    assert copy.problems("messenger_wording_is_plain") == [reported]


def test_hard_wording_is_reported_with_its_grade(copy: ProjectCopy) -> None:
    hard = "Considerable individual variability complicates professional prognostication. " * 6
    change(copy, lambda data: data["notices"].update(first=hard))

    (problem,) = copy.problems("messenger_wording_is_plain")
    assert "reading grade" in problem


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data.pop("greeting"),
        lambda data: data["notices"].pop("text_only"),
        lambda data: data["menu"][0].pop("payload"),
        lambda data: data.update(ice_breakers="What is it?"),
        lambda data: data.update(greeting="Call {clinic_fax}."),
        lambda data: data.update(greeting=160),
    ],
    ids=["no-greeting", "no-notice", "no-payload", "no-list", "no-fact", "no-text"],
)
def test_file_that_lacks_something_is_refused_by_its_name(copy: ProjectCopy, edit: Change) -> None:
    change(copy, edit)

    with pytest.raises(ContentError, match=r"messenger\.yml: .*see the comments there"):
        load_messenger_texts(copy.root / "content")


def test_facts_of_the_clinic_are_filled_in() -> None:
    texts = load_messenger_texts(CONTENT)
    facts = load_clinic_facts(CONTENT / "clinic.yml")

    assert facts.emergency_number in texts.greeting
    assert facts.phone in texts.notices["turn_failed"]
    assert [text for text in (texts.greeting, *texts.notices.values()) if "{" in text] == []


def test_every_notice_has_words() -> None:
    assert set(load_messenger_texts(CONTENT).notices) == set(NOTICES)
