"""Addresses taken apart: the model that comes along, training, and the count of parts."""

import pytest

from yaoyaoling.triage.where.corpus import make_corpus
from yaoyaoling.triage.where.crf import Tagger
from yaoyaoling.triage.where.parse import LABELS, parse
from yaoyaoling.triage.where.train import Way, entity_f1, read_tagged, spans_of, train


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("云南省昆明市五华区人民中路121号世纪花园3栋2单元501室",
         "prov city district road roadno poi houseno cellno roomno"),
        ("河南省郑州市中原区清河镇桐柏路33号", "prov city district town road roadno"),
        ("解放路12号", "road roadno"),
    ],
)  # fmt: skip
def test_an_address_in_its_parts(text: str, wanted: str) -> None:
    parts = parse(text)
    assert [part.label for part in parts] == wanted.split()
    assert "".join(part.text for part in parts) == text
    assert all(text[part.start : part.end] == part.text for part in parts)


@pytest.mark.parametrize("text", ["", "   ", "救命", "🔥", "1" * 5000, "\x00\u202e<b>", "Hello world", "啊" * 100_000])
def test_anything_is_taken(text: str) -> None:
    assert all(part.label in LABELS for part in parse(text))


def test_parts_are_counted_as_conlleval_does() -> None:
    assert spans_of(["B-road", "I-road", "B-road", "I-poi", "O", "I-poi"]) == [
        (0, 2, "road"), (2, 3, "road"), (3, 4, "poi"), (5, 6, "poi"),
    ]  # fmt: skip
    score = entity_f1([["B-road", "I-road", "B-roadno"]], [["B-road", "I-road", "B-poi"]])
    assert score == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


@pytest.mark.slow
def test_training_learns_and_what_is_saved_tags_alike(tmp_path: object) -> None:
    from pathlib import Path

    corpus = make_corpus(400, seed=5)
    tagger = train(corpus[:300], Way(epochs=3, averaged_from=1))
    held = corpus[300:]
    gold = [[tag for _, tag in one] for one in held]
    told = [tagger.tag([word for word, _ in one]) for one in held]
    assert entity_f1(gold, told)["f1"] > 0.6
    path = Path(str(tmp_path)) / "model.npz"
    tagger.save(path, least=0.0)
    again = [Tagger.load(path).tag([word for word, _ in one]) for one in held[:20]]
    assert sum(a == b for a, b in zip(again, told, strict=False)) >= 18  # weights are kept as bytes


def test_a_line_that_is_no_tagged_word_is_named(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "bad.txt"
    path.write_text("龙 B-town\n山\n", "utf-8")
    with pytest.raises(ValueError, match=r"bad\.txt:2"):
        read_tagged(path)
