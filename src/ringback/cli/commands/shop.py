"""The commands about a business: its settings, its texts, its registration."""

from typing import Annotated

import typer

from ringback.cli.options import AccountName, AsJson, Data, DatabaseUrl, PublicUrl, chosen


def apply(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Shop files, one a business; - reads standard input."),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Say what would change, and change nothing.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make a business what its shop file says, and say what changed."""
    from ringback.cli.shopfile import apply_files  # late: loads the database

    apply_files(chosen(data=data, database_url=database_url), files, only_check=check, as_json=as_json)


def export(account: AccountName = None, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Print a business's settings as a shop file, without its secrets."""
    from ringback.cli.shopfile import export_shop  # late: loads the database

    export_shop(chosen(data=data, database_url=database_url), account)


def preview(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A shop file that is not applied yet.")
    ] = None,
    price: Annotated[
        float,
        typer.Option("--price", metavar="DOLLARS", min=0, help="What one part of a text costs, in dollars."),
    ] = 0.012,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Show every text that a caller may get, as it reads now, what it costs, and what is wrong with it."""
    from ringback.cli.preview import show_previews  # late: loads the database

    settings = chosen(data=data, database_url=database_url)
    show_previews(settings, file, account, price, as_json=as_json)


def registration(
    online: Annotated[
        bool, typer.Option("--online", help="Also look whether the website and the pages open.")
    ] = False,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
) -> None:
    """Say what is missing before the carriers take a business's texts, and write what to hand in."""
    from ringback.cli.registration import show_registration  # late: loads the database

    settings = chosen(data=data, database_url=database_url, public_url=public_url)
    show_registration(settings, account, online=online, as_json=as_json)
