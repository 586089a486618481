"""Telephones on loopback: they call, ring, answer, decline, press keys and hang up as they are told.

One `Phone` is a desk phone, or the carrier with all its callers behind one address.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from tests.asterisk import sip
from tests.asterisk.sip import Dialog, Message

Address = tuple[str, int]
Picks = Callable[["Call"], Awaitable[None]]
SPEECH = bytes(40 + at % 60 for at in range(160))  # 20 ms that no switch takes for silence
PATIENCE = 20.0


class Call:
    """One call of one phone, made or taken."""

    def __init__(self, phone: "Phone", dialog: Dialog, invite: Message | None) -> None:
        self.phone = phone
        self.dialog = dialog
        self.invite = invite  # the other side's, when it called us
        self.branch = ""
        self.dialled = ""
        self.ringing = asyncio.Event()
        self.answered = asyncio.Event()
        self.ended = asyncio.Event()
        self.moved = asyncio.Event()  # the switch has taken our transfer
        self.status = 0
        self._speaking: asyncio.Task[None] | None = None

    async def rings(self) -> None:
        await asyncio.wait_for(self.ringing.wait(), PATIENCE)

    async def is_answered(self) -> None:
        await asyncio.wait_for(self.answered.wait(), PATIENCE)

    async def is_over(self) -> None:
        await asyncio.wait_for(self.ended.wait(), PATIENCE)

    async def lasts(self, seconds: float) -> None:
        """Wait, but not longer than the call."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.ended.wait(), seconds)

    # --- of a call that came to us ---

    def hear(self) -> None:
        """As a phone that has the call and shows nothing of it."""
        self._answer("100 Trying")

    def ring(self) -> None:
        self._answer("180 Ringing")

    def answer(self) -> None:
        self._answer("200 OK", sip.offer(self.phone.host, self.dialog.media_port))
        assert self.invite is not None
        self._up(self.invite)

    def decline(self, status: str) -> None:
        self._answer(status)
        self.over()

    def redirect(self, target: str) -> None:
        assert self.invite is not None
        contact = f"<sip:{target}@{self.phone.switch[0]}:{self.phone.switch[1]}>"
        tag = sip.tag_of(self.dialog.own)
        self.phone.send(sip.answer_to(self.invite, "302 Moved Temporarily", tag, contact))
        self.over()

    # --- of a call that we made ---

    def cancel(self) -> None:
        self._request("CANCEL", cseq=1, branch=self.branch, target=self.dialled)

    # --- of both ---

    def hang_up(self) -> None:
        if not self.ended.is_set():
            self._request("BYE")
            self.over()

    def press(self, keys: str) -> None:
        for key in keys:
            fields = [("Content-Type", "application/dtmf-relay")]
            self._request("INFO", fields=fields, body=f"Signal={key}\r\nDuration=160\r\n")

    def transfer(self, target: str) -> None:
        """Blind: the other side is sent to `target`."""
        host, port = self.phone.switch
        self._request("REFER", fields=[("Refer-To", f"<sip:{target}@{host}:{port}>"), self._by()])

    def transfer_to(self, other: "Call") -> None:
        """Attended: the other side is connected with the other side of `other`."""
        dialog = other.dialog
        replaced = f"{dialog.call_id};to-tag={sip.tag_of(dialog.other)};from-tag={sip.tag_of(dialog.own)}"
        to = f"<{sip.uri_of(dialog.target)}?Replaces={quote(replaced, safe='')}>"
        self._request("REFER", fields=[("Refer-To", to), self._by()])

    def over(self) -> None:
        if self._speaking is not None:
            self._speaking.cancel()
        self.ended.set()

    def heard(self, answer: Message) -> None:
        """An answer to our INVITE."""
        self.status = answer.status
        if answer.tag:
            self.dialog.other = answer["to"]
        if answer["contact"]:
            self.dialog.target = sip.uri_of(answer["contact"])
        if 180 <= answer.status < 200:
            self.ringing.set()
        elif answer.status >= 200:
            self._acknowledge(answer)
            if answer.status < 300:
                self._up(answer)
            else:
                self.over()

    def _up(self, other: Message) -> None:
        self.ringing.set()
        self.answered.set()
        to = sip.media_of(other.body)
        if to is not None and self._speaking is None:
            self._speaking = asyncio.create_task(_speak(self.phone.host, self.dialog.media_port, to))

    def _acknowledge(self, answer: Message) -> None:
        refused = answer.status >= 300
        branch = self.branch if refused else ""
        target = self.dialled if refused else self.dialog.target
        self._request("ACK", cseq=int(answer["cseq"].split()[0]), branch=branch, target=target)

    def _answer(self, status: str, body: str = "") -> None:
        assert self.invite is not None
        tag = sip.tag_of(self.dialog.own)
        packet = sip.answer_to(self.invite, status, tag, self.phone.contact, body)
        self.phone.remember(self.invite, packet)
        self.phone.send(packet)

    def _request(
        self,
        method: str,
        *,
        cseq: int = 0,
        branch: str = "",
        target: str = "",
        fields: list[tuple[str, str]] | None = None,
        body: str = "",
    ) -> None:
        if not cseq:
            self.dialog.cseq += 1
        number = cseq or self.dialog.cseq
        packet = self.phone.packet(self, method, number, branch, target or self.dialog.target, fields, body)
        self.phone.send(packet)

    def _by(self) -> tuple[str, str]:
        return "Referred-By", f"<{sip.uri_of(self.dialog.own)}>"


