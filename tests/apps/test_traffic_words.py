"""What played citizens say: the same for a seed, marked, of classes there are, at places there are."""

import csv
from collections import Counter
from importlib.resources import files
from string import Formatter

import pytest

from yaoyaoling.apps.traffic.citizens import hourly_factor
from yaoyaoling.apps.traffic.photo import demo_photo
from yaoyaoling.apps.traffic.words import feedback
from yaoyaoling.apps.traffic.words.scenes import (
    KINDS,
    MARK,
    UNKNOWN_CLASS,
    VALID,
    VALID_SHARE,
    Scene,
    Scenes,
    day_part,
    recognise,
)
from yaoyaoling.apps.traffic.words.slots import fill
from yaoyaoling.apps.traffic.words.told import Places, tell
from yaoyaoling.citizen.api import ReportBody
from yaoyaoling.evidence.images import examine
from yaoyaoling.field.api import FeedbackBody
from yaoyaoling.intake.api import SettleBody
from yaoyaoling.places.public import HOURLY_SHARES, Address, Dice, PlaceKind


def town() -> list[Address]:
    def row(kind: PlaceKind, name: str, step: int) -> Address:
        return Address(kind, name, "Somewhere", f"小镇市望溪县{name}", 112.4 + step / 1000, 30.1)

    return [
        *(row(PlaceKind.DOORPLATE, f"人民路{n}号", n) for n in range(1, 40)),
        *(row(PlaceKind.INTERSECTION, f"人民路与{name}交叉口", n) for n, name in enumerate(("新华路", "望江路"))),
        row(PlaceKind.POI, "老王面馆", 3), row(PlaceKind.POI, "万和超市", 4), row(PlaceKind.LANDMARK, "人民桥", 5),
        row(PlaceKind.VILLAGE, "杏花村", 6), row(PlaceKind.ROAD, "人民路", 7),
    ]  # fmt: skip


def some(seed: int, count: int) -> list[Scene]:
    scenes = Scenes(Places(town(), seed), seed)
    return [scenes.next(number % 24) for number in range(count)]


def test_the_same_seed_tells_the_same_stories_and_another_seed_others() -> None:
    assert some(1, 200) == some(1, 200)
    assert some(1, 200) != some(2, 200)


def test_everything_said_is_marked_and_taken_by_the_front_door() -> None:
    for scene in some(3, 800):
        assert scene.text.startswith(MARK)
        assert "{" not in scene.text and "\n" not in scene.text
        ReportBody.model_validate(scene.body())


def test_every_class_is_in_the_code_table_and_no_head() -> None:
    text = files("yaoyaoling.incidents").joinpath("data", "classes.csv").read_text(encoding="utf-8")
    classes = {row["code"]: row for row in csv.DictReader(text.splitlines())}
    for code in [kind.code for kind in KINDS] + [UNKNOWN_CLASS]:
        assert classes[code]["parent"], code
    assert all(kind.level is None or 1 <= kind.level <= 4 for kind in KINDS)


def test_every_slot_of_every_sentence_has_a_value() -> None:
    slots = fill(Dice(1), "人民路1号")
    for kind in KINDS:
        for sentence in kind.says:
            assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= slots.keys(), sentence


def test_two_thirds_of_contacts_want_no_crew_and_end_in_ways_a_seat_may_end_them() -> None:
    scenes = some(4, 3000)
    assert sum(scene.disposition is None for scene in scenes) / 3000 == pytest.approx(VALID_SHARE, abs=0.03)
    for ending in {scene.disposition for scene in scenes} - {None}:
        SettleBody.model_validate({"disposition": ending})


def test_nights_are_for_brawls_and_rush_hours_for_collisions() -> None:
    scenes = Scenes(Places(town(), 5), 5)
    night = Counter(scenes.next(1, is_valid=True).class_code for _ in range(1500))
    rush = Counter(scenes.next(8, is_valid=True).class_code for _ in range(1500))
    assert night["0202"] > 3 * rush["0202"]
    assert rush["0302"] > 2 * night["0302"]
    assert {day_part(hour) for hour in range(24)} == {0, 1, 2, 3}


def test_the_day_follows_the_published_profile_and_is_never_dead() -> None:
    assert hourly_factor(14) == pytest.approx(HOURLY_SHARES[14] * 24)
    assert hourly_factor(4) == 0.6


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_places_are_named_in_several_ways_and_found_by_their_name(kind: PlaceKind) -> None:
    address = next(one for one in town() if one.kind is kind)
    told = [tell(Dice(number), address) for number in range(60)]
    assert len({one.words for one in told}) >= 4
    assert {one.search for one in told} == {address.name_zh.replace("与", "").replace("交叉口", "")}
    assert all(one.is_vague == (kind is PlaceKind.ROAD) for one in told)


def test_whoever_names_only_a_road_tells_a_position() -> None:
    for scene in some(6, 2000):
        assert scene.place_text or scene.position
        if scene.search == "人民路":
            assert scene.position is not None


def test_another_caller_of_the_same_event_is_another_report() -> None:
    scenes = Scenes(Places(town(), 7), 7)
    first = scenes.next(12, is_valid=True)
    other = scenes.again(first)
    assert other.again == first.text
    assert other.text != first.text and other.text.startswith(MARK)
    assert (other.class_code, other.point) == (first.class_code, first.point)


def test_words_of_strangers_are_recognised_by_their_signs() -> None:
    def code(text: str) -> str:
        kind = recognise(text)
        assert kind is not None
        return kind.code

    assert code("人民路有人打架") == "0202"
    assert code("我家着火了快来") == "1001"
    assert code("小孩走丢了") == "0501"
    assert code("我要投诉派出所不作为") == "0702"
    assert recognise("hello") is None


def test_a_large_pack_is_sampled_evenly_and_the_same() -> None:
    many = [Address(PlaceKind.DOORPLATE, f"长路{n}号", "x", f"长路{n}号", 112.0, 30.0) for n in range(1, 20_001)]
    picked = [Places(many, 9).pick(Dice(n), KINDS[0].where).name_zh for n in range(100)]
    assert picked == [Places(many, 9).pick(Dice(n), KINDS[0].where).name_zh for n in range(100)]
    numbers = [int(name.removeprefix("长路").removesuffix("号")) for name in picked]
    assert sum(number > 10_000 for number in numbers) > 25


def test_crews_write_back_what_the_form_takes_and_mend_it() -> None:
    dice = Dice(1)
    for kind in VALID:
        for outcome, words in (feedback.written(dice, kind.code), feedback.mended(dice, kind.code)):
            FeedbackBody.model_validate({"outcome": outcome, "text": words})
            assert words.startswith(MARK) and words != feedback.LAZY


def test_the_photo_is_one() -> None:
    assert examine(demo_photo(1)).mime == "image/jpeg"
    assert demo_photo(1) == demo_photo(1) != demo_photo(2)
