"""The commands `mesoguide content ...`, for whoever edits what MesoGuide says."""

from __future__ import annotations

import typer

from mesoguide.ops.settings import load_settings

content_app = typer.Typer(no_args_is_help=True, help="Check what MesoGuide says.")


@content_app.callback()
def content() -> None:
    """Check what MesoGuide says."""


@content_app.command("check")
def check() -> None:
    """Tell what is wrong in domain.yml, data/ and content/ after an edit.

    Replies need claims, short sentences and buttons that lead somewhere; every intent needs one
    rule; no training message may stand under two intents. Prints one line for each problem and
    exits with 1 if there is any.

    Example: mesoguide content check
    """
    from mesoguide.content.checks import CHECKS, check_project

    problems = check_project(load_settings().project_root)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.secho(f"{len(problems)} to mend.", fg=typer.colors.RED, err=True)
        raise typer.Exit(1)
    typer.echo(f"All {len(CHECKS)} checks passed.")
