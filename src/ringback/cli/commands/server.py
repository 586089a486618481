"""The commands for whoever keeps the server running."""

from pathlib import Path
from typing import Annotated

import typer

from ringback.cli.options import (
    AsJson,
    Data,
    DatabaseUrl,
    Host,
    LogLevel,
    MailFrom,
    Port,
    PublicUrl,
    Simulator,
    become_node,
    chosen,
)


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


def worker(
    data: Data = None,
    database_url: DatabaseUrl = None,
    public_url: PublicUrl = None,
    log_level: LogLevel = None,
) -> None:
    """Work beside other nodes on one PostgreSQL database: send, and answer no requests."""
    become_node("worker", data=data, database_url=database_url, public_url=public_url, log_level=log_level)


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


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; an older backup is replaced.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write all there is into one file, beside a running server too."""
    from ringback.cli.backup import back_up  # late: loads the database

    back_up(chosen(data=data, database_url=database_url), file)


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


def new_key(data: Data = None, database_url: DatabaseUrl = None) -> None:
    """Go on with another key, when the one that the stored secrets are sealed with is lost for good."""
    from ringback.cli.new_key import begin_with_new_key  # late: loads the database

    begin_with_new_key(chosen(data=data, database_url=database_url))
