from pathlib import Path

import pytest

from ringback.lib.secret import Secret
from ringback.settings import (
    SERVE_LOCK,
    SETTINGS,
    Settings,
    SettingsError,
    misspelt,
    note_address,
    noted_address,
    read_settings,
)


def wrong(**variables: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings({f"RINGBACK_{name}": value for name, value in variables.items()})
    return caught.value.problems


def test_nothing_set_gives_a_server_on_this_machine_with_the_simulator() -> None:
    assert read_settings({}) == Settings(
        data=Path("data"),
        database_url="sqlite:///data/ringback.sqlite",
        host="127.0.0.1",
        port=8080,
        public_url="http://127.0.0.1:8080",
        simulator=True,
        log_level="info",
        smtp_url=Secret(""),
        mail_from="Ringback <ringback@localhost>",
    )


def test_everything_set() -> None:
    settings = read_settings(
        {
            "RINGBACK_DATA": "/srv/ringback",
            "RINGBACK_DATABASE_URL": "sqlite:////srv/db/calls.sqlite",
            "RINGBACK_HOST": "0.0.0.0",
            "RINGBACK_PORT": "9000",
            "RINGBACK_PUBLIC_URL": "https://Ringback.Example.com:443/",
            "RINGBACK_SIMULATOR": "ON",
            "RINGBACK_LOG_LEVEL": "warning",
            "RINGBACK_SMTP_URL": "smtps://rosa:secret@mail.example.com",
            "RINGBACK_MAIL_FROM": "shop@example.com",
        }
    )
    assert settings == Settings(
        data=Path("/srv/ringback"),
        database_url="sqlite:////srv/db/calls.sqlite",
        host="0.0.0.0",
        port=9000,
        public_url="https://ringback.example.com",
        simulator=True,
        log_level="warning",
        smtp_url=Secret("smtps://rosa:secret@mail.example.com"),
        mail_from="shop@example.com",
    )
    assert settings.database_path == Path("/srv/db/calls.sqlite")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({setting.variable: " " for setting in SETTINGS}) == read_settings({})


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::", "http://127.0.0.1:8080"),
        ("::1", "http://[::1]:8080"),
        ("[::1]", "http://[::1]:8080"),
        ("localhost", "http://localhost:8080"),
    ],
)
def test_the_usual_public_url_is_where_this_machine_reaches_itself(host: str, address: str) -> None:
    assert read_settings({"RINGBACK_HOST": host}).public_url == address


@pytest.mark.parametrize(
    ("written", "public_url", "on"),
    [
        ("auto", "", True),
        ("auto", "https://ringback.example.com", False),
        ("on", "https://ringback.example.com", True),
        ("off", "", False),
    ],
)
def test_the_simulator_is_on_by_itself_only_without_a_public_url(
    written: str, public_url: str, on: bool
) -> None:
    settings = read_settings({"RINGBACK_SIMULATOR": written, "RINGBACK_PUBLIC_URL": public_url})
    assert settings.simulator is on


@pytest.mark.parametrize(
    "address",
    [
        "https://ringback.example.com",
        "http://ringback.example.com:8080",
        "https://[2001:db8::1]:8443",
        "https://xn--bcher-kva.example",
        "https://203.0.113.7",
    ],
)
def test_a_public_url_is_kept_without_the_slash_at_its_end(address: str) -> None:
    assert read_settings({"RINGBACK_PUBLIC_URL": f"{address}/"}).public_url == address


SHAPE = 'write http:// or https:// and a host, such as "https://ringback.example.com"'


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ringback.example.com", SHAPE),
        ("ftp://ringback.example.com", SHAPE),
        ("https://", SHAPE),
        ("https://host:port", SHAPE),
        ("https://host:99999", SHAPE),
        ("https://[::1", SHAPE),
        ("https://host/in", "write the address without anything after the host and port"),
        ("https://host?x=1", "write the address without anything after the host and port"),
        ("https://host/#", "write the address without anything after the host and port"),
        ("https://rosa:secret@host", "write the address without a user name or password"),
        ("https://bücher.example", "write the host in plain letters; an international name in its xn-- form"),
        ("https://a b", "write the host in plain letters; an international name in its xn-- form"),
    ],
)
def test_a_wrong_public_url_is_refused_with_what_would_be_right(address: str, sentence: str) -> None:
    assert wrong(PUBLIC_URL=address) == [f"RINGBACK_PUBLIC_URL: {sentence}"]


