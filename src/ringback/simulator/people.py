"""Who is who in the simulated world. The numbers are from the range that is kept free for fiction."""

from typing import Final

SHOP: Final = "+15125550142"
NEW_LINES: Final = tuple(f"+151255501{n}" for n in range(60, 70))  # for other businesses of this server
ROSA: Final = "+15125550143"  # her cell phone, which the shop's line rings
DAN: Final = "+15125550111"
DANA: Final = "+15125550112"

# Who may call, one after the other: to somebody new the shop has never sent a text. Only two of their numbers
# stand side by side: three in a row are a machine that counts up, and are held.
CALLERS: Final = {
    DAN: "Dan",
    DANA: "Dana",
    "+15125550104": "Eli",
    "+15125550118": "Fay",
    "+15125550150": "Gus",
    "+15125550156": "Hana",
    "+15125550172": "Ivo",
    "+15125550178": "June",
}
NAMES: Final = {SHOP: "Rosa's Plumbing", ROSA: "Rosa", **CALLERS}
