"""Deletes what is kept of a person who asked Meta for it."""

from __future__ import annotations

from rasa.core.agent import Agent
from sqlalchemy.orm import Session

from mesoguide.channels.turns import conversation_lock
from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.conversation_values import DeletedFor, DeletionReceiptView
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.deletion_receipts import DeletionReceiptRepository
from mesoguide.messenger.person_keys import PersonKeys


class DataDeletion:
    """Deletes, and finds what became of it.

    Meta names the person by a number that is scoped to the app. Where that is also their number in
    Messenger, everything goes. Else nothing is found: only Meta's ID Matching API could tell, which
    wants another token than the page's, and the page says how to have the chat deleted.
    """

    def __init__(
        self, records: ConversationRecords, database: DatabaseWorker, keys: PersonKeys
    ) -> None:
        self._records = records
        self._database = database
        self._keys = keys

    async def delete(self, agent: Agent, user_id: str) -> str:
        """Delete, and return the code of the receipt.

        Raises:
            ApiError: the conversation is busy, or there is no model.
            ClinicDataUnavailable: the database is away.
        """
        conversation = self._keys.conversation_id(user_id)
        # Not in the middle of a turn: what it still says would be stored after the deletion.
        async with conversation_lock(agent, conversation):
            receipt = await self._records.delete_conversation(
                conversation, requested_by=DeletedFor.PATIENT, within_a_turn=False
            )
        return receipt.code

    async def receipt(self, code: str) -> DeletionReceiptView | None:
        """Return what became of a wish.

        Raises:
            ClinicDataUnavailable: the database is away.
        """

        def find(session: Session) -> DeletionReceiptView | None:
            return DeletionReceiptRepository(session).by_code(code)

        return await self._database.read(find)
