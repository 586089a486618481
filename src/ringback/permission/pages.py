"""The public privacy and terms pages about texting, in pieces that a template can lay out, in two languages.

The owner reads them before they go out, and has a lawyer read them. The wording is in `notices.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from ringback.messages.library.shelf import LANGUAGES
from ringback.permission.notices import (
    Facts,
    fields,
    greeting,
    message_flow,
    notice_version,
    website_line,
)
from ringback.understand.folding import fold


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    version: str  # of the notice that it describes
    sections: tuple[Section, ...]


class Piece(NamedTuple):
    """Words of one language within a paragraph."""

    words: str
    language: str  # "" is that of the paragraph


def pieces(paragraph: str, facts: Facts, language: str) -> list[Piece]:
    """What callers hear and read is quoted as it is, also where its language is not the paragraph's: a screen
    reader must know, to say it right."""
    said = {
        words: other
        for other in LANGUAGES
        if other != language
        for words in (greeting(facts, other), website_line(facts, other))
        if words
    }
    if not said:
        return [Piece(paragraph, "")]
    every = "|".join(re.escape(words) for words in sorted(said, key=len, reverse=True))
    parts = re.split(f"({every})", paragraph)
    return [Piece(words, said.get(words, "")) for words in parts if words]


def privacy_page(facts: Facts, language: str = "en") -> Page:
    title = _TITLES["privacy", language].format(business=facts.business)
    return Page(title, notice_version(facts), tuple(_sections("privacy", facts, language)))


def terms_page(facts: Facts, language: str = "en") -> Page:
    title = _TITLES["terms", language].format(business=facts.business)
    return Page(title, notice_version(facts), tuple(_sections("terms", facts, language)))


def notice_page(facts: Facts, language: str = "en") -> Page:
    """What callers are told before they are texted, word for word, in both languages, for a reviewer."""
    other = "en" if facts.language == "es" else "es"
    also = facts.in_english if facts.spoken else greeting(facts, other)
    heard = tuple(filter(None, (greeting(facts), also)))
    greets, beside, how, who = _HEADINGS[language]
    said = [Section(greets, heard)] if heard else []
    if facts.on_website:
        said.append(Section(beside, (website_line(facts), website_line(facts, other))))
    flow = Section(how, (message_flow(facts, language),))
    title = _TITLES["notice", language].format(business=facts.business)
    whole = (flow, *said, Section(who, (fields(facts, language)["who"],)))
    return Page(title, notice_version(facts), whole)


_TITLES: Final = {
    ("privacy", "en"): "Privacy of text messages: {business}",
    ("privacy", "es"): "Privacidad de los mensajes de texto: {business}",
    ("terms", "en"): "Terms of text messages: {business}",
    ("terms", "es"): "Condiciones de los mensajes de texto: {business}",
    ("notice", "en"): "Text messages from {business}",
    ("notice", "es"): "Mensajes de texto de {business}",
}
_HEADINGS: Final = {
    "en": ("What our greeting says", "Beside our phone number", "How you come to be texted", "Who we are"),
    "es": (
        "Qué dice nuestro saludo",
        "Junto a nuestro número",
        "Cómo llega a recibir mensajes",
        "Quiénes somos",
    ),
}


def says_no_sharing(text: str) -> bool:
    """Does a privacy page say that numbers and consent are not shared with others for marketing?

    That sentence is missing most often when a registration is refused. Looks at one sentence at a time, so in
    other people's pages it may miss a promise that is spread over several.
    """
    sentences = re.split(r"[.!?]\s|\n\s*\n", fold(text))
    return any(all(part.search(sentence) for part in _NO_SHARING) for sentence in sentences)


_NO_SHARING = (
    re.compile(r"\b(?:not|never|no|without)\b|n't\b"),
    re.compile(r"\b(?:shar|sell|sold|disclos|provid|pass|transfer|rent)\w*"),
    re.compile(r"\b(?:mobile|phone|number|text|sms|opt-in|consent|messaging)\w*"),
    re.compile(r"\b(?:third[ -]part|affiliate|partner|other compan|anyone else|others\b)"),
    re.compile(r"\b(?:marketing|promotion|advertis)\w*"),
)


def _sections(page: str, facts: Facts, language: str) -> Iterator[Section]:
    holds = {"", facts.mode.value, "regulated" if facts.regulated else ""}
    for section in _written(page if language == "en" else f"{page}_{language}"):
        if section.get("only", "") in holds:
            text = section["text"].strip().format_map(fields(facts, language))
            yield Section(section["heading"], tuple(text.split("\n\n")))


@lru_cache(maxsize=4)
def _written(page: str) -> tuple[dict[str, str], ...]:
    tables = tomllib.loads(files(__package__).joinpath("notices.toml").read_text("utf-8"))
    return tuple(tables[page])
