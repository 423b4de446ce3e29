"""A river between: road times come from a search on a town with few bridges; who is near on the map may be far."""

from collections.abc import Mapping
from typing import Any

from tests.dispatch.scenes.scene import (
    ACROSS,
    OWN,
    STATION,
    Change,
    Scene,
    crew,
    crew_is,
    guard_post,
    job,
    need,
    traffic,
)
from tests.dispatch.scenes.town import (
    CAUSEWAY,
    DAM,
    NORTH_BRIDGE,
    OLD_BRIDGE,
    SECOND_UNDERPASS,
    UNDERPASS,
    Xy,
    closed,
    crow_m,
    drive,
    slowed,
)
from yaoyaoling.dispatch.policy.facts import Need
from yaoyaoling.places.roads.restrict import Restriction

ROBBERY, ASSAULT, CASUALTIES, FIGHT = need("0102", 2), need("0201", 3), need("0301", 2), need("0804", 1)

WESTERN, EASTERN = (2000.0, 500.0), (2300.0, 500.0)
"""Two embankments, face to face, half a kilometre above the old bridge."""


def river(
    name: str,
    what: Need,
    target: Xy,
    at: Mapping[str, Xy],
    first: str | None,
    *restrictions: Restriction,
    nearest: str,
    because: Change,
    then_first: str | None,
    more: Mapping[str, Mapping[str, Any]] | None = None,
    **stated: Any,
) -> Scene:
    """A scene whose crews stand at places of the town. more: what else is so of a crew; make: its builder."""
    crews = []
    for sign, place in at.items():
        fields = {"make": crew, **(more or {}).get(sign, {}), **drive(place, target, *restrictions)}
        crews.append(fields.pop("make")(sign, None, **fields))
    straight = {sign: crow_m(place, target) for sign, place in at.items()}
    stated.setdefault("not_first", () if nearest == first else (nearest,))
    return Scene(name, what, tuple(crews), first, because, then_first, crow_m=straight, crow_nearest=nearest, **stated)


def roads_are(target: Xy, at: Mapping[str, Xy], *restrictions: Restriction) -> Change:
    """If other restrictions held, or none."""
    return Change(crews={sign: drive(place, target, *restrictions) for sign, place in at.items()})


def stood_at(sign: str, place: Xy, target: Xy) -> Change:
    """If the crew were elsewhere."""
    return crew_is(sign, **drive(place, target))


_INLAND = (1500.0, 1000.0)
_AT_BRIDGE = {"across": EASTERN, "bank": (500.0, 0.0)}
_AT_NORTH = {"across": (2300.0, 2500.0), "bank": (1000.0, 1500.0)}
_NORTH_PLACE = (2000.0, 2500.0)
_DAM_PLACE, _DAM_FOOT = (2000.0, -2500.0), (2300.0, -2500.0)
_TRACKS = {"north": (1000.0, -1000.0), "south": (2000.0, -2000.0)}
_BELOW_TRACKS = (1000.0, -1500.0)
_ISLAND = (2150.0, -1500.0)
_SHORE = {"islander": _ISLAND, "shore": (1000.0, -2500.0)}
_SHORE_PLACE = (2000.0, -2000.0)
_ALL_CLOSED = (closed(OLD_BRIDGE), closed(NORTH_BRIDGE), closed(DAM))
_COUNTY_LINE = {"across": EASTERN, "other_county": (0.0, -500.0)}
_TAKEN_AWAY = {"across": EASTERN, "at_work": (1000.0, 0.0)}
_POST = {"across": EASTERN, "bank": (0.0, -500.0), "post": (2000.0, 1000.0)}
_ON_BRIDGE, _ENDS = (2150.0, 0.0), {"west": (500.0, 0.0), "east": (2300.0, 1000.0)}
_EAST_BANK = {"over": WESTERN, "east": (3800.0, 0.0)}
_RING_PLACE = (4300.0, 3500.0)

