"""Phone numbers: from what a company sends to E.164, or to the reason why there is none."""

from enum import StrEnum


class NumberKind(StrEnum):
    GEOGRAPHIC = "geographic"  # an ordinary number (in North America a mobile cannot be told from a landline)
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    PERSONAL = "personal"
    FOREIGN = "foreign"  # outside the home country and its neighbours on the same terms
    NANP_FOREIGN = "nanp_foreign"  # +1, but another country: billed as international
    SHORT_CODE = "short_code"
    N11 = "n11"  # 911, 411 and the like
    ANONYMOUS = "anonymous"
    EMPTY = "empty"
    INVALID = "invalid"
