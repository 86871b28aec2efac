"""The command `mesoguide doctor`."""

from __future__ import annotations

from collections import Counter

import typer
from rich.console import Console
from rich.markup import escape

from mesoguide.clinic.staff_terminal import AsJson, print_json
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.ops.settings import load_settings

_COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


def doctor(as_json: AsJson = False) -> None:
    """Look at everything that can be wrong, and say how to mend it.

    The exit code is 1 when there is a problem, 0 when there are warnings at most.

    Example: mesoguide doctor
    """
    from mesoguide.ops.doctor.examination import examine
    from mesoguide.ops.doctor.finding import Installation, Level

    found = list(examine(Installation(load_settings(), utc_now())))
    if as_json:
        print_json([{**vars(each), "level": each.level.value} for each in found])
    else:
        console = Console()
        for each in found:
            level = each.level.value
            line = f"[{_COLOURS[level]}]{level:<8}[/] [bold]{escape(each.check)}:[/] "
            console.print(line + escape(each.says), highlight=False, soft_wrap=True)
            if each.mend:
                console.print(f"         {escape(each.mend)}", highlight=False, soft_wrap=True)
        counts = Counter(each.level for each in found)
        console.print(
            f"\n{counts[Level.PROBLEM]} problems, {counts[Level.WARNING]} warnings, "
            f"{counts[Level.OK]} ok."
        )
    if any(each.level is Level.PROBLEM for each in found):
        raise typer.Exit(1)
