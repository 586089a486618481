"""The main pages: the links of the bar at the side, or at the foot of a phone's screen."""

from dataclasses import dataclass

from ringback.accounts.members import Role


@dataclass(frozen=True, slots=True)
class Tab:
    path: str  # of its page in the account, "calls"
    label: str  # marked for translation: mark("Calls")
    icon: str  # in icons.html
    place: int  # in the order; below 100 the daily ones, from 100 what is set up once
    on_phone: bool = False  # in the bar at the foot of a phone; the others are behind More
    needs: Role = Role.READER
