"""The commands with which one tries something; none of them reaches a caller."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from ringback.cli.options import AccountName, AsJson, Data, DatabaseUrl, PublicUrl, chosen


def demo(
    no_week: Annotated[bool, typer.Option("--no-week", help="Leave it empty.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Add Rosa's Plumbing, a shop to play with, on a simulated phone line."""
    from ringback.cli.demo import add_demo  # late: loads the database

    add_demo(chosen(data=data, database_url=database_url), week=not no_week)


def simulate(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="WHAT", help="A scenario; or a provider and one of its recorded webhooks."),
    ] = None,
    only_list: Annotated[bool, typer.Option("--list", help="Only name the scenarios.")] = False,
    line: Annotated[
        str | None, typer.Option("--line", metavar="NUMBER", help="The line that the webhook is for.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where the server is, if elsewhere.")
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option("--seed", metavar="WORD", help="Webhooks with the same seed belong to the same call."),
    ] = None,
    inbound: Annotated[
        list[str] | None,
        typer.Option("--inbound", metavar="CONTEXT", help="Where calls from outside enter a recorded PBX."),
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
) -> None:
    """Play a story and see how it ends, or replay a recorded webhook against the running server."""
    from ringback.cli.simulate import simulate  # late: loads everything

    settings = chosen(data=data, database_url=database_url, public_url=public_url)
    simulate(
        settings,
        what or [],
        only_list=only_list,
        line=line,
        url=url,
        seed=seed,
        inbound=inbound or (),
        as_json=as_json,
    )


def replay(
    since: Annotated[
        str, typer.Option("--since", help="Stored calls since then: 30d, or a day such as 2026-10-01.")
    ] = "30d",
    calls: Annotated[
        str | None, typer.Option("--calls", metavar="FILE", help="A call log or phone bill (CSV) instead.")
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option("--with", metavar="FILE", help="The rules to try: a shop file, or only what changes."),
    ] = None,
    mapped: Annotated[
        str, typer.Option("--map", metavar="WHAT=COLUMN,…", help="Which column of the log says what.")
    ] = "",
    price: Annotated[
        float,
        typer.Option("--price", metavar="DOLLARS", min=0, help="What one part of a text costs, in dollars."),
    ] = 0.012,
    account: AccountName = None,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Decide past calls again under other rules, and say what would have been. Nothing is stored or sent."""
    settings = chosen(data=data, database_url=database_url)
    if calls is None:
        from ringback.cli.timemachine import replay_stored  # late: loads the database

        replay_stored(settings, since, rules, account, price, as_json=as_json)
    else:
        from ringback.cli.call_log import replay_log  # late: loads the database

        replay_log(settings, calls, rules, account, mapped, price, datetime.now(UTC), as_json=as_json)


def understand(as_json: AsJson = False) -> None:
    """Read one text per line from standard input and say what each one means."""
    from ringback.cli.understand import understand as explain  # late: loads the patterns

    explain(json=as_json)


def providers(as_json: AsJson = False) -> None:
    """List the phone companies that Ringback speaks with, and what each can do."""
    from ringback.cli.providers import show_providers  # late: loads every company

    show_providers(as_json=as_json)
