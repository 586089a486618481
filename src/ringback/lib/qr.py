"""QR codes: for a page, and for a terminal."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode


def qr_svg(content: str) -> str:
    """A whole <svg> element, to stand in a page: black on white, in dark pages too, or no camera reads it."""
    return _made(content).svg_inline(scale=4, dark="black", light="white", border=4, omitsize=True)


def qr_terminal(content: str) -> str:
    """Half-height blocks, for a screen with light letters on dark."""
    drawn = io.StringIO()
    _made(content).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()


def _made(content: str) -> "QRCode":
    import segno  # late: only set-up pages draw one

    return segno.make_qr(content, error="m")
