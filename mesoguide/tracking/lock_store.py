"""Rasa's lock store: one turn at a time in each conversation, in this process or across many.

With ``MESOGUIDE_REDIS_URL`` the locks are in Redis and hold for all chat servers; without it they
hold within one. A chat must go on without Redis, since somebody may write of an emergency: then
each process keeps its own order, and the tracker store refuses a turn that another process has
overtaken. Staff are alerted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import redis
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockStore

from mesoguide.exceptions import SettingsError
from mesoguide.ops.settings import load_settings
from mesoguide.tracking.local_locks import LocalLockStore
from mesoguide.tracking.redis_locks import RedisLockStore

logger = logging.getLogger(__name__)

#: Event name of the log line that staff are alerted by.
UNAVAILABLE = "lock_store_unavailable"

#: Seconds for which a turn waits for Redis to come back; a restart takes one or two.
PATIENCE_SECONDS = 3.0
_TRY_EVERY_SECONDS = 0.1


class ConversationLocks(LockStore):
    """Hands the lock of a conversation on in the order in which it was asked for."""

    def __init__(self, endpoint_config: Any = None, *, redis_url: str | None = None) -> None:
        """Choose where locks are kept.

        Args:
            endpoint_config: ignored; the settings name the address of Redis.
            redis_url: an address in place of that of the settings.

        Raises:
            SettingsError: the address cannot be read.
        """
        super().__init__()
        url = redis_url or load_settings().redis_url
        self._here = LocalLockStore()
        try:
            self._shared = RedisLockStore(url) if url else None
        except ValueError as error:
            # The address itself stays out of the message: it may hold a password.
            raise SettingsError(
                "MESOGUIDE_REDIS_URL must be an address of Redis, for example "
                "redis://localhost:6379/0."
            ) from error

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float | None = None,
        wait_time_in_seconds: float | None = None,
    ) -> AsyncIterator[TicketLock]:
        """Hold the lock of a conversation.

        Args:
            conversation_id: the conversation.
            lock_lifetime: not used: a lock lives as long as its process.
            wait_time_in_seconds: not used: whoever is next is woken.

        Raises:
            LockError: the ticket became void while it waited.
        """
        async with AsyncExitStack() as held:
            shared = await self._enter_shared(held, conversation_id)
            here = await held.enter_async_context(self._here.lock(conversation_id))
            yield shared or here

    async def _enter_shared(self, held: AsyncExitStack, conversation_id: str) -> TicketLock | None:
        """Take the lock in Redis; nothing where there is none, or it stays away."""
        if self._shared is None:
            return None
        loop = asyncio.get_running_loop()
        give_up = loop.time() + PATIENCE_SECONDS
        while True:
            try:
                lock: TicketLock = await held.enter_async_context(
                    self._shared.lock(conversation_id)
                )
            except redis.RedisError as error:
                if loop.time() >= give_up:
                    logger.error("%s: %s", UNAVAILABLE, type(error).__name__)
                    return None
                await asyncio.sleep(_TRY_EVERY_SECONDS)
            else:
                return lock

    # ---- The rest of Rasa's contract, which Rasa itself only uses through `lock` ----

    @property
    def _kept(self) -> LockStore:
        return self._shared or self._here

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """Return the tickets of a conversation, if there are any."""
        return self._kept.get_lock(conversation_id)

    def save_lock(self, lock: TicketLock) -> None:
        """Put tickets in place of what is there."""
        self._kept.save_lock(lock)

    def delete_lock(self, conversation_id: str) -> None:
        """Make all tickets of a conversation void."""
        self._kept.delete_lock(conversation_id)

    def issue_ticket(self, conversation_id: str, lock_lifetime: float = 60.0) -> int:
        """Take a ticket."""
        return int(self._kept.issue_ticket(conversation_id, lock_lifetime))

    def finish_serving(self, conversation_id: str, ticket_number: int) -> None:
        """Give a ticket back and wake the next."""
        self._kept.finish_serving(conversation_id, ticket_number)

    def cleanup(self, conversation_id: str, ticket_number: int) -> None:
        """Give a ticket back; a conversation that nobody waits for leaves nothing."""
        self._kept.cleanup(conversation_id, ticket_number)

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._shared is not None:
            await self._shared.close()
