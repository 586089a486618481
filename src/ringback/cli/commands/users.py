"""`ringback user` and what belongs to it; what they do is in cli/people.py."""

from typing import Annotated

import typer

from ringback.cli.options import AsJson, Data, DatabaseUrl, PublicUrl, chosen

user_app = typer.Typer(help="Who may sign in.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's e-mail address.")]


@user_app.command("first")
def first(data: Data = None, database_url: DatabaseUrl = None, public_url: PublicUrl = None) -> None:
    """Print a link for the first owner, while there is none."""
    from ringback.cli.people import print_first_link  # late: loads the database

    print_first_link(chosen(data=data, database_url=database_url, public_url=public_url))


@user_app.command("list")
def show(as_json: AsJson = False, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """List who may sign in, and to which businesses."""
    from ringback.cli.people import show_people  # late: loads the database

    show_people(chosen(data=data, database_url=database_url), as_json=as_json)


@user_app.command("invite")
def invite(
    email: Email,
    account: Annotated[str, typer.Option("--account", metavar="NAME", help="The business of that name.")],
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="read-only, member or owner.")
    ] = "member",
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
) -> None:
    """Let somebody into a business: at once when they sign in here already, or else by the link it prints."""
    from ringback.cli.people import invite_person  # late: loads the database

    settings = chosen(data=data, database_url=database_url, public_url=public_url)
    invite_person(settings, email, account, role)


@user_app.command("reset")
def reset(
    email: Email, data: Data = None, database_url: DatabaseUrl = None, public_url: PublicUrl = None
) -> None:
    """Print a link with which somebody takes a new password."""
    from ringback.cli.people import reset_person  # late: loads the database

    reset_person(chosen(data=data, database_url=database_url, public_url=public_url), email)


@user_app.command("disable")
def disable(email: Email, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Sign somebody out everywhere, and let them in no more."""
    from ringback.cli.people import let_in_again  # late: loads the database

    let_in_again(chosen(data=data, database_url=database_url), email, allowed=False)


@user_app.command("enable")
def enable(email: Email, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Let somebody who was disabled sign in again."""
    from ringback.cli.people import let_in_again  # late: loads the database

    let_in_again(chosen(data=data, database_url=database_url), email, allowed=True)
