"""The description of the interface is true: a real bot does what it says, whatever is sent."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from mesoguide.channels.api_errors import PROBLEMS
from mesoguide.channels.openapi import description
from tests.channels.conftest import WidgetBot

#: Random requests for each operation, beside those at the edges of what is described.
EXAMPLES = 25
BASE = "/webhooks/widget"

#: What schemathesis takes by itself for a refusal or for an answer, and 413: the limit of a body is
#: in bytes, which no JSON schema can say.
REFUSED = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]
ANSWERED = ["2xx", "401", "403", "404", "409", "413", "429"]
CHECKS = {
    "negative_data_rejection": {"expected-statuses": REFUSED},
    "positive_data_acceptance": {"expected-statuses": ANSWERED},
}

interface = schemathesis.openapi.from_dict(
    description(), config=SchemathesisConfig.from_dict({"checks": CHECKS})
)


@interface.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_bot_keeps_to_the_description(case: schemathesis.Case, bot: WidgetBot) -> None:
    visitor = bot.visitor()
    # A deletion ends the session, so every request has its own.
    headers = {"Authorization": f"Bearer {visitor.begin()}"}

    case.call_and_validate(base_url=f"http://127.0.0.1:{bot.settings.port}{BASE}", headers=headers)


def test_bot_serves_the_description(bot: WidgetBot) -> None:
    assert bot.visitor().request("GET", "openapi.json").json == json.loads(
        json.dumps(description())
    )


@pytest.mark.parametrize("path", description()["paths"])
def test_described_path_exists(bot: WidgetBot, path: str) -> None:
    (method,) = description()["paths"][path]

    assert bot.visitor().request("TRACE", path.strip("/")).status == 405
    assert bot.visitor().request(method.upper(), path.strip("/")).status != 404


def test_every_error_is_described_somewhere() -> None:
    described = json.dumps(description()["paths"])

    assert [code for code in PROBLEMS if code not in described] == ["method_not_allowed"]
