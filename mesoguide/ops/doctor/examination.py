"""All looks, one after the other; one that fails is a finding like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.exc import SQLAlchemyError

from mesoguide.clinic.database_worker import explained
from mesoguide.exceptions import MesoGuideError
from mesoguide.ops.doctor import content, databases, machine, operations
from mesoguide.ops.doctor.finding import Finding, Findings, Installation, problem

Look = Callable[[Installation], Findings]

LOOKS: Sequence[Look] = (
    machine.python,
    machine.packages,
    machine.memory,
    machine.folders,
    machine.room,
    machine.clock,
    machine.ports,
    databases.reachable,
    databases.migrated,
    databases.sqlite_files,
    content.clinic_facts,
    content.checked,
    databases.plans,
    content.model,
    content.encoder,
    operations.secret_key,
    operations.database_passwords,
    operations.locks,
    operations.origins,
    operations.proxy,
    operations.messenger,
    operations.notices,
    databases.alerts,
    databases.retention,
    operations.backups,
)


def examine(installation: Installation, looks: Sequence[Look] = LOOKS) -> Iterator[Finding]:
    """Yield what each look finds."""
    for look in looks:
        name = look.__name__.replace("_", " ")
        try:
            yield from look(installation)
        except MesoGuideError as error:
            yield problem(name, f"{error}", "Mend that first.")
        except SQLAlchemyError as error:
            yield problem(
                name, f"The database failed: {explained(error)}.", "Mend the database first."
            )
        except Exception as error:  # the others must still be made
            kind = type(error).__name__
            yield problem(name, f"It could not be looked at ({kind}).", "Tell the developers.")
