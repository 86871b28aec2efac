"""Replies are filled with the clinic's facts, and a patient never sees a placeholder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.dialogue.response_generator import ClinicResponseGenerator, fill
from mesoguide.ops.settings import PROJECT_ROOT

FACTS = load_clinic_facts(PROJECT_ROOT / "content" / "clinic.yml").placeholders()

OTHER_PHONE = "+44 1632 960999"


@pytest.fixture(scope="module")
def generator(domain: Domain) -> ClinicResponseGenerator:
    return ClinicResponseGenerator(None, domain)


def make_generator(**response: object) -> ClinicResponseGenerator:
    """A generator whose domain has one response, `utter_x`."""
    return ClinicResponseGenerator(
        None, Domain.from_dict({"responses": {"utter_x": [{"text": "Hello.", **response}]}})
    )


@pytest.mark.parametrize("fact", FACTS)
async def test_clinic_facts_are_filled_in(fact: str) -> None:
    generator = make_generator(text=f"See {{{fact}}}.")

    reply = await generator.generate("utter_x", DialogueStateTracker("visitor", []), "rest")

    assert reply == {"text": f"See {FACTS[fact]}."}


def test_facts_are_those_of_the_project_that_the_settings_name(
    domain: Domain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = Path(shutil.copytree(PROJECT_ROOT / "content", tmp_path / "content"))
    shutil.copytree(PROJECT_ROOT / "data" / "rules", tmp_path / "data" / "rules")
    facts = (content / "clinic.yml").read_text(encoding="utf-8")
    (content / "clinic.yml").write_text(facts.replace(FACTS["clinic_phone"], OTHER_PHONE))
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))

    generator = ClinicResponseGenerator(None, domain)
    reply = generator.generate_from_slots("utter_service_problem", {}, "rest")

    assert OTHER_PHONE in reply["text"]


def test_value_of_an_action_is_filled_in() -> None:
    reply = make_generator(text="It has {sessions} visits.").generate_from_slots(
        "utter_x", {}, "rest", sessions="3 to 4"
    )

    assert reply["text"] == "It has 3 to 4 visits."


def test_slot_cannot_take_the_place_of_a_fact() -> None:
    reply = make_generator(text="Call {clinic_phone}.").generate_from_slots(
        "utter_x", {"clinic_phone": "0900 666"}, "rest"
    )

    assert reply["text"] == f"Call {FACTS['clinic_phone']}."


def test_button_titles_are_filled_in() -> None:
    button = {"title": "Call {emergency_number}", "payload": "/greet"}

    reply = make_generator(buttons=[button]).generate_from_slots("utter_x", {}, "rest")

    assert reply["buttons"][0]["title"] == f"Call {FACTS['emergency_number']}"


def test_braces_of_a_payload_are_left_as_they_are() -> None:
    payload = '/ask_cost{"concern": "hair_loss"}'
    button = {"title": "Price", "payload": payload}

    reply = make_generator(buttons=[button]).generate_from_slots(
        "utter_x", {"concern": "cellulite"}, "rest"
    )

    assert reply["buttons"][0]["payload"] == payload


def test_domain_keeps_its_placeholders_for_the_next_reply(
    generator: ClinicResponseGenerator, domain: Domain
) -> None:
    generator.generate_from_slots("utter_service_problem", {}, "rest")

    assert "{clinic_phone}" in domain.responses["utter_service_problem"][0]["text"]


def test_metadata_is_kept(generator: ClinicResponseGenerator) -> None:
    reply = generator.generate_from_slots("utter_answer_origin", {}, "rest")

    assert reply["metadata"]["claims"]


def test_unknown_response_is_nothing(generator: ClinicResponseGenerator) -> None:
    assert generator.generate_from_slots("utter_nothing", {}, "rest") is None


@pytest.mark.parametrize("values", [{}, {"top_up": None}], ids=["missing", "none"])
def test_missing_value_is_dropped_from_the_reply(values: dict[str, object]) -> None:
    assert fill("It has 3 visits. {top_up}", values) == "It has 3 visits."


def test_missing_value_is_reported_to_staff(caplog: pytest.LogCaptureFixture) -> None:
    fill("It has 3 visits. {top_up}", {})

    assert [r.getMessage() for r in caplog.records] == [
        "a reply asks for {top_up}, which has no value"
    ]


def test_value_is_not_filled_in_again() -> None:
    assert fill("{name}", {"name": "{phone}", "phone": "1"}) == "{phone}"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{a}\n\n{b} Two.", "Two."),
        ("One.\n\n{a} Two.", "One.\n\nTwo."),
        ("One.\n{a}\n\nTwo.", "One.\n\nTwo."),
        ("One. {a} Two.", "One. Two."),
        ("One. {a}\n\nTwo.", "One.\n\nTwo."),
        ("One.\n\n{a}", "One."),
    ],
    ids=["opening", "paragraph", "line", "sentence", "end-of-line", "closing"],
)
def test_empty_value_leaves_no_gap(template: str, expected: str) -> None:
    assert fill(template, {"a": "", "b": ""}) == expected
