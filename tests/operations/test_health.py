"""Liveness says that a server answers, readiness that messages can be answered."""

from __future__ import annotations

import json

from tests.operations.running_clinic import RunningClinic


def test_server_that_answers_is_alive(clinic: RunningClinic) -> None:
    assert clinic.http("GET", "/health") == (200, '{"status":"ok"}')
    assert clinic.http("GET", "/health", port=clinic.settings.action_port)[0] == 200


def test_server_with_all_its_parts_is_ready(clinic: RunningClinic) -> None:
    status, body = clinic.http("GET", "/ready")

    assert status == 200
    parts = json.loads(body)["parts"]
    assert parts == {"conversations": "ok", "clinic": "ok", "actions": "ok"}
    assert clinic.http("GET", "/ready", port=clinic.settings.action_port)[0] == 200


def test_readiness_says_nothing_of_what_is_inside(clinic: RunningClinic) -> None:
    body = clinic.http("GET", "/ready")[1]

    assert set(json.loads(body)) == {"status", "parts"}
    assert not any(word in body for word in ("sqlite", "/", "127", "version"))
