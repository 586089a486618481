"""The people in every test. Rosa owns a plumbing shop, Ben answers its phone, Carol owns another shop and
must see nothing of it, Dan calls."""

ROSAS_SHOP = "Rosa's Plumbing"
ROSAS_LINE = "+15125550142"
ROSAS_PHONE = "+15125550143"
BENS_PHONE = "+15125550144"
BENS_LINE = "+15125550145"  # a second line of Rosa's shop
CAROLS_SHOP = "Carol's Salon"
CAROLS_LINE = "+15125550182"
DAN = "+15125550111"
DANA = "+15125550112"
