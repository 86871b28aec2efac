"""The Messenger profile of the page: what it should be, and how it differs from what Meta has."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from mesoguide.exceptions import ContentError
from mesoguide.messenger.texts import MessengerTexts

if TYPE_CHECKING:
    # It brings aiohttp, which the command line would load for every command.
    from mesoguide.messenger.graph_api import GraphApi

#: What we set; Meta has more fields, which are left alone.
FIELDS = ("get_started", "greeting", "ice_breakers", "persistent_menu")

#: messenger-profile-api/greeting.
GREETING_LIMIT = 160
#: messenger-profile-api/ice-breakers; Meta gives no length, its page settings take 80 characters.
ICE_BREAKERS_LIMIT = 4
QUESTION_LIMIT = 80
#: send-messages/persistent-menu, 2026-04-22.
MENU_LIMIT = 20
MENU_TITLE_LIMIT = 30

#: The profile that was there before the first set-up, to go back to.
BACKUP_FILE = "messenger-profile-before.json"

Profile = dict[str, Any]


def wanted_profile(texts: MessengerTexts) -> Profile:
    """Return the fields as Meta takes them."""
    questions = [{"question": words, "payload": sent} for words, sent in texts.ice_breakers]
    items = [{"type": "postback", "title": title, "payload": sent} for title, sent in texts.menu]
    return {
        "get_started": {"payload": texts.get_started},
        "greeting": [{"locale": "default", "text": texts.greeting}],
        "ice_breakers": [{"locale": "default", "call_to_actions": questions}],
        "persistent_menu": [
            # People always may type: nobody can press "my tongue is swelling".
            {"locale": "default", "composer_input_disabled": False, "call_to_actions": items}
        ],
    }


def difference(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """Return what would change, line by line; empty if nothing would.

    A field that Meta returns with keys of its own, such as ids, is the same if all ours are in it.
    """
    before, after = ({f: p[f] for f in FIELDS if f in p} for p in (now, wanted))
    before = {field: _ours(value, after.get(field)) for field, value in before.items()}
    lines = difflib.unified_diff(
        _lines(before), _lines(after), "on the page now", "after", lineterm="", n=2
    )
    return "\n".join(lines)


async def change_profile(api: GraphApi, now: Mapping[str, Any], wanted: Profile) -> None:
    """Make the page's fields the wanted ones; a field that is not wanted is unset.

    Raises:
        GraphApiError: see its ``kind``.
    """
    gone = [field for field in FIELDS if field in now and field not in wanted]
    if wanted:
        await api.set_profile(wanted)
    if gone:
        await api.delete_profile(gone)


def keep_backup(var_dir: Path, now: Mapping[str, Any]) -> Path:
    """Keep what was there before the first set-up; a later set-up does not replace it."""
    path = var_dir / BACKUP_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(dict(now), indent=2), encoding="utf-8")
        new.replace(path)
    return path


def read_backup(var_dir: Path) -> Profile:
    """Return what was there before the first set-up; nothing if there was no set-up here.

    Raises:
        ContentError: the file was changed by hand and cannot be read any more.
    """
    path = var_dir / BACKUP_FILE
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {field: kept[field] for field in FIELDS if field in kept}
    except (ValueError, TypeError) as error:
        raise ContentError(
            f"{path} cannot be read. Delete it to have `mesoguide messenger undo` remove "
            "everything that the set-up put on the page."
        ) from error


def as_text(profile: Mapping[str, Any]) -> str:
    """Return a profile as people read it."""
    return "\n".join(_lines(profile))


def _lines(profile: Mapping[str, Any]) -> list[str]:
    if not profile:
        return []
    text = yaml.safe_dump(dict(profile), sort_keys=True, allow_unicode=True, width=1000)
    return str(text).splitlines()


def _ours(value: Any, wanted: Any) -> Any:
    """Return a value without the keys that Meta added to what we had sent."""
    if isinstance(value, dict) and isinstance(wanted, dict):
        return {key: _ours(value[key], wanted[key]) for key in value if key in wanted}
    if isinstance(value, list) and isinstance(wanted, list) and len(value) == len(wanted):
        return [_ours(each, other) for each, other in zip(value, wanted, strict=True)]
    return value
