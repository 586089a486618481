"""What came with texts, for the members of the account; what goes with one, also for the phone company."""

from typing import Final

from starlette.responses import Response

from ringback.messages import attachments
from ringback.web.errors import NotFound
from ringback.web.visit import Guest, Visit

# Whatever somebody on the telephone network has sent us: it may do nothing, and load nothing.
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=86400, immutable",
}


async def for_the_company(guest: Guest) -> Response:
    """A picture that goes with a text of ours: the phone company fetches it by an unguessable address."""
    found = await guest.read(attachments.for_the_company, guest.part_of_path("enclosed"))
    if found is None:
        raise NotFound
    attachment, content = found
    return Response(content, headers=HEADERS, media_type=attachment.kind)


async def show(visit: Visit) -> Response:
    found = await visit.read(attachments.with_content, visit.account.id, visit.part_of_path("attachment"))
    if found is None:
        raise NotFound
    attachment, content = found
    way = "inline" if attachment.is_picture else "attachment"
    kind = attachment.kind if attachment.is_picture else "application/octet-stream"
    named = {"Content-Disposition": f'{way}; filename="{attachment.name}"'}
    return Response(content, headers={**HEADERS, **named}, media_type=kind)
