"""A real Asterisk in a folder of its own (a Debian with the package in it), with Rosa's switchboard.

Needs root, for chroot. Everything it writes is below one folder inside that Debian, made anew each time.
"""

import asyncio
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

CONFIG = Path(__file__).parent / "config"
PHONES = [101, 102, 103, 104]
NEVER_PLUGGED_IN = 109
STARTS_WITHIN = 60.0
WITHOUT_MACROS = 21


@dataclass(frozen=True, slots=True)
class Switch:
    root: Path
    version: str  # as it names itself: "22.10.1"
    tech: str  # PJSIP, or SIP for the old driver
    ports: Mapping[str, int]

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.ports["sip_port"]


@asynccontextmanager
async def switch(root: Path, tech: str, timestamps: str = "no") -> AsyncIterator[Switch]:
    """Running and fully booted."""
    ports, version = _ports(), await asyncio.to_thread(_version, root)
    named = {name: str(port) for name, port in ports.items()}
    _write(root, tech, {**named, **_words_of(version), "timestamps": timestamps})
    command = ["chroot", str(root), "asterisk", "-f", "-C", "/ringback/etc/asterisk.conf"]
    log = (root / "ringback" / "output").open("wb")
    process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        await listens(ports["ami_port"])
        yield Switch(root, version, tech, ports)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()
        log.close()


def _version(root: Path) -> str:
    """ "Asterisk 22.10.1+dfsg+~cs6" -> "22.10.1"."""
    said = subprocess.run(["chroot", root, "asterisk", "-V"], capture_output=True, text=True, check=True)
    return re.split(r"[~+]", said.stdout.split()[1])[0]


def _words_of(version: str) -> dict[str, str]:
    """Macros are gone from newer versions, and so is their place in a queue's parameters."""
    if int(version.partition(".")[0]) < WITHOUT_MACROS:
        return {"confirm": "M(confirm)", "gosub_before": ",,"}
    return {"confirm": "U(sub-confirm^s^1)", "gosub_before": ","}


def _write(root: Path, tech: str, values: Mapping[str, str]) -> None:
    home = write_folders(root, "ringback")
    new = tech == "PJSIP"
    words = {
        **values,
        "tech": tech,
        "out": "PJSIP" if new else "SIP/trunk",
        "at": "@trunk" if new else "",
        "not_loaded": "chan_sip.so" if new else "res_pjsip.so\nnoload = chan_pjsip.so",
        "phones": "\n".join(_phone(tech, number, int(values["phones_at"])) for number in PHONES)
        + f"\n{_phone(tech, NEVER_PLUGGED_IN, 0)}",
    }
    for file in CONFIG.glob("*.conf"):
        text = file.read_text()
        for name, value in words.items():
            text = text.replace(f"{{{name}}}", value)
        (home / "etc" / file.name).write_text(text)


def write_folders(root: Path, name: str) -> Path:
    """New and empty, but for the file that names them."""
    home = root / name
    shutil.rmtree(home, ignore_errors=True)
    for folder in ("etc", "run", "log", "spool/recording", "db"):
        (home / folder).mkdir(parents=True)
    lines = [f"ast{folder}dir => /{name}/{folder}" for folder in ("etc", "db", "spool", "run", "log")]
    lines += ["astvarlibdir => /var/lib/asterisk", "astdatadir => /usr/share/asterisk"]
    (home / "etc" / "asterisk.conf").write_text("\n".join(["[directories]", *lines, ""]))
    return home


def _phone(tech: str, number: int, first_port: int) -> str:
    """Phones sit at fixed addresses; one that was never plugged in has none."""
    port = first_port + number - 100
    if tech == "PJSIP":
        contact = f"contact = sip:{number}@127.0.0.1:{port}\n" if first_port else ""
        return f"[{number}](phone)\naors = {number}\n[{number}](aor)\n{contact}"
    where = f"host = 127.0.0.1\nport = {port}" if first_port else "host = dynamic"
    return f"[{number}](phone)\n{where}\n"


def _ports() -> dict[str, int]:
    return {
        "sip_port": free_port(socket.SOCK_DGRAM),
        "trunk_port": free_port(socket.SOCK_DGRAM, "127.0.0.2"),
        "ami_port": free_port(socket.SOCK_STREAM),
        "http_port": free_port(socket.SOCK_STREAM),
        "agi_port": free_port(socket.SOCK_STREAM),
        "iax_port": free_port(socket.SOCK_DGRAM),
        "iax_carrier_port": free_port(socket.SOCK_DGRAM),
        "phones_at": 7100,
        "rtp_start": 21000,
        "rtp_end": 22000,
    }


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM, host: str = "127.0.0.1") -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


async def listens(port: int) -> None:
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
