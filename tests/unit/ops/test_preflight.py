"""Whatever would keep the servers from starting is told before, in one line that says how."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from mesoguide.exceptions import FolderUnwritable, PortTaken, PortUnusable, SettingsError
from mesoguide.ops.preflight import (
    check_before_start,
    check_folder,
    check_not_reachable,
    check_port,
)
from mesoguide.ops.settings import neighbour
from tests.unit.ops.conftest import MakeSettings, Unprivileged

IMPORTS = "from pathlib import Path\nfrom mesoguide.ops.preflight import check_folder, check_port"


def test_free_port_passes(free_port: int) -> None:
    check_port("127.0.0.1", free_port, field="port")


@pytest.mark.parametrize(
    ("field", "variable"), [("port", "MESOGUIDE_PORT"), ("action_port", "MESOGUIDE_ACTION_PORT")]
)
def test_taken_port_is_named_with_the_variable_that_changes_it(
    taken_port: int, field: str, variable: str
) -> None:
    advice = rf"port {taken_port} .* taken .*{variable}={neighbour(taken_port)}"

    with pytest.raises(PortTaken, match=advice):
        check_port("127.0.0.1", taken_port, field=field)


def test_port_that_is_taken_on_one_interface_is_taken_for_all(taken_port: int) -> None:
    with pytest.raises(PortTaken):
        check_port("0.0.0.0", taken_port, field="port")  # noqa: S104 - tried, not kept


def test_host_that_is_not_this_machine_is_not_called_taken(free_port: int) -> None:
    with pytest.raises(PortUnusable, match=f"can listen on port {free_port} of 192[.]0[.]2[.]1"):
        check_port("192.0.2.1", free_port, field="port")


def test_last_port_is_not_told_to_go_up_by_one() -> None:
    assert neighbour(65535) == 65534


def test_ipv6_port_passes(free_port: int) -> None:
    check_port("::1", free_port, field="port")


def test_missing_folder_is_made(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "folder")

    assert (tmp_path / "new" / "folder").is_dir()


def test_folder_is_left_as_it_was(tmp_path: Path) -> None:
    check_folder(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("in the way")

    with pytest.raises(FolderUnwritable, match=r"/var cannot be written .*MESOGUIDE_VAR"):
        check_folder(tmp_path / "var")


def test_folder_without_permission_is_named(open_folder: Path, unprivileged: Unprivileged) -> None:
    open_folder.chmod(0o555)

    said = unprivileged(IMPORTS, "check_folder(Path(sys.argv[1]))", str(open_folder))

    assert said.startswith(f"FolderUnwritable: {open_folder} cannot be written (Permission denied)")


def test_folder_that_cannot_be_made_is_named(open_folder: Path, unprivileged: Unprivileged) -> None:
    open_folder.chmod(0o555)

    said = unprivileged(IMPORTS, "check_folder(Path(sys.argv[1]))", str(open_folder / "var"))

    assert f"{open_folder}/var cannot be written" in said


def test_every_check_passes_on_a_free_machine(make_settings: MakeSettings, free_port: int) -> None:
    check_before_start(
        make_settings(MESOGUIDE_PORT=str(free_port), MESOGUIDE_ACTION_PORT=another(free_port))
    )


@pytest.mark.parametrize("variable", ["MESOGUIDE_PORT", "MESOGUIDE_ACTION_PORT"])
def test_either_taken_port_stops_the_start(
    make_settings: MakeSettings, taken_port: int, free_port: int, variable: str
) -> None:
    ports = {"MESOGUIDE_PORT": str(free_port), "MESOGUIDE_ACTION_PORT": another(free_port)}

    with pytest.raises(PortTaken, match=variable):
        check_before_start(make_settings(**{**ports, variable: str(taken_port)}))


@pytest.mark.parametrize("folder", ["var", "models"])
def test_either_blocked_folder_stops_the_start(
    make_settings: MakeSettings, tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).write_text("in the way")

    with pytest.raises(FolderUnwritable, match=folder):
        check_before_start(make_settings())


def another(port: int) -> str:
    """A second free port, chosen by the system while the first is not in use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = int(probe.getsockname()[1])
    return str(found if found != port else found - 1)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_machine_itself_is_not_reachable_by_others(host: str) -> None:
    check_not_reachable(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "clinic.example", ""])  # noqa: S104
def test_host_that_others_may_reach_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_HOST"):
        check_not_reachable(host)
