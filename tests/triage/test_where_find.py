"""Places found in what people say, in a town of a dozen names made here."""

import math

import pytest

from yaoyaoling.kernel.geo import Datum, Point, distance_m, moved, wgs84_to_gcj02
from yaoyaoling.places.public import Address, Mark, MarkKind, PlaceKind
from yaoyaoling.triage.where.find import PlaceCandidate, find
from yaoyaoling.triage.where.fixes import Fix
from yaoyaoling.triage.where.gazetteer import Gazetteer
from yaoyaoling.triage.where.landmarks import holds, interview
from yaoyaoling.triage.where.spoken import number_of, read_step, with_digits

CENTRE = Point(lon=112.40, lat=30.10)


def at(east: float, north: float) -> tuple[float, float]:
    point = moved(CENTRE, math.degrees(math.atan2(east, north)), math.hypot(east, north))
    return point.lon, point.lat


def row(kind: PlaceKind, name: str, east: float, north: float, tail: str = "", county: str = "东湖区") -> Address:
    return Address(kind, name, "", f"云江市{county}{tail or name}", *at(east, north))


def town() -> list[Address]:
    """解放路 runs east, 人民路 and 建设路 north across it; the town next door has a 解放路, too."""
    rows = [
        row(PlaceKind.ROAD, "解放路", 0, 0),
        row(PlaceKind.ROAD, "人民路", 0, 300),
        row(PlaceKind.ROAD, "建设路", 400, 300),
    ]
    for number in range(1, 81):
        rows.append(row(PlaceKind.DOORPLATE, f"解放路{number}号", number * 10, 15 if number % 2 else -15))
        rows.append(row(PlaceKind.DOORPLATE, f"解放路二巷{number}号", 900, number * 8))
    rows += [
        row(PlaceKind.INTERSECTION, "解放路与人民路交叉口", 0, 0),
        row(PlaceKind.INTERSECTION, "解放路与建设路交叉口", 400, 0),
        row(PlaceKind.LANDMARK, "文峰塔", 0, 900),
        row(PlaceKind.POI, "云江市人民医院", 200, 100, "人民路5号云江市人民医院"),
        row(PlaceKind.POI, "云江第一中学", 600, 500, "建设路9号云江第一中学"),
        row(PlaceKind.POI, "老王面馆", 100, 40),
        row(PlaceKind.POI, "上海路加油站", 900, 900),
        Address(PlaceKind.ROAD, "解放路", "", "临江市西门县解放路", *at(20000, 0)),
        Address(PlaceKind.DOORPLATE, "解放路12号", "", "临江市西门县解放路12号", *at(20000, 30)),
    ]
    return rows


MARKS = [
    *(Mark(MarkKind.KM_POST, str(m), f"平望公路K{m}", "云江市平望公路", *at(m, 3000)) for m in range(0, 5001, 1000)),
    Mark(MarkKind.LAMP_POST, "LD100345", "LD100345号路灯杆", "云江市东湖区人民路", *at(5, 205)),
    Mark(MarkKind.LIFT, "310007", "云江大厦310007号电梯", "云江市东湖区解放路2号", *at(20, -10)),
    Mark(MarkKind.BUS_STOP, "文峰塔站", "文峰塔站", "云江市东湖区人民路", *at(10, 880)),
]
TOWN = Gazetteer([*town(), Address(PlaceKind.ROAD, "平望公路", "", "云江市东湖区平望公路", *at(2500, 3000))], MARKS)
HERE = Fix(source="gps", lon=CENTRE.lon, lat=CENTRE.lat, radius_m=800)


def first(text: str, *near: Fix) -> PlaceCandidate:
    found = find(text, TOWN, near)
    assert found, text
    return found[0]


def off_m(candidate: PlaceCandidate, east: float, north: float) -> float:
    lon, lat = at(east, north)
    return distance_m(Point(lon=candidate.lon, lat=candidate.lat), Point(lon=lon, lat=lat))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云江市东湖区解放路12号", "解放路12号"),
        ("我在云江解放路十二号3栋2单元501，楼下有人打架", "解放路12号"),
        ("解放路幺二号附近，云江这边", "解放路12号附近"),
        ("解房路33号着火了", "解放路33号"),  # a homophone
        ("jiefanglu 33 hao", "解放路33号"),
        ("解放路2巷6号", "解放路二巷6号"),
        ("人民路和解放路交叉口", "解放路与人民路交叉口"),
        ("解放路人民路路口撞车了", "解放路与人民路交叉口"),
        ("人民医院门口有人晕倒", "云江市人民医院门口"),
        ("rmyy", "云江市人民医院"),
        ("一中后面打起来了", "云江第一中学后面"),
        ("老王面官", "老王面馆"),
        ("电梯困人，编号310007", "云江大厦310007号电梯"),
        ("路灯杆上写的LD100345", "LD100345号路灯杆"),
        ("平望公路3公里500米处追尾", "平望公路3公里500米"),
    ],
)
def test_what_people_say_is_found(text: str, name: str) -> None:
    assert first(text, HERE.model_copy(update={"radius_m": 4000})).name == name


