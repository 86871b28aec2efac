"""What a patient writes is in the database, and nowhere else."""

from __future__ import annotations

from mesoguide.ops.servers import Server
from tests.conversations.running_bot import RunningBot

SECRETS = (
    "my ferret Bartholomew ate the zanzibarquux, does mesotherapy hurt?",
    "how many sessions for hair loss, I am Quillobert Frangipanter",
    "blorptastic zwibbleface nonsense",
    '/ask_frequency{"concern": "grimblewort"}',
)
TELLTALE = ("zanzibarquux", "Quillobert", "blorptastic", "grimblewort")


def logged(server: Server) -> str:
    return server.log_path.read_text(encoding="utf-8", errors="replace")


def test_no_log_holds_what_a_visitor_wrote(bot: RunningBot) -> None:
    conversation = bot.conversation()
    for secret in SECRETS:
        conversation.say(secret)
    logs = logged(bot.chat) + logged(bot.actions)
    assert [word for word in TELLTALE if word in logs] == []
