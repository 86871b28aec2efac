"""nginx takes every configuration that we write, and keeps nothing that somebody wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.settings import PROJECT_ROOT, Settings
from mesoguide.ops.workers import proxy as proxy_module
from mesoguide.ops.workers.nginx_configuration import ActionGroup, configuration
from mesoguide.ops.workers.proxy import Proxy
from tests.nginx import needs_nginx
from tests.unit.ops.conftest import MakeSettings

CHAT = (20001, 20002)
ACTIONS = [ActionGroup(5055, (20003,)), ActionGroup(20004, (20005, 20006))]


def written(settings: Settings, *, dev: bool = False) -> str:
    return configuration(settings, folder=Path("/x"), chat=CHAT, actions=ACTIONS, dev=dev)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1", "::", "localhost"])  # noqa: S104
@pytest.mark.parametrize("dev", [False, True], ids=["public", "dev"])
@needs_nginx
def test_nginx_takes_it(make_settings: MakeSettings, host: str, dev: bool) -> None:
    settings = make_settings(MESOGUIDE_HOST=host)
    proxy = Proxy(settings, dev=dev)

    proxy.direct(CHAT, ACTIONS)

    assert (settings.var_dir / "proxy" / "nginx.conf").exists()
    assert not (settings.var_dir / "proxy" / "nginx.new").exists()


@needs_nginx
def test_folder_may_have_a_blank_in_its_name(make_settings: MakeSettings, tmp_path: Path) -> None:
    settings = replace(make_settings(), var_dir=tmp_path / "folder of the clinic")

    Proxy(settings, dev=False).direct(CHAT, ACTIONS)


@needs_nginx
def test_what_nginx_does_not_take_changes_nothing(
    make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings()
    proxy = Proxy(settings, dev=False)
    proxy.direct(CHAT, ACTIONS)
    before = (settings.var_dir / "proxy" / "nginx.conf").read_text()
    monkeypatch.setattr(proxy_module, "configuration", lambda *_, **__: before + "nonsense on;")

    with pytest.raises(ServerFailed, match=r'nginx does not take .*: .*"nonsense"'):
        proxy.direct((20009,), ACTIONS)

    assert (settings.var_dir / "proxy" / "nginx.conf").read_text() == before


def locations(text: str) -> set[str]:
    """The paths of the public server."""
    public = text.partition("client_header_timeout")[2].partition("upstream actions_")[0]
    return set(re.findall(r"location (?:= )?(\S+) \{", public))


def test_public_paths_are_those_of_the_file_for_administrators(
    make_settings: MakeSettings,
) -> None:
    theirs = (PROJECT_ROOT / "deploy" / "nginx" / "mesoguide.conf").read_text()

    ours = locations(written(make_settings()))

    assert ours - {"/health", "/ready"} == locations(theirs)


@pytest.mark.parametrize("name", ["mesoguide.conf", "mesoguide-scaled.conf"])
def test_what_is_said_of_a_chat_that_is_away_is_what_administrators_have(
    make_settings: MakeSettings, name: str
) -> None:
    theirs = (PROJECT_ROOT / "deploy" / "nginx" / name).read_text()
    said = re.compile(r"return 503 '.+';")

    assert said.findall(written(make_settings())) == said.findall(theirs) != []


def test_development_channel_is_open_only_when_asked_for(make_settings: MakeSettings) -> None:
    assert "/webhooks/rest/" not in written(make_settings())
    assert "/webhooks/rest/" in written(make_settings(), dev=True)


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::7"])
def test_readiness_is_told_to_the_address_that_the_supervisor_asks_from(
    make_settings: MakeSettings, host: str
) -> None:
    inside = written(make_settings(MESOGUIDE_HOST=host)).partition("geo $inside {")[2]

    assert f"        {host} 1;\n" in inside.partition("}")[0]


def test_action_servers_are_for_this_machine_alone(make_settings: MakeSettings) -> None:
    text = written(make_settings(MESOGUIDE_HOST="0.0.0.0"))  # noqa: S104 - only written

    listens = re.findall(r"listen (\S+);", text)

    assert listens == ["0.0.0.0:5005", "127.0.0.1:5055", "127.0.0.1:20004"]


def test_bodies_stay_in_memory(make_settings: MakeSettings) -> None:
    text = written(make_settings())

    largest = re.findall(r"client_max_body_size (\w+);", text)
    assert largest == re.findall(r"client_body_buffer_size (\w+);", text)
    assert "proxy_max_temp_file_size 0;" in text


def test_log_has_no_address_and_no_query(make_settings: MakeSettings) -> None:
    (logged,) = re.findall(r"log_format mesoguide .*?;", written(make_settings()), re.DOTALL)

    variables = set(re.findall(r"\$\w+", logged))
    assert not variables & {"$remote_addr", "$request", "$request_uri", "$args", "$http_referer"}
    assert "$status" in variables
