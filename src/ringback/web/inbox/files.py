"""What came with texts, given to the members of the account and to nobody else."""

from typing import Final

from starlette.responses import Response

from ringback.messages import attachments
from ringback.web.errors import NotFound
from ringback.web.visit import Visit

# Whatever somebody on the telephone network has sent us: it may do nothing, and load nothing.
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=86400, immutable",
}


async def show(visit: Visit) -> Response:
    found = await visit.read(attachments.with_content, visit.account.id, visit.part_of_path("attachment"))
    if found is None:
        raise NotFound
    attachment, content = found
    way = "inline" if attachment.is_picture else "attachment"
    kind = attachment.kind if attachment.is_picture else "application/octet-stream"
    named = {"Content-Disposition": f'{way}; filename="{attachment.name}"'}
    return Response(content, headers={**HEADERS, **named}, media_type=kind)