def test_a_candidate_says_why_how_far_and_what_room() -> None:
    found = first("云江市解放路十二号3栋2单元501室")
    assert found.address == "云江市东湖区解放路12号" and found.detail == "3栋2单元501室"
    assert found.radius_m <= 20 and {"name", "door"} <= {reason.code for reason in found.why}
    assert all(reason.zh and reason.en for reason in found.why)


def test_a_door_that_is_not_there_gives_the_nearest_and_a_wider_radius() -> None:
    found = first("解放路95号", HERE)
    assert found.name == "解放路79号" and found.radius_m > 100
    assert "door_near" in {reason.code for reason in found.why}


def test_steps_and_sides_move_the_point() -> None:
    assert off_m(first("解放路和人民路路口往北走两百米", HERE), 0, 200) < 2
    assert off_m(first("人民医院北边两百米", HERE), 200, 300) < 2
    assert off_m(first("解放路31号对面", HERE), 310, -15) < 12
    assert off_m(first("解放路上人民路到建设路之间", HERE), 200, 0) < 2
    assert off_m(first("平望公路3公里500米", HERE.model_copy(update={"radius_m": 9000})), 3500, 3000) < 2


def test_fixes_decide_between_namesakes_on_any_datum() -> None:
    both = find("解放路12号", TOWN)
    assert {one.address[:3] for one in both} >= {"云江市", "临江市"}
    there = Point(lon=at(20000, 30)[0], lat=at(20000, 30)[1])
    lon, lat = wgs84_to_gcj02(there)
    found = first("解放路12号", Fix(source="aml", lon=lon, lat=lat, radius_m=50, datum=Datum.GCJ02))
    assert found.address.startswith("临江市") and "fix" in {reason.code for reason in found.why}
    assert first("解放路12号", HERE).address.startswith("云江市")


def test_words_that_contradict_a_fix_stay_and_say_so() -> None:
    far = Fix(source="cell", lon=at(20000, 0)[0], lat=at(20000, 0)[1], radius_m=1500)
    found = first("人民医院", far)
    assert found.name == "云江市人民医院" and "far" in {reason.code for reason in found.why}


def test_without_words_a_fix_is_the_place() -> None:
    found = find("救命啊", TOWN, (HERE,))
    assert len(found) == 1 and found[0].radius_m == 800 and found[0].why[0].code == "only_fix"


def test_a_sector_is_a_circle_that_holds_it() -> None:
    for opening in (30, 65, 90, 120, 170):
        fix = Fix(source="cell", lon=112.4, lat=30.1, radius_m=2000, bearing_deg=90, opening_deg=opening)
        middle, radius = fix.circle()
        for turn in (-opening / 2, 0, opening / 2):
            for metres in (0, 1000, 2000):
                assert distance_m(middle, moved(CENTRE, 90 + turn, metres)) <= radius * 1.01


@pytest.mark.parametrize(
    "text", ["", " ", "救命", "🔥🔥🔥", "123456", "a" * 5000, "\u202e\x00", "<b>", "Ω≈ç", "号" * 3000]
)
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert find(text, TOWN) == ()


def test_a_long_report_is_read_at_both_ends() -> None:
    assert find("啊" * 50_000 + "我在解放路33号", TOWN)[0].name == "解放路33号"


def test_numbers_and_steps_as_spoken() -> None:
    said = {
        "一百二十": 120,
        "幺二零": 120,
        "十二": 12,
        "二十": 20,
        "一百零五": 105,
        "三百二": 320,
        "两千": 2000,
        "五": 5,
    }
    assert {words: number_of(words) for words in said} == said
    assert number_of("路") is None and number_of("") is None
    assert with_digits("解放路一百二十号2巷") == "解放路120号二巷" and with_digits("五一路") == "五一路"
    step = read_step("往东南走大概1.5公里")
    assert step is not None and (step.bearing_deg, step.metres) == (135, 1500.0)
    assert read_step("北京路") is None and read_step("西瓜") is None


def test_the_interview_narrows_down_and_asks_what_tells_most() -> None:
    talk = interview(("塔", "红色招牌"), TOWN)
    assert talk.unknown == ("红色招牌",) and len(talk.areas) == 1 and talk.question is not None
    assert 0 < talk.question.share < 1 and talk.question.bits > 0.08
    both = interview(("文峰塔", "中学"), TOWN)
    lon, lat = at(500, 600)
    assert any(holds(area, Point(lon=lon, lat=lat)) for area in both.areas)
    assert both.areas[0].square_m < talk.areas[0].square_m and not both.missed
    nowhere = interview(("果园",), TOWN)
    assert nowhere.unknown == ("果园",) and not nowhere.areas and nowhere.question is not None