class Phone(asyncio.DatagramProtocol):
    """`picks` says what it does when it rings; without, it rings until the caller has had enough."""

    def __init__(self, name: str, host: str, port: int, switch: Address) -> None:
        self.name = name
        self.host = host
        self.port = port
        self.switch = switch
        self.contact = f"<sip:{name}@{host}:{port}>"
        self.picks: Picks = rings_on
        self.calls: dict[str, Call] = {}
        self._said: dict[tuple[str, str], bytes] = {}
        self._transport: asyncio.DatagramTransport | None = None
        self._busy: set[asyncio.Task[None]] = set()

    async def switch_on(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(self.host, self.port)
        )

    def switch_off(self) -> None:
        for call in self.calls.values():
            call.over()
        for task in self._busy:
            task.cancel()
        if self._transport is not None:
            self._transport.close()

    def call(self, number: str, *, caller: str = "", name: str = "", hidden: bool = False) -> Call:
        """Dial. `caller` is the number shown, for a carrier that has many."""
        shown = f'"{name}" ' if name else ""
        own = f"{shown}<sip:{caller or self.name}@{self.host}:{self.port}>;tag={sip.random_word()}"
        if hidden:
            own = f'"Anonymous" <sip:anonymous@anonymous.invalid>;tag={sip.random_word()}'
        host, port = self.switch
        target = f"sip:{number}@{host}:{port}"
        dialog = Dialog(sip.random_word(), own, f"<{target}>", target)
        call = Call(self, dialog, None)
        call.branch, call.dialled = f"z9hG4bK{sip.random_word()}", target
        self.calls[dialog.call_id] = call
        body = sip.offer(self.host, dialog.media_port)
        fields = [("Content-Type", "application/sdp"), ("Supported", "replaces")]
        self.send(self.packet(call, "INVITE", 1, call.branch, target, fields, body))
        return call

    def packet(
        self,
        call: Call,
        method: str,
        cseq: int,
        branch: str,
        target: str,
        fields: list[tuple[str, str]] | None,
        body: str,
    ) -> bytes:
        via = f"SIP/2.0/UDP {self.host}:{self.port};branch={branch or 'z9hG4bK' + sip.random_word()}"
        head = [("Via", via), ("Max-Forwards", "70"), ("From", call.dialog.own)]
        head += [("To", call.dialog.other), ("Call-ID", call.dialog.call_id)]
        head += [("CSeq", f"{cseq} {method}"), ("Contact", self.contact), *(fields or [])]
        return sip.write(f"{method} {target} SIP/2.0", head, body)

    def send(self, packet: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(packet, self.switch)

    def remember(self, request: Message, answer: bytes) -> None:
        self._said[request["call-id"], request["cseq"]] = answer

    def datagram_received(self, packet: bytes, _sender: Address) -> None:
        if not packet.strip():
            return
        message = sip.read(packet)
        call = self.calls.get(message["call-id"])
        if message.status:
            if call is not None and message.method == "INVITE":
                call.heard(message)
            if call is not None and message.method == "REFER" and message.status == 202:
                call.moved.set()
        elif (said := self._said.get((message["call-id"], message["cseq"]))) and message.method != "ACK":
            if message.method == "CANCEL":
                self._other_request(message, call)
            else:
                self.send(said)
        elif message.method == "INVITE" and call is None:
            self._rings(message)
        elif message.method != "ACK":
            self._other_request(message, call)

    def _rings(self, invite: Message) -> None:
        own = f"{invite['to']};tag={sip.random_word()}"
        dialog = Dialog(invite["call-id"], own, invite["from"], sip.uri_of(invite["contact"]))
        call = Call(self, dialog, invite)
        call.dialled = sip.uri_of(invite.first.split(" ")[1]).removeprefix("sip:").partition("@")[0]
        self.calls[dialog.call_id] = call
        task = asyncio.create_task(_pick(self.picks, call))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    def _other_request(self, request: Message, call: Call | None) -> None:
        body = ""
        tag = sip.random_word() if call is None else sip.tag_of(call.dialog.own)
        if request.method == "INVITE" and call is not None:  # the switch moves the sound elsewhere
            body = sip.offer(self.host, call.dialog.media_port)
        packet = sip.answer_to(request, "200 OK", tag, self.contact, body)
        if request.method != "CANCEL":
            self.remember(request, packet)
        self.send(packet)
        if request.method == "CANCEL" and call is not None and not call.answered.is_set():
            call.decline("487 Request Terminated")
        if request.method == "BYE" and call is not None:
            call.over()


async def rings_on(call: Call) -> None:
    call.ring()


def answers(after: float = 0.5, talks: float | None = None, keys: str = "") -> Picks:
    """Picks up, presses keys, and hangs up after talking so long (None: leaves that to the other side)."""

    async def picks(call: Call) -> None:
        call.ring()
        await call.lasts(after)
        if call.ended.is_set():
            return
        call.answer()
        for key in keys:
            await call.lasts(1.2)
            call.press(key)
        if talks is not None:
            await call.lasts(talks)
            call.hang_up()

    return picks


def declines(status: str, after: float = 0.3) -> Picks:
    async def picks(call: Call) -> None:
        call.ring()
        await call.lasts(after)
        if not call.ended.is_set():
            call.decline(status)

    return picks


def sends_on(target: str) -> Picks:
    """The phone itself forwards: 302."""

    async def picks(call: Call) -> None:
        call.redirect(target)

    return picks


async def _pick(picks: Picks, call: Call) -> None:
    await picks(call)


async def _speak(host: str, port: int, to: Address) -> None:
    """Twenty milliseconds of sound at a time, until cancelled."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=(host, port))
    try:
        for number in range(100_000):
            head = bytes([0x80, 0]) + (number & 0xFFFF).to_bytes(2) + (number * 160).to_bytes(4)
            transport.sendto(head + port.to_bytes(4) + SPEECH, to)
            await asyncio.sleep(0.02)
    finally:
        transport.close()
