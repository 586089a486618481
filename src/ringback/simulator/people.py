"""Who is who in the simulated world. The numbers are from the range that is kept free for fiction."""

from typing import Final

SHOP: Final = "+15125550142"
ROSA: Final = "+15125550143"  # her cell phone, which the shop's line rings
DAN: Final = "+15125550111"

NAMES: Final = {SHOP: "Rosa's Plumbing", ROSA: "Rosa", DAN: "Dan"}
