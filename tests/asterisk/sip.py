"""SIP as far as a desk phone and a carrier on loopback need it (RFC 3261): reading and writing messages."""

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

_COMPACT = {"i": "call-id", "f": "from", "t": "to", "m": "contact", "v": "via", "l": "content-length"}
_ports = itertools.count(30000, 2)


@dataclass(frozen=True, slots=True)
class Message:
    first: str
    fields: tuple[tuple[str, str], ...]  # names in lower case; Via comes several times
    body: str

    @property
    def status(self) -> int:
        """0 for a request."""
        return int(self.first.split(" ")[1]) if self.first.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        """Of the request, or of the request that is answered."""
        return self["cseq"].split()[1] if self.status else self.first.split(" ")[0]

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def every(self, name: str) -> Iterator[str]:
        return (value for key, value in self.fields if key == name)

    @property
    def tag(self) -> str:
        """Of whoever answered."""
        return tag_of(self["to"])


def read(packet: bytes) -> Message:
    head, _, body = packet.decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    named = ((name.strip().lower(), value.strip()) for name, _, value in pairs)
    return Message(first, tuple((_COMPACT.get(name, name), value) for name, value in named), body)


def write(first: str, fields: list[tuple[str, str]], body: str = "") -> bytes:
    length = ("Content-Length", str(len(body.encode())))
    lines = [first, *(f"{name}: {value}" for name, value in [*fields, length]), "", ""]
    return ("\r\n".join(lines) + body).encode()


def tag_of(address: str) -> str:
    return address.partition(";tag=")[2].partition(";")[0]


def uri_of(address: str) -> str:
    return address.partition("<")[2].partition(">")[0] if "<" in address else address.partition(";")[0]


def answer_to(request: Message, status: str, tag: str, contact: str, body: str = "") -> bytes:
    to = request["to"] if tag_of(request["to"]) or status.startswith("100") else f"{request['to']};tag={tag}"
    fields = [("Via", via) for via in request.every("via")]
    fields += [("Record-Route", route) for route in request.every("record-route")]
    fields += [("From", request["from"]), ("To", to), ("Call-ID", request["call-id"])]
    fields += [("CSeq", request["cseq"]), ("Contact", contact)]
    if body:
        fields.append(("Content-Type", "application/sdp"))
    return write(f"SIP/2.0 {status}", fields, body)


def random_word() -> str:
    return secrets.token_hex(6)


def next_media_port() -> int:
    return next(_ports)


def offer(host: str, port: int) -> str:
    """A description of one plain telephone-quality stream."""
    return (
        f"v=0\r\no=- {port} 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n"
    )


def media_of(description: str) -> tuple[str, int] | None:
    """Where the other side wants its sound; None without a description."""
    host = next((line.split()[-1] for line in description.splitlines() if line.startswith("c=")), "")
    port = next((line.split()[1] for line in description.splitlines() if line.startswith("m=audio")), "")
    return (host, int(port)) if host and port else None


@dataclass(slots=True)
class Dialog:
    """One side of one call."""

    call_id: str
    own: str  # From of our requests, with our tag
    other: str  # To of our requests
    target: str  # where the other side is reached
    cseq: int = 1
    media_port: int = field(default_factory=next_media_port)
