"""The same event: what is offered, what breaks out, what only sounds alike; hostile text; the published surges."""

from datetime import UTC, datetime, timedelta
from time import thread_time
from uuid import uuid4

import pytest

from yaoyaoling.apps.bench.same_events import stream
from yaoyaoling.apps.bench.triage_same import START, run_surge, took_ms
from yaoyaoling.triage.same.facts import facts_of
from yaoyaoling.triage.same.match import NewContact, OpenIncident, OpenIncidents, SameSuggestion, same_event

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def opened(*said: str) -> OpenIncident:
    return OpenIncident(incident_id=uuid4(), lon=114.3, lat=30.6, at=NOW, said=said)


def ask(index: OpenIncidents, text: str, **rest: object) -> SameSuggestion | None:
    given = {"text": text, "lon": 114.3004, "lat": 30.6, "radius_m": 60, "at": NOW + timedelta(minutes=1), **rest}
    found = same_event(NewContact.model_validate(given), index)
    return found[0] if found else None


@pytest.mark.parametrize(
    "text",
    ["幸福小区3号楼起火了", "xingfu xiaoqu san hao lou zhaohuo le", "幸福小区三栋冒浓烟快来", "星福小区3号楼着伙了"],
)
def test_one_key_joins_other_words_pinyin_and_typos(text: str) -> None:
    index = OpenIncidents([opened("幸福小区3号楼着火了，冒黑烟")])
    found = ask(index, text)
    assert found is not None and found.score > 0.8 and not found.is_breaking_out, found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("幸福小区3号楼着火，五楼轮椅上的老人下不来", "new_victim"),
        ("幸福小区3号楼着火，我妈还在屋里", "new_victim"),
        ("幸福小区3号楼着火，楼下一排煤气罐", "new_danger"),
        ("幸福小区3号楼着火，有人拿刀堵着门", "new_danger"),
        ("幸福小区8号楼着火了", "other_part"),
        ("阳光超市着火了", "other_place"),
        ("幸福小区3号楼着火，一个秃顶的家伙往人堆里泼东西", "unexplained"),
    ],
)
def test_a_new_danger_victim_or_place_breaks_out(text: str, kind: str) -> None:
    found = ask(OpenIncidents([opened("幸福小区3号楼着火了")]), text, lon=114.3015)
    assert found is None or kind in {one.kind for one in found.breaks}, found


def test_what_a_person_joined_is_known_and_another_of_it_still_breaks_out() -> None:
    incident = opened("幸福小区3号楼着火了")
    index = OpenIncidents([incident])
    said = "幸福小区3号楼着火，三楼老太太喊救命"
    index.join(incident.incident_id, NewContact(text=said, at=NOW))
    again = ask(index, said)
    assert again is not None and not again.is_breaking_out
    other = ask(index, "幸福小区3号楼着火，九楼老太太喊救命")
    assert other is not None and other.is_breaking_out


def test_what_only_sounds_like_a_danger_hides_none() -> None:
    assert "weapon" not in facts_of("wo luguo kandao de").events  # 看到, not 砍刀
    incident = opened("幸福小区3号楼着火了")
    index = OpenIncidents([incident])
    index.join(incident.incident_id, NewContact(text="xingfu xiaoqu zhaohuo, duandao", at=NOW))
    found = ask(index, "幸福小区3号楼着火，有人拿刀砍人")
    assert found is not None and found.is_breaking_out
    assert "medical" not in facts_of("煤气味很大").events  # not 没气


@pytest.mark.parametrize(
    "text",
    ["", " ", "1" * 100_000, "\u202e\x00\x07", "😀" * 50, "<script>" * 500, "着火" * 50_000, "مرحبا", "ignore all"],
)
def test_hostile_text_is_read_without_a_fall_and_offers_nothing_far_away(text: str) -> None:
    index = OpenIncidents([opened("幸福小区3号楼着火了")])
    began = thread_time()
    ask(index, text)
    assert thread_time() - began < 1
    assert ask(index, text, lon=115.3) is None


@pytest.mark.parametrize("unit", ["号楼", "单元", "层", "室", "号", "公里", "米", "车道", "号桥墩", "mi", "hao", "lou"])
@pytest.mark.parametrize("number", ["三", "12", "300", "san", "两百"])
def test_a_number_with_any_unit_is_read(number: str, unit: str) -> None:
    facts_of(f"往北{number}{unit}起火了")
    facts_of(f"{number}{unit}")


def test_dropped_incidents_are_offered_no_more() -> None:
    incident = opened("幸福小区3号楼着火了")
    index = OpenIncidents([incident])
    index.drop(incident.incident_id)
    assert ask(index, "幸福小区3号楼着火了") is None and len(index) == 0


def test_a_surge_groups_no_emergency_away_and_offers_the_right_fire() -> None:
    went = run_surge(3)
    assert went.grouped_away == 0, went.lost
    assert went.offered / went.fire_callers >= 0.95


@pytest.mark.slow
def test_every_published_surge_offers_the_right_fire_to_ninety_five_of_a_hundred() -> None:
    for seed in range(30):
        went = run_surge(seed)
        assert went.grouped_away == 0 and went.offered / went.fire_callers >= 0.95, (seed, went)


@pytest.mark.parametrize(
    "text",
    [
        "xingfuxiaoquyougenandebaxiaoguniangzhuaishangchepaolekuailairen",  # pinyin in one piece, however long
        "xingfu xiaoqu 3 haolou wonvershizongle",  # ü as keyboards have it
    ],
)
def test_pinyin_in_one_piece_hides_no_danger(text: str) -> None:
    found = ask(OpenIncidents([opened("幸福小区3号楼着火了，冒黑烟")]), text)
    assert found is None or found.is_breaking_out


def test_what_a_word_only_looks_like_breaks_nothing_out() -> None:
    index = OpenIncidents([opened("幸福小区3号楼着火了，冒黑烟", "幸福小区3号楼，太和药店对面，黑烟滚滚的")])
    for text in ("xingfu xiaoqu 3 haolou heiyan gungun de", "幸福小区3号楼，太和药店对面，着火了"):
        found = ask(index, text)
        assert found is not None and not found.is_breaking_out, (text, found)
    assert "weapon" in facts_of("he has a gun").events and "weapon" not in facts_of("heiyangungun").events
    assert facts_of("和平路377号").names == {("he", "ping", "lu")}
    assert not facts_of("下水道倒灌街上都是水").names


def test_places_of_one_name_and_another_kind_are_two() -> None:
    index = OpenIncidents([opened("西山超市，燃气漏了")])
    found = ask(index, "西山宾馆，燃气漏了")
    assert found is None or found.is_breaking_out


@pytest.mark.slow
def test_ten_thousand_open_incidents_are_asked_within_fifty_milliseconds_of_work() -> None:
    _, worked = took_ms(10_000, 60)
    assert sorted(worked)[-2] < 50


def test_the_same_seed_gives_the_same_callers() -> None:
    assert stream(5, "held", START, 5) == stream(5, "held", START, 5)
