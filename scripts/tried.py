"""`docs/tried.md`: what each provider was tried against, from its `tried.toml` and its fixtures."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from ringback.phone import fixtures
from ringback.phone.registry import PROVIDERS, provider

KINDS: Final[Mapping[str, str]] = {
    "account": "On an account at the company",
    "program": "With the real program",
    "package": "With the company's own package",
    "unverified": "Not verified",
}
ABOUT: Final = """\
Nothing here was tried on a live account at a phone company: that needs one, and money. Instead:

- **The documentation.** Every webhook and answer that the tests play has the form that the company's pages
  describe, with values of ours; its first line names the page. They go over real HTTP on loopback: to the
  whole server, signed, twice, in any order, without their end, with a byte changed; and from a stand-in that
  refuses, breaks off, asks to wait or talks rubbish. The table counts them: recorded from the real program,
  after the documentation, made up (for what is broken, new, or shown on no page).
- **The company's own package**, where it has one that signs or verifies: `make test-packages` has it sign odd
  requests, and Ringback must believe those and no others.
- **The real program**, where it can be had: `make test-asterisk`.

What no page said for certain stands under *not verified*. Ringback is built to work either way there; if you
see which way it is, please say so.
"""


def tried(names: list[str], written: str) -> str:
    columns = ("", "account", "program", "package", "recorded", "after the documentation", "made up")
    lines = [f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *map(_row, names))]
    parts = [line for name in names for line in _part(name)]
    return "\n".join(["# What was tried, and against what", "", written, "", ABOUT, *lines, "", *parts])


def said(name: str) -> Mapping[str, list[str]]:
    """By kind: sentences. What is not there was not done."""
    folder = files(PROVIDERS[name].rpartition(".")[0])
    return tomllib.loads(folder.joinpath("tried.toml").read_text("utf-8"))


def _row(name: str) -> list[str]:
    marks = ["●" if said(name).get(kind) else "" for kind in ("account", "program", "package")]
    origins = [fixtures.load(name, each).origin for each in fixtures.names(name)]
    counts = [
        sum(origin.startswith(begins) for origin in origins) for begins in ("recorded", "from", "made up")
    ]
    return [f"[{provider(name).title}](providers/{name}.md)", *marks, *(str(count or "") for count in counts)]


def _part(name: str) -> Iterator[str]:
    yield from (f"## {provider(name).title}", "")
    for kind, title in KINDS.items():
        if sentences := said(name).get(kind):
            yield from (f"{title}:", "", *(f"- {sentence}" for sentence in sentences), "")
