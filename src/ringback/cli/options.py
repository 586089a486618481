"""The options of the commands. Those that stand for settings are made from the table of settings."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, NoReturn

import typer
from typer.models import OptionInfo

from ringback.cli.node import become
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.settings import SETTINGS, Settings, SettingsError, noted_address, read_settings

ADDRESS = ("host", "port", "public_url")  # the settings that say it


def _option(name: str) -> OptionInfo:
    setting = next(setting for setting in SETTINGS if setting.name == name)
    found = typer.Option(
        setting.option,
        envvar=setting.variable,
        help=setting.help,
        show_default=setting.default,
        metavar=setting.name.rpartition("_")[2].upper(),
        rich_help_panel="Settings",
    )
    assert isinstance(found, OptionInfo)
    return found


Data = Annotated[str | None, _option("data")]
DatabaseUrl = Annotated[str | None, _option("database_url")]
Host = Annotated[str | None, _option("host")]
Port = Annotated[str | None, _option("port")]
PublicUrl = Annotated[str | None, _option("public_url")]
Simulator = Annotated[str | None, _option("simulator")]
MailFrom = Annotated[str | None, _option("mail_from")]
LogLevel = Annotated[str | None, _option("log_level")]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
AccountName = Annotated[
    str | None, typer.Option("--account", metavar="NAME", help="Only the business of that name.")
]
Limit = Annotated[int, typer.Option("--limit", metavar="COUNT", min=1, max=100_000, help="How many at most.")]
Price = Annotated[
    float,
    typer.Option("--price", metavar="DOLLARS", min=0, help="What one part of a text costs, in dollars."),
]
CallerNumber = Annotated[
    str | None, typer.Option("--number", metavar="NUMBER", help="Only those of this caller.")
]


def chosen(**typed: str | None) -> Settings:
    """The settings from the environment, with what was typed on the command line in place of it.

    If neither says under which address the server is reached, it is the one it was last started with.
    """
    settings, said = _read(typed), {**os.environ, **_variables(typed)}
    if any(said.get(setting.variable) for setting in SETTINGS if setting.name in ADDRESS):
        return settings
    return replace(settings, public_url=noted_address(settings.data) or settings.public_url)


def become_node(what: str, **typed: str | None) -> NoReturn:
    """Run as a server or as a worker, when the settings are right."""
    _read(typed)
    become(what, _variables(typed))


def _read(typed: Mapping[str, str | None]) -> Settings:
    try:
        return read_settings({**os.environ, **_variables(typed)})
    except SettingsError as wrong:
        raise Stop("\n".join(wrong.problems), WRONG_USE) from None


def _variables(typed: Mapping[str, str | None]) -> dict[str, str]:
    known = {setting.name: setting.variable for setting in SETTINGS}
    return {known[name]: value for name, value in typed.items() if value is not None}
