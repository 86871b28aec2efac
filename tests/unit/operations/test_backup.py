"""A backup is whole and private, a restore keeps what was there, and the deleted stay deleted."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.clinic.deletion_list import DeletionList, digest_of
from mesoguide.exceptions import BackupFailed, RestoreRefused, ServerFailed
from mesoguide.ops.backup import deletion_file
from mesoguide.ops.backup.archive import MANIFEST
from mesoguide.ops.backup.making import backups_in, delete_old, export_deletions, make_backup
from mesoguide.ops.backup.restoring import Restored, restore_backup
from mesoguide.ops.backup.sqlite_files import path_of
from mesoguide.ops.leadership import FileLock
from mesoguide.ops.secret_key import load_secret_key
from tests.stored_clinic import StoredClinic


@pytest.fixture
def archive(clinic: StoredClinic) -> Path:
    """A backup with two conversations and an alert."""
    clinic.talk("one")
    clinic.talk("two")
    clinic.alert("one")
    made = back_up(clinic)
    clinic.now += timedelta(hours=1)
    return made


def back_up(clinic: StoredClinic, **options: bool) -> Path:
    return make_backup(clinic.settings, clinic.settings.backups, now=clinic.clock, **options)


def restore(clinic: StoredClinic, archive: Path, *, overwrite: bool = True) -> Restored:
    # Open connections would go on with the files that are moved away.
    clinic.close()
    return restore_backup(clinic.settings, archive, overwrite=overwrite, now=clinic.clock)


def test_backup_is_one_private_file_with_checksums(archive: Path) -> None:
    assert archive.name == "mesoguide-2026-11-22T120000Z.tar.gz"
    assert archive.stat().st_mode & 0o777 == 0o600
    assert archive.parent.stat().st_mode & 0o777 == 0o700
    with tarfile.open(archive) as opened:
        names = opened.getnames()
        manifest = json.load(opened.extractfile(MANIFEST))  # type: ignore[arg-type]
    assert names == [MANIFEST, "conversations.db", "clinic.db"]
    assert set(manifest["files"]) == {"conversations.db", "clinic.db"}
    assert manifest["revision"]
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []


def test_restored_databases_are_those_of_the_backup(clinic: StoredClinic, archive: Path) -> None:
    clinic.talk("three")

    done = restore(clinic, archive)

    assert clinic.conversations() == ["one", "two"]
    assert clinic.trail()[-1] == "backup_restored"
    assert done.manifest.created_at == clinic.now - timedelta(hours=1)


def test_what_was_there_is_kept(clinic: StoredClinic, archive: Path) -> None:
    clinic.talk("three")

    kept = restore(clinic, archive).kept

    assert kept is not None
    with closing(sqlite3.connect(kept / "conversations.db")) as before:
        found = before.execute("SELECT DISTINCT sender_id FROM events ORDER BY 1").fetchall()
    assert found == [("one",), ("three",), ("two",)]


def test_restore_into_nothing_needs_no_leave(clinic: StoredClinic, archive: Path) -> None:
    for url in (clinic.settings.database_url, clinic.settings.tracker_database_url):
        for path in path_of(url).parent.glob(f"{path_of(url).name}*"):
            path.unlink()

    done = restore(clinic, archive, overwrite=False)

    assert done.kept is None
    assert clinic.conversations() == ["one", "two"]


def test_data_is_not_replaced_without_leave(clinic: StoredClinic, archive: Path) -> None:
    with pytest.raises(RestoreRefused, match="--yes"):
        restore(clinic, archive, overwrite=False)


def test_conversation_that_was_deleted_since_does_not_come_back(
    clinic: StoredClinic, archive: Path
) -> None:
    clinic.delete("one")

    done = restore(clinic, archive)

    assert (done.deleted_again, done.list_known) == (1, True)
    assert clinic.conversations() == ["two"]


def test_nor_when_the_database_with_the_list_is_lost(clinic: StoredClinic, archive: Path) -> None:
    clinic.delete("one")
    export_deletions(clinic.settings, clinic.settings.backups)
    path_of(clinic.settings.database_url).write_bytes(b"scratched" * 1000)

    assert restore(clinic, archive).deleted_again == 1
    assert clinic.conversations() == ["two"]


def test_it_is_said_when_no_list_is_left(clinic: StoredClinic, archive: Path) -> None:
    clinic.delete("one")
    path_of(clinic.settings.database_url).write_bytes(b"scratched" * 1000)
    (clinic.settings.backups / deletion_file.NAME).unlink()

    assert not restore(clinic, archive).list_known


def test_conversation_that_was_begun_anew_after_a_deletion_is_restored(
    clinic: StoredClinic,
) -> None:
    clinic.talk("person")
    clinic.delete("person")
    clinic.now += timedelta(hours=1)
    clinic.talk("person")
    archive = back_up(clinic)

    assert restore(clinic, archive).deleted_again == 0
    assert clinic.conversations() == ["person"]


def test_second_restore_of_the_same_backup_still_knows(clinic: StoredClinic, archive: Path) -> None:
    clinic.delete("one")
    restore(clinic, archive)
    clinic.now += timedelta(hours=1)

    assert restore(clinic, archive).deleted_again == 1


def test_conversations_that_are_too_old_go_as_well(clinic: StoredClinic) -> None:
    clinic.talk("old", days_ago=30)
    archive = back_up(clinic)
    clinic.now += timedelta(days=300)

    assert restore(clinic, archive).too_old == 1
    assert clinic.conversations() == []


def test_list_has_digests_and_forgets_those_of_long_ago(clinic: StoredClinic) -> None:
    clinic.delete("one")
    clinic.now += timedelta(days=401)
    clinic.delete("two")

    with clinic.sessions() as session:
        assert set(DeletionList(session).since()) == {digest_of("two")}


def test_what_retention_deletes_is_not_listed(clinic: StoredClinic) -> None:
    clinic.delete("one", for_whom=DeletedFor.RETENTION)

    with clinic.sessions() as session:
        assert DeletionList(session).since() == {}


def test_restore_is_refused_while_mesoguide_runs(clinic: StoredClinic, archive: Path) -> None:
    lock = FileLock(clinic.settings.var_dir / "running.lock")
    assert lock.take()
    with pytest.raises(ServerFailed, match="runs"):
        restore(clinic, archive)
    lock.give_up()


def damaged(archive: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    archive.write_bytes(data)


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-500])


def no_archive(archive: Path) -> None:
    archive.write_bytes(b"hello")


def changed(archive: Path) -> None:
    """Replace a file and leave the manifest as it is."""
    rewrite(archive, {"conversations.db": b"changed"})


def rewrite(archive: Path, replaced: dict[str, bytes]) -> None:
    import io

    with tarfile.open(archive) as opened:
        files = {name: opened.extractfile(name).read() for name in opened.getnames()}  # type: ignore[union-attr]
    with tarfile.open(archive, "w:gz") as written:
        for name, content in {**files, **replaced}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            written.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize("damage", [damaged, cut, no_archive, changed])
def test_damaged_backup_changes_nothing(
    clinic: StoredClinic, archive: Path, damage: Iterator[None]
) -> None:
    damage(archive)  # type: ignore[operator]
    clinic.talk("three")

    with pytest.raises(RestoreRefused, match="damaged"):
        restore(clinic, archive)

    assert clinic.conversations() == ["one", "three", "two"]


def test_backup_cannot_write_outside_of_its_folder(clinic: StoredClinic, archive: Path) -> None:
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile(MANIFEST))  # type: ignore[arg-type]
    manifest["files"]["../evil"] = {"sha256": "0" * 64, "size": 4}
    rewrite(archive, {MANIFEST: json.dumps(manifest).encode(), "../evil": b"evil"})

    with pytest.raises(RestoreRefused):
        restore(clinic, archive)
    assert not list(clinic.settings.var_dir.parent.rglob("evil"))


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [("format", 99, "newer release"), ("revision", "9999", "newer release")],
)
def test_backup_of_a_newer_release_is_refused(
    clinic: StoredClinic, archive: Path, key: str, value: object, reason: str
) -> None:
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile(MANIFEST))  # type: ignore[arg-type]
    manifest[key] = value
    rewrite(archive, {MANIFEST: json.dumps(manifest).encode()})

    with pytest.raises(RestoreRefused, match=reason):
        restore(clinic, archive)


def test_restore_that_fails_puts_everything_back(
    clinic: StoredClinic, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.talk("three")

    def fail(url: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("mesoguide.clinic.schema.upgrade", fail)
    with pytest.raises(OSError, match="disk full"):
        restore(clinic, archive)

    assert clinic.conversations() == ["one", "three", "two"]


@contextmanager
def writing(clinic: StoredClinic) -> Iterator[list[int]]:
    """Store messages as fast as it goes."""
    stop, count = threading.Event(), list[int]()

    def write() -> None:
        while not stop.is_set():
            clinic.talk(f"busy {len(count)}")
            count.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield count
    finally:
        stop.set()
        writer.join()


def test_backup_is_whole_while_others_write(clinic: StoredClinic) -> None:
    with writing(clinic) as written:
        while len(written) < 20:
            pass
        before = len(written)
        archive = back_up(clinic)
        after = len(written)
    restore(clinic, archive)

    assert before <= len(clinic.conversations()) <= after


def test_key_is_in_it_on_request_alone(clinic: StoredClinic, archive: Path) -> None:
    key = load_secret_key(clinic.settings)
    with_key = back_up(clinic, with_key=True)
    (clinic.settings.var_dir / "secret.key").unlink()

    assert not restore(clinic, archive).key_restored
    assert restore(clinic, with_key).key_restored
    assert load_secret_key(clinic.settings) == key


def test_key_that_is_there_is_never_replaced(clinic: StoredClinic) -> None:
    load_secret_key(clinic.settings)
    archive = back_up(clinic, with_key=True)
    (clinic.settings.var_dir / "secret.key").unlink()
    new = load_secret_key(clinic.settings)

    assert not restore(clinic, archive).key_restored
    assert load_secret_key(clinic.settings) == new


def test_damaged_database_is_not_backed_up(clinic: StoredClinic) -> None:
    path_of(clinic.settings.tracker_database_url).write_bytes(b"scratched" * 1000)

    with pytest.raises(BackupFailed):
        back_up(clinic)
    assert backups_in(clinic.settings.backups) == []


def test_old_backups_are_deleted_but_never_the_last(clinic: StoredClinic, archive: Path) -> None:
    folder, age = clinic.settings.backups, timedelta(days=30)
    clinic.now += timedelta(days=31)
    assert delete_old(folder, age, now=clinic.now) == []
    newer = back_up(clinic)

    assert delete_old(folder, age, now=clinic.now) == [archive]
    assert [path for _, path in backups_in(folder)] == [newer]
