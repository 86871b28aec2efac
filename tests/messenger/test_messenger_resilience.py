"""What happens when Meta is slow, away or silent, and when the server is killed."""

from __future__ import annotations

import http.client
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy.engine import make_url

from mesoguide.messenger.simulator import meta_errors, webhook_events
from tests.channels.widget_client import WidgetClient
from tests.messenger.messenger_bot import MessengerBot, Person, texts, wait_until

#: Long enough that some are answered, some wait and some are being sent when the server dies.
PEOPLE = 12
#: Long enough for a visitor to be answered meanwhile, and less than a call to Meta may take.
SLOW_SECONDS = 6.0
#: After a kill the leases of the dead process end (15 s), or an echo is waited for (10 s).
RECOVERY_SECONDS = 90.0
OUTAGE_SECONDS = 6.0
#: The notice and the greeting.
GREETING_MESSAGES = 2
WORDS = ("who invented mesotherapy?", "does it hurt?", "what are the risks?")
UNSENT = "SELECT count(*) FROM messenger_replies WHERE status IN ('waiting', 'sending', 'unknown')"
UNANSWERED = "SELECT count(*) FROM messenger_events WHERE status = 'pending'"


@pytest.fixture(scope="module")
def bot(start_messenger_bot: Callable[..., MessengerBot]) -> MessengerBot:
    """A bot that these tests may break."""
    return start_messenger_bot()


@pytest.fixture(autouse=True)
def healthy_meta(bot: MessengerBot) -> Iterator[None]:
    yield
    bot.graph.faults.clear()
    bot.settle(seconds=RECOVERY_SECONDS)


@pytest.fixture
def person(bot: MessengerBot) -> Person:
    person = bot.person()
    person.press("Get Started", "/greet")
    return person


def wordless(person: Person) -> webhook_events.Event:
    """A message that gets one sentence and no typing dots: the only call is the answer itself."""
    return webhook_events.text(person.psid, "/")


def tries(person: Person) -> list[int]:
    """How often each message to somebody was sent, but those to the greeting."""
    rows = person.bot.rows(
        "SELECT attempts FROM messenger_replies WHERE conversation_id = :id ORDER BY id",
        id=person.bot.conversation_id(person.psid),
    )
    return [row[0] for row in rows[GREETING_MESSAGES:]]


def sent_in_order(person: Person) -> bool:
    """Tell whether everything arrived as it was said, once."""
    rows = person.bot.rows(
        "SELECT reference FROM messenger_replies WHERE conversation_id = :id ORDER BY id",
        id=person.bot.conversation_id(person.psid),
    )
    return metadata_of(person.bot, person.psid) == [f"mesoguide:{row[0]}" for row in rows]


def metadata_of(bot: MessengerBot, psid: str) -> list[str | None]:
    return [each.metadata for each in bot.graph.received(psid)]


def test_slow_meta_delays_neither_the_health_endpoint_nor_the_website(bot: MessengerBot) -> None:
    visitor = WidgetClient(bot.settings.port)
    visitor.say("hello")
    bot.graph.faults.delay_seconds = SLOW_SECONDS
    people = [bot.person() for _ in range(20)]
    for each in people:
        each.deliver(webhook_events.text(each.psid, "does it hurt?"))
    # All turns are taken; what is left is to wait for Meta.
    wait_until(lambda: bot.value(UNANSWERED) == 0)
    assert visitor.request("GET", "health").status == 200
    assert visitor.say("who invented mesotherapy?").messages
    # Whoever had waited for Meta would have come after everything was sent.
    assert bot.value("SELECT count(*) FROM messenger_replies WHERE status = 'sending'") > 0


def test_after_an_outage_every_answer_arrives_once_and_in_order(bot: MessengerBot) -> None:
    people = [bot.person() for _ in range(5)]
    for each in people:
        each.press("Get Started", "/greet")
    bot.graph.stop()
    try:
        for each in people:
            for words in WORDS:
                assert delivered_by_hand(bot, webhook_events.text(each.psid, words)) == 200
        wait_until(lambda: bot.value(UNANSWERED) == 0)
        # Several tries of each fail meanwhile.
        time.sleep(OUTAGE_SECONDS)
    finally:
        bot.graph.start()
    bot.settle(seconds=RECOVERY_SECONDS)
    for each in people:
        assert sent_in_order(each)
        said = texts(bot.graph.received(each.psid))
        assert said.index("Pistor") < said.index("pain")


