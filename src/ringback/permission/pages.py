"""The public privacy and terms pages about texting, in pieces that a template can lay out. English.

The owner reads them before they go out, and has a lawyer read them. The wording is in `notices.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

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


def privacy_page(facts: Facts) -> Page:
    title = f"Privacy of text messages: {facts.business}"
    return Page(title, notice_version(facts), tuple(_sections("privacy", facts)))


def terms_page(facts: Facts) -> Page:
    title = f"Terms of text messages: {facts.business}"
    return Page(title, notice_version(facts), tuple(_sections("terms", facts)))


def notice_page(facts: Facts) -> Page:
    """What callers are told before they are texted, word for word, in both languages, for a reviewer."""
    other = "en" if facts.language == "es" else "es"
    also = facts.in_english if facts.spoken else greeting(facts, other)
    heard = tuple(filter(None, (greeting(facts), also)))
    said = [Section("What our greeting says", heard)] if heard else []
    if facts.on_website:
        said.append(Section("Beside our phone number", (website_line(facts), website_line(facts, other))))
    flow = Section("How you come to be texted", (message_flow(facts),))
    who = Section("Who we are", (fields(facts)["who"],))
    return Page(f"Text messages from {facts.business}", notice_version(facts), (flow, *said, who))


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


def _sections(page: str, facts: Facts) -> Iterator[Section]:
    holds = {"", facts.mode.value, "regulated" if facts.regulated else ""}
    for section in _written(page):
        if section.get("only", "") in holds:
            text = section["text"].strip().format_map(fields(facts))
            yield Section(section["heading"], tuple(text.split("\n\n")))


@lru_cache(maxsize=2)
def _written(page: str) -> tuple[dict[str, str], ...]:
    tables = tomllib.loads(files(__package__).joinpath("notices.toml").read_text("utf-8"))
    return tuple(tables[page])
