"""Makes sure that a model comes from us: Rasa runs the code that a model names.

An archive says in `metadata.json` which classes to load, and Rasa reads some parts of it with
jsonpickle, which can make any object. So whoever can put a model in place runs code as the user of
the server (CVE-2024-49375 was a way to do that through Rasa's API, which is closed here).
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from mesoguide.exceptions import ModelUntrusted
from mesoguide.ops.settings import Settings

FOLDER = "models"


def check_model_files(settings: Settings) -> None:
    """Make sure that nobody but its owner and their group can put a model in place.

    Raises:
        ModelUntrusted: every user of the machine can, or a model lies elsewhere.
    """
    folder = settings.project_root / FOLDER
    for path in (settings.project_root, folder, *_files(folder)):
        if path.exists() and path.stat().st_mode & stat.S_IWOTH:
            raise ModelUntrusted(
                f"every user of this machine can change {path}, and a model is code. Look who "
                f"changed it, run `chmod o-w {path}`, and train anew: mesoguide train --force"
            )


def _files(folder: Path) -> Iterator[Path]:
    """Yield what lies in the folder of models.

    Raises:
        ModelUntrusted: one of them is a link to somewhere else.
    """
    for path in sorted(folder.rglob("*")):
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ModelUntrusted(
                f"{path} is a link to {path.resolve()}. Models are read from {folder} alone: put "
                "the file itself there"
            )
        yield path
