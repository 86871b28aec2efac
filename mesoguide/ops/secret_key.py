"""The key under which patients' references are kept, made once where none is set.

Whoever loses it loses the way to every "my plan"; whoever finds it together with the database can
try dates of birth. So it lives apart from the database, and only its user can read it.
"""

from __future__ import annotations

import logging
import os
import secrets
import tempfile
from pathlib import Path

from mesoguide.exceptions import SecretKeyUnusable
from mesoguide.ops.secret_strength import weakness
from mesoguide.ops.settings import Settings
from mesoguide.ops.settings_readers import SHORTEST_SECRET_KEY

logger = logging.getLogger(__name__)

KEY_FILE = "secret.key"
_RANDOM_BYTES = 32
_OTHERS = 0o077


def load_secret_key(settings: Settings) -> bytes:
    """Return the key of the settings, else the one in ``var/secret.key``, which is made if missing.

    Raises:
        SecretKeyUnusable: the file cannot be read or written, or holds too weak a key.
    """
    if settings.secret_key is not None:
        return settings.secret_key.encode()
    path = settings.var_dir / KEY_FILE
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
        open_to_others = path.stat().st_mode & _OTHERS
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not plain text"
        raise SecretKeyUnusable(
            f"the secret key {path} cannot be read or made ({reason}). Allow this user to, or set "
            "MESOGUIDE_SECRET_KEY"
        ) from error
    if len(key) < SHORTEST_SECRET_KEY:
        raise SecretKeyUnusable(
            f"the secret key in {path} has fewer than {SHORTEST_SECRET_KEY} characters. Bring it "
            "back from a backup; without it no patient finds their plan. If no patient has one "
            "yet, delete the file: a new key is made"
        )
    if reason := weakness(key, shortest=SHORTEST_SECRET_KEY):
        raise SecretKeyUnusable(
            f"the secret key in {path} {reason}, so it can be guessed. Bring back from a backup "
            "the one that MesoGuide made. If no patient has a plan yet, delete the file: a new key "
            "is made"
        )
    if open_to_others:
        logger.warning("other users can read %s: run `chmod 600` on it", path)
    return key.encode()


def _make(path: Path) -> None:
    """Write a new key in one step: two processes that start at once end up with one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes files that only their user can read.
    handle, name = tempfile.mkstemp(prefix=f".{KEY_FILE}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(_RANDOM_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
