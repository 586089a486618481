"""The makers of fixtures: what they write is what lies there, so that running one loses nothing."""

from importlib import import_module
from pathlib import Path

import pytest

MAKERS = [
    import_module(f"tests.contract.{path.stem}") for path in sorted(Path(__file__).parent.glob("make_*.py"))
]
FOLDERS = {maker.FOLDER.parent.name: maker.FOLDER for maker in MAKERS if hasattr(maker, "FOLDER")}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all makers write, in a folder for each company."""
    top = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        for maker in MAKERS:
            if hasattr(maker, "FOLDER"):
                (top / maker.FOLDER.parent.name).mkdir()
                patch.setattr(maker, "FOLDER", top / maker.FOLDER.parent.name)
        for maker in MAKERS:
            if hasattr(maker, "made"):
                patch.setattr(maker, "made", 0)  # as when it runs alone
            maker.main()
    return top


@pytest.mark.parametrize("company", sorted(FOLDERS))
def test_running_the_makers_changes_nothing(company: str, written: Path) -> None:
    made, there = contents(written / company), contents(FOLDERS[company])
    assert sorted(made) == sorted(there)
    assert [name for name in made if made[name] != there[name]] == []


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.http")}
