"""Copies htmx into the package when it is built or installed: nothing third-party lies in this repository.

It comes out of the pinned wheel of django-htmx, whose only use here is to carry the file. Neither it nor
Django is needed to run Ringback, and neither is imported.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WHERE = "django_htmx/static/django_htmx/htmx-2.min.js"
SHA256 = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
INTO = "src/ringback/web/static/vendor/htmx.js"


class CopyHtmx(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises RuntimeError when the file is not the one that was looked at."""
        script = Path(str(distribution("django-htmx").locate_file(WHERE))).read_bytes()
        found = hashlib.sha256(script).hexdigest()
        if found != SHA256:
            raise RuntimeError(f"{WHERE} has the checksum {found}, not {SHA256}: look at what changed")
        target = Path(self.root) / INTO
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != script:
            target.write_bytes(script)
        build_data["artifacts"].append(f"/{INTO}")  # git ignores it, and what git ignores is left out else
