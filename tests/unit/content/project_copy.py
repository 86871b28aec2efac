"""A copy of the project's content that a test may break."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.content.checks import CHECKS
from mesoguide.content.project import Project
from mesoguide.content.yaml_files import read_yaml
from mesoguide.ops.settings import PROJECT_ROOT

#: A reply that rests on no claim and that one rule utters.
PLAIN_REPLY = "utter_goodbye"
#: A reply that states facts.
EDUCATION_REPLY = "utter_answer_origin"


#: What a project has read once, and from where: a copy reads again only what a test changed.
READ_FROM = {
    "domain": "domain.yml",
    "responses": "domain.yml",
    "intents": "domain.yml",
    "rules": "data/rules",
    "stories": "data/stories",
    "examples": "data/nlu",
    "ledger": "content/claims.yml",
    "code": "actions",
}


@lru_cache
def _as_json(file: str) -> str:
    """A file of the real project as JSON, which is copied many times as quickly as YAML."""
    return json.dumps(read_yaml(PROJECT_ROOT / file), ensure_ascii=False)


class ProjectCopy:
    """Everything that the checks read, in a folder of its own."""

    def __init__(self, root: Path, original: Project) -> None:
        self.root = root
        self.original = original
        self.changed: set[str] = set()
        self.edited: dict[str, str] = {}

    @classmethod
    def make(cls, root: Path, original: Project) -> ProjectCopy:
        """Link to the files of the real project; a change replaces the link by a file."""
        (root / "domain.yml").symlink_to(PROJECT_ROOT / "domain.yml")
        for folder in ("data", "content", "actions"):
            shutil.copytree(PROJECT_ROOT / folder, root / folder, copy_function=os.symlink)
        (root / "mesoguide").symlink_to(PROJECT_ROOT / "mesoguide")
        return cls(root, original)

    @property
    def project(self) -> Project:
        """The project as the checks read it now."""
        project = Project(self.root)
        for name, source in READ_FROM.items():
            if not any(file.startswith(source) for file in self.changed):
                project.__dict__[name] = getattr(self.original, name)
        if "domain.yml" in self.edited:
            project.__dict__["domain"] = json.loads(self.edited["domain.yml"])
        return project

    def write(self, file: str, text: str) -> None:
        """Write a file of the copy, never the one that it is linked to."""
        self.changed.add(file)
        self.edited.pop(file, None)
        (self.root / file).unlink(missing_ok=True)
        (self.root / file).write_text(text, encoding="utf-8")

    def problems(self, check: str) -> list[str]:
        """Run one check."""
        return [str(problem) for problem in CHECKS[check](self.project)]

    @contextmanager
    def edit(self, file: str) -> Iterator[dict[str, Any]]:
        """Yield a YAML file's content and write it back; JSON is YAML, and quick to write."""
        if file in self.changed and file not in self.edited:
            data = read_yaml(self.root / file)
        else:
            data = json.loads(self.edited.get(file) or _as_json(file))
        yield data
        text = json.dumps(data, ensure_ascii=False)
        self.write(file, text)
        self.edited[file] = text

    def replace(self, folder: str, old: str, new: str) -> None:
        """Replace a text in all YAML files of a folder."""
        for path in (self.root / folder).rglob("*.yml"):
            text = path.read_text(encoding="utf-8")
            if old in text:
                self.write(str(path.relative_to(self.root)), text.replace(old, new))

    def say(self, text: str, reply: str = PLAIN_REPLY) -> None:
        """Change what a reply says."""
        with self.edit("domain.yml") as domain:
            domain["responses"][reply][0]["text"] = text

    def offer(self, *payloads: str, title: str = "Press") -> None:
        """Give a reply buttons with these payloads."""
        buttons = [{"title": title, "payload": payload} for payload in payloads]
        with self.edit("domain.yml") as domain:
            domain["responses"][PLAIN_REPLY][0]["buttons"] = buttons

    def add_reply(self, name: str, text: str = "Thank you.", claims: tuple[str, ...] = ()) -> None:
        """Add a reply."""
        with self.edit("domain.yml") as domain:
            domain["responses"][name] = [{"text": text, "metadata": {"claims": list(claims)}}]

    def add_story(self, *steps: dict[str, str]) -> None:
        """Add a story."""
        story = {"stories": [{"story": "somebody strays", "steps": list(steps)}]}
        self.write("data/stories/strays.yml", json.dumps(story))

    def add_rule(self, intent: str, action: str) -> None:
        """Add a rule."""
        rule = {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": action}]}
        self.write("data/rules/more.yml", json.dumps({"rules": [rule]}))

    def add_code(self, line: str) -> None:
        """Add a line of Python to the actions."""
        self.write("actions/more.py", line + "\n")

    def add_messages(self, file: str, intent: str, *messages: str) -> None:
        """Add training messages to a file."""
        examples = "".join(f"- {message}\n" for message in messages)
        with self.edit(f"data/nlu/{file}") as data:
            data["nlu"].append({"intent": intent, "examples": examples})

    @contextmanager
    def claim(self, claim_id: str) -> Iterator[dict[str, Any]]:
        """Yield one claim of the ledger to be changed."""
        with self.edit("content/claims.yml") as data:
            yield next(claim for claim in data["claims"] if claim["id"] == claim_id)
