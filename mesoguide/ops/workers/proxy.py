"""The nginx that stands before several servers: its files, its process, a change of servers."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.servers import Server, chat_url
from mesoguide.ops.settings import Settings
from mesoguide.ops.workers.nginx_configuration import ActionGroup, configuration
from mesoguide.ops.workers.scale import nginx_program

PROXY = "proxy"
NAME = "proxy"

_CHECK_SECONDS = 20.0


class Proxy:
    """One nginx and the servers that it passes requests on to."""

    def __init__(self, settings: Settings, *, dev: bool) -> None:
        """Describes it; nothing is written or started yet.

        Args:
            settings: where it listens and keeps its files.
            dev: also let the development channel through.

        Raises:
            ScalingImpossible: nginx is not installed.
        """
        self._settings = settings
        self._dev = dev
        self._folder = settings.var_dir / "proxy"
        self._errors = settings.logs_dir / "proxy-errors.log"
        self._command = (
            *(nginx_program(), "-p", str(self._folder), "-e", str(self._errors)),
            *("-c", str(self._file)),
        )
        self.server = Server(
            name=NAME,
            command=self._command,
            health_url=f"{chat_url(settings)}/webhooks/widget/health",
            log_path=self._errors,
            role=PROXY,
            port=settings.port,
            # Finish the answers in progress.
            stop_signal=signal.SIGQUIT,
        )

    @property
    def _file(self) -> Path:
        return self._folder / "nginx.conf"

    def direct(self, chat: Sequence[int], actions: Sequence[ActionGroup]) -> None:
        """Write which servers requests go to; a running nginx goes on with the old ones.

        Raises:
            ServerFailed: nginx does not take the configuration; the one before is still there.
        """
        # Private to this user, as all that is in the folder of data; nginx run by root leaves the
        # work to a user of fewer rights, who needs nothing of it.
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._errors.parent.mkdir(parents=True, exist_ok=True)
        text = configuration(
            self._settings, folder=self._folder, chat=chat, actions=actions, dev=self._dev
        )
        draft = self._file.with_suffix(".new")
        draft.write_text(text, encoding="utf-8")
        self._check(draft)
        draft.replace(self._file)

    def reload(self) -> frozenset[int]:
        """Have the running nginx take what was written; return its processes of before.

        They finish what they have begun, with the servers of before, and end. A client's next
        request goes to the new ones.
        """
        before = self.processes()
        if (process := self.server.process) is not None:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGHUP)
        return before

    def reopen_logs(self) -> None:
        """Have nginx write to new files after the old ones were renamed.

        With new processes: where nginx was started by root, those that are there have fewer rights
        and cannot open a file in our private folder.
        """
        if self.server.is_running():
            self.reload()

    def processes(self) -> frozenset[int]:
        """Return the processes of nginx that do the work."""
        process = self.server.process
        if process is None:
            return frozenset()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            return frozenset(map(int, children.read_text(encoding="ascii").split()))
        except OSError:
            return frozenset()

    def _check(self, path: Path) -> None:
        command = [*self._command[:-1], str(path), "-t", "-q"]
        try:
            done = subprocess.run(  # noqa: S603 - our own command, no shell
                command,
                env=os.environ,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_CHECK_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ServerFailed("nginx did not check its configuration in time") from error
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["it does not say why"])[0]
            raise ServerFailed(f"nginx does not take {path}: {said}")
