from ringback.understand.features import features_of
from ringback.understand.lexicon import clauses
from ringback.understand.second_opinion import Opinion, Weights, learned, weigh
from ringback.understand.understanding import Expect


def test_weights_add_up_and_name_the_heaviest_words() -> None:
    weights = Weights(("suppress", "safety"), {"w:texts": b"_P", "b:^ no": b"ZK", "c:TEXTS": b"iP"})
    judged = weigh(["b:^ no", "c:TEXTS", "w:texts", "w:unknown"], weights)
    assert {name: round(chance, 3) for name, chance in judged.chances.items()} == {
        "suppress": 0.996,
        "safety": 0.004,
    }
    assert judged.words["suppress"] == ("texts", "no")


def test_without_a_known_feature_every_chance_is_even() -> None:
    judged = weigh(["w:unknown"], Weights(("suppress", "normal"), {}))
    assert judged == Opinion({"suppress": 0.5, "normal": 0.5}, {"suppress": (), "normal": ()})


def test_there_are_weights_for_every_outcome() -> None:
    assert set(learned().outcomes) == set(Expect)
    assert {len(row) for row in learned().rows.values()} == {len(learned().outcomes)}


def test_features_see_words_neighbours_concepts_and_pieces() -> None:
    said = clauses([["stop", "texting"]])
    features = features_of(said, said)
    assert {
        "bias",
        "len:2",
        "w:stop",
        "b:stop texting",
        "b:^ stop",
        "c:STOP",
        "p:STOP TEXT_V",
        "g: sto",
    } <= set(features)
    assert features == sorted(features)


def test_features_see_how_a_text_begins_and_whether_it_asks() -> None:
    said = clauses([["why", "did", "the", "texts", "stop"]])
    told, asked = features_of(said, said), features_of(said, said, asks=True)
    assert {"f:why", "s:the stop", "k:~STOPS ~TEXTED"} <= set(told)
    assert set(asked) - set(told) >= {"?", "?:STOP", "?:TEXTS"}
    assert not any(name.startswith("?") for name in told)
