"""What the supervisor does beside watching its servers: notices, retention, logs, figures."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from wsgiref.simple_server import WSGIServer
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from mesoguide.clinic.conversation_records import open_sessions
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.exceptions import MesoGuideError
from mesoguide.ops import metrics_server, queue_depths
from mesoguide.ops.backup.making import export_deletions
from mesoguide.ops.housekeeping import Housekeeping, Job
from mesoguide.ops.journal_job import EMPTY_EVERY_SECONDS, JournalJob
from mesoguide.ops.leadership import Leadership, leadership
from mesoguide.ops.log_rotation import LogRotation
from mesoguide.ops.notices import failure_watch, safety_watch
from mesoguide.ops.notices.dispatcher import Dispatcher
from mesoguide.ops.notices.failure_watch import ErrorWatch, ReadinessWatch
from mesoguide.ops.notices.notice import NoticeKind
from mesoguide.ops.notices.opening import open_channels
from mesoguide.ops.notices.safety_watch import SafetyWatch
from mesoguide.ops.retention_job import LOOK_EVERY_SECONDS, RetentionJob
from mesoguide.ops.servers import chat_url
from mesoguide.ops.settings import Settings
from mesoguide.ops.supervisor import Crash, Supervisor

_ROTATE_EVERY_SECONDS = 60.0
_FLUSH_EVERY_SECONDS = 1.0
_EXPORT_EVERY_SECONDS = 10.0
#: Seconds; nobody but the supervisor waits for it.
_DATABASE_TIMEOUT_SECONDS = 10.0


logger = logging.getLogger(__name__)


class Background:
    """All of it, for one supervisor."""

    def __init__(
        self, settings: Settings, *, chat: bool, logs_renamed: Callable[[], None] = lambda: None
    ) -> None:
        """Makes it; nothing is opened yet.

        Args:
            settings: what is to be done, and where.
            chat: whether the chat server is here; else only the action server is looked after.
            logs_renamed: told when log files were put away.
        """
        self._logs_renamed = logs_renamed
        self._settings = settings
        self._chat = chat
        self._dispatcher = Dispatcher(open_channels(settings))
        self._clinic, self._tracker = open_sessions(
            settings, timeout_seconds=_DATABASE_TIMEOUT_SECONDS
        )
        self._leadership: Leadership = leadership(self._clinic.kw["bind"], settings.var_dir)
        self._housekeeping: Housekeeping | None = None
        self._page: WSGIServer | None = None

    def start(self, supervisor: Supervisor) -> None:
        """Begin; the servers are up."""
        if self._settings.metrics_port is not None:
            figures = metrics_server.SupervisorFigures(supervisor.kept, self._depths)
            self._page = metrics_server.serve(
                self._settings.metrics_port, self._settings.metrics_dir, figures
            )
        self._housekeeping = Housekeeping(self._jobs())
        self._housekeeping.start()

    def stop(self) -> None:
        """Stop all of it, and leave the lead to others."""
        if self._housekeeping is not None:
            self._housekeeping.stop()
            self._finish()
        if self._page is not None:
            self._page.shutdown()
            self._page.server_close()
        self._leadership.resign()

    def crashed(self, crash: Crash) -> None:
        """Tell staff of a server that stopped by itself."""
        metrics_server.forget_dead(self._settings.metrics_dir)
        self._dispatcher.offer(failure_watch.crash_notice(crash, utc_now()))

    def update_failed(self, reason: str) -> None:
        """Tell staff that the servers were not replaced by new ones."""
        lines = ["The old ones go on with the old model and the old content.", reason]
        what = "the update of the running servers failed"
        self._dispatcher.offer(
            failure_watch.failure_notice(NoticeKind.FAILURE, "update", what, lines, utc_now())
        )

    def _jobs(self) -> list[Job]:
        rotation = LogRotation(self._settings.logs_dir)

        def rotate() -> None:
            if rotation.rotate():
                self._logs_renamed()

        jobs = [
            Job("log rotation", _ROTATE_EVERY_SECONDS, rotate),
            Job("notices", _FLUSH_EVERY_SECONDS, self._dispatcher.flush),
        ]
        return [*jobs, *self._jobs_of_the_chat()] if self._chat else jobs

    def _jobs_of_the_chat(self) -> list[Job]:
        settings, dispatcher = self._settings, self._dispatcher
        facts = load_clinic_facts(settings.content_dir / "clinic.yml")
        probe = failure_watch.ready_probe(f"{chat_url(settings)}/ready")
        alerts = SafetyWatch(
            self._clinic,
            dispatcher,
            self._leadership,
            zone=ZoneInfo(facts.time_zone),
            now=utc_now,
        )
        errors = ErrorWatch(
            metrics_server.error_total(settings.metrics_dir), dispatcher, now=utc_now
        )
        retention = RetentionJob(
            settings, self._clinic, self._tracker, self._leadership, now=utc_now
        )
        return [
            Job("safety alerts", safety_watch.LOOK_EVERY_SECONDS, alerts.look),
            Job(
                "readiness",
                failure_watch.READY_EVERY_SECONDS,
                ReadinessWatch(probe, dispatcher, now=utc_now).look,
            ),
            Job("errors", failure_watch.ERRORS_EVERY_SECONDS, errors.look),
            Job("retention", LOOK_EVERY_SECONDS, retention.look),
            Job("list of deletions", _EXPORT_EVERY_SECONDS, self._export_deletions),
            Job("journals", EMPTY_EVERY_SECONDS, self._journals().look),
        ]

    def _journals(self) -> JournalJob:
        both = (self._clinic, self._tracker)
        return JournalJob([sessions.kw["bind"] for sessions in both if sessions is not None])

    def _finish(self) -> None:
        """Do for a last time what must not wait for the next start."""
        try:
            self._export_deletions()
        except (SQLAlchemyError, MesoGuideError, OSError) as error:
            logger.error("the list of deletions was not copied: %s", type(error).__name__)
        self._dispatcher.flush()

    def _export_deletions(self) -> None:
        if self._chat and self._leadership.is_leader():
            export_deletions(self._settings, self._settings.backups)

    def _depths(self) -> Mapping[str, int]:
        with self._clinic() as session:
            return queue_depths.depths(session)
