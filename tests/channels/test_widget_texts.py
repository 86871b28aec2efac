"""The texts that the chat says by itself are complete, and fit the dialogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import textstat
import yaml

from mesoguide.channels.widget_configuration import WidgetConfiguration
from mesoguide.channels.widget_texts import WidgetTexts, load_widget_texts
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError
from mesoguide.ops.settings import PROJECT_ROOT

CONTENT = PROJECT_ROOT / "content"
TEXTS = load_widget_texts(CONTENT / "widget.yml")
FACTS = load_clinic_facts(CONTENT / "clinic.yml")
CONFIGURATION = WidgetConfiguration(TEXTS, FACTS)

Change = Callable[[dict[str, Any]], object]
#: As of the replies in domain.yml.
MAX_GRADE = 6.0
MAX_SENTENCE_WORDS = 20


def changed(folder: Path, change: Change) -> Path:
    """Writes the file with a change."""
    data = yaml.safe_load((CONTENT / "widget.yml").read_text(encoding="utf-8"))
    change(data)
    (path := folder / "widget.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return path


def sentences() -> list[str]:
    config = CONFIGURATION.for_language("en")
    texts = [*config["notice"].values(), *(CONFIGURATION.failure(k) for k in TEXTS.failures)]
    return [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]


@pytest.mark.parametrize("payload", TEXTS.suggestion_titles())
def test_suggestion_names_an_intent(payload: str) -> None:
    assert payload.removeprefix("/") in read_yaml(PROJECT_ROOT / "domain.yml")["intents"]


@pytest.mark.parametrize("language", TEXTS.languages.values(), ids=lambda each: each.language)
def test_suggestions_are_few_and_short(language: Any) -> None:
    assert len(language.suggestions) <= 3
    assert [title for title, _ in language.suggestions if len(title) > 25] == []


@pytest.mark.parametrize("sentence", sentences())
def test_sentence_is_short_and_plain(sentence: str) -> None:
    assert len(sentence.split()) <= MAX_SENTENCE_WORDS
    assert "'t" not in sentence


def test_texts_read_easily() -> None:
    assert textstat.flesch_kincaid_grade(" ".join(sentences())) <= MAX_GRADE


def test_facts_of_the_clinic_are_filled_in() -> None:
    config = CONFIGURATION.for_language("en")

    assert FACTS.emergency_number in config["notice"]["emergency"]
    assert str(FACTS.retention_days) in config["notice"]["storage"]
    assert FACTS.phone in CONFIGURATION.failure("turn_failed")
    assert [sentence for sentence in sentences() if "{" in sentence] == []


def test_numbers_to_call_are_told_apart_from_texts() -> None:
    config = CONFIGURATION.for_language("en")

    assert config["emergency"] == {"number": FACTS.emergency_number}
    assert config["clinic"] == {"name": FACTS.name, "phone": FACTS.phone}
    assert config["phones"] == [FACTS.crisis_line.number, FACTS.urgent_advice.number]


@pytest.mark.parametrize("tag", [None, "", "en", "EN", "en-GB", "xx", "../../etc", "e" * 5000])
def test_any_language_tag_gets_texts(tag: str | None) -> None:
    assert CONFIGURATION.for_language(tag)["language"] == "en"


def test_language_is_found_by_its_main_part(tmp_path: Path) -> None:
    def add_arabic(data: dict[str, Any]) -> None:
        data["languages"]["ar"] = {**data["languages"]["en"], "direction": "rtl"}

    texts = load_widget_texts(changed(tmp_path, add_arabic))

    assert texts.for_language("ar-EG").direction == "rtl"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda data: data.pop("languages"), "languages"),
        (lambda data: data.update(languages={}), "languages"),
        (lambda data: data["languages"]["en"].pop("title"), "title"),
        (lambda data: data["languages"]["en"]["notice"].pop("emergency"), "emergency"),
        (lambda data: data["languages"]["en"].update(direction="up"), "languages.en"),
        (lambda data: data["languages"]["en"]["suggestions"][0].pop("payload"), "payload"),
        (lambda data: data["failures"].pop("no_answer"), "no_answer"),
        (lambda data: data.update(theme={"color": "red"}), "theme.color"),
        (lambda data: data["plan_card"].update(title=7), "title"),
    ],
    ids=[
        *("no-languages", "none", "title", "notice", "direction", "payload", "failure", "theme"),
        "card",
    ],
)
def test_broken_file_is_refused_by_name(tmp_path: Path, change: Change, named: str) -> None:
    with pytest.raises(ContentError, match=rf"widget\.yml: .*{re.escape(named)}"):
        load_widget_texts(changed(tmp_path, change))


def test_made_up_fact_is_refused(tmp_path: Path) -> None:
    texts: WidgetTexts = load_widget_texts(
        changed(tmp_path, lambda data: data["failures"].update(too_slow="Call {clinic_fax}."))
    )

    with pytest.raises(ContentError, match="clinic_fax"):
        WidgetConfiguration(texts, FACTS)


def test_placeholders_of_the_element_are_left_to_it(tmp_path: Path) -> None:
    texts = load_widget_texts(
        changed(
            tmp_path,
            lambda data: data["languages"]["en"].update(strings={"newOne": "{count} new"}),
        )
    )

    assert WidgetConfiguration(texts, FACTS).for_language("en")["strings"] == {
        "newOne": "{count} new"
    }