SCENES = (
    river(
        "the crew on the other bank is nearest on the map, the one on this bank by road",
        ASSAULT, _INLAND, {"across": (2300.0, 1000.0), "bank": (500.0, 0.0)}, "bank",
        nearest="across", reasons=(("bank", "nearest"),), without=(("across", "nearest"),),
        because=stood_at("across", (2000.0, 1000.0), _INLAND), then_first="across",
    ),
    river(
        "the bridge is closed: the crew over the river is near as the crow flies only",
        ROBBERY, WESTERN, _AT_BRIDGE, "bank", closed(OLD_BRIDGE),
        nearest="across", because=roads_are(WESTERN, _AT_BRIDGE), then_first="across",
    ),
    river(
        "the northern bridge is closed for ice and the old one is far: the crew of this bank goes",
        ROBBERY, _NORTH_PLACE, _AT_NORTH, "bank", closed(NORTH_BRIDGE),
        nearest="across", because=roads_are(_NORTH_PLACE, _AT_NORTH), then_first="across",
    ),
    river(
        "every crossing is closed and all crews are on the other bank: nobody can come by road",
        ROBBERY, _DAM_PLACE, {"across": _DAM_FOOT}, None, *_ALL_CLOSED,
        nearest="across", excluded=(("across", "unreachable"),),
        because=roads_are(_DAM_PLACE, {"across": _DAM_FOOT}, closed(OLD_BRIDGE), closed(NORTH_BRIDGE)),
        then_first="across",
    ),
    river(
        "the northern bridge is flooded and passed at walking pace: this bank is sooner",
        ROBBERY, _NORTH_PLACE, _AT_NORTH, "bank", slowed(NORTH_BRIDGE, 5.0),
        nearest="across", because=roads_are(_NORTH_PLACE, _AT_NORTH), then_first="across",
    ),
    river(
        "the bridge is closed towards the east only: a crew that comes from there is not held up",
        ROBBERY, WESTERN, _AT_BRIDGE, "across", closed(OLD_BRIDGE, both_ways=False),
        nearest="across", because=roads_are(WESTERN, _AT_BRIDGE, closed(OLD_BRIDGE)), then_first="bank",
    ),
    river(
        "the bridge is closed towards the east: a crew at its western end must drive round by the north",
        ROBBERY, EASTERN, _EAST_BANK, "east", closed(OLD_BRIDGE, both_ways=False),
        nearest="over", because=roads_are(EASTERN, _EAST_BANK, closed(OLD_BRIDGE[::-1], both_ways=False)),
        then_first="over",
    ),
    river(
        "the causeway is under water: the crew on the shore is a stone's throw off and cannot reach the island",
        ROBBERY, _ISLAND, {"shore": (2000.0, -1500.0)}, None, closed(CAUSEWAY),
        nearest="shore", never=("shore",), excluded=(("shore", "unreachable"),),
        because=roads_are(_ISLAND, {"shore": (2000.0, -1500.0)}), then_first="shore",
    ),
    river(
        "the grid's own crew is caught on the island: the crew of the shore goes in its place",
        ASSAULT, _SHORE_PLACE, _SHORE, "shore", closed(CAUSEWAY),
        nearest="islander", more={"islander": {"grid_code": OWN}}, excluded=(("islander", "unreachable"),),
        because=roads_are(_SHORE_PLACE, _SHORE), then_first="islander",
    ),
    river(
        "the grid's own crew is over the river: its advantage does not carry it across",
        ASSAULT, _INLAND, {"own": (2300.0, 1000.0), "bank": (500.0, 500.0)}, "bank",
        nearest="own", more={"own": {"grid_code": OWN}}, reasons=(("own", "grid_owner"),),
        because=stood_at("bank", (0.0, -500.0), _INLAND), then_first="own",
    ),
    river(
        "the weir is slow to cross and still the shortest way: the crew behind it is first",
        ROBBERY, _DAM_PLACE, {"across": _DAM_FOOT, "north": (1500.0, -500.0)}, "across",
        nearest="across",
        because=roads_are(_DAM_PLACE, {"across": _DAM_FOOT, "north": (1500.0, -500.0)}, closed(DAM)),
        then_first="north",
    ),
    river(
        "the railway is between: a crew across the tracks sees the place and must drive round",
        ASSAULT, (2000.0, -1500.0), {"tracks": (2000.0, -1000.0), "level": (500.0, -2000.0)}, "level",
        nearest="tracks", because=stood_at("tracks", (2000.0, -2000.0), (2000.0, -1500.0)), then_first="tracks",
    ),
    river(
        "the underpass is flooded: the crew on its other side has to take the second one",
        ASSAULT, _BELOW_TRACKS, _TRACKS, "south", closed(UNDERPASS),
        nearest="north", because=roads_are(_BELOW_TRACKS, _TRACKS), then_first="north",
    ),
    river(
        "both underpasses are flooded: even from over the river it is sooner than from across the tracks",
        ASSAULT, _BELOW_TRACKS, {"north": (1000.0, -1000.0), "over": _DAM_FOOT}, "over",
        closed(UNDERPASS), closed(SECOND_UNDERPASS),
        nearest="north", reasons=(("over", "nearest"),),
        because=roads_are(
            _BELOW_TRACKS, {"north": (1000.0, -1000.0), "over": _DAM_FOOT}, closed(SECOND_UNDERPASS)
        ),
        then_first="north",
    ),
    river(
        "the ring road is one way: a crew just below its end has to go all the way round",
        CASUALTIES, _RING_PLACE, {"below": (4300.0, 3000.0), "ramp": (2300.0, 2000.0)}, "ramp",
        nearest="below", because=stood_at("below", (2300.0, 2500.0), _RING_PLACE), then_first="below",
    ),
    river(
        "with the bridge closed the next county's crew on this bank is before the county's own on the other",
        ROBBERY, WESTERN, _COUNTY_LINE, "other_county", closed(OLD_BRIDGE),
        nearest="across", more={"other_county": {"org_path": f"{ACROSS}/99010201"}},
        reasons=(("other_county", "other_county"),),
        because=roads_are(WESTERN, _COUNTY_LINE), then_first="across",
    ),
    river(
        "with the bridge closed a crew is taken from a mild incident on this bank for a mass fight",
        FIGHT, WESTERN, _TAKEN_AWAY, "at_work", closed(OLD_BRIDGE),
        nearest="across", more={"at_work": {"job": job(3)}}, reasons=(("at_work", "preempts"),),
        because=roads_are(WESTERN, _TAKEN_AWAY), then_first="across",
    ),
    river(
        "with the bridge closed the guard post at its foot holds the place until the crew is there",
        ROBBERY, WESTERN, _POST, "bank", closed(OLD_BRIDGE),
        nearest="across", more={"post": {"make": guard_post}}, containing=("post",), never=("post",),
        because=roads_are(WESTERN, _POST), then_first="across",
    ),
    river(
        "an accident has closed the bridge and lies on it: crews still come up to it from either end",
        CASUALTIES, _ON_BRIDGE, _ENDS, "east", closed(OLD_BRIDGE),
        nearest="east", more={"west": {"make": traffic}, "east": {"make": traffic}},
        because=crew_is("east", **drive((3800.0, 1000.0), _ON_BRIDGE, closed(OLD_BRIDGE))), then_first="west",
    ),
    river(
        "the bridge is open: being on the same bank is no merit of its own",
        ASSAULT, EASTERN, {"over": WESTERN, "east": (3300.0, 1500.0)}, "over",
        nearest="over",
        because=roads_are(EASTERN, {"over": WESTERN, "east": (3300.0, 1500.0)}, closed(OLD_BRIDGE)), then_first="east",
    ),
    river(
        "the neighbour's crew is over the bridge and a crew of no near grid on this bank: minutes of road decide",
        ASSAULT, _INLAND, {"neighbour": (2300.0, 1000.0), "bank": (500.0, 0.0)}, "bank",
        nearest="neighbour", more={"neighbour": {"grid_code": "G2"}}, reasons=(("neighbour", "neighbour"),),
        because=crew_is("bank", is_on_duty=False), then_first="neighbour",
    ),
    river(
        "the bridge is closed: another station's crew on this bank goes, the place's own is beyond the river",
        ROBBERY, WESTERN, {"visitor": (1000.0, 500.0), "home": EASTERN}, "visitor", closed(OLD_BRIDGE),
        nearest="home", more={"visitor": {"org_path": f"{STATION[:-1]}2"}},
        without=(("visitor", "other_county"),),
        because=stood_at("home", (2000.0, 1000.0), WESTERN), then_first="home",
    ),
)  # fmt: skip
