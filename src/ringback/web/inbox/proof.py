"""Everything about one person in one file, for the question why they were texted."""

from starlette.responses import Response

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.evidence_asked import Documents, bundle, evidence_of
from ringback.web.errors import NotFound
from ringback.web.visit import Visit


async def save(visit: Visit) -> Response:
    """What `ringback evidence` writes."""
    try:
        number, documents = await visit.read(_proof, visit.account.id, visit.part_of_path("conversation"))
    except LookupError:
        raise NotFound from None
    named = {"Content-Disposition": f'attachment; filename="proof-{number.removeprefix("+")}.zip"'}
    return Response(bundle(documents), headers=named, media_type="application/zip")


def _proof(tx: Transaction, account_id: str, conversation_id: str) -> tuple[str, Documents]:
    """Raises LookupError when it is none of this business."""
    conversation = conversations.get(tx, account_id, conversation_id)
    number = contacts.get(tx, account_id, conversation.contact_id).number
    return number, evidence_of(tx, account_id, number)
