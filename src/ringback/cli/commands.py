"""Every command with its options, at a glance. What a command does is in the file of its name.

Each loads its code only when it runs: the database alone takes longer to import than `--help` to print.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ringback import __version__
from ringback.cli import user
from ringback.cli.about_people import evidence, lists_app, stop
from ringback.cli.line_commands import lines_app
from ringback.cli.options import (
    AccountName,
    AsJson,
    CallerNumber,
    Data,
    DatabaseUrl,
    Host,
    Limit,
    LogLevel,
    MailFrom,
    Port,
    PublicUrl,
    Simulator,
    become_node,
    chosen,
)

app = typer.Typer(
    name="ringback",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
tasks_app = typer.Typer()
app.add_typer(tasks_app, name="tasks")
app.add_typer(lists_app, name="lists")
app.command()(evidence)
app.command()(stop)
app.add_typer(lines_app, name="lines")
app.add_typer(user.app, name="user")


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"ringback {__version__}")
        raise typer.Exit


@app.callback()
def ringback(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """No caller to a business is lost: a missed call becomes one good text within seconds."""


@app.command()
def serve(
    data: Data = None,
    database_url: DatabaseUrl = None,
    host: Host = None,
    port: Port = None,
    public_url: PublicUrl = None,
    simulator: Simulator = None,
    mail_from: MailFrom = None,
    log_level: LogLevel = None,
) -> None:
    """Run the server until it is stopped, and print its address."""
    become_node(
        "serve",
        data=data,
        database_url=database_url,
        host=host,
        port=port,
        public_url=public_url,
        simulator=simulator,
        mail_from=mail_from,
        log_level=log_level,
    )


@app.command()
def worker(
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
    log_level: LogLevel = None,
) -> None:
    """Work beside other nodes on one PostgreSQL database: send, and answer no requests."""
    become_node("worker", data=data, database_url=database_url, public_url=public_url, log_level=log_level)


@app.command()
def apply(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The shop file; - reads standard input.")],
    check: Annotated[
        bool, typer.Option("--check", help="Say what would change, and change nothing.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make a business what its shop file says, and say what changed."""
    from ringback.cli.shopfile import apply_file  # late: loads the database

    apply_file(chosen(data=data, database_url=database_url), file, only_check=check, as_json=as_json)


@app.command()
def export(account: AccountName = None, data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Print a business's settings as a shop file, without its secrets."""
    from ringback.cli.shopfile import export_shop  # late: loads the database

    export_shop(chosen(data=data, database_url=database_url), account)


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def preview(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="A shop file that is not applied yet.")
    ] = None,
    price: Annotated[
        float, typer.Option("--price", min=0, help="What one part of a text costs, in dollars.")
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


@app.command()
def verify(
    account: AccountName = None, as_json: AsJson = False, data: Data = None, database_url: DatabaseUrl = None
) -> None:
    """Look whether any stored decision was changed after it was written."""
    from ringback.cli.evidence import verify as look  # late: loads the database

    look(chosen(data=data, database_url=database_url), account, as_json=as_json)


@app.command()
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


@app.command()
def replay(
    since: Annotated[
        str, typer.Option("--since", help="Stored calls since then: 30d, or a day such as 2026-10-01.")
    ] = "30d",
    calls: Annotated[
        str | None, typer.Option("--calls", metavar="FILE", help="A call log or phone bill (CSV) instead.")
    ] = None,
    rules: Annotated[
        str | None, typer.Option("--with", metavar="FILE", help="A shop file with the rules to try.")
    ] = None,
    mapped: Annotated[
        str, typer.Option("--map", metavar="WHAT=COLUMN,…", help="Which column of the log says what.")
    ] = "",
    price: Annotated[
        float, typer.Option("--price", min=0, help="What one part of a text costs, in dollars.")
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


@app.command()
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
        str | None, typer.Option("--seed", help="Webhooks with the same seed belong to the same call.")
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


@app.command()
def doctor(
    online: Annotated[
        bool, typer.Option("--online", help="Also ask each phone company whether it accepts our settings.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
) -> None:
    """Look whether everything is well, and say what to do where it is not."""
    from ringback.cli.doctor import examine  # late: loads the database

    settings = chosen(data=data, database_url=database_url, public_url=public_url)
    examine(settings, online=online, as_json=as_json)


@app.command()
def demo(
    no_week: Annotated[bool, typer.Option("--no-week", help="Leave it empty.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Add Rosa's Plumbing, a shop to play with, on a simulated phone line."""
    from ringback.cli.demo import add_demo  # late: loads the database

    add_demo(chosen(data=data, database_url=database_url), week=not no_week)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; an older backup is replaced.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write all there is into one file, beside a running server too."""
    from ringback.cli.backup import back_up  # late: loads the database

    back_up(chosen(data=data, database_url=database_url), file)


@app.command()
def restore(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="What ringback backup wrote; into an empty folder.")
    ] = None,
    opt_outs_from: Annotated[
        Path | None,
        typer.Option(
            "--opt-outs-from", metavar="FILE", help="Also take in newer opt-outs of a database or a backup."
        ),
    ] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Put a backup back; nothing that may have been sent since then is sent again."""
    from ringback.cli.backup import restore  # late: loads the database

    restore(chosen(data=data, database_url=database_url), file, opt_outs_from)


@app.command()
def providers(as_json: AsJson = False) -> None:
    """List the phone companies that Ringback speaks with, and what each can do."""
    from ringback.cli.providers import show_providers  # late: loads every company

    show_providers(as_json=as_json)


@app.command()
def understand(as_json: AsJson = False) -> None:
    """Read one text per line from standard input and say what each one means."""
    from ringback.cli.understand import understand as explain  # late: loads the patterns

    explain(json=as_json)
