"""Turn restrictions of an extract: taken as turns between nodes, or named with the reason."""

from pathlib import Path

import pytest

from tests.places.test_osm import CITY, Nodes, Relations, Ways, draw
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.hours_of_week import minutes_of, packed
from yaoyaoling.places.pack.osm.tags import turn_rules
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import check_pack, import_osm

RUSH = "Mo-Fr 07:00-09:00"


@pytest.mark.parametrize(
    ("tags", "rules"),
    [
        ({"restriction": "no_left_turn"}, {"no_left_turn": None}),
        ({"restriction": "only_straight_on", "except": "psv"}, {"only_straight_on": None}),
        ({"restriction": "no_left_turn", "except": "psv;emergency"}, {}),
        ({"restriction": "no_u_turn", "except": "motorcar"}, {}),
        ({"restriction:hgv": "no_left_turn"}, {}),
        ({"restriction:motorcar": "no_entry"}, {"no_entry": None}),
        ({"restriction": "no_left_turn", "restriction:emergency": "none"}, {}),
        ({"restriction:conditional": f"no_left_turn @ ({RUSH})"}, {"no_left_turn": RUSH}),
        ({"restriction:conditional": f"no_left_turn @ {RUSH}"}, {"no_left_turn": RUSH}),
        ({"restriction:conditional": f"no_left_turn @ (Mo 07:00-08:00); no_u_turn @ ({RUSH})"}, {"no_u_turn": RUSH}),
        (
            {"restriction:conditional": "no_left_turn @ (Mo); no_u_turn @ (Tu 07:00-09:00; Tu off; We)"},
            {"no_left_turn": "Mo", "no_u_turn": "We"},
        ),
        (
            {"restriction": "no_left_turn", "restriction:conditional": "none @ (22:00-06:00)"},
            {"no_left_turn": "06:00-22:00"},
        ),
        (
            {"restriction": "only_straight_on", "restriction:motorcar:conditional": "no_left_turn @ (Sa-Su)"},
            {"only_straight_on": "Mo-Fr", "no_left_turn": "Sa-Su"},
        ),
        ({"restriction:motorcar": "none", "restriction:conditional": f"no_left_turn @ ({RUSH})"}, {}),
        ({"restriction": "no_left_turn", "hour_on": "07:00", "hour_off": "09:00"}, {"no_left_turn": "07:00-09:00"}),
        (
            {
                "restriction": "no_left_turn", "day_on": "Monday", "day_off": "Friday", "hour_on": "07:00;16:00",
                "hour_off": "09:00;18:00",
            },
            {"no_left_turn": "Mo-Fr 07:00-09:00,16:00-18:00"},
        ),
        ({"restriction": "no_left_turn", "day_on": "Monday", "day_off": "Friday"}, {"no_left_turn": "Mo-Fr"}),
        ({"restriction": "no_left_turn", "day_on": "Monday"}, {"timed": None}),
        ({"restriction": "no_left_turn", "hour_on": "07:00"}, {"timed": None}),
        ({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00; PH off)"}, {"timed": None}),
        ({"restriction:conditional": "no_left_turn @ (weight>7.5)"}, {"timed": None}),
        ({"restriction:conditional": "no_left_turn in the rush"}, {"timed": None}),
        ({"restriction": "no_u_turn", "restriction:conditional": "none @ (sunset-sunrise)"}, {"timed": None}),
        ({"restriction": "no_fun"}, {"unknown": None}),
        ({"restriction:conditional": f"no_fun @ ({RUSH})"}, {"unknown": None}),
        ({}, {}),
    ],
)  # fmt: skip
def test_what_binds_a_patrol_car(tags: dict[str, str], rules: dict[str, str | None]) -> None:
    wanted = {}
    for rule, text in rules.items():
        minutes = None if text is None else minutes_of(text)
        wanted[rule] = None if minutes is None else packed(minutes)
    assert turn_rules(tags) == wanted


def cross(relations: Relations, more: Ways = []) -> tuple[Nodes, Ways, Relations]:  # noqa: B006 - never changed
    """A crossing 1 with arms to 2 (west), 3 (south), 4 (east), 5 (north), joined by a ring. Ways 1-4 are the arms."""
    nodes: Nodes = {1: (112.4, 30.1, {}), 2: (112.39, 30.1, {}), 3: (112.4, 30.09, {}), 4: (112.41, 30.1, {}),
                    5: (112.4, 30.11, {}), 6: (112.405, 30.1, {}), 7: (112.42, 30.1, {})}  # fmt: skip
    plain = {"highway": "residential", "name": "Arm"}
    ways: Ways = [([2, 1], plain), ([3, 1], plain), ([1, 6, 4], plain), ([1, 5], plain), ([2, 3, 4, 5, 2], plain)]
    return nodes, [*ways, *more], relations


def rule(
    value: str, come: int, go: int, via: tuple[str, int] = ("n", 1)
) -> tuple[dict[str, str], list[tuple[str, int, str]]]:
    """A relation with one member of each role."""
    return {"restriction": value}, [("w", come, "from"), (*via, "via"), ("w", go, "to")]


def turns_of(roads: Roads) -> set[tuple[float, float, float, float]]:
    """Where one comes from and goes to, of each turn."""
    return {
        tuple(round(float(one), 4) for node in (a, b) for one in (roads.lon[node], roads.lat[node]))  # type: ignore[misc]
        for a, _, b in roads.turns.tolist()
    }


def imported(tmp_path: Path, relations: Relations, more: Ways = []) -> tuple[Roads, list[str]]:  # noqa: B006
    """The roads of the crossing with these relations, and what was said."""
    return imported_from(tmp_path, *cross(relations, more))


def imported_from(path: Path, nodes: Nodes, ways: Ways, relations: Relations) -> tuple[Roads, list[str]]:
    """The same of any roads."""
    said: list[str] = []
    path.mkdir(exist_ok=True)
    import_osm(path / "pack", draw(path / "cross.osm.pbf", nodes, ways, relations), CITY, said.append)
    assert check_pack(path / "pack") == []
    return read_roads(path / "pack"), said


WEST, SOUTH, EAST, NORTH = (112.39, 30.1), (112.4, 30.09), (112.405, 30.1), (112.4, 30.11)


def test_no_and_only(tmp_path: Path) -> None:
    roads, said = imported(tmp_path, [rule("no_left_turn", 2, 1), rule("only_straight_on", 1, 3)])
    assert turns_of(roads) == {SOUTH + WEST, WEST + SOUTH, WEST + NORTH, WEST + WEST}
    assert any("forbidden turns: 4" in one and "禁止转弯：4" in one for one in said)


def test_several_members_and_u_turns(tmp_path: Path) -> None:
    no_entry = ({"restriction": "no_entry"}, [("w", 1, "from"), ("w", 2, "from"), ("n", 1, "via"), ("w", 4, "to")])
    roads, _ = imported(tmp_path, [no_entry, rule("no_u_turn", 3, 3)])
    assert turns_of(roads) == {WEST + NORTH, SOUTH + NORTH, EAST + EAST}


def test_what_cannot_be_taken_is_counted_and_named(tmp_path: Path) -> None:
    relations = [
        rule("no_left_turn", 2, 1, ("w", 3)),  # 1: way 1 and way 2 meet way 3 at one node
        ({"restriction": "no_left_turn"}, [("w", 2, "from"), ("w", 1, "to")]),  # 2: no via
        rule("no_left_turn", 2, 1, ("n", 3)),  # 3: way 1 does not reach node 3
        ({"restriction:conditional": "no_left_turn @ (Mo-Fr; PH off)"}, rule("", 2, 1)[1]),  # 4
        rule("no_right_turn", 5, 2, ("n", 3)),  # 5: the ring passes through: which side?
        rule("no_fun", 2, 1),  # 6
        rule("no_left_turn", 2, 99),  # 7: nobody drives there: void
    ]
    roads, said = imported(tmp_path, relations)
    assert not len(roads.turns) and not len(roads.paths)
    text = "\n".join(said)
    for words in ("do not meet: 2 (2, 3)", "hours that cannot be read: 1 (4)",
                  "which side is meant?: 2 (1, 5)", "not known: 1 (6)", "1 relations forbid what"):  # fmt: skip
        assert words in text, text


def test_a_ban_that_would_shut_a_road_in_is_left_out_and_named(tmp_path: Path) -> None:
    # A dead end beyond node 4, and nobody may turn into it: then none of it could be reached.
    dead_end: Ways = [([4, 7], {"highway": "residential"})]
    no_way_in = ({"restriction": "no_entry"}, [("w", 3, "from"), ("n", 4, "via"), ("w", 6, "to")])
    split: Ways = [([4, 7], {"highway": "residential"})]
    roads, said = imported(tmp_path, [no_way_in], dead_end)
    assert len(roads.turns) == 1, "the ring still leads into it"
    nodes, ways, _ = cross([])
    ways[4:] = [([2, 3, 4], {"highway": "residential"}), ([4, 5, 2], {"highway": "residential"}), *split]
    all_ways_in = ({"restriction": "no_entry"},
                   [("w", 3, "from"), ("w", 5, "from"), ("w", 6, "from"), ("n", 4, "via"), ("w", 7, "to")])  # fmt: skip
    said.clear()
    path = tmp_path / "shut"
    import_osm(path, draw(tmp_path / "shut.osm.pbf", nodes, ways, [all_ways_in]), CITY, said.append)
    assert not len(read_roads(path).turns) and check_pack(path) == []
    assert any("cannot be reached or left: 1 (1)" in one for one in said), said


def paths_of(roads: Roads) -> set[tuple[tuple[float, float], ...]]:
    """Where one drives over, of each path."""
    return {
        tuple((round(float(roads.lon[node]), 4), round(float(roads.lat[node]), 4)) for node in row if node >= 0)
        for row in roads.paths.tolist()
    }


MIDDLE, FAR_EAST = (112.4, 30.1), (112.41, 30.1)


def test_over_a_way(tmp_path: Path) -> None:
    # From the western arm (1) over the eastern one (3: 1, 6, 4) into the ring (5), which is split at 4 here.
    nodes, ways, _ = cross([])
    ways[4:] = [([2, 3, 4], {"highway": "residential"}), ([4, 5, 2], {"highway": "residential"})]
    roads, _ = imported_from(tmp_path / "no", nodes, ways, [rule("no_left_turn", 1, 6, ("w", 3))])
    assert paths_of(roads) == {(WEST, MIDDLE, EAST, FAR_EAST, NORTH)} and not len(roads.turns)
    assert roads.path_hours.tolist() == [-1]
    roads, said = imported_from(tmp_path / "only", nodes, ways, [rule("only_right_turn", 1, 5, ("w", 3))])
    assert paths_of(roads) == {(WEST, MIDDLE, EAST, FAR_EAST, end) for end in (NORTH, EAST)}, "nor back"
    assert any("forbidden turns: 2 (2 over a way, 0 at some hours)" in one for one in said), said


def test_over_several_ways_in_any_order_and_over_a_one_way_street_the_wrong_way(tmp_path: Path) -> None:
    nodes, ways, _ = cross([])
    street = {"highway": "residential"}
    ways[2:] = [([1, 6], street), ([1, 5], street), ([2, 3, 4], street), ([4, 5, 2], street), ([6, 4], street)]
    over = ({"restriction": "no_entry"},
            [("w", 1, "from"), ("w", 7, "via"), ("w", 3, "via"), ("w", 6, "to")])  # fmt: skip
    roads, _ = imported_from(tmp_path / "two", nodes, ways, [over])
    assert paths_of(roads) == {(WEST, MIDDLE, EAST, FAR_EAST, NORTH)}
    ways[6] = ([4, 6], {**street, "oneway": "yes"})
    roads, said = imported_from(tmp_path / "wrong", nodes, ways, [over])
    assert not len(roads.paths) and any("1 relations forbid what" in one for one in said), said


def test_round_a_circle_it_is_not_guessed(tmp_path: Path) -> None:
    nodes, ways, _ = cross([])
    relations = [rule("no_left_turn", 1, 3, ("w", 5))]  # the ring may be driven both ways
    _, said = imported_from(tmp_path / "both", nodes, ways, relations)
    assert any("which side is meant?: 1 (1)" in one for one in said), said
    ways[4] = ([2, 3, 4, 5, 2], {"highway": "residential", "oneway": "yes"})
    roads, _ = imported_from(tmp_path / "one", nodes, ways, relations)
    assert paths_of(roads) == {(MIDDLE, WEST, SOUTH, FAR_EAST, EAST)}


def test_at_hours_and_without_those_that_shut_a_road_in_at_some(tmp_path: Path) -> None:
    rush = {"restriction:conditional": f"no_left_turn @ ({RUSH})"}
    roads, said = imported(tmp_path / "a", [(rush, rule("", 2, 1)[1])])
    assert paths_of(roads) == {(SOUTH, MIDDLE, WEST)} and roads.path_hours.tolist() == [0]
    minutes = minutes_of(RUSH)
    assert minutes is not None and roads.hours.tobytes() == packed(minutes)
    assert any("forbidden turns: 1 (0 over a way, 1 at some hours)" in one for one in said), said
    nodes, ways, _ = cross([])
    ways[4:] = [([2, 3, 4], {"highway": "residential"}), ([4, 5, 2], {"highway": "residential"}),
                ([4, 7], {"highway": "residential"})]  # fmt: skip
    ways_in = [("w", 3, "from"), ("w", 5, "from"), ("w", 6, "from"), ("n", 4, "via"), ("w", 7, "to")]
    at_night = {"restriction:conditional": "no_entry @ (22:00-06:00)"}
    roads, said = imported_from(tmp_path / "b", nodes, ways, [(at_night, ways_in)])
    assert not len(roads.paths) and any("cannot be reached or left: 1 (1)" in one for one in said), said
