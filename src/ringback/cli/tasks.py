"""`ringback tasks` and `ringback tasks done`."""

from ringback.accounts.store import Account
from ringback.cli.database import NOTHING_YET, accounts_named, ask, opened
from ringback.cli.show import show_json, show_table
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.contacts import store as contacts
from ringback.db.open import is_there
from ringback.db.transaction import Transaction
from ringback.settings import Settings
from ringback.tasks import store as tasks
from ringback.tasks.store import Task

Row = dict[str, object]


def show_tasks(settings: Settings, name: str | None, *, as_json: bool) -> None:
    rows = ask(settings, _tasks, name)
    if as_json:
        show_json(rows or [])
    elif not rows:
        print(NOTHING_YET if rows is None else "Nothing is to be done.")
    else:
        columns = ("id", "account", "kind", "number", "sentence")
        show_table(columns, ([row[column] for column in columns] for row in rows))


def finish_task(settings: Settings, task_id: str) -> None:
    if not is_there(settings):
        raise Stop(NOTHING_YET, WRONG_USE)
    with opened(settings) as db:
        found = db.run_now(_finish, task_id)
    if found is None:
        raise Stop(f"No open task has the id {task_id}; ringback tasks lists them.", WRONG_USE)
    print(f"Done: {found.sentence}")


def _tasks(tx: Transaction, name: str | None) -> list[Row]:
    """Oldest first, as they should be done."""
    return [
        _row(tx, account, task)
        for account in accounts_named(tx, name)
        for task in tasks.open_tasks(tx, account.id)
    ]


def _row(tx: Transaction, account: Account, task: Task) -> Row:
    number = contacts.get(tx, account.id, task.contact_id).number if task.contact_id else ""
    return {
        "id": task.id,
        "account": account.name,
        "kind": task.kind.value,
        "about": task.about,
        "number": number,
        "sentence": task.sentence,
        "created_at": task.created_at.isoformat(),
    }


def _finish(tx: Transaction, task_id: str) -> Task | None:
    for account in accounts_named(tx, None):
        for task in tasks.open_tasks(tx, account.id):
            if task.id == task_id:
                tasks.finish(tx, account.id, task.kind, task.about)
                return task
    return None
