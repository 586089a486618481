"""The three lists that an owner keeps of callers."""

from enum import StrEnum


class Listed(StrEnum):
    """How the owner wants a number treated. A number is on one list at most."""

    NO = ""
    NEVER_TEXT = "never_text"  # no text and nothing to do: a supplier, the family, who is no customer
    TELL_ME = "tell_me"  # never a text, but a person calls back
    VIP = "vip"  # texted like anybody, and a person is told of every missed call at once