def test_every_wrong_setting_is_named_at_once() -> None:
    assert wrong(
        DATA="a\0b",
        DATABASE_URL="mysql://host/db",
        HOST="127.0.0.1:8080",
        PORT="0",
        PUBLIC_URL="host",
        SIMULATOR="yes",
        SMTP_URL="mail.example.com",
        MAIL_FROM="nobody",
        LOG_LEVEL="loud",
    ) == [
        "RINGBACK_DATA: must not contain a zero byte",
        "RINGBACK_DATABASE_URL: write sqlite:/// and the path of a file, such as "
        '"sqlite:////srv/ringback/ringback.sqlite", or postgresql://USER:PASSWORD@HOST/DATABASE',
        "RINGBACK_HOST: write the host alone; the port has its own setting, RINGBACK_PORT",
        "RINGBACK_PORT: write a number from 1 to 65535, not '0'",
        f"RINGBACK_PUBLIC_URL: {SHAPE}",
        "RINGBACK_SIMULATOR: write auto, on or off, not 'yes'",
        "RINGBACK_SMTP_URL: write smtp:// or smtps://, then user:password@ if it asks for them, "
        "and the host, with its port",
        'RINGBACK_MAIL_FROM: write an e-mail address, such as "Ringback <ringback@example.com>"',
        "RINGBACK_LOG_LEVEL: write debug, info, warning or error, not 'loud'",
    ]


@pytest.mark.parametrize("port", ["-1", "65536", "8080.0", "eight", "٨٠", "1" * 5000])
def test_a_port_is_a_number_from_1_to_65535(port: str) -> None:
    assert wrong(PORT=port) == [f"RINGBACK_PORT: write a number from 1 to 65535, not {port[:20]!r}"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///a?mode=ro"])
def test_a_database_url_names_a_file(url: str) -> None:
    (problem,) = wrong(DATABASE_URL=url)
    assert problem.startswith("RINGBACK_DATABASE_URL: write sqlite:///")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (
            "postgresql://rosa:secret@db.example.com:5433/ringback",
            "postgresql://db.example.com:5433/ringback",
        ),
        ("postgres://rosa@db/ringback?sslmode=require", "postgresql://db/ringback"),
        ("postgresql:///ringback?host=/run/postgresql", "postgresql:///ringback"),
    ],
)
def test_a_server_is_named_without_user_and_password(written: str, name: str) -> None:
    settings = read_settings({"RINGBACK_DATABASE_URL": written})
    assert (settings.on_postgres, settings.database_name) == (True, name)
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://rosa:secret@db",
        "postgresql://rosa:secret@db/",
        "postgresql:rosa:secret@db/ringback",
        "postgresql+asyncpg://rosa:secret@db/ringback",
        "postgres://rosa:secret@db:port/ringback",
    ],
)
def test_a_wrong_server_is_refused_plainly_and_its_password_not_repeated(url: str) -> None:
    assert wrong(DATABASE_URL=url) == [
        "RINGBACK_DATABASE_URL: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
        "as PostgreSQL's own tools take it"
    ]


def test_a_misspelt_variable_is_noticed_and_one_of_the_owners_own_is_not() -> None:
    environ = {"RINGBACK_PUBLIC_ULR": "x", "RINGBACK_PORT": "1", "RINGBACK_TWILIO_TOKEN": "x", "PATH": "x"}
    assert misspelt(environ) == [("RINGBACK_PUBLIC_ULR", "RINGBACK_PUBLIC_URL")]


def test_the_address_of_the_last_start_is_noted_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path), "RINGBACK_PORT": "9000"})
    assert noted_address(tmp_path) == ""
    note_address(settings)
    assert noted_address(tmp_path) == "http://127.0.0.1:9000"


@pytest.mark.parametrize("written", [b"", b"12345", b"http://r.example/path", b"\xff"])
def test_what_is_no_address_is_not_taken_for_one(tmp_path: Path, written: bytes) -> None:
    (tmp_path / SERVE_LOCK).write_bytes(written)
    assert noted_address(tmp_path) == ""


def test_an_address_that_cannot_be_noted_keeps_no_server_from_starting(tmp_path: Path) -> None:
    (tmp_path / SERVE_LOCK).mkdir()
    note_address(read_settings({"RINGBACK_DATA": str(tmp_path)}))
    assert noted_address(tmp_path) == ""
