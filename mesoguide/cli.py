"""The `mesoguide` command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Column, Table

from mesoguide.clinic.alert_commands import alerts_app
from mesoguide.clinic.callback_commands import callbacks_app
from mesoguide.clinic.commands import db_app, plans_app
from mesoguide.clinic.feedback_commands import feedback_app
from mesoguide.clinic.patient_plan_commands import patient_plan_app
from mesoguide.clinic.purge_commands import purge, receipts_app
from mesoguide.clinic.unanswered_commands import unanswered_app
from mesoguide.content.commands import content_app
from mesoguide.exceptions import MesoGuideError
from mesoguide.messenger.commands import messenger_app
from mesoguide.ops.backup.commands import backup, restore
from mesoguide.ops.doctor.command import doctor
from mesoguide.ops.settings import describe, load_settings
from mesoguide.ops.workers.scale import (
    DEFAULT_ACTION_WORKERS,
    MOST_WORKERS,
    Scale,
    check_role,
    check_scale,
)

app = typer.Typer(
    name="mesoguide",
    no_args_is_help=True,
    add_completion=False,
    # A traceback with the values of variables could show what a patient wrote.
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
    help=(
        "MesoGuide answers patients' questions about mesotherapy from reviewed content, and looks "
        "up the clinic's treatment plans.\n\n"
        "First steps: [bold]mesoguide run[/bold] starts everything, [bold]mesoguide shell[/bold] "
        "talks to it here, [bold]mesoguide content check[/bold] tells what is wrong after an edit, "
        "[bold]mesoguide plans list[/bold] shows the clinic's plans."
    ),
)
app.add_typer(plans_app, name="plans")
app.add_typer(db_app, name="db")
app.add_typer(content_app, name="content")
app.add_typer(alerts_app, name="alerts")
app.add_typer(callbacks_app, name="callbacks")
app.add_typer(unanswered_app, name="unanswered")
app.add_typer(feedback_app, name="feedback")
app.add_typer(patient_plan_app, name="patient-plan")
app.add_typer(receipts_app, name="receipts")
app.add_typer(messenger_app, name="messenger")

Check = Annotated[
    bool, typer.Option("--check", help="Only say whether everything is ready to start.")
]
Dev = Annotated[
    bool, typer.Option("--dev", help="Also open the REST channel, on this machine only.")
]
Only = Annotated[
    Literal["both", "chat", "actions"],
    typer.Option("--only", help="Which server to run here, where each has a container of its own."),
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers", min=1, max=MOST_WORKERS, help="How many chat servers; several need nginx."
    ),
]
ActionWorkers = Annotated[
    int,
    typer.Option(
        "--action-workers", min=1, max=MOST_WORKERS, help="Action servers beside several workers."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Train even when nothing changed.")]


@app.command()
def run(
    check: Check = False,
    dev: Dev = False,
    only: Only = "both",
    workers: Workers = 1,
    action_workers: ActionWorkers = DEFAULT_ACTION_WORKERS,
) -> None:
    """Prepare everything and start the chat: database, plans, model, both servers.

    Trains only when data/, domain.yml, config.yml or the code that reads them changed.
    Ctrl-C stops it. Ports and folders: see `mesoguide settings`.
    """
    from mesoguide.ops import preflight
    from mesoguide.ops.start import Role, serve
    from mesoguide.ops.training import current_model

    settings, scale = load_settings(), Scale(workers, action_workers)
    check_role(scale, only)
    if check:
        if not scale.is_single:
            check_scale(settings)
        preflight.check_before_start(settings)
        trained = "is up to date" if current_model(settings) else "will be trained at start"
        typer.echo(f"Ready: the ports are free, the folders can be written, the model {trained}.")
        return
    serve(settings, Console(), dev=dev, role=Role(only), scale=scale)


@app.command()
def reload() -> None:
    """Give running servers a new model and new content, without losing a message.

    Trains if anything changed, then has `mesoguide run --workers` (2 or more) start new servers,
    hand over to them, and stop the old ones when they have finished what they have begun.
    """
    from mesoguide.ops.workers.reload_command import reload_servers

    reload_servers(load_settings(), Console())


@app.command()
def shell() -> None:
    """Talk to MesoGuide in this terminal. Type /stop to leave."""
    from mesoguide.ops.start import talk

    talk(load_settings(), Console())


@app.command()
def train(force: Force = False) -> None:
    """Train the model if anything changed since the last time."""
    from mesoguide.ops.preflight import check_folder
    from mesoguide.ops.start import train_with_progress

    settings = load_settings()
    check_folder(settings.var_dir)
    check_folder(settings.project_root / "models")
    train_with_progress(settings, Console(), force=force)


@app.command()
def evaluate(
    quick: Annotated[
        bool, typer.Option("--quick", help="Ask every 4th message; no cross-validation.")
    ] = False,
    no_cross_validation: Annotated[
        bool, typer.Option("--no-cross-validation", help="Leave out what learns five times.")
    ] = False,
    learning_curve: Annotated[
        bool, typer.Option("--learning-curve", help="Also learn from 1/4, 1/2 and 3/4 of the data.")
    ] = False,
    drop_overlap: Annotated[
        bool,
        typer.Option("--drop-overlap", help="Only drop evaluation messages that training holds."),
    ] = False,
    output: Annotated[Path, typer.Option(help="Folder for report.html and report.json.")] = Path(
        "reports/nlu"
    ),
    model: Annotated[
        Path | None, typer.Option(help="Measure this model file as it is; train nothing.")
    ] = None,
) -> None:
    """Measure how well the model understands messages that it has never seen.

    Trains first if anything changed. Writes reports/nlu/report.html and prints the main figures,
    with the change since the last report.
    """
    from mesoguide.nlp.evaluation import command

    settings, console = load_settings(), Console()
    if drop_overlap:
        command.drop_overlap(settings.project_root, console)
        return
    options = command.Options(
        output=output,
        quick=quick,
        cross_validation=not no_cross_validation,
        learning_curve=learning_curve,
        model=model,
    )
    command.evaluate(settings, console, options)


@app.command("settings")
def show_settings() -> None:
    """Show every setting: its environment variable, its present value and what it is for."""
    table = Table(Column("variable", no_wrap=True), Column("value", overflow="fold"), "meaning")
    for variable, value, meaning in describe(load_settings()):
        table.add_row(variable, value, meaning)
    Console().print(table)


app.command("purge")(purge)
app.command("doctor")(doctor)
app.command("backup")(backup)
app.command("restore")(restore)


def main() -> None:
    """Run the command line; a fault of ours is one line and exit code 1."""
    try:
        app()
    except MesoGuideError as error:
        # A parser's complaint has several lines.
        reason = " ".join(str(error).split())
        typer.secho(f"mesoguide: {reason}", fg=typer.colors.RED, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
