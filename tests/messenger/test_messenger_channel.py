"""The channel opens only with the page's secrets, and is not there without them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from mesoguide.channels.messenger import MessengerInput
from mesoguide.exceptions import SettingsError
from mesoguide.messenger.services import open_services
from mesoguide.ops.servers import MESSENGER_CHANNEL, write_credentials
from mesoguide.ops.settings import Settings, load_settings

SECRETS = {
    "MESSENGER_PAGE_TOKEN": "simulated-page-token",
    "MESSENGER_APP_SECRET": "simulated-app-secret",
    "MESSENGER_VERIFY_TOKEN": "simulated-verify-token",
}


@pytest.fixture
def connected(tmp_path: Path) -> Settings:
    return load_settings({"MESOGUIDE_VAR": str(tmp_path), **SECRETS})


def channels(settings: Settings) -> set[str]:
    written = write_credentials(settings, dev=False).read_text(encoding="utf-8")
    return set(yaml.safe_load(written))


def test_channel_is_in_the_credentials_when_a_page_is_connected(connected: Settings) -> None:
    assert MESSENGER_CHANNEL in channels(connected)


def test_channel_is_not_there_without_a_page(tmp_path: Path) -> None:
    assert MESSENGER_CHANNEL not in channels(load_settings({"MESOGUIDE_VAR": str(tmp_path)}))


def test_channel_named_in_the_credentials_is_the_class() -> None:
    assert f"{MessengerInput.__module__}.{MessengerInput.__name__}" == MESSENGER_CHANNEL


@pytest.mark.parametrize("missing", ["messenger_app_secret", "messenger_verify_token"])
def test_start_without_a_secret_is_refused(missing: str, connected: Settings) -> None:
    with pytest.raises(SettingsError, match="MESSENGER_APP_SECRET"):
        open_services(replace(connected, **{missing: None}))


def test_settings_in_the_credentials_file_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"credentials\.yml"):
        MessengerInput.from_credentials({"secret": "x"})
