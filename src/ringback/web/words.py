"""What the pages say, in the reader's language: a gettext catalogue for each (web/languages/es/*.po).

The English text is written where it is used, `t("Saved.")`; a test checks that every such sentence is
translated. A catalogue is read when somebody first asks for its language: there is nothing to compile.
"""

import gettext
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ringback.accounts.users import LANGUAGES
from ringback.retold import retold

_ABOUT: Final = "\x04"  # as gettext keeps them together
FOLDER: Final = Path(__file__).parent / "languages"


@dataclass(frozen=True, slots=True)
class Words:
    language: str

    def __call__(self, words: str, **values: object) -> str:
        """The sentence in the reader's language, with {name} for each of the values."""
        said = _catalogue(self.language).gettext(words).rpartition(_ABOUT)[2]
        return said.format(**values) if values else said

    def retold(self, words: str) -> str:
        """What was stored in English, for this reader."""
        return retold(words, self.language)

    def many(self, one: str, several: str, n: int, **values: object) -> str:
        """As the language counts; {n} stands for the number."""
        return _catalogue(self.language).ngettext(one, several, n).format(n=self.count(n), **values)

    def count(self, n: int) -> str:
        """As the language writes it: "100,000"; in Spanish with a space, and only from five digits on."""
        if self.language == "en":
            return f"{n:,}"
        return f"{n:,}".replace(",", "\u00a0") if n >= 10_000 else str(n)


def mark(words: str, about: str = "") -> str:
    """For a sentence in a table: translated where it is shown, and found by the test where it stands.

    `about` (in a catalogue: msgctxt) is what a word is said about, where other languages have several for
    it: one call is "Perdida", the calls are "Perdidas".
    """
    return f"{about}{_ABOUT}{words}" if about else words


def asked_for(accept_language: str) -> str:
    """The first language of a browser's wishes that we speak; English when there is none."""
    wishes = sorted(_wishes(accept_language), reverse=True)
    return next((language for _, language in wishes if language in LANGUAGES), LANGUAGES[0])


def _wishes(accept_language: str) -> Iterator[tuple[float, str]]:
    for part in accept_language[:200].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            yield (float(weight) if weight else 1.0), name.partition("-")[0].lower()
        except ValueError:
            continue


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = FOLDER / language
    if not folder.is_dir():
        return gettext.NullTranslations()
    from babel.messages import Catalog, mofile, pofile  # late: who reads English pays nothing for it

    compiled = io.BytesIO()
    whole = Catalog(locale=language)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in pofile.read_po(file, locale=language):
                if message.id:
                    whole.add(message.id, message.string, context=message.context)
    mofile.write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
