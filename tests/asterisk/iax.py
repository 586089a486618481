"""A carrier that speaks IAX2: a second Asterisk beside the first, out of the same folder, with lines alone.

Whoever is called there answers after a while, or never.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.asterisk.switch import STARTS_WITHIN, Switch, free_port, listens, write_folders

MODULES = ("app_dial", "chan_iax2", "codec_ulaw", "pbx_config", "res_timing_timerfd")
FILES = {
    "modules": "[modules]\nautoload = no\n" + "".join(f"load = {name}.so\n" for name in MODULES),
    "manager": "[general]\nenabled = yes\nport = {manager}\nbindaddr = 127.0.0.1\n"
    "[test]\nsecret = test\nread = all\nwrite = all\n",
    "iax": "[general]\nbindport = {own}\nbindaddr = 127.0.0.1\ncalltokenoptional = 0.0.0.0/0.0.0.0\n"
    "disallow = all\nallow = ulaw\n"
    "[shop]\ntype = friend\ncontext = mobiles\nusername = carrier3\nhost = 127.0.0.1\nport = {shop}\n"
    "requirecalltoken = no\n",
    "extensions": "[mobiles]\nexten => _[+0-9]!,1,Wait({answers_after})\n same => n,Answer()\n"
    " same => n,Wait(20)\n",
}
LOGIN = {"Action": "Login", "Username": "test", "Secret": "test", "Events": "system"}


@dataclass(frozen=True, slots=True)
class IaxCarrier:
    manager: asyncio.StreamWriter

    def command(self, **fields: str) -> None:
        lines = [f"{name}: {value}" for name, value in fields.items()]
        self.manager.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def calls(self, number: str, caller: str) -> None:
        channel, who = f"IAX2/shop/{number}", f'"Dan" <{caller}>' if caller else ""
        self.command(
            Action="Originate", Channel=channel, Application="Wait", Data="20", CallerID=who, Async="true"
        )

    def hang_up(self) -> None:
        self.command(Action="Hangup", Channel="/^IAX2/")


@asynccontextmanager
async def iax_carrier(switch: Switch, answers_after: float = 60.0) -> AsyncIterator[IaxCarrier]:
    words = {
        "manager": free_port(),
        "own": switch.ports["iax_carrier_port"],
        "shop": switch.ports["iax_port"],
        "answers_after": answers_after,
    }
    home = write_folders(switch.root, "carrier")
    for name, text in FILES.items():
        (home / "etc" / f"{name}.conf").write_text(text.format(**words))
    command = ["chroot", str(switch.root), "asterisk", "-f", "-C", "/carrier/etc/asterisk.conf"]
    with (home / "output").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        try:
            await listens(int(words["manager"]))
            said, manager = await asyncio.open_connection("127.0.0.1", int(words["manager"]))
            carrier = IaxCarrier(manager)
            carrier.command(**LOGIN)
            async with asyncio.timeout(STARTS_WITHIN):  # it listens before it has its lines
                await said.readuntil(b"FullyBooted")
            yield carrier
            manager.close()
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()
