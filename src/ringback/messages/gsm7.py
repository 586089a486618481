"""The alphabet of cheap texts (3GPP TS 23.038), and how to come back to it.

One character outside it makes the whole text UCS-2, with 70 characters to a part instead of 160. The
commonest is the curly apostrophe, which phones, word processors and language models write by default.
"""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # each costs two: an escape goes before it
_ALPHABET = BASIC | EXTENSION


def in_alphabet(text: str) -> bool:
    return _ALPHABET.issuperset(text)


def tidy(text: str) -> str:
    """What every text goes through: composed letters, plain line ends, no controls, no stray invisibles.

    The joiners and selectors that emoji are built with stay.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TIDY))


def unaccented(text: str) -> str:
    """Without the accents that the alphabet of cheap texts lacks: "Plomería Núñez" as "Plomeria Nuñez"."""
    return "".join(c if c in _ALPHABET else _without_marks(c) for c in unicodedata.normalize("NFC", text))


def _without_marks(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))


def in_plain_letters(text: str) -> str:
    """Typographic characters as a typewriter has them. Letters with accents stay: they belong to names."""
    return text.translate(_PLAIN)


def without_accents(text: str) -> str:
    """Base letters in place of accented ones that are not in the alphabet: "Plomeria" for "Plomería"."""
    return "".join(c if in_alphabet(c) else _base(c) for c in text)


def _base(c: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", c) if not unicodedata.combining(part))


_TIDY: dict[int, str | None] = {
    **dict.fromkeys(range(0x20)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys((0xFEFF, 0x200B, 0x2060, 0xAD)),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    ord("\n"): "\n",
    ord("\r"): "\n",
    ord("\t"): " ",
    0x85: "\n",
}


def _plain() -> dict[int, str]:
    """From rows of "code points: what they become"."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    for codes, plain in _ROWS:
        table |= dict.fromkeys(codes, plain)
    return table


_ROWS: tuple[tuple[tuple[int, ...], str], ...] = (
    (
        (0x2018, 0x2019, 0x201A, 0x201B, 0x02BC, 0x02B9, 0x2032, 0x2035, 0xB4, 0x60, 0x2039, 0x203A, 0xFF40),
        "'",
    ),
    ((0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0x2036, 0xAB, 0xBB, 0x02BA), '"'),
    ((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2043, 0xFE58, 0xFE63), "-"),
    ((0x2022, 0xB7, 0x25CF, 0x25AA, 0x2023), "-"),  # bullets
    ((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    ((0x200C, 0x200E, 0x200F), ""),  # invisible
    ((0x2028, 0x2029), "\n"),
    ((0x2026,), "..."),
    ((0x203C,), "!!"),
    ((0xBD,), "1/2"),
    ((0xBC,), "1/4"),
    ((0xBE,), "3/4"),
    ((0xD7,), "x"),
    ((0xF7, 0x2044, 0x2215), "/"),
    ((0x2122,), "(TM)"),
    ((0xAE,), "(R)"),
    ((0xA9,), "(C)"),
    ((0x2116,), "No."),
    ((0xFB01,), "fi"),
    ((0xFB02,), "fl"),
    ((0xFB00,), "ff"),
)
_PLAIN = _plain()
