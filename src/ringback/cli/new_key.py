"""`ringback new-key`: go on with another key, when the one that secrets are sealed with is lost for good."""

from ringback.accounts import audit, factors, push, users
from ringback.app import AlreadyRunning, sole_owner
from ringback.cli.database import NOTHING_YET, in_plain_words, opened
from ringback.cli.people import WHO
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.db.open import is_there
from ringback.db.transaction import Transaction
from ringback.lines.settings import MissingSecret, Vault
from ringback.lines.shared_key import begin_anew, trouble, unopened
from ringback.settings import Settings


def begin_with_new_key(settings: Settings) -> None:
    if not is_there(settings):
        raise Stop(NOTHING_YET, WRONG_USE)
    vault = Vault.of(settings)
    try:
        vault.check()
        with in_plain_words(settings), sole_owner(settings), opened(settings) as db:
            said = db.run_now(_begin, vault)
    except AlreadyRunning:
        raise Stop("Stop ringback serve first: it works with the key that it has.") from None
    except MissingSecret as why:
        raise Stop(f"Nothing was changed: {why}.") from None
    print("\n".join(said))


def _begin(tx: Transaction, vault: Vault) -> list[str]:
    if not trouble(tx, vault):
        raise Stop(f"{vault.named} opens the secrets in the database: no new key is needed.")
    begin_anew(tx, vault)
    said = [f"From now on {vault.named} is the key. Nodes that share the database need the same."]
    if found := unopened(tx, vault):
        numbers = ", ".join(line.number for line in found)
        said.append(f"Enter the secrets of {numbers} again, on the page Set-up or with ringback apply.")
    if whose := factors.remove_all(tx):
        emails = ", ".join(user.email for user in users.every(tx) if user.id in whose)
        said.append(f"Until they set it up anew, these sign in without a code: {emails}.")
    if push.forget_all(tx):
        said.append("Browsers are told nothing any more until their people switch that on again.")
    audit.note(tx, account_id=None, user_id=None, who=WHO, what="began with a new key")
    return said
