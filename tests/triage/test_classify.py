"""The classifier: what it says of plain reports, its reasons, training on a tiny corpus, shuffled labels, own data."""

import json
import random
from pathlib import Path
from time import thread_time

import pytest

from yaoyaoling.triage.classify.labels import head_of
from yaoyaoling.triage.classify.measure import drift, reliability, score
from yaoyaoling.triage.classify.model import Model, ModelUnreadable, classify, load_model, shipped_model
from yaoyaoling.triage.classify.own import TrainingFileWrong, read_own
from yaoyaoling.triage.classify.train import train
from yaoyaoling.triage.corpus.build import build
from yaoyaoling.triage.corpus.contract import Sample

_PLAIN = {
    "我家被盗了，门锁被撬": "01",
    "两个人喝多了打起来了": "02",
    "我停路边的车被追尾了，没人受伤": "03",
    "老板拖欠工资不给": "04",
    "电梯坏了我们被困在里面": "05",
    "我要投诉派出所不作为": "07",
    "着火了着火了，三楼冒浓烟": "10",
    "家里停电了什么时候来电": "11",
    "请问身份证丢了怎么补办": "12",
    "不好意思打错了": "90",
}


@pytest.fixture(scope="module")
def tiny() -> tuple[Model, list[Sample], list[Sample]]:
    """A model of five classes' families, learnt in seconds, and what it was not shown."""
    wanted = ("0101", "0301", "0407", "1001", "1105")
    samples = [one for one in build(per_family=24) if one.class_code in wanted]
    chance = random.Random(5)
    chance.shuffle(samples)
    cut = len(samples) // 5
    return train(samples[cut:], made_on="2026-11-29"), samples[cut:], samples[:cut]


@pytest.mark.parametrize("text", list(_PLAIN))
def test_plain_reports_are_named(text: str) -> None:
    said = classify(text)
    assert not said.is_unknown
    assert head_of(said.guesses[0].code) == _PLAIN[text]
    assert 1 <= len(said.guesses) <= 3
    assert all(0 <= one.confidence <= 1 for one in said.guesses)


def test_the_words_that_speak_for_a_class_stand_in_the_text() -> None:
    text = "昨晚我家进贼了，金项链被偷"
    words = classify(text).guesses[0].words
    assert words
    assert all(word in text for word in words)


def test_what_is_denied_is_not_what_is_reported() -> None:
    assert classify("没打架，就是我和我老公吵了几句").guesses[0].code.startswith("04")
    assert classify("两个人打架").guesses[0].code.startswith("02")


def test_a_danger_worded_as_a_complaint_needs_the_police() -> None:
    calm = classify("我要投诉物业乱收费")
    burning = classify("我要投诉物业，楼道里堆的东西着火了，全是烟")
    assert burning.danger > 0.5 > calm.danger
    assert burning.non_police < 0.5


def test_the_shipped_model_is_small_says_what_it_is_and_answers_in_milliseconds() -> None:
    model = shipped_model()
    assert len(model.save()) <= 3 * 2**20
    assert model.card["families"] > 300
    assert len(model.card["data_sha256"]) == 64
    texts = [one.text for one in build(per_family=1)]
    classify(texts[0])
    spent = []
    for text in texts:
        began = thread_time()
        classify(text)
        spent.append(thread_time() - began)
    assert sorted(spent)[len(spent) // 2] <= 0.010


def test_training_learns_is_repeatable_and_survives_its_file(
    tiny: tuple[Model, list[Sample], list[Sample]], tmp_path: Path
) -> None:
    model, learnt, unseen = tiny
    scores = score(unseen, [classify(one.text, model) for one in unseen])
    assert scores.class_top1 >= 0.8
    again = train(learnt, made_on="2026-11-29")
    assert again.save() == model.save()
    path = tmp_path / "model.npz"
    path.write_bytes(model.save())
    assert classify(unseen[0].text, load_model(path)) == classify(unseen[0].text, model)


def test_a_run_with_shuffled_labels_collapses(tiny: tuple[Model, list[Sample], list[Sample]]) -> None:
    """Were the labels not what is learnt, this would not fall to chance."""
    _, learnt, unseen = tiny
    labels = [one.class_code for one in learnt]
    random.Random(1).shuffle(labels)
    wrong = [one.model_copy(update={"class_code": code}) for one, code in zip(learnt, labels, strict=True)]
    model = train(wrong)
    scores = score(unseen, [classify(one.text, model) for one in unseen])
    assert scores.class_top1 <= 0.45


def test_reliability_and_drift_are_figures(tiny: tuple[Model, list[Sample], list[Sample]]) -> None:
    model, _, unseen = tiny
    given = [classify(one.text, model) for one in unseen]
    bins = reliability(unseen, given)
    assert sum(one.texts for one in bins) == sum(bool(said.guesses) for said in given)
    assert drift(given, given) == 0
    fires = [said for said in given if said.guesses and said.guesses[0].code == "1001"]
    assert drift(given, fires) > 0.25


def test_own_incidents_are_read_and_a_part_is_kept_back(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    held = build(is_held=True, per_family=1)[0]
    rows = [{"text": f"我家第{n}次停电了", "class": "1105", "id": n} for n in range(60)]
    rows.append({"text": held.text, "class": held.class_code or "0101"})
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    own = read_own(path)
    assert own.held_out == 1
    assert held.text not in {one.text for one in (*own.learnt, *own.kept_back)}
    assert {one.level for one in own.learnt} == {4}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"text": "x"', "1"),
        ('{"text": "停电", "class": "7777"}'.encode(), "7777"),
        (b'{"text": "", "class": "1105"}', "text"),
        ('{"text": "停电", "class": "1105", "level": 9}'.encode(), "level"),
        ('{"text": "停电了", "class": "1105"}\n'.encode() * 3, "20"),
    ],
)
def test_a_bad_training_file_is_refused_with_its_line(content: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_bytes(content)
    with pytest.raises(TrainingFileWrong) as refused:
        read_own(path)
    assert word in refused.value.sentence("zh") + refused.value.sentence("en")


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    for content in (b"", b"PK\x03\x04 nonsense", b"\x80\x04]."):
        path.write_bytes(content)
        with pytest.raises(ModelUnreadable):
            load_model(path)
