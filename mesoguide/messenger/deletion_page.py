"""The page on which a person sees what became of their wish to have their data deleted."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from mesoguide.clinic.conversation_values import DeletionReceiptView
from mesoguide.content.clinic_facts import ClinicFacts
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError
from mesoguide.messenger.texts import FILE

KEYS = ("title", "deleted", "nothing_found", "code_unknown")

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} - {clinic}</title>
</head>
<body>
<main>
<h1>{title}</h1>
{paragraphs}
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class DeletionPage:
    """Writes the page; plain HTML, which any browser and screen reader can read."""

    title: str
    deleted: str
    nothing_found: str
    code_unknown: str
    clinic: str

    def of(self, receipt: DeletionReceiptView | None) -> str:
        """Return the page for a receipt, or for a code that there is none of."""
        if receipt is None:
            return self._page([self.code_unknown])
        said = self.deleted if receipt.counts else self.nothing_found
        day = f"{receipt.created_at.day} {receipt.created_at:%B %Y}"
        return self._page([*said.split("\n\n"), f"{receipt.code}, {day}"])

    def _page(self, paragraphs: list[str]) -> str:
        written = "\n".join(f"<p>{escape(' '.join(each.split()))}</p>" for each in paragraphs)
        return _PAGE.format(
            title=escape(self.title), clinic=escape(self.clinic), paragraphs=written
        )


def load_deletion_page(content_dir: Path, facts: ClinicFacts) -> DeletionPage:
    """Read the words of the page.

    Raises:
        ContentError: one is missing, or names a fact that there is none of.
    """
    path = content_dir / FILE
    try:
        data = read_yaml(path)["deletion_page"]
        words = {key: str(data[key]).strip().format(**facts.placeholders()) for key in KEYS}
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ContentError(
            f"{path}: deletion_page: {error} is missing or not as its comment describes."
        ) from error
    return DeletionPage(**words, clinic=facts.name)
