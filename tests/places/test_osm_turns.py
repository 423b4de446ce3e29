"""Turn restrictions of an extract: taken as turns between nodes, or named with the reason."""

from pathlib import Path

import pytest

from tests.places.test_osm import CITY, Nodes, Relations, Ways, draw
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.pack.osm.tags import turn_rule
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.packs import check_pack, import_osm


@pytest.mark.parametrize(
    ("tags", "rule"),
    [
        ({"restriction": "no_left_turn"}, "no_left_turn"),
        ({"restriction": "only_straight_on", "except": "psv"}, "only_straight_on"),
        ({"restriction": "no_left_turn", "except": "psv;emergency"}, None),
        ({"restriction": "no_u_turn", "except": "motorcar"}, None),
        ({"restriction:hgv": "no_left_turn"}, None),
        ({"restriction:motorcar": "no_entry"}, "no_entry"),
        ({"restriction": "no_left_turn", "restriction:emergency": "none"}, None),
        ({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, "timed"),
        ({"restriction": "no_left_turn", "hour_on": "07:00", "hour_off": "09:00"}, "timed"),
        ({"restriction": "no_fun"}, "unknown"),
        ({}, None),
    ],
)
def test_what_binds_a_patrol_car(tags: dict[str, str], rule: str | None) -> None:
    assert turn_rule(tags) == rule


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
    said: list[str] = []
    import_osm(tmp_path / "pack", draw(tmp_path / "cross.osm.pbf", *cross(relations, more)), CITY, said.append)
    assert check_pack(tmp_path / "pack") == []
    return read_roads(tmp_path / "pack"), said


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
        rule("no_left_turn", 2, 1, ("w", 3)),  # 1: over a way
        ({"restriction": "no_left_turn"}, [("w", 2, "from"), ("w", 1, "to")]),  # 2: no via
        rule("no_left_turn", 2, 1, ("n", 3)),  # 3: way 1 does not reach node 3
        ({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, rule("", 2, 1)[1]),  # 4
        rule("no_right_turn", 5, 2, ("n", 3)),  # 5: the ring passes through: which side?
        rule("no_fun", 2, 1),  # 6
        rule("no_left_turn", 2, 99),  # 7: nobody drives there: void
    ]
    roads, said = imported(tmp_path, relations)
    assert not len(roads.turns)
    text = "\n".join(said)
    for words in ("over a way instead of a crossing: 1 (1)", "do not meet: 2 (2, 3)", "some hours only: 1 (4)",
                  "which side is meant?: 1 (5)", "not known: 1 (6)", "1 relations forbid what"):  # fmt: skip
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
