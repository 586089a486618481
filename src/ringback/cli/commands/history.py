"""The commands about what has happened, and what is still to be done."""

from typing import Annotated

import typer

from ringback.cli.options import AccountName, AsJson, CallerNumber, Data, DatabaseUrl, Limit, chosen

tasks_app = typer.Typer()


def calls(
    number: CallerNumber = None,
    account: AccountName = None,
    limit: Limit = 100,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """List the calls, newest first: what came of each, and why."""
    from ringback.cli.history import Asked, show_calls  # late: loads the database

    settings = chosen(data=data, database_url=database_url)
    show_calls(settings, Asked(account, number, limit), as_json=as_json)


def texts(
    number: CallerNumber = None,
    account: AccountName = None,
    limit: Limit = 100,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """List the texts, in and out, newest first."""
    from ringback.cli.history import Asked, show_texts  # late: loads the database

    settings = chosen(data=data, database_url=database_url)
    show_texts(settings, Asked(account, number, limit), as_json=as_json)


def why(
    call: Annotated[
        str,
        typer.Argument(metavar="CALL", help="A call's id, the beginning of one, or a caller's number."),
    ],
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Say why a call was or was not answered with a text, and whether that record is as it was written."""
    from ringback.cli.why import why as say_why  # late: loads the database

    say_why(chosen(data=data, database_url=database_url), call, account, as_json=as_json)


def verify(
    account: AccountName = None, as_json: AsJson = False, data: Data = None, database_url: DatabaseUrl = None
) -> None:
    """Look whether any stored decision was changed after it was written."""
    from ringback.cli.evidence import verify as look  # late: loads the database

    look(chosen(data=data, database_url=database_url), account, as_json=as_json)


@tasks_app.callback(invoke_without_command=True)
def tasks(
    context: typer.Context,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """List what waits for a person, oldest first."""
    if context.invoked_subcommand is None:
        from ringback.cli.tasks import show_tasks  # late: loads the database

        show_tasks(chosen(data=data, database_url=database_url), account, as_json=as_json)


@tasks_app.command("done")
def tasks_done(
    task_id: Annotated[str, typer.Argument(metavar="ID", help="The task's id.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Tick a task off."""
    from ringback.cli.tasks import finish_task  # late: loads the database

    finish_task(chosen(data=data, database_url=database_url), task_id)
