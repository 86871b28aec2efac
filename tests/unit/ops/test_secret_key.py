"""The key is made once, kept, and nobody else can read it."""

from __future__ import annotations

import logging
import multiprocessing
import re
from pathlib import Path

import pytest

from mesoguide.exceptions import SecretKeyUnusable, SettingsError
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import DOCUMENTED, describe, load_settings
from tests.unit.ops.conftest import MakeSettings, Unprivileged

GIVEN = "f3a91c07d2be4865a07e19c3b8d4526f"


def test_key_of_the_environment_is_used_and_no_file_made(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    settings = make_settings(MESOGUIDE_SECRET_KEY=GIVEN)

    assert load_secret_key(settings) == GIVEN.encode()
    assert not (tmp_path / "var").exists()


def test_key_is_made_of_32_random_bytes_for_its_user_alone(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    key = load_secret_key(make_settings())

    path = tmp_path / "var" / "secret.key"
    assert re.fullmatch(rb"[0-9a-f]{64}", key)
    assert path.read_text() == f"{key.decode()}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


def test_key_is_kept(make_settings: MakeSettings) -> None:
    assert load_secret_key(make_settings()) == load_secret_key(make_settings())


def test_keys_of_two_clinics_differ(make_settings: MakeSettings, tmp_path: Path) -> None:
    other = make_settings(MESOGUIDE_VAR=str(tmp_path / "other"))

    assert load_secret_key(make_settings()) != load_secret_key(other)


def test_processes_that_start_at_once_have_one_key(make_settings: MakeSettings) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        keys = pool.map(load_secret_key, [make_settings()] * 16)

    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    "content", ["", "\n", "short", "x" * 31], ids=["empty", "blank", "5", "31"]
)
def test_short_key_in_the_file_is_refused_and_kept(
    make_settings: MakeSettings, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "var" / "secret.key"
    path.parent.mkdir()
    path.write_text(content)

    with pytest.raises(SecretKeyUnusable, match=r"fewer than 32 characters.*backup"):
        load_secret_key(make_settings())
    assert path.read_text() == content


def test_file_that_is_no_text_is_refused(make_settings: MakeSettings, tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe" * 40)

    with pytest.raises(SecretKeyUnusable, match="not plain text"):
        load_secret_key(make_settings())


def test_folder_that_cannot_be_written_is_one_line(
    unprivileged: Unprivileged, open_folder: Path
) -> None:
    said = unprivileged(
        "from mesoguide.ops.secret_key import load_secret_key\n"
        "from mesoguide.ops.settings import load_settings",
        "load_secret_key(load_settings({'MESOGUIDE_VAR': sys.argv[1]}))",
        str(open_folder / "var"),
    )

    assert said.startswith("SecretKeyUnusable: the secret key")
    assert "Permission denied" in said
    assert "MESOGUIDE_SECRET_KEY" in said


def test_key_that_others_can_read_is_pointed_out(
    make_settings: MakeSettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = load_secret_key(make_settings())
    (tmp_path / "var" / "secret.key").chmod(0o644)

    with caplog.at_level(logging.WARNING):
        assert load_secret_key(make_settings()) == key

    assert "chmod 600" in caplog.text
    assert key.decode() not in caplog.text


@pytest.mark.parametrize("key", ["x", "x" * 31, " " * 10 + "x" * 31])
def test_short_key_in_the_environment_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(SettingsError, match=r"MESOGUIDE_SECRET_KEY must be 32 characters") as error:
        load_settings({"MESOGUIDE_SECRET_KEY": key})

    assert key.strip() not in str(error.value).replace("characters or more, for example", "")


def test_key_is_in_no_description_of_the_settings() -> None:
    settings = load_settings({"MESOGUIDE_SECRET_KEY": GIVEN})
    meaning = DOCUMENTED["secret_key"].meaning

    assert GIVEN not in str(describe(settings)) + repr(settings)
    assert ("MESOGUIDE_SECRET_KEY", "***", meaning) in describe(settings)
    assert ("MESOGUIDE_SECRET_KEY", "not set", meaning) in describe(load_settings({}))
