"""What the Messenger channel works with, opened once from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_records import ConversationRecords, open_conversation_records
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.exceptions import SettingsError
from mesoguide.messenger.data_deletion import DataDeletion
from mesoguide.messenger.deletion_page import DeletionPage, load_deletion_page
from mesoguide.messenger.deliveries import Deliveries
from mesoguide.messenger.dialogue import Dialogue
from mesoguide.messenger.inbox import Inbox
from mesoguide.messenger.own_sentences import OwnSentences
from mesoguide.messenger.person_keys import PersonKeys
from mesoguide.messenger.personal_details import PersonalDetails
from mesoguide.messenger.texts import MessengerTexts, load_messenger_texts
from mesoguide.messenger.withdrawal import Withdrawal
from mesoguide.ops.messenger_secrets import APP_SECRET, PAGE_TOKEN, VERIFY_TOKEN
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import Settings


@dataclass(frozen=True)
class MessengerServices:
    """Databases, content and keys of one process.

    Attributes:
        deliveries: keeps what webhooks bring; it has threads of its own, so that no work of the
            channel delays an acknowledgement.
        queue: the clinic's database for everything else.
    """

    settings: Settings
    app_secret: str
    verify_token: str
    deliveries: Deliveries
    queue: DatabaseWorker
    records: ConversationRecords
    dialogue: Dialogue
    withdrawal: Withdrawal
    deletion: DataDeletion
    page: DeletionPage
    texts: MessengerTexts
    sentences: OwnSentences


def open_services(settings: Settings) -> MessengerServices:
    """Read the content and the keys; databases are opened on first use.

    Raises:
        MesoGuideError: with one clear line about whatever is in the way.
    """
    app_secret, verify_token = settings.messenger_app_secret, settings.messenger_verify_token
    if not (settings.messenger_is_on and app_secret and verify_token):
        raise SettingsError(
            f"the Messenger channel takes nothing that Meta has not signed: set {PAGE_TOKEN}, "
            f"{APP_SECRET} and {VERIFY_TOKEN}, or take the channel out of credentials.yml"
        )
    content = settings.content_dir
    facts, texts = load_clinic_facts(content / "clinic.yml"), load_messenger_texts(content)
    keys = PersonKeys(load_secret_key(settings))
    zone = ZoneInfo(facts.time_zone)
    details = PersonalDetails(facts.phone_region, lambda: datetime.now(zone).date())
    sessions = _sessions(settings, settings.database_url)
    queue = _worker(settings, _sessions(settings, settings.database_url), "messenger-queue")
    conversations = _sessions(settings, settings.tracker_database_url)
    tracker = _worker(settings, conversations, "messenger-conversations")
    records = open_conversation_records(settings)
    inbox = Inbox(keys, details, timedelta(hours=settings.messenger_pause_hours), utc_now)
    return MessengerServices(
        settings=settings,
        app_secret=app_secret,
        verify_token=verify_token,
        deliveries=Deliveries(inbox, _worker(settings, sessions, "messenger-deliveries"), sessions),
        queue=queue,
        records=records,
        dialogue=Dialogue(tracker, get_started=texts.get_started, payloads=texts.payloads()),
        withdrawal=Withdrawal(queue, tracker),
        deletion=DataDeletion(records, queue, keys),
        page=load_deletion_page(content, facts),
        texts=texts,
        sentences=OwnSentences(texts),
    )


def _sessions(settings: Settings, url: str) -> sessionmaker[Session]:
    return session_factory(
        create_engine_for(url, timeout_seconds=settings.database_timeout_seconds)
    )


def _worker(settings: Settings, sessions: sessionmaker[Session], name: str) -> DatabaseWorker:
    return DatabaseWorker(
        sessions,
        timeout_seconds=settings.database_timeout_seconds,
        name=name,
        unreadable=partial(_unreadable, name),
    )


def _unreadable(name: str, error: ValueError) -> str:
    # The error's own words may quote what somebody wrote.
    return f"{name}: a row can be neither kept nor read: {type(error).__name__}"
