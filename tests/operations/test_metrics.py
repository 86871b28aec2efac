"""The page of figures: what the dashboard asks for is there, and nothing of any patient."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest

from mesoguide.ops.settings import PROJECT_ROOT
from tests.operations.running_clinic import RunningClinic

DASHBOARD = PROJECT_ROOT / "deploy" / "grafana" / "mesoguide.json"

#: The reply is none that an action could say, so it fails and says an apology.
BROKEN_REPLY = {
    "next_action": "action_answer_emergency",
    "version": "3.6.21",
    "domain": {"responses": {"utter_emergency": "broken"}},
    "tracker": {
        "sender_id": "visitor",
        "slots": {},
        "latest_message": {"text": "", "intent": {"name": "report_emergency"}, "entities": []},
        "events": [],
    },
}

Figures = dict[tuple[str, ...], float]


@pytest.fixture(scope="module")
def figures(clinic: RunningClinic) -> Figures:
    """The page after a little of everything."""
    visitor = clinic.visitor()
    for text in ("who invented mesotherapy?", "my throat is closing", "I am safe now"):
        visitor.say(text)
    stranger = clinic.visitor()
    for text in ("xkcd wobble frob", "glorp blat zorg", "snurf snarf"):
        stranger.say(f"{text} {uuid.uuid4().hex}")
    clinic.http("GET", "/nothing/here")
    with clinic.locked(clinic.settings.database_url):
        clinic.visitor().say("my tongue is swelling")
    clinic.call_action_server({"next_action": "action_greet", "tracker": "broken"})
    clinic.call_action_server(BROKEN_REPLY)
    return clinic.figures()


def total(figures: Figures, name: str, *labels: str) -> float:
    return sum(
        value for key, value in figures.items() if key[0] == name and set(labels) <= set(key[1:])
    )


def test_turns_are_counted_by_channel_and_timed(figures: Figures) -> None:
    turns = total(figures, "mesoguide_turns_total", "channel=widget")

    assert turns >= 7
    assert total(figures, "mesoguide_turn_seconds_count", "channel=widget") == turns
    assert total(figures, "mesoguide_turn_seconds_sum", "channel=widget") > 0
    assert total(figures, "mesoguide_turns_in_progress") == 0


def test_intents_red_flags_and_misses_are_counted(figures: Figures) -> None:
    assert total(figures, "mesoguide_intents_total", "intent=ask_origin") >= 1
    assert total(figures, "mesoguide_red_flags_total", "kind=emergency") >= 2
    assert total(figures, "mesoguide_fallbacks_total") >= 2


def test_failures_are_counted(figures: Figures) -> None:
    assert total(figures, "mesoguide_database_errors_total") >= 1
    assert total(figures, "mesoguide_action_errors_total") >= 1
    assert total(figures, "mesoguide_http_errors_total", "server=chat", "status=404") >= 1
    assert total(figures, "mesoguide_http_errors_total", "server=actions", "status=500") >= 1


def test_both_servers_and_the_queues_are_on_one_page(figures: Figures) -> None:
    for server in ("server=chat_server", "server=action_server"):
        assert total(figures, "mesoguide_server_up", server) == 1
        assert total(figures, "mesoguide_server_memory_bytes", server) > 30_000_000
    assert total(figures, "mesoguide_queue_depth", "queue=safety_alerts") >= 1
    assert ("mesoguide_queue_depth", "queue=messenger_outbox") in figures


def test_every_figure_of_the_dashboard_is_on_the_page(
    clinic: RunningClinic, figures: Figures
) -> None:
    page = clinic.http("GET", "/metrics", port=clinic.settings.metrics_port)[1]
    known = set(re.findall(r"^# TYPE (\w+)", page, re.MULTILINE))
    asked = asked_by(json.loads(DASHBOARD.read_text(encoding="utf-8")))

    assert len(asked) >= 12
    assert {name for name in asked if base_of(name, known) is None} == set()


def asked_by(dashboard: dict[str, Any]) -> set[str]:
    """The names of all figures that a dashboard's queries have."""
    expressions = [
        target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())
    ]
    return {name for text in expressions for name in re.findall(r"\bmesoguide_\w+", text)}


def base_of(name: str, known: set[str]) -> str | None:
    bare = re.sub(r"_(bucket|sum|count)$", "", name)
    return next((each for each in (name, bare) if each in known), None)


def test_no_label_has_a_word_of_a_patient(figures: Figures) -> None:
    labels = {label.partition("=")[2] for key in figures for label in key[1:]}

    assert all(re.fullmatch(r"[a-zA-Z0-9_.+]{1,60}", label) for label in labels), labels


def test_page_is_on_this_machine_alone(clinic: RunningClinic) -> None:
    listening = f"{clinic.settings.metrics_port:04X}"
    with open("/proc/net/tcp") as sockets:  # noqa: PTH123 - not a file on a disk
        addresses = {line.split()[1] for line in sockets.readlines()[1:]}

    assert {each for each in addresses if each.endswith(f":{listening}")} == {
        f"0100007F:{listening}"
    }
