"""One running MesoGuide for all tests here: both servers, both channels, limits as delivered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from mesoguide.messenger.simulator import GraphSimulator
from mesoguide.ops.servers import action_server, chat_server
from mesoguide.ops.settings import load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train
from tests.channels.conftest import free_port
from tests.channels.widget_client import WidgetClient
from tests.security.site import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The servers as `mesoguide run` starts them, behind one proxy."""
    model = train(load_settings({}), progress=lambda seconds, step: None).path
    with GraphSimulator(profile_limit=False) as graph:
        settings = replace(
            load_settings(
                {
                    "MESOGUIDE_VAR": str(tmp_path_factory.mktemp("site") / "var"),
                    "MESOGUIDE_TRUSTED_PROXIES": "1",
                    **graph.environment(),
                }
            ),
            port=free_port(),
            action_port=free_port(),
        )
        update_database(settings, Console(quiet=True))
        site = Site(
            settings,
            chat=chat_server(settings, model),
            actions=action_server(settings),
            addresses=itertools.count(),
        )
        yield from site.running()


@pytest.fixture
def visitor(site: Site) -> WidgetClient:
    """Somebody who opens the chat for the first time, from an address of their own."""
    return site.visitor()


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The trained model."""
    return train(load_settings({}), progress=lambda seconds, step: None).path
