"""The files that the widget serves: the built element and the pages to try it on."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mesoguide.channels.api_errors import ApiError

STATIC_FOLDER = Path(__file__).with_name("static")

#: Only these are served, whatever else lies in the folder.
CONTENT_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
_COMPRESSIBLE = frozenset({".js", ".css", ".html", ".svg"})


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent.

    Attributes:
        compressed: the same with gzip; None where that saves nothing.
        tag: entity tag, which changes with the content.
    """

    content: bytes
    compressed: bytes | None
    content_type: str
    tag: str


def static_file(name: str, *, folder: Path = STATIC_FOLDER) -> StaticFile:
    """Return a file of the folder; it is read anew only when it has changed.

    Raises:
        ApiError: there is none of this name that may be served.
    """
    path = folder / name
    # A name, not a way to somewhere else.
    if Path(name).name != name or path.suffix not in CONTENT_TYPES:
        raise ApiError("not_found")
    try:
        status = path.stat()
        return _read(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        raise ApiError("not_found") from None


def files_of_pages(folder: Path = STATIC_FOLDER) -> list[str]:
    """Name the files that pages refer to: all but the pages themselves."""
    names = (path.name for path in folder.glob("*.*") if path.suffix != ".html")
    return sorted(name for name in names if Path(name).suffix in CONTENT_TYPES)


@lru_cache(maxsize=32)
def _read(path: Path, changed_at: int, size: int) -> StaticFile:
    content = path.read_bytes()
    smaller = gzip.compress(content, mtime=0) if path.suffix in _COMPRESSIBLE else None
    return StaticFile(
        content=content,
        compressed=smaller if smaller and len(smaller) < len(content) else None,
        content_type=CONTENT_TYPES[path.suffix],
        tag=hashlib.sha256(content).hexdigest()[:32],
    )
