"""Who is who in the simulated world. The numbers are from the range that is kept free for fiction."""

from typing import Final

SHOP: Final = "+15125550142"
NEW_LINES: Final = tuple(f"+151255501{n}" for n in range(60, 70))  # for other businesses of this server
ROSA: Final = "+15125550143"  # her cell phone, which the shop's line rings
DAN: Final = "+15125550111"
DANA: Final = "+15125550112"

# Who may call, one after the other: to somebody new the shop has never sent a text.
CALLERS: Final = {
    DAN: "Dan",
    DANA: "Dana",
    "+15125550113": "Eli",
    "+15125550114": "Fay",
    "+15125550115": "Gus",
    "+15125550116": "Hana",
    "+15125550117": "Ivo",
    "+15125550118": "June",
}
NAMES: Final = {SHOP: "Rosa's Plumbing", ROSA: "Rosa", **CALLERS}
