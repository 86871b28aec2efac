"""What Rasa and rasa-sdk would open to anybody is closed on the servers as they run."""

from __future__ import annotations

import json
import socket

import psutil
import pytest

from mesoguide.ops.action_token import action_token, header_value
from tests.channels.widget_client import WidgetClient
from tests.security.site import Site

#: Of rasa/server.py and rasa/core/channels of 3.6.21, with every method that they take.
RASA_ROUTES = [
    ("GET", "/version"),
    ("GET", "/status"),
    ("GET", "/domain"),
    ("GET", "/conversations/widget-0/tracker"),
    ("POST", "/conversations/widget-0/tracker/events"),
    ("PUT", "/conversations/widget-0/tracker/events"),
    ("GET", "/conversations/widget-0/story"),
    ("POST", "/conversations/widget-0/execute"),
    ("POST", "/conversations/widget-0/trigger_intent"),
    ("POST", "/conversations/widget-0/predict"),
    ("POST", "/conversations/widget-0/messages"),
    ("POST", "/model/train"),
    ("POST", "/model/test/stories"),
    ("POST", "/model/test/intents"),
    ("POST", "/model/predict"),
    ("POST", "/model/parse"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("GET", "/webhooks/rest/"),
    ("POST", "/webhooks/rest/webhook"),
    ("POST", "/webhooks/callback/webhook"),
    ("POST", "/webhooks/facebook/webhook"),
    ("GET", "/socket.io/"),
    ("POST", "/socket.io/"),
    ("GET", "/metrics"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
]
CALL = {"next_action": "action_greet", "tracker": {"sender_id": "widget-0", "slots": {}}}


@pytest.mark.parametrize(("method", "path"), RASA_ROUTES)
def test_route_of_rasa_is_not_there(visitor: WidgetClient, method: str, path: str) -> None:
    answer = visitor.request(method, path, {} if method in ("POST", "PUT") else None)

    assert (answer.status, answer.code) == (404, "not_found")


def test_token_in_the_address_opens_nothing(visitor: WidgetClient) -> None:
    assert visitor.request("GET", "/status?token=").status == 404


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, CALL),
        ({"authorization": ""}, CALL),
        ({"authorization": "Bearer "}, CALL),
        ({"authorization": "Bearer ${MESOGUIDE_ACTION_TOKEN}"}, CALL),
        ({"authorization": header_value("0" * 64)}, CALL),
        ({"content-type": "text/plain", "origin": "https://evil.example"}, CALL),
    ],
    ids=["none", "empty", "bare", "unfilled", "wrong", "web page"],
)
def test_action_server_acts_for_nobody_without_the_token(
    site: Site, headers: dict[str, str], body: object
) -> None:
    status, text = site.ask_actions("/webhook", body, **headers)

    assert (status, json.loads(text)) == (401, {"error": "token"})


def test_action_server_is_not_frozen_by_whoever_has_no_token(site: Site) -> None:
    # It has to receive a body before it can ask for the token; see strict_http.py.
    with socket.create_connection(("127.0.0.1", site.settings.action_port), timeout=5) as theirs:
        theirs.sendall(b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nhello")
        assert theirs.recv(1000)

    assert site.ask_actions("/health")[0] == 200


def test_action_server_does_not_list_its_actions_to_others(site: Site) -> None:
    assert site.ask_actions("/actions")[0] == 401


def test_action_server_acts_for_the_chat_server(site: Site) -> None:
    token = header_value(action_token(site.settings))

    assert site.ask_actions("/actions", authorization=token)[0] == 200
    # The bot itself has the token: this answer comes from an action.
    assert site.visitor().say("how often for hair loss?").messages


def test_token_of_the_action_server_stands_nowhere(site: Site) -> None:
    token = action_token(site.settings)

    assert token not in site.logs()
    assert [path for path in site.files() if token.encode() in path.read_bytes()] == []
    for server in (site.chat, site.actions):
        assert token not in str(server.command)


def test_both_servers_listen_on_this_machine_alone(site: Site) -> None:
    listening = {
        (connection.laddr.ip, connection.laddr.port)
        for server in (site.chat, site.actions)
        if server.process
        for connection in psutil.Process(server.process.pid).net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }

    assert listening == {
        ("127.0.0.1", site.settings.port),
        ("127.0.0.1", site.settings.action_port),
    }


def test_action_server_is_not_reached_by_another_address_of_the_machine(site: Site) -> None:
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", site.settings.action_port)) != 0
