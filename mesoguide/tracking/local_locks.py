"""Locks within one process: first come, first served, handed over at once."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore, LockError

#: Seconds; a ticket has expired only after its time, not at it.
_A_MOMENT = 0.005


class LocalLockStore(InMemoryLockStore):
    """Rasa's tickets in memory; whoever is next is woken instead of looking every second.

    Tickets do not expire: they end with the process, and whoever holds one gives it back whatever
    happens. Rasa's own expire after a minute, also that of a turn that is still under way.
    """

    def __init__(self) -> None:
        """Begin without any lock."""
        super().__init__()
        self._waiting: dict[tuple[str, int], asyncio.Event] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = math.inf,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Hold the lock of a conversation.

        Args:
            conversation_id: the conversation.
            lock_lifetime: seconds after which a ticket is void; for ever unless given.
            wait_time_in_seconds: not used, nobody has to look.

        Raises:
            LockError: the ticket became void while it waited.
        """
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as held:
            yield held

    async def _acquire_lock(
        self, conversation_id: str, ticket: int, wait_time_in_seconds: float
    ) -> TicketLock:
        mine = conversation_id, ticket
        turn = self._waiting[mine] = asyncio.Event()
        try:
            while (lock := self.get_lock(conversation_id)) and _has(lock, ticket):
                if not lock.is_locked(ticket):
                    return lock
                await _wait(turn, lock)
        finally:
            del self._waiting[mine]
        raise LockError(f"the ticket for conversation {conversation_id} became void")

    def finish_serving(self, conversation_id: str, ticket_number: int) -> None:
        """Give a ticket back and wake the next."""
        super().finish_serving(conversation_id, ticket_number)
        self._wake(conversation_id)

    def delete_lock(self, conversation_id: str) -> None:
        """Make all tickets of a conversation void."""
        waiting = [turn for mine, turn in self._waiting.items() if mine[0] == conversation_id]
        super().delete_lock(conversation_id)
        for turn in waiting:
            turn.set()

    def _wake(self, conversation_id: str) -> None:
        lock = self.get_lock(conversation_id)
        turn = self._waiting.get((conversation_id, lock.now_serving)) if lock else None
        if turn is not None:
            turn.set()


def _has(lock: TicketLock, ticket: int) -> bool:
    lock.remove_expired_tickets()
    return any(each.number == ticket for each in lock.tickets)


async def _wait(turn: asyncio.Event, lock: TicketLock) -> None:
    """Wait to be woken, or until a ticket with a limited life ends."""
    end = min(ticket.expires for ticket in lock.tickets)
    seconds = None if math.isinf(end) else max(0.0, end - time.time()) + _A_MOMENT
    try:
        await asyncio.wait_for(turn.wait(), seconds)
    except asyncio.TimeoutError:
        return
    turn.clear()
