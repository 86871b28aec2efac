"""Jobs that the supervisor does beside watching the servers, each in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

logger = logging.getLogger(__name__)

#: Seconds that a job has to end when the supervisor stops; threads end with the process anyway.
STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Job:
    """Something that is done again and again.

    Attributes:
        every_seconds: the pause after each time.
        run: does it once. What it raises is logged, and it is tried again after the pause.
    """

    name: str
    every_seconds: float
    run: Callable[[], None]


class Housekeeping:
    """Runs jobs until it is stopped; a slow or failing one holds up no other."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=(job,), name=job.name, daemon=True)
            for job in jobs
        ]

    def start(self) -> None:
        """Begin with all jobs."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new, and wait a little for what is being done."""
        self._stop.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def _repeat(self, job: Job) -> None:
        failing: type[Exception] | None = None
        while not self._stop.is_set():
            try:
                job.run()
            except Exception as error:  # the next time may go well, and the others must go on
                if type(error) is not failing:
                    logger.exception("the job %r fails; it is tried again", job.name)
                failing = type(error)
            else:
                if failing is not None:
                    logger.info("the job %r works again", job.name)
                failing = None
            self._stop.wait(job.every_seconds)
