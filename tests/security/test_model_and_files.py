"""A model comes from our own folder and holds data alone; what patients wrote is for us alone."""

from __future__ import annotations

import io
import json
import os
import stat
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mesoguide.exceptions import ModelUntrusted, SettingsError
from mesoguide.ops.model_files import check_model_files
from mesoguide.ops.preflight import check_before_start
from mesoguide.ops.private_folders import keep_private
from mesoguide.ops.servers import write_endpoints
from mesoguide.ops.settings import PROJECT_ROOT, Settings, load_settings
from tests.channels.conftest import free_port
from tests.security.site import Site

OTHERS = 0o007


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A project with a model."""
    for folder in ("models", "var"):
        (tmp_path / folder).mkdir()
    (tmp_path / "models" / "mesoguide.tar.gz").write_bytes(b"a model")
    settings = load_settings({"MESOGUIDE_HOME": str(tmp_path)})
    return replace(settings, port=free_port(), action_port=free_port())


def test_model_that_only_we_can_change_is_taken(project: Settings) -> None:
    check_model_files(project)


@pytest.mark.parametrize("name", [".", "models", "models/mesoguide.tar.gz"])
def test_model_that_everybody_can_change_stops_the_start(project: Settings, name: str) -> None:
    path = project.project_root / name
    path.chmod(path.stat().st_mode | stat.S_IWOTH)

    with pytest.raises(ModelUntrusted, match="chmod o-w"):
        check_before_start(project)


def test_link_to_a_model_elsewhere_stops_the_start(project: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "theirs.tar.gz"
    elsewhere.write_bytes(b"their model")
    model = project.project_root / "models" / "mesoguide.tar.gz"
    model.unlink()
    model.symlink_to(elsewhere)

    with pytest.raises(ModelUntrusted, match="is a link"):
        check_before_start(project)


def test_server_of_models_is_refused(project: Settings) -> None:
    theirs = "models:\n  url: https://evil.example/model\n"
    ours = (PROJECT_ROOT / "endpoints.yml").read_text(encoding="utf-8")
    (project.project_root / "endpoints.yml").write_text(ours + theirs)

    with pytest.raises(SettingsError, match="A model is code"):
        write_endpoints(project)


def test_model_is_named_on_the_command_line_and_cannot_be_fetched(
    site: Site, model_path: Path
) -> None:
    command = list(site.chat.command)

    assert command[command.index("--model") + 1] == str(model_path)
    assert model_path.parent == site.settings.project_root / "models"
    assert not {"--remote-storage", "--enable-api", "--cors"} & set(command)


def test_model_holds_data_alone(model_path: Path) -> None:
    with tarfile.open(model_path) as archive:
        files = [member for member in archive.getmembers() if not member.isdir()]

        assert all(member.isfile() for member in files)
        assert {Path(member.name).suffix for member in files} == {".json", ".npz", ".yml"}
        for member in files:
            if member.name.endswith(".npz"):
                content = archive.extractfile(member)
                assert content is not None
                with np.load(io.BytesIO(content.read()), allow_pickle=False) as arrays:
                    assert all(arrays[name].dtype != object for name in arrays)


def test_model_names_classes_of_rasa_and_ours_alone(model_path: Path) -> None:
    with tarfile.open(model_path) as archive:
        metadata = archive.extractfile("metadata.json")
        assert metadata is not None
        schema = json.load(metadata)["predict_schema"]["nodes"]

    assert {node["uses"].partition(".")[0] for node in schema.values()} == {"rasa", "mesoguide"}


def test_folder_of_data_is_made_for_its_user_alone(tmp_path: Path) -> None:
    keep_private(tmp_path / "var")

    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_folder_that_was_open_to_all_is_closed_and_keeps_its_group(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    folder.chmod(0o755)

    keep_private(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_others_cannot_look_into_the_folder_of_a_running_server(site: Site) -> None:
    assert not site.settings.var_dir.stat().st_mode & OTHERS


def test_keys_are_for_their_user_alone(site: Site) -> None:
    key = site.settings.var_dir / "secret.key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.stat().st_uid == os.geteuid()


def test_file_of_endpoints_holds_no_token(site: Site) -> None:
    written = (site.settings.var_dir / "endpoints.yml").read_text(encoding="utf-8")

    assert "${MESOGUIDE_ACTION_TOKEN}" in written
