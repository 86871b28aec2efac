"""Locks across processes and machines, in Redis: first come, first served, handed over at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import redis
import redis.asyncio
from rasa.core.lock import Ticket, TicketLock
from rasa.core.lock_store import LockError, LockStore
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from mesoguide.tracking.redis_tickets import LEASE_SECONDS, TicketKeys, TicketScripts, milliseconds

logger = logging.getLogger(__name__)

#: Seconds between renewals; two may fail before a lease ends.
RENEW_EVERY_SECONDS = LEASE_SECONDS / 3

#: Seconds after which whoever waits looks by itself: a process before it may have died.
LOOK_EVERY_SECONDS = 1

#: Seconds for one command; longer than the longest wait within one.
_SOCKET_TIMEOUT_SECONDS = 3.0

#: Apart from what Rasa's own lock store keeps ("lock:").
KEY_PREFIX = "mesoguide:lock:"


class RedisLockStore(LockStore):
    """Tickets in Redis. Nothing but :meth:`lock` may be called where others must not wait."""

    def __init__(self, url: str) -> None:
        """Connect on first use.

        Args:
            url: address of Redis, such as ``redis://localhost:6379/0``.
        """
        super().__init__()
        options = {
            "socket_timeout": _SOCKET_TIMEOUT_SECONDS,
            "socket_connect_timeout": _SOCKET_TIMEOUT_SECONDS,
            # After a restart of Redis every connection that was kept fails once.
            "retry_on_error": [redis.ConnectionError],
        }
        once = (NoBackoff(), 1)
        self._client = redis.Redis.from_url(url, retry=Retry(*once), **options)
        self._async_client = redis.asyncio.Redis.from_url(url, retry=AsyncRetry(*once), **options)
        self._scripts = TicketScripts.of(self._client)
        self._async_scripts = TicketScripts.of(self._async_client)
        self._keys = TicketKeys(KEY_PREFIX)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LEASE_SECONDS,
        wait_time_in_seconds: float = LOOK_EVERY_SECONDS,
    ) -> AsyncIterator[TicketLock]:
        """Hold the lock of a conversation.

        Args:
            conversation_id: the conversation.
            lock_lifetime: not used: a lock lives as long as its process renews it.
            wait_time_in_seconds: not used: whoever is next is woken.

        Raises:
            RedisError: Redis cannot be reached.
            LockError: the ticket became void while it waited.
        """
        ticket = await self._issue(conversation_id)
        renewal = asyncio.create_task(self._renew(conversation_id, ticket))
        try:
            await self._wait(conversation_id, ticket)
            yield TicketLock(conversation_id, deque([Ticket(ticket, _lease_end())]))
        finally:
            renewal.cancel()
            await asyncio.shield(self._give_back(conversation_id, ticket))

    async def _issue(self, conversation_id: str) -> int:
        return int(await self._async_scripts.issue(**self._keys.for_issue(conversation_id)))

    async def _wait(self, conversation_id: str, ticket: int) -> None:
        wake = self._keys.wake(conversation_id, ticket)
        while place := await self._place(conversation_id, ticket):
            if place < 0:
                raise LockError(f"the ticket for conversation {conversation_id} became void")
            await self._async_client.blpop([wake], timeout=LOOK_EVERY_SECONDS)

    async def _place(self, conversation_id: str, ticket: int) -> int:
        """Return 0 when the ticket is served, 1 when it waits, and -1 when it is void."""
        which = self._keys.for_ticket(conversation_id, ticket)
        return int(await self._async_scripts.place(**which))

    async def _renew(self, conversation_id: str, ticket: int) -> None:
        lease = self._keys.lease(conversation_id, ticket)
        while True:
            await asyncio.sleep(RENEW_EVERY_SECONDS)
            try:
                if not await self._async_client.pexpire(lease, milliseconds(LEASE_SECONDS)):
                    # Whoever writes to the conversation without it is refused by the tracker store.
                    logger.error("lock_lost: the lease on a conversation ended during a turn")
                    return
            except redis.RedisError as error:
                logger.error("lock_not_renewed: %s", type(error).__name__)

    async def _give_back(self, conversation_id: str, ticket: int) -> None:
        try:
            await self._async_scripts.give_back(**self._keys.for_ticket(conversation_id, ticket))
        except redis.RedisError as error:
            # The turn is over and stored. The lease ends by itself.
            logger.error("lock_not_given_back: %s", type(error).__name__)

    # ---- The rest of Rasa's contract, which Rasa itself only uses through `lock` ----

    def issue_ticket(self, conversation_id: str, lock_lifetime: float = LEASE_SECONDS) -> int:
        """Take a ticket; it is void after the lease.

        Raises:
            LockError: Redis cannot be reached.
        """
        try:
            return int(self._scripts.issue(**self._keys.for_issue(conversation_id)))
        except redis.RedisError as error:
            raise LockError(f"no ticket can be had: {type(error).__name__}") from error

    def finish_serving(self, conversation_id: str, ticket_number: int) -> None:
        """Give a ticket back and wake the next."""
        self._scripts.give_back(**self._keys.for_ticket(conversation_id, ticket_number))

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """Return the valid tickets of a conversation as they are now, in order."""
        found = self._scripts.tickets(keys=[self._keys.queue(conversation_id)])
        now = time.time()
        tickets = [
            Ticket(int(number), now + int(left) / 1000)
            for number, left in zip(found[::2], found[1::2], strict=True)
        ]
        return TicketLock(conversation_id, deque(tickets)) if tickets else None

    def save_lock(self, lock: TicketLock) -> None:
        """Put tickets in place of what is there, such as after removing one."""
        queue = self._keys.queue(lock.conversation_id)
        with self._client.pipeline(transaction=True) as pipeline:
            pipeline.delete(queue)
            for ticket in lock.tickets:
                left = milliseconds(ticket.expires - time.time())
                if left > 0:
                    pipeline.rpush(queue, ticket.number)
                    lease = self._keys.lease(lock.conversation_id, ticket.number)
                    pipeline.set(lease, 1, px=left)
            pipeline.execute()

    def delete_lock(self, conversation_id: str) -> None:
        """Make all tickets of a conversation void."""
        lock = self.get_lock(conversation_id)
        tickets = lock.tickets if lock else ()
        leases = [self._keys.lease(conversation_id, each.number) for each in tickets]
        deleted = self._client.delete(self._keys.queue(conversation_id), *leases)
        self._log_deletion(conversation_id, bool(deleted))

    def cleanup(self, conversation_id: str, ticket_number: int) -> None:
        """Give a ticket back; an empty queue is gone by itself."""
        self.finish_serving(conversation_id, ticket_number)

    async def close(self) -> None:
        """Close the connections."""
        with suppress(redis.RedisError):
            await self._async_client.close()
        self._client.close()


def _lease_end() -> float:
    return time.time() + LEASE_SECONDS
