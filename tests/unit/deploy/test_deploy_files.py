"""The files of deploy/ say what a careful administrator wants them to say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from mesoguide.ops.settings import DOCUMENTED, PROJECT_ROOT

DEPLOY = PROJECT_ROOT / "deploy"
DOCKERFILES = sorted((DEPLOY / "docker").glob("*.Dockerfile"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
#: Prints the files of all modules of the action server.
_MODULES = """
import json, sys
from mesoguide.ops.action_server import build_app
import mesoguide.cli, mesoguide.ops.start
build_app()
from actions.resources import shared_resources
shared_resources()
files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
print("\\n" + json.dumps([file for file in files if file and "site-packages" in file]))
"""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (DEPLOY / "docker" / "compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.fixture(scope="module")
def scaled() -> dict[str, Any]:
    text = (DEPLOY / "docker" / "compose.scaled.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_image_runs_without_root_from_pinned_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    last_stage = text.rpartition("\nFROM ")[2]

    assert re.search(r"^USER \d+:\d+$", last_stage, re.MULTILINE)
    assert re.search(r"^ARG PYTHON=\S+:\d+\.\d+\.\d+-\S+$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert re.search(r'^ENTRYPOINT \["mesoguide"', last_stage, re.MULTILINE)
    assert "HEALTHCHECK" in last_stage
    assert not re.search(r"(?i)(secret|password|token)\s*=", text)


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_everything_that_an_image_copies_exists(path: Path) -> None:
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", path.read_text(), re.MULTILINE)
        for source in line.split()[:-1]
    ]

    assert sources
    assert [source for source in sources if not (PROJECT_ROOT / source).exists()] == []


def test_image_of_actions_has_the_versions_of_everybody_else() -> None:
    everything = dict(_PIN.findall((PROJECT_ROOT / "requirements.txt").read_text()))
    ours = dict(_PIN.findall((DEPLOY / "docker" / "actions.txt").read_text()))

    assert len(ours) > 30
    assert {name: everything.get(name) for name in ours} == ours
    assert not {"rasa", "tensorflow", "spacy"} & set(ours)


def test_image_of_actions_has_all_that_the_action_server_imports(tmp_path: Path) -> None:
    import importlib.metadata

    ours = {name.lower().replace("_", "-") for name, _ in _PIN.findall(_actions_list())}
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-W", "ignore", "-c", _MODULES],
        cwd=PROJECT_ROOT,
        env={"MESOGUIDE_VAR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    site = Path(sysconfig.get_path("purelib")).resolve()
    files_loaded = (Path(file).resolve() for file in json.loads(done.stdout.splitlines()[-1]))
    # Written as distributions list their files, since to resolve all of those takes seconds.
    loaded = {str(file.relative_to(site)) for file in files_loaded}
    missing = set()
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"].lower().replace("_", "-")
        files = {str(file) for file in distribution.files or ()}
        if files & loaded and name not in ours and name not in _WITHOUT_USE:
            missing.add(name)

    assert missing == set()


#: mesoguide is what is being packed; the rest loads itself wherever it is installed.
_WITHOUT_USE = {
    *("mesoguide", "setuptools", "matplotlib", "ruamel.yaml", "ruamel.yaml.clib"),
    "cryptography",
}


def _actions_list() -> str:
    return (DEPLOY / "docker" / "actions.txt").read_text(encoding="utf-8")


def test_scaled_chat_has_what_its_containers_share(scaled: dict[str, Any]) -> None:
    chat = scaled["services"]["chat"]
    environment = chat["environment"]

    assert chat["deploy"]["replicas"] >= 2
    assert chat["entrypoint"] == ["mesoguide", "run"], "an action server beside each chat server"
    assert environment["DATABASE_URL"].startswith("postgresql://")
    assert environment["MESOGUIDE_REDIS_URL"] == "redis://redis:6379/0"
    assert "set it in .env" in environment["MESOGUIDE_SECRET_KEY"]
    # A folder that all had in common would let one of them run.
    assert chat["volumes"] == ["backup:/backup"]
    assert environment["MESOGUIDE_BACKUP_DIR"] == "/backup"
    assert "container_name" not in chat


def test_scaled_chat_is_reached_through_the_proxy_alone(scaled: dict[str, Any]) -> None:
    services = scaled["services"]
    public = {name: each["ports"] for name, each in services.items() if "ports" in each}

    assert public == {"proxy": ["80:80", "443:443"]}
    assert scaled["networks"]["inside"]["internal"] is True
    conf = services["proxy"]["volumes"][0].partition(":")[0]
    assert (DEPLOY / "docker" / conf).resolve() == (DEPLOY / "nginx" / "mesoguide-scaled.conf")
    # `resolve` is in nginx from 1.27.3 on.
    version = re.findall(r"nginx:(\d+)\.(\d+)", services["proxy"]["image"])[0]
    assert tuple(map(int, version)) >= (1, 28)


def test_both_proxies_let_the_same_through() -> None:
    single, scaled = (
        (DEPLOY / "nginx" / name).read_text(encoding="utf-8").partition("\nupstream mesoguide {")[2]
        for name in ("mesoguide.conf", "mesoguide-scaled.conf")
    )

    assert "server chat:5005 resolve" in scaled.partition("\n}\n")[0]
    assert single.partition("\n}\n")[2] == scaled.partition("\n}\n")[2]


def test_every_container_is_pinned_and_confined(
    compose: dict[str, Any], scaled: dict[str, Any]
) -> None:
    for name, service in [*compose["services"].items(), *scaled["services"].items()]:
        tag = service["image"].rpartition(":")[2]
        assert re.fullmatch(r"\d+\.\d+(\.\d+)?\S*", tag), name
        assert "privileged" not in service
        assert service["restart"] == "unless-stopped"
    confined = [compose["services"][name] for name in ("chat", "actions", "redis")]
    for service in [*confined, *(scaled["services"][name] for name in ("chat", "redis"))]:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_proxy_is_public(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"]
        for name, service in compose["services"].items()
        if "ports" in service
    }

    # The proxy shares the network of the chat server, which itself listens on the loopback.
    assert published == {"chat": ["80:80", "443:443"]}
    assert compose["services"]["proxy"]["network_mode"] == "service:chat"
    assert compose["services"]["actions"]["network_mode"] == "service:chat"
    assert compose["services"]["chat"]["environment"]["MESOGUIDE_HOST"] == "127.0.0.1"
    assert compose["networks"]["inside"]["internal"] is True


def test_containers_know_only_settings_that_there_are(
    compose: dict[str, Any], scaled: dict[str, Any]
) -> None:
    known = {doc.variable for doc in DOCUMENTED.values()}
    for name in ("chat", "actions"):
        assert set(compose["services"][name]["environment"]) <= known
    assert set(scaled["services"]["chat"]["environment"]) <= known
    example = (DEPLOY / "docker" / "example.env").read_text(encoding="utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert named <= known | {"POSTGRES_PASSWORD", "TLS_FOLDER"}


def test_no_file_holds_a_secret() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.suffix in (".env", ".yml", ".service", ".conf"):
            assert not re.search(
                r"(?im)^[ \t]*\w*(secret|password|token)\w*[ \t]*[:=][ \t]*[^\s${#]",
                path.read_text(),
            ), path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_units_are_sound(tmp_path: Path) -> None:
    copies = []
    for unit in UNITS:
        # The program is not at its place here, and man pages need not be either.
        text = re.sub(r"/srv/mesoguide/\.venv/bin/mesoguide", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^Documentation=.*\n", "", text))
        copies.append(str(tmp_path / unit.name))
    done = subprocess.run(  # noqa: S603 - our own arguments
        ["systemd-analyze", "verify", "--man=no", *copies],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_unit_is_confined(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")

    for line in (
        *("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"),
        *("CapabilityBoundingSet=", "User=mesoguide", "UMask=0077"),
    ):
        assert re.search(rf"^{re.escape(line)}$", text, re.MULTILINE), line


def test_supervisor_alone_gets_the_signal_and_has_time() -> None:
    from mesoguide.ops.servers import STOP_TIMEOUT_SECONDS

    text = (DEPLOY / "systemd" / "mesoguide.service").read_text(encoding="utf-8")

    assert "\nKillMode=mixed\n" in text
    # The proxy, the chat servers, the action servers, one kind after the other, and the rest.
    assert int(re.findall(r"TimeoutStopSec=(\d+)", text)[0]) > 3 * STOP_TIMEOUT_SECONDS
