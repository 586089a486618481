"""The recordings, one archive for each version: `<scene>.ami`, `<scene>.ari.jsonl` and `<scene>.json`; and
`<scene>.program.jsonl` where a program was given the call.

All were made by `make test-asterisk RECORD=1` and nothing was changed in them.
"""

import io
import json
import tarfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from tests.asterisk.stage import Expected

FOLDER = Path(__file__).parent / "recordings"


@dataclass(frozen=True)
class Recording:
    scene: str
    version: str  # "22.10.1"
    driver: str  # PJSIP or SIP
    manager: bytes  # what the manager interface sent in the whole session
    rest: bytes  # the events of the REST interface, one a line
    program: bytes  # those that a program hears which is given the call; none where there is no program
    expected: tuple[Expected, ...]

    def __repr__(self) -> str:
        return f"{self.version.partition('.')[0]}-{self.driver}-{self.scene}"


@cache
def recordings() -> tuple[Recording, ...]:
    return tuple(one for path in sorted(FOLDER.glob("*.tar.xz")) for one in load(path))


def load(path: Path) -> list[Recording]:
    with tarfile.open(path) as archive:
        files = {
            member.name: file.read()
            for member in archive
            if (file := archive.extractfile(member)) is not None
        }
    return [_recording(name.removesuffix(".json"), files) for name in files if name.endswith(".json")]


def save(path: Path, made: list[Recording]) -> None:
    """The same recordings always give the same bytes."""
    with tarfile.open(path, "w:xz", preset=9) as archive:
        for one in sorted(made, key=lambda one: one.scene):
            said = {
                "asterisk": one.version,
                "driver": one.driver,
                "expected": [asdict(each) for each in one.expected],
            }
            _add(archive, f"{one.scene}.ami", one.manager)
            _add(archive, f"{one.scene}.ari.jsonl", one.rest)
            if one.program:
                _add(archive, f"{one.scene}.program.jsonl", one.program)
            _add(archive, f"{one.scene}.json", json.dumps(said, indent=1).encode())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _recording(scene: str, files: dict[str, bytes]) -> Recording:
    said = json.loads(files[f"{scene}.json"])
    expected = tuple(Expected(**each) for each in said["expected"])
    manager, rest = files[f"{scene}.ami"], files[f"{scene}.ari.jsonl"]
    program = files.get(f"{scene}.program.jsonl", b"")
    return Recording(scene, said["asterisk"], said["driver"], manager, rest, program, expected)
