"""`ringback lines` and what belongs to it."""

from typing import Annotated

import typer

from ringback.cli.options import AccountName, AsJson, Data, DatabaseUrl, PublicUrl, chosen

lines_app = typer.Typer()
LineNumber = Annotated[str, typer.Argument(metavar="NUMBER", help="The line's number, such as +15125550142.")]


@lines_app.callback(invoke_without_command=True)
def lines(
    context: typer.Context,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
) -> None:
    """Show each line: the addresses to enter at the phone company, and what is missing."""
    if context.invoked_subcommand is None:
        from ringback.cli.lines import show_lines  # late: loads the database

        settings = chosen(data=data, database_url=database_url, public_url=public_url)
        show_lines(settings, account, as_json=as_json)


@lines_app.command("forwarding")
def lines_forwarding(
    number: LineNumber,
    carrier: Annotated[
        str | None,
        typer.Option("--carrier", metavar="NAME", help="The phone company of the business's own number."),
    ] = None,
    business: Annotated[
        str | None,
        typer.Option("--from", metavar="NUMBER", help="The business's own number, to look for loops."),
    ] = None,
    seconds: Annotated[
        int | None, typer.Option("--seconds", metavar="COUNT", min=1, help="How long the phone rings first.")
    ] = None,
    qr: Annotated[bool, typer.Option("--qr", help="Draw each code, for a phone's camera.")] = False,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Say what to dial so that unanswered calls come to this line, and whether they do."""
    from ringback.cli.forwarding import Asked, show_forwarding  # late: loads the database

    settings = chosen(data=data, database_url=database_url)
    show_forwarding(settings, Asked(number, carrier, business, seconds), qr=qr, as_json=as_json)


@lines_app.command("live")
def lines_live(
    number: LineNumber,
    without: Annotated[
        str,
        typer.Option("--without", metavar="WHY", help="Why it goes live although a check does not pass."),
    ] = "",
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
) -> None:
    """Put a line in service, if its checks pass: from then on its callers are texted."""
    from ringback.cli.live import put_line_in_service  # late: loads the database

    settings = chosen(data=data, database_url=database_url, public_url=public_url)
    put_line_in_service(settings, number, without)


@lines_app.command("watch")
def lines_watch(number: LineNumber, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Take a line out of service: its calls are recorded and explained, and nobody is texted."""
    from ringback.cli.live import only_watch_line  # late: loads the database

    only_watch_line(chosen(data=data, database_url=database_url), number)


@lines_app.command("connect")
def lines_connect(
    number: LineNumber, data: Data = None, database_url: DatabaseUrl = None, public_url: PublicUrl = None
) -> None:
    """Have the phone company send this line's calls and texts here; again, it renews and repairs that."""
    from ringback.cli.connect import connect_line  # late: loads the database

    connect_line(chosen(data=data, database_url=database_url, public_url=public_url), number)


@lines_app.command("disconnect")
def lines_disconnect(
    number: LineNumber, data: Data = None, database_url: DatabaseUrl = None, public_url: PublicUrl = None
) -> None:
    """Take this line's addresses out of the phone company again."""
    from ringback.cli.connect import disconnect_line  # late: loads the database

    disconnect_line(chosen(data=data, database_url=database_url, public_url=public_url), number)
