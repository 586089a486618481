"""Pin requirements/*.txt again from pyproject.toml: every package, for every platform, each file by hash.

The hashes are those of the public package index, whatever this machine has configured; so the files install
from any index or mirror that holds the same packages.
No address of an index may get into them: `write` checks that.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINS = ROOT / "requirements"
TOOLS = ROOT / ".venv" / "lock-tools"  # beside the environment's own packages, so that it stays as pinned
UV = "uv==0.13.8"
HEADER = "# Written by `make lock` from pyproject.toml. Installed by scripts/setup.\n"
FORBIDDEN = re.compile(r"://|@ |--(?:index|extra-index|find-links|trusted)|file:|(?:^|\s)/", re.MULTILINE)


def main() -> None:
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    if not (TOOLS / "bin" / "uv").exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", str(TOOLS), UV], check=True)

    builders = "\n".join(pyproject["build-system"]["requires"])
    build = compile_pins("build", ["-", *upgrade], builders)
    run = compile_pins("run", ["pyproject.toml", "-c", "requirements/build.txt", *upgrade])
    pinned = ["-c", "requirements/build.txt", "-c", "requirements/run.txt"]
    dev = compile_pins("dev", ["pyproject.toml", "--extra", "dev", *pinned, *upgrade])
    write("dev", [pin for pin in dev if pin not in run + build])
    write("run", [pin for pin in run if pin not in build])


def compile_pins(name: str, inputs: list[str], stdin: str = "") -> list[str]:
    """Each pin with its hashes. What is pinned already stays as it is, unless told to upgrade."""
    target = PINS / f"{name}.txt"
    command = [str(TOOLS / "bin" / "uv"), "pip", "compile", *inputs, "--output-file", str(target)]
    command += ["--no-config", "--universal", "--python-version", "3.11", "--generate-hashes"]
    command += ["--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
    subprocess.run(command, cwd=ROOT, env=environment, input=stdin, text=True, check=True)
    pins = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", target.read_text(), flags=re.MULTILINE).strip())
    write(name, pins)
    return pins


def write(name: str, pins: list[str]) -> None:
    text = HEADER + "\n".join(pins) + "\n"
    if found := FORBIDDEN.search(text):
        raise SystemExit(f"requirements/{name}.txt would contain an address or a path: {found[0]!r}")
    (PINS / f"{name}.txt").write_text(text)
    print(f"requirements/{name}.txt: {len(pins)} packages")


if __name__ == "__main__":
    main()
