"""Somebody is let into a business.

Came here from: an invitation that was accepted (web/links.py), the team's page, and the command line.
Goes on in:     the inbox, which holds for them what comes from now on.
"""

from ringback.accounts import members
from ringback.accounts.members import Role
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction


def join_team(tx: Transaction, account_id: str, user_id: str, role: Role) -> None:
    """Or change what they may do. What was there before a colleague joins counts as read for them, for
    others have looked after it; for the first of a business nothing does, for nobody has seen it.

    Raises LastOwner.
    """
    there = {member.user.id for member in members.of_account(tx, account_id)}
    members.put(tx, account_id, user_id, role)
    if there and user_id not in there:
        conversations.read_all(tx, account_id, user_id)
