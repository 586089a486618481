"""What a person at the terminal can foresee and mend ends in one sentence, never in a traceback."""

from typing import Final

FINDING: Final = 1  # done as asked, and something is not as it should be
WRONG_USE: Final = 2  # not done: asked for in a way that cannot be


class Stop(Exception):
    """End the command with this sentence on stderr (none when "") and this exit code."""

    def __init__(self, sentence: str, code: int = FINDING) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
