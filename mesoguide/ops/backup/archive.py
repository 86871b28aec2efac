"""The file that a backup is: a compressed tar with a manifest first, checked before it is used."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mesoguide.exceptions import RestoreRefused

MANIFEST = "manifest.json"
#: Grows when an older release could not read a newer backup.
FORMAT = 1

_CHUNK = 1 << 20
_COMPRESSION = 6
#: Bytes; a manifest has some hundred.
_LARGEST_MANIFEST = 1_000_000


@dataclass(frozen=True)
class StoredFile:
    """One file of a backup."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes:
        created_at: before the first of the databases was copied, with a zone.
        mesoguide: the release that made it.
        backend: "sqlite" or "postgresql".
        one_database: whether conversations are in the clinic's database.
        revision: the schema of the clinic's tables.
        files: by name.
    """

    created_at: datetime
    mesoguide: str
    backend: str
    one_database: bool
    revision: str
    files: Mapping[str, StoredFile]

    @property
    def has_key(self) -> bool:
        """Tell whether the secret key is in it."""
        return "secret.key" in self.files

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**asdict(self), "created_at": self.created_at.isoformat(), "format": FORMAT}


def write_archive(target: Path, folder: Path, manifest: Manifest) -> None:
    """Write the manifest and the files of a folder into an archive that only its user can read.

    It appears under its name when it is complete.
    """
    (folder / MANIFEST).write_text(json.dumps(manifest.as_json(), indent=2), encoding="utf-8")
    partial = target.with_name(f".{target.name}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=_COMPRESSION) as archive:
                for name in (MANIFEST, *manifest.files):
                    archive.add(folder / name, arcname=name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def extract(source: Path, folder: Path) -> Manifest:
    """Unpack an archive into a folder and compare every file with the manifest.

    Raises:
        RestoreRefused: it is no backup, is damaged, or is of a newer release.
    """
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            manifest = _read_manifest(archive)
            for name, stored in manifest.files.items():
                _extract_file(archive, name, stored, folder)
    except (OSError, EOFError, tarfile.TarError, ValueError, LookupError, TypeError) as error:
        raise RestoreRefused(
            f"{source} is no backup of MesoGuide, or is damaged ({type(error).__name__}); nothing "
            "was changed"
        ) from error
    return manifest


def checksum(path: Path) -> StoredFile:
    """Return the checksum and size of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return StoredFile(digest.hexdigest(), path.stat().st_size)


def _read_manifest(archive: tarfile.TarFile) -> Manifest:
    member = archive.extractfile(MANIFEST)
    if member is None:
        raise ValueError(MANIFEST)
    values = json.loads(member.read(_LARGEST_MANIFEST))
    if values.pop("format") != FORMAT:
        raise RestoreRefused(
            "this backup is of a newer release of MesoGuide: install that one, then restore it"
        )
    files = {name: StoredFile(**stored) for name, stored in values.pop("files").items()}
    created_at = datetime.fromisoformat(values.pop("created_at"))
    return Manifest(created_at=created_at, files=files, **values)


def _extract_file(archive: tarfile.TarFile, name: str, stored: StoredFile, folder: Path) -> None:
    """Write one file under a name of ours: what an archive says of places is not believed."""
    if Path(name).name != name or name.startswith("."):
        raise ValueError(name)
    member = archive.extractfile(name)
    if member is None:
        raise ValueError(name)
    target = folder / name
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while chunk := member.read(_CHUNK):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if checksum(target) != stored:
        raise ValueError(f"{name} differs from the manifest")
