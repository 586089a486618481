from ringback.lib.ids import new_id


def test_ids_say_their_kind_differ_and_sort_by_birth() -> None:
    ids = [new_id("text") for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2000
    assert {(id_.startswith("text_"), len(id_)) for id_ in ids} == {(True, 27)}
