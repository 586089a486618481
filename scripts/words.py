"""What the pages say and has no translation yet: `make words` adds it to the catalogues, to be filled in.

Each sentence goes into the catalogue of the page where it stands: web/languages/es/team.po for team.py and
team.html, and setup.po for all in the folder setup/, so that two people who work on two pages do not meet in
one file.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

from ringback.web.words import mark

WEB = Path(__file__).parent.parent / "src" / "ringback" / "web"
LANGUAGES = WEB / "languages"
SAYING = {"t"}  # t("…"), visit.t("…")
Said = str | tuple[str, str]  # one sentence, or one and several


def main() -> None:
    for folder in sorted(LANGUAGES.iterdir()):
        known = catalogue(folder)
        for group, said in sorted(missing(known).items()):
            add(folder / f"{group}.po", said)
            print(f"{folder.name}/{group}.po: {len(said)} to be translated")
    if "--check" in sys.argv and any(missing(catalogue(folder)) for folder in LANGUAGES.iterdir()):
        sys.exit(1)


def missing(known: dict[Said, tuple[str, ...]]) -> dict[str, list[Said]]:
    """What is said and not in the catalogue, by page."""
    found: dict[str, list[Said]] = {}
    for group, said in everything_said():
        if said not in known and said not in found.setdefault(group, []):
            found[group].append(said)
    return {group: said for group, said in found.items() if said}


def catalogue(folder: Path) -> dict[Said, tuple[str, ...]]:
    """What each sentence is in this language; ("",) while nobody has translated it."""
    return dict(translations(folder))


def translations(folder: Path) -> Iterator[tuple[Said, tuple[str, ...]]]:
    """Of all files in turn: a sentence that stands on pages of several groups comes several times."""
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=folder.name):
                if message.id:
                    said: Said = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
                    if message.context and isinstance(said, str):
                        said = mark(said, message.context)
                    translated = message.string or ""
                    yield said, (translated,) if isinstance(translated, str) else tuple(translated)


def everything_said() -> Iterator[tuple[str, Said]]:
    """Each sentence with the page that it belongs to."""
    for path in sorted(WEB.rglob("*.py")):
        for said in in_python(path.read_text()):
            yield _group(path, WEB), said
    for path in sorted((WEB / "templates").rglob("*.html")):
        for said in in_template(path.read_text()):
            yield _group(path, WEB / "templates"), said


def _group(path: Path, top: Path) -> str:
    within = path.relative_to(top).parts
    return within[0] if len(within) > 1 else path.stem.lstrip("_").partition("-")[0]


def in_python(source: str) -> Iterator[Said]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield from said_by(name, [word for word in words if isinstance(word, str)])


def in_template(source: str) -> Iterator[Said]:
    for node in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Call):
        function = node.node
        name = function.attr if isinstance(function, nodes.Getattr) else getattr(function, "name", "")
        words = [each.value for each in node.args if isinstance(each, nodes.Const)]
        yield from said_by(name, [word for word in words if isinstance(word, str)])


def said_by(name: str, words: list[str]) -> Iterator[Said]:
    if name == "mark":
        yield mark(*words[:2])  # mark("…"), mark("…", "what it is said about")
    elif name in SAYING or name == "noted":  # visit.noted(tx, "changed the hours") is shown in the log
        yield from words[:1]
    elif name == "many" and len(words) >= 2:
        yield words[0], words[1]


def add(path: Path, said: list[Said]) -> None:
    language = path.parent.name
    found = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            found = read_po(file, locale=language)
    for each in said:
        if isinstance(each, str):
            about, _, words = each.rpartition("\x04")
            found.add(words, context=about or None)
        else:
            found.add(each)
    write(path, found)


def write(path: Path, found: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, found, width=110, omit_header=True, sort_output=True)


if __name__ == "__main__":
    main()
