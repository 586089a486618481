"""What was entered at a line's company so that it sends its events here, and how that stands in the row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Connected:
    """What we entered at the company so that it sends us its events."""

    id: str  # the company's id of it; "" when it has none
    since: datetime
    expires_at: datetime | None  # None: it lasts until somebody removes it
    secrets: Mapping[str, str]  # settings that the company chose for us, sealed


def written(connection: Connected) -> str:
    said = {
        "id": connection.id,
        "since": connection.since.isoformat(),
        "expires_at": connection.expires_at.isoformat() if connection.expires_at else None,
        "secrets": dict(connection.secrets),
    }
    return json.dumps(said, sort_keys=True)


@lru_cache(maxsize=1024)
def connected(stored: str | None) -> Connected | None:
    if stored is None:
        return None
    said = json.loads(stored)
    expires = said["expires_at"]
    return Connected(
        said["id"],
        datetime.fromisoformat(said["since"]),
        datetime.fromisoformat(expires) if expires else None,
        MappingProxyType(said["secrets"]),
    )
