"""The commands about callers: their lists, their stops, and the proof of why they were texted."""

from pathlib import Path
from typing import Annotated

import typer

from ringback.cli.options import AccountName, AsJson, Data, DatabaseUrl, chosen

lists_app = typer.Typer()

ListName = Annotated[str, typer.Argument(metavar="LIST", help="never_text, tell_me or vip.")]


@lists_app.callback(invoke_without_command=True)
def lists(
    context: typer.Context,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """List the callers who are treated differently."""
    if context.invoked_subcommand is None:
        from ringback.cli.lists import show_lists  # late: loads the database

        show_lists(chosen(data=data, database_url=database_url), account, as_json=as_json)


@lists_app.command("import")
def lists_import(
    name: ListName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An address book: CSV or vCard.")],
    account: AccountName = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Put everybody in an address book on a list."""
    from ringback.cli.lists import import_list  # late: loads the database

    import_list(chosen(data=data, database_url=database_url), name, file, account)


@lists_app.command("put")
def lists_put(
    name: Annotated[
        str, typer.Argument(metavar="LIST", help="never_text, tell_me or vip; none takes them off.")
    ],
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER", help="One number or several.")],
    account: AccountName = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Put numbers on a list, off any other."""
    from ringback.cli.lists import put_on_list  # late: loads the database

    put_on_list(chosen(data=data, database_url=database_url), name, numbers, account)


def stop(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The person's phone number.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who enters it: a name, kept as evidence.")],
    said: Annotated[
        str, typer.Option("--said", metavar="WORDS", help="How the person put it, and where.")
    ] = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="It was a mistake of ours: they may be texted again.")
    ] = False,
    account: AccountName = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Text a person no more, because they said so on the phone, by e-mail or at the counter."""
    from ringback.cli.lists import stop as tell  # late: loads the database

    tell(chosen(data=data, database_url=database_url), number, by, said, account, lift=lift)


def evidence(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The person's phone number.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The zip to write; else one named after it.")
    ] = None,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Put all that is known about one person into a zip: grounds, notices, stops, calls, texts, receipts."""
    from ringback.cli.evidence import write_evidence  # late: loads the database

    settings = chosen(data=data, database_url=database_url)
    write_evidence(settings, number, account, out, as_json=as_json)
