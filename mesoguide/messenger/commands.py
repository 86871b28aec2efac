"""The commands `mesoguide messenger ...`: the page's profile, and trying the channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console

from mesoguide.clinic.staff_terminal import AsJson, failures_in_one_line, print_json
from mesoguide.messenger import staff_commands
from mesoguide.messenger.profile import (
    BACKUP_FILE,
    FIELDS,
    Profile,
    as_text,
    change_profile,
    difference,
    keep_backup,
    read_backup,
    wanted_profile,
)
from mesoguide.messenger.texts import load_messenger_texts
from mesoguide.ops.settings import Settings, load_settings

messenger_app = typer.Typer(
    no_args_is_help=True, help="Connect the clinic's Facebook page, and try Messenger without it."
)

staff_commands.add_to(messenger_app)

Yes = Annotated[bool, typer.Option("--yes", help="Change it without asking.")]


@messenger_app.callback()
def messenger() -> None:
    """Connect the clinic's Facebook page, and try Messenger without it."""


@messenger_app.command("show")
def show(as_json: AsJson = False) -> None:
    """Show the greeting, questions and menu that the page has now.

    Example: mesoguide messenger show
    """
    with failures_in_one_line():
        profile = asyncio.run(_read(load_settings()))
    if as_json:
        print_json(profile)
    else:
        typer.echo(as_text(profile) or "The page has no greeting, questions or menu.")


@messenger_app.command("setup")
def setup(yes: Yes = False) -> None:
    """Put the greeting, questions and menu of content/messenger.yml on the page.

    Shows what would change, and asks. What was there before the first set-up is kept, and
    `mesoguide messenger undo` brings it back.

    Example: mesoguide messenger setup
    """
    settings = load_settings()

    def wanted(now: Profile) -> Profile:
        return wanted_profile(load_messenger_texts(settings.content_dir))

    with failures_in_one_line():
        if _change(settings, wanted, yes=yes, before=lambda now: _kept(settings, now)):
            typer.echo("Done. People see it when they next open the conversation.")


@messenger_app.command("undo")
def undo(yes: Yes = False) -> None:
    """Bring back the greeting, questions and menu that the page had before the set-up.

    Shows what would change, and asks.

    Example: mesoguide messenger undo
    """
    settings = load_settings()
    with failures_in_one_line():
        if _change(settings, lambda now: read_backup(settings.var_dir), yes=yes):
            (settings.var_dir / BACKUP_FILE).unlink(missing_ok=True)
            typer.echo("Done. The page is as it was before.")


@messenger_app.command("demo")
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the page.")] = 5070,
) -> None:
    """Try Messenger on this machine, without Meta: prints the address of a page that looks like it.

    Starts MesoGuide with throw-away secrets and a throw-away database. Ctrl-C stops it.

    Example: mesoguide messenger demo
    """
    from mesoguide.messenger.demo import run_demo

    run_demo(Console(), port=port)


def _change(
    settings: Settings,
    wanted: Callable[[Profile], Profile],
    *,
    yes: bool,
    before: Callable[[Mapping[str, Any]], None] = lambda now: None,
) -> bool:
    """Show a change of the profile, ask, and make it; tells whether it was made."""
    now = asyncio.run(_read(settings))
    target = wanted(now)
    changes = difference(now, target)
    if not changes:
        typer.echo("Nothing to change: the page is that way already.")
        return False
    # The words are the clinic's; brackets in them are no mark-up.
    Console().print(changes, markup=False, highlight=False, soft_wrap=True)
    if not yes and not typer.confirm("Change the page?"):
        typer.echo("Nothing was changed.")
        return False
    before(now)
    asyncio.run(_write(settings, now, target))
    return True


def _kept(settings: Settings, now: Mapping[str, Any]) -> None:
    keep_backup(settings.var_dir, now)


async def _read(settings: Settings) -> Profile:
    from mesoguide.messenger.graph_api import GraphApi

    async with GraphApi.from_settings(settings) as api:
        return await api.get_profile(FIELDS)


async def _write(settings: Settings, now: Mapping[str, Any], wanted: Profile) -> None:
    from mesoguide.messenger.graph_api import GraphApi

    async with GraphApi.from_settings(settings) as api:
        await change_profile(api, now, wanted)
