"""config.yml and endpoints.yml: Rasa ignores an unknown key, so every key is compared here."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.utils.common import class_from_module_path

from mesoguide.content.yaml_files import read_yaml
from mesoguide.ops.settings import PROJECT_ROOT

CONFIG = read_yaml(PROJECT_ROOT / "config.yml")
ENDPOINTS = read_yaml(PROJECT_ROOT / "endpoints.yml")

#: Keys that Rasa reads without listing them in `get_default_config`.
UNLISTED_KEYS = {"SpacyNLP": {"model"}}
SEED_KEYS = {"random_state", "random_seed", "seed"}

ENTRIES = [*CONFIG["pipeline"], *CONFIG["policies"]]
OUR_ENTRIES = [entry for entry in ENTRIES if entry["name"].startswith("mesoguide.")]


def _ids(entries: list[dict[str, Any]]) -> list[str]:
    return [f"{number} {e['name'].rpartition('.')[2]}" for number, e in enumerate(entries)]


def _class_of(name: str) -> Any:
    return DefaultV1Recipe._from_registry(name).clazz


@pytest.mark.parametrize("entry", ENTRIES, ids=_ids(ENTRIES))
def test_every_written_key_is_one_that_the_component_knows(entry: dict[str, Any]) -> None:
    known = {"name", *UNLISTED_KEYS.get(entry["name"], ())}
    assert set(entry) <= known | set(_class_of(entry["name"]).get_default_config())


@pytest.mark.parametrize("entry", ENTRIES, ids=_ids(ENTRIES))
def test_a_component_with_a_seed_has_it_set(entry: dict[str, Any]) -> None:
    defaults = _class_of(entry["name"]).get_default_config()
    effective = {**defaults, **entry}
    assert [key for key in SEED_KEYS & set(defaults) if effective[key] is None] == []


@pytest.mark.parametrize("entry", OUR_ENTRIES, ids=_ids(OUR_ENTRIES))
def test_our_components_refuse_an_unknown_key(entry: dict[str, Any]) -> None:
    component = _class_of(entry["name"])
    config = {**component.get_default_config(), "treshold": 1}
    with pytest.raises(InvalidConfigException, match="treshold"):
        component.create(config, None, None, None)


@pytest.mark.parametrize(
    ("component", "key"),
    [
        pytest.param("RulePolicy", "core_fallback_threshold", id="rules"),
        pytest.param("RulePolicy", "core_fallback_action_name", id="rules, action"),
        pytest.param("FallbackClassifier", "threshold", id="classifier"),
        pytest.param("FallbackClassifier", "ambiguity_threshold", id="classifier, ambiguity"),
    ],
)
def test_the_fallback_is_set_under_rasas_own_name(component: str, key: str) -> None:
    written = [entry for entry in ENTRIES if entry["name"] == component]
    assert all(key in entry for entry in written)
    assert key in _class_of(component).get_default_config()


def test_the_fallback_action_is_in_the_domain() -> None:
    (rules,) = [entry for entry in ENTRIES if entry["name"] == "RulePolicy"]
    actions = read_yaml(PROJECT_ROOT / "domain.yml")["actions"]
    assert rules["core_fallback_action_name"] in actions


def test_the_recipe_and_language_are_named() -> None:
    assert (CONFIG["recipe"], CONFIG["language"]) == ("default.v1", "en")


def test_the_assistant_has_a_name_of_its_own() -> None:
    assert CONFIG["assistant_id"] not in {None, "", "placeholder_default"}


@pytest.mark.parametrize(
    "path",
    [endpoint["type"] for endpoint in ENDPOINTS.values() if "type" in endpoint],
)
def test_an_endpoint_names_a_class_that_can_be_imported(path: str) -> None:
    assert isinstance(class_from_module_path(path), type)


def test_the_action_server_is_on_this_machine() -> None:
    assert ENDPOINTS["action_endpoint"]["url"].startswith("http://127.0.0.1:")
