"""Secrets that can be guessed are refused, whichever they are, and never repeated in an error."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from mesoguide.exceptions import SecretKeyUnusable, SettingsError
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.secret_strength import (
    SHORTEST_TOKEN,
    database_password_weakness,
    weakness,
)
from mesoguide.ops.settings import load_settings
from mesoguide.ops.settings_readers import SHORTEST_SECRET_KEY

GOOD = "f3a91c07d2be4865a07e19c3b8d4526f"
MESSENGER = {
    "MESSENGER_PAGE_TOKEN": "EAAGm0PX4ZCpsBAKZCnTq8vW2rLxY",
    "MESSENGER_APP_SECRET": GOOD,
    "MESSENGER_VERIFY_TOKEN": "kV7-pQ2m_Zt9.wL4x",
}
WEAK = {
    "short": "f3a91c07",
    "one key": "x" * 40,
    "two keys": "xyxyxyxyxyyxxyxyxyxyxyxyxyxyxyxyxyxy",
    "typed twice": GOOD[:20] * 2,
    "row of digits": "01234567890123456789012345678901",
    "row of letters": "abcdefghijklmnopqrstuvwxyzabcdefghij",
    "word": "changeme-changeme-changeme-changeme",
    "word of ours": "MesoGuide-MesoGuide-MesoGuide-MesoGuide",
    "unfilled": "$(openssl rand -base64 48 | tr -d '\\n')",
    "variable": "${MESOGUIDE_SECRET_KEY:-please-set-it}",
    "cut example": "0123456789abcdef0123456789abcdef...",
    "form": "<a-long-random-secret-of-your-own>",
}


@pytest.mark.parametrize("key", WEAK.values(), ids=WEAK)
def test_weak_secret_key_stops_the_start(key: str) -> None:
    with pytest.raises(SettingsError, match=r"^MESOGUIDE_SECRET_KEY ") as refused:
        load_settings({"MESOGUIDE_SECRET_KEY": key})

    if key not in WEAK["unfilled"]:
        assert key not in str(refused.value)


@pytest.mark.parametrize("key", WEAK.values(), ids=WEAK)
def test_weak_key_in_the_file_stops_the_start(key: str, tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text(key)
    path.chmod(0o600)

    with pytest.raises(SecretKeyUnusable) as refused:
        load_secret_key(load_settings({"MESOGUIDE_VAR": str(tmp_path)}))

    assert key not in str(refused.value)


@pytest.mark.parametrize("name", MESSENGER)
@pytest.mark.parametrize("token", [*(key.replace(" ", "") for key in WEAK.values())], ids=WEAK)
def test_weak_secret_of_messenger_stops_the_start(name: str, token: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} .*can be guessed") as refused:
        load_settings({**MESSENGER, name: token})

    assert token not in str(refused.value)


def test_good_secrets_are_taken() -> None:
    settings = load_settings({**MESSENGER, "MESOGUIDE_SECRET_KEY": GOOD})

    assert settings.secret_key == GOOD
    assert settings.messenger_is_on


def test_random_secrets_are_taken() -> None:
    for _ in range(2_000):
        assert weakness(secrets.token_hex(16), shortest=SHORTEST_SECRET_KEY) is None
        assert weakness(secrets.token_urlsafe(36), shortest=SHORTEST_SECRET_KEY) is None
        assert weakness(secrets.token_hex(8), shortest=SHORTEST_TOKEN) is None
        assert weakness(secrets.token_urlsafe(12), shortest=SHORTEST_TOKEN) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://clinic:clinic@db/mesoguide", "is the name of the user"),
        ("postgresql://clinic:s3cret@db/mesoguide", "has fewer than 12 characters"),
        ("postgresql://clinic:change%2Dme%2Dchange%2Dme@db/x", "is the text of an example"),
        ("postgresql://db/mesoguide?user=clinic&password=postgres", "has fewer than"),
        ("redis://:passwordpassword@db:6379/0", "is the text of an example"),
    ],
)
def test_weak_password_of_a_database_is_told(url: str, reason: str) -> None:
    assert reason in str(database_password_weakness(url))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/mesoguide/var/clinic.db",
        "postgresql://db/mesoguide",
        "postgresql://clinic@db/mesoguide",
        "postgresql://clinic:kV7pQ2mZt9wL4xAd@db/mesoguide",
        "postgresql:///mesoguide?host=/run/postgresql",
    ],
)
def test_good_password_or_none_is_no_matter(url: str) -> None:
    assert database_password_weakness(url) is None


def test_weak_password_of_a_database_does_not_stop_the_start() -> None:
    url = "postgresql://clinic:clinic@db/mesoguide"

    assert load_settings({"DATABASE_URL": url}).database_url == url
