"""Names that stand among other details and are announced by nothing."""

import pytest

from mesoguide.dialogue.contact.contact_details import Detail, read_contact_details


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("ring me pls. 07700 900355 tom", None, "Tom"),
        ("rita 07700 900355 evenings", None, "Rita"),
        (
            "I've been a patient for years: Hanna Virtanen, hanna@example",
            Detail.NAME,
            "Hanna Virtanen",
        ),
        ("existing patient Carl Ode, carl@example.org", None, "Carl Ode"),
        ("I am name Milena, number 07700 900355", None, "Milena"),
        ("me Amina El-Sharif phone 07700 900355 morning ok", Detail.NAME, "Amina El-Sharif"),
        ("its me Xochitl 07700 900355", Detail.NAME, "Xochitl"),
        ("07700 900355 tom does it bruise", Detail.NAME, "Tom"),
    ],
)
def test_a_name_beside_other_details_is_read(text: str, asked: Detail | None, name: str) -> None:
    found = read_contact_details(text, region="GB", asked=asked, in_form=True, is_nameless=True)
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "07700 900355 thanks love",
        "new patient, wrinkles, 07700 900355",
        "call me then. 07700 900355",
        "existing patient of Dr Patel, 07700 900355",
        "07700 900355 in may",
        "it is about hair, 07700 900355",
        "my number is 07700 900355 does it hurt",
    ],
)
def test_other_words_beside_details_are_no_name(text: str) -> None:
    found = read_contact_details(text, region="GB", in_form=True, is_nameless=True)
    assert found.name is None


@pytest.mark.parametrize(
    ("text", "name", "asked_by"),
    [
        ("I'm her son Luke, her name is Ada Brook", "Ada Brook", "Luke"),
        ("it's his daughter Nina writing, 07700 900355", "Nina", None),
    ],
)
def test_a_relative_who_writes_is_told_from_the_patient(
    text: str, name: str, asked_by: str | None
) -> None:
    found = read_contact_details(text, region="GB", in_form=True, is_nameless=True)
    assert (found.name, found.asked_by) == (name, asked_by)


def test_a_day_that_does_not_suit_is_noted_as_one() -> None:
    text = "Tomorrow is no use, any other day"
    found = read_contact_details(text, region="GB", asked=Detail.BEST_TIME, in_form=True)
    assert found.best_time == "any day but tomorrow"
