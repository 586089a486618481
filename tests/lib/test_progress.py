from ringback.lib.progress import STEP, watched


def test_what_is_watched_comes_whole_and_says_how_far_it_is() -> None:
    said: list[tuple[str, int]] = []
    things = list(range(3 * STEP))
    assert list(watched(things, "read", lambda done, percent: said.append((done, percent)))) == things
    assert said == [("read", 0), ("read", 33), ("read", 66)]


def test_nothing_is_watched_without_a_word() -> None:
    said: list[tuple[str, int]] = []
    assert list(watched([], "read", lambda done, percent: said.append((done, percent)))) == []
    assert said == []
