"""Every command with its options, at a glance. What a command does is in the file of cli/ with its name.

Each loads its code only when it runs: the database alone takes longer to import than `--help` to print.
"""

from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

from ringback import __version__
from ringback.cli.commands.history import calls, tasks_app, texts, verify, why
from ringback.cli.commands.lines import lines_app
from ringback.cli.commands.people import evidence, lists_app, stop
from ringback.cli.commands.server import backup, doctor, new_key, restore, serve, worker
from ringback.cli.commands.shop import apply, export, preview, registration
from ringback.cli.commands.trying import demo, providers, replay, simulate, understand
from ringback.cli.commands.users import user_app
from ringback.cli.flags import Command, Menu

app = typer.Typer(
    name="ringback",
    cls=Menu,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Entry = Callable[..., Any] | tuple[str, typer.Typer]
# In the order of `--help`, each under its heading.
MENU: Final[dict[str, tuple[Entry, ...]]] = {
    "The server": (serve, worker, doctor, backup, restore, new_key, ("user", user_app)),
    "A business": (apply, export, ("lines", lines_app), preview, registration),
    "What has happened": (calls, texts, why, ("tasks", tasks_app), verify),
    "People": (("lists", lists_app), stop, evidence),
    "To try": (demo, simulate, replay, understand, providers),
}
for heading, entries in MENU.items():
    for entry in entries:
        if isinstance(entry, tuple):
            name, group = entry
            app.add_typer(group, name=name, cls=Menu, rich_help_panel=heading)
            for inner in group.registered_commands:
                inner.cls = Command
        else:
            app.command(cls=Command, rich_help_panel=heading)(entry)


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
