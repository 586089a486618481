"""`ringback lines live` and `ringback lines watch`."""

from ringback.accounts import audit
from ringback.cli.database import NOTHING_YET, opened
from ringback.cli.forwarding import line_numbered
from ringback.cli.people import WHO
from ringback.cli.show import plain
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.open import is_there
from ringback.db.transaction import Transaction
from ringback.flows.went_live import InTheWay, NotYet, put_in_service
from ringback.lines import going_live
from ringback.lines.store import Line
from ringback.settings import Settings


def put_line_in_service(settings: Settings, number: str, without: str) -> None:
    """Stops with what is in the way."""
    if not is_there(settings):
        raise Stop(NOTHING_YET, WRONG_USE)
    with opened(settings) as db:
        try:
            went = db.run_now(_go_live, number, settings.public_url, without)
        except NotYet as not_yet:
            raise Stop(_in_the_way(number, not_yet.why), FINDING) from None
    print(f"{number} is live: its callers are texted." if went else f"{number} was live already.")


def only_watch_line(settings: Settings, number: str) -> None:
    if not is_there(settings):
        raise Stop(NOTHING_YET, WRONG_USE)
    with opened(settings) as db:
        db.run_now(_only_watch, number)
    print(f"{number} only watches now: nobody is texted. ringback lines live puts it in service again.")


def _go_live(tx: Transaction, number: str, public_url: str, without: str) -> bool:
    """False where it was live already."""
    line = line_numbered(tx, number)
    if going_live.live(tx, line.account_id, line.id):
        return False
    put_in_service(tx, line, WHO, public_url, without)
    _noted(tx, line, "put a line in service", without)
    return True


def _only_watch(tx: Transaction, number: str) -> None:
    line = line_numbered(tx, number)
    if going_live.live(tx, line.account_id, line.id):
        going_live.only_watch(tx, line)
        _noted(tx, line, "took a line out of service")


def _noted(tx: Transaction, line: Line, what: str, about: str = "") -> None:
    audit.note(tx, account_id=line.account_id, user_id=None, who=WHO, what=what, about=about)


def _in_the_way(number: str, why: InTheWay) -> str:
    lines = [f"{number} cannot go live yet:", *(f"  - {plain(sentence)}" for sentence in why.sentences)]
    instead = "Make the test call on the page Set-up, or say why it goes live all the same: --without WHY."
    return "\n".join(lines if why.notice else [*lines, instead])
