"""What the widget's endpoints work with, opened once from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from mesoguide.channels.answer_rendering import AnswerRendering
from mesoguide.channels.conversation_access import ConversationAccess
from mesoguide.channels.origin_policy import OriginPolicy, origin_policy
from mesoguide.channels.session_tokens import SessionTokens
from mesoguide.channels.shared_limits import Limit, open_limit
from mesoguide.channels.turns import Turns
from mesoguide.channels.widget_configuration import WidgetConfiguration
from mesoguide.channels.widget_texts import load_widget_texts
from mesoguide.clinic.conversation_records import ConversationRecords, open_conversation_records
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.content.ledger import load_ledger
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import Settings


@dataclass(frozen=True)
class WidgetServices:
    """Databases, content, limits and keys of one process."""

    tokens: SessionTokens
    origins: OriginPolicy
    address_limit: Limit
    conversation_limit: Limit
    trusted_proxies: int
    configuration: WidgetConfiguration
    access: ConversationAccess
    rendering: AnswerRendering
    records: ConversationRecords
    turns: Turns


def open_services(settings: Settings) -> WidgetServices:
    """Read the content and the key; databases are opened on first use.

    Raises:
        MesoGuideError: with one clear line about whatever is in the way.
    """
    timeout, content = settings.database_timeout_seconds, settings.content_dir
    texts = load_widget_texts(content / "widget.yml")
    configuration = WidgetConfiguration(texts, load_clinic_facts(content / "clinic.yml"))
    tracker = create_engine_for(settings.tracker_database_url, timeout_seconds=timeout)
    clinic = create_engine_for(settings.database_url, timeout_seconds=timeout)
    access = ConversationAccess(
        session_factory(tracker),
        suggestions=texts.suggestion_titles(),
        timeout_seconds=timeout,
    )
    rendering = AnswerRendering(
        load_ledger(content / "claims.yml"),
        PlanCatalogue(session_factory(clinic), timeout_seconds=timeout),
        texts.card,
    )
    key = load_secret_key(settings)
    return WidgetServices(
        tokens=SessionTokens(key),
        origins=origin_policy(settings),
        address_limit=open_limit(settings, "address", settings.requests_per_minute, secret_key=key),
        conversation_limit=open_limit(
            settings, "conversation", settings.messages_per_minute, secret_key=key
        ),
        trusted_proxies=settings.trusted_proxies,
        configuration=configuration,
        access=access,
        rendering=rendering,
        records=open_conversation_records(settings),
        turns=Turns(access, rendering, configuration),
    )
