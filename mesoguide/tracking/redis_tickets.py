"""Tickets in Redis: one queue a conversation, each step one atomic script.

A queue is a list of ticket numbers, the first of which is served. Every ticket lives on a lease
that whoever holds it renews; when its process dies, the lease ends and the next is served. Whoever
is next is woken by an entry in a list of its own, which no lost connection loses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Seconds until a dead process's tickets are void; a living one renews three times as often.
LEASE_SECONDS = 9.0

_QUEUE_SECONDS = 86_400
_COUNTER = "tickets"

_PRUNE = """
local function first()
  while true do
    local head = redis.call('LINDEX', KEYS[1], 0)
    if not head or redis.call('EXISTS', KEYS[1] .. ':' .. head) == 1 then return head end
    redis.call('LPOP', KEYS[1])
  end
end
"""

_ISSUE = """
local ticket = redis.call('INCR', KEYS[2])
redis.call('RPUSH', KEYS[1], ticket)
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[1] .. ':' .. ticket, 1, 'PX', ARGV[1])
return ticket
"""

_PLACE = (
    _PRUNE
    + """
if redis.call('EXISTS', KEYS[1] .. ':' .. ARGV[1]) == 0 then return -1 end
if first() == ARGV[1] then return 0 end
return 1
"""
)

_GIVE_BACK = (
    _PRUNE
    + """
redis.call('DEL', KEYS[1] .. ':' .. ARGV[1], KEYS[1] .. ':' .. ARGV[1] .. ':wake')
redis.call('LREM', KEYS[1], 1, ARGV[1])
local head = first()
if head then
  local wake = KEYS[1] .. ':' .. head .. ':wake'
  redis.call('DEL', wake)
  redis.call('LPUSH', wake, 1)
  redis.call('PEXPIRE', wake, ARGV[2])
end
return redis.call('LLEN', KEYS[1])
"""
)

_TICKETS = """
local found = {}
for _, ticket in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local left = redis.call('PTTL', KEYS[1] .. ':' .. ticket)
  if left > 0 then
    found[#found + 1] = ticket
    found[#found + 1] = left
  end
end
return found
"""


@dataclass(frozen=True)
class TicketScripts:
    """The scripts, registered with one client; its calls are awaited if the client is async."""

    issue: Any
    place: Any
    give_back: Any
    tickets: Any

    @classmethod
    def of(cls, client: Any) -> TicketScripts:
        """Register the scripts with a client of the ``redis`` library."""
        scripts = (_ISSUE, _PLACE, _GIVE_BACK, _TICKETS)
        return cls(*(client.register_script(script) for script in scripts))


@dataclass(frozen=True)
class TicketKeys:
    """Names of what is kept in Redis; a conversation's id is all that they tell."""

    prefix: str

    def queue(self, conversation_id: str) -> str:
        """The list of tickets of a conversation."""
        return f"{self.prefix}{conversation_id}"

    def lease(self, conversation_id: str, ticket: int) -> str:
        """What is there for as long as a ticket is valid."""
        return f"{self.queue(conversation_id)}:{ticket}"

    def wake(self, conversation_id: str, ticket: int) -> str:
        """The list by which whoever waits with a ticket is woken."""
        return f"{self.lease(conversation_id, ticket)}:wake"

    def for_issue(self, conversation_id: str) -> dict[str, Any]:
        """Keys and arguments of a new ticket."""
        keys = [self.queue(conversation_id), f"{self.prefix}{_COUNTER}"]
        return {"keys": keys, "args": [milliseconds(LEASE_SECONDS), _QUEUE_SECONDS]}

    def for_ticket(self, conversation_id: str, ticket: int) -> dict[str, Any]:
        """Keys and arguments of what is done with a ticket."""
        args = [ticket, milliseconds(LEASE_SECONDS)]
        return {"keys": [self.queue(conversation_id)], "args": args}


def milliseconds(seconds: float) -> int:
    """Return whole milliseconds."""
    return round(1000 * seconds)