def test_temporary_refusals_are_tried_again_in_order(person: Person) -> None:
    person.bot.graph.faults.fail_next(3, meta_errors.TEMPORARY)
    assert len(person.do(*(wordless(person) for _ in range(3)))) == 3
    assert sent_in_order(person)
    assert tries(person) == [4, 1, 1]


def test_limit_on_calls_is_waited_for(person: Person) -> None:
    person.bot.graph.faults.fail_next(1, meta_errors.RATE_LIMITED)
    assert len(person.do(wordless(person))) == 1
    assert tries(person) == [2]


def test_message_whose_answer_got_lost_is_settled_by_its_echo(person: Person) -> None:
    person.bot.graph.faults.lose_answers(1)
    assert len(person.do(wordless(person))) == 1
    assert tries(person) == [1]


def test_message_that_got_lost_is_sent_again_in_order(person: Person) -> None:
    # The echo of a message that never arrived does not come.
    person.bot.graph.faults.lose_requests(1)
    assert len(person.do(wordless(person), wordless(person))) == 2
    assert sent_in_order(person)
    assert tries(person) == [2, 1]


def test_refused_message_is_given_up_and_the_next_one_goes_out(person: Person) -> None:
    person.bot.graph.faults.fail_next(1, meta_errors.UNAVAILABLE_PERSON)
    assert len(person.do(wordless(person), wordless(person))) == 1
    failed = person.bot.rows(
        "SELECT failure, message FROM messenger_replies WHERE status = 'failed' "
        "AND conversation_id = :id",
        id=person.bot.conversation_id(person.psid),
    )
    assert "code 551" in failed[0][0]
    assert failed[0][1] is None
    assert "refused for good" in person.bot.log()


def test_without_the_database_nothing_is_acknowledged_and_later_all_is_answered(
    person: Person,
) -> None:
    event = webhook_events.text(person.psid, "who invented mesotherapy?", mid="m_locked")
    database = sqlite3.connect(str(make_url(person.bot.settings.database_url).database))
    with closing(database):
        database.execute("BEGIN IMMEDIATE")
        assert person.deliver(event).status == 503
        database.rollback()
    assert person.do(event)


def test_killed_in_mid_delivery_nothing_is_lost_or_answered_twice(bot: MessengerBot) -> None:
    bot.graph.faults.delay_seconds = 0.3
    people = [bot.person() for _ in range(PEOPLE)]
    writing = threading.Thread(target=write_all, args=(people,))
    writing.start()
    wait_until(lambda: len(bot.graph.received(people[0].psid)) > 0)
    kill(bot)
    # Some is answered, and some is not.
    assert bot.value(UNANSWERED) + bot.value(UNSENT) > 0
    bot.graph.faults.delay_seconds = 0.0
    bot.chat.start(bot.settings)
    bot.chat.wait_until_up(lambda seconds: None)
    writing.join()
    bot.settle(seconds=RECOVERY_SECONDS)
    for each in people:
        asked = [e["text"] for e in bot.events(each.psid) if e["event"] == "user"]
        assert asked == list(WORDS), each.psid
        sent = metadata_of(bot, each.psid)
        assert len(sent) == len(set(sent))
        assert sent_in_order(each)
        # One notice, and one answer to each question at least.
        assert len(sent) >= 1 + len(WORDS)


def write_all(people: list[Person]) -> None:
    """Write as Meta delivers: again until it is acknowledged."""
    for words in WORDS:
        for each in people:
            event = webhook_events.text(each.psid, words)
            assert each.bot.graph.deliver_until_taken(event).status == 200


def kill(bot: MessengerBot) -> None:
    """Kill the chat server as a power cut does."""
    assert bot.chat.process is not None
    os.killpg(bot.chat.process.pid, signal.SIGKILL)
    bot.chat.process.wait()
    bot.chat.process = None


def delivered_by_hand(bot: MessengerBot, event: webhook_events.Event) -> int:
    """Deliver while the simulator, which does so otherwise, is away."""
    body = webhook_events.body(event)
    secret = str(bot.settings.messenger_app_secret)
    connection = http.client.HTTPConnection("127.0.0.1", bot.settings.port, timeout=20)
    headers = {"x-hub-signature-256": webhook_events.signature(body, secret)}
    connection.request("POST", "/webhooks/messenger/webhook", body=body, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status
