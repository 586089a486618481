"""Write the pages about phone companies into docs/, from what each company's directory says about itself.

`docs/providers.md` compares them; `docs/providers/<company>.md` is a company's set-up page with its settings;
`docs/tried.md` says what was tried, and against what.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.tried import tried

from ringback.phone.pages import MODES, WORDS, setup_page, to_fill_in
from ringback.phone.provider import Capability, Mode, Provider
from ringback.phone.registry import PROVIDERS, provider

DOCS = Path(__file__).parent.parent / "docs"
WRITTEN = "<!-- Written by `make docs` from src/ringback/phone/. Change it there. -->"
EXAMPLE = "https://ringback.example.com/in/LINE"


def main() -> None:
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for path in set((DOCS / "providers").glob("*.md")) - pages().keys():
        path.unlink()


def pages() -> dict[Path, str]:
    names = sorted(PROVIDERS, key=lambda name: provider(name).title.lower())
    every = {DOCS / "providers" / f"{name}.md": company_page(name) for name in names}
    return {DOCS / "providers.md": matrix(names), DOCS / "tried.md": tried(names, WRITTEN), **every}


def matrix(names: list[str]) -> str:
    modes = [mode for mode in Mode if any(mode in provider(name).modes for name in names)]
    columns = ["", *(f"[{provider(name).title}](providers/{name}.md)" for name in names)]
    rows = [
        ["**mode**", *("" for _ in names)],
        *([f"`{mode}`: {MODES[mode]}", *_marks(mode, names)] for mode in modes),
        ["**what it can do**", *("" for _ in names)],
        *([f"`{able}`: {WORDS[able]}", *_marks(able, names)] for able in Capability),
    ]
    return "\n".join(
        [
            "# Phone companies and switchboards",
            "",
            WRITTEN,
            "",
            "A line takes calls from one of them and may send its texts through another (`texts_via`).",
            "`ringback providers` says the same. What was tried, and against what: [tried.md](tried.md).",
            "",
            *_table(columns, rows),
            "",
            "○ is impossible there, as far as its pages say:",
            "",
            *(f"- {line}" for name in names for line in _impossible(name)),
            "",
        ]
    )


def _impossible(name: str) -> Iterator[str]:
    company = provider(name)
    for able in Capability:
        if able in company.impossible:
            yield f"{company.title}, `{able}`: {company.impossible[able]}"


def _marks(what: Capability | Mode, names: list[str]) -> list[str]:
    return [_mark(what, provider(name)) for name in names]


def _mark(what: Capability | Mode, company: Provider[Any]) -> str:
    if what in company.capabilities | company.modes:
        return "●"
    return "○" if what in company.impossible else ""


def company_page(name: str) -> str:
    company = provider(name)
    filled = {address.kind: f"{EXAMPLE}/{address.kind}" for address in company.addresses}
    return "\n".join(
        [
            WRITTEN,
            "",
            setup_page(name, filled).rstrip(),
            "",
            *_addresses(name),
            "## All settings",
            "",
            "In `[lines.settings]` of the shop file. A secret may be `env:NAME` or `file:PATH`.",
            "",
            *_table(["key", "what it is", "where it is", ""], _settings(name)),
            "",
        ]
    )


def _addresses(name: str) -> Iterator[str]:
    addresses = provider(name).addresses
    if addresses:
        yield from ("## All addresses", "", "`ringback lines` shows them with your server and line.", "")
        rows = [[address.label, f"`{EXAMPLE}/{address.kind}`"] for address in addresses]
        yield from (*_table(["at the company", "address"], rows), "")


def _settings(name: str) -> Iterator[list[str]]:
    for setting in to_fill_in(name):
        usual = f"usually `{setting.usual}`" if setting.usual else ""
        need = "must be there" if setting.required else usual
        words = ", ".join(word for word in ("secret" if setting.secret else "", need) if word)
        yield [f"`{setting.name}`", setting.label, setting.help, words]


def _table(columns: list[str], rows: Iterator[list[str]] | list[list[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]


if __name__ == "__main__":
    main()
