"""Who is aboard: no crew goes without an officer, and a crew that is not whole is named so."""

from tests.dispatch.scenes.scene import (
    NEXT,
    OWN,
    TRAFFIC,
    Scene,
    auxiliary,
    crew,
    crew_is,
    guard_post,
    hunter,
    need,
    need_is,
    road_chief,
    rules_are,
    station,
    swat,
    traffic,
)
from yaoyaoling.dispatch.policy.facts import Exclusion, RankingRules

ABDUCTION, ROBBERY, ASSAULT, DISPUTE = need("0110", 1), need("0102", 2), need("0201", 3), need("0402", 4)
ALONE: Exclusion = "auxiliaries_alone"

SCENES = (
    Scene(
        "four auxiliaries in a patrol car without an officer are nearest: they do not go",
        ASSAULT, (crew("auxiliaries", 60, officers=0, auxiliaries=4), crew("officers", 500)),
        "officers", crew_is("auxiliaries", officers=1), "auxiliaries", never=("auxiliaries",),
        excluded=(("auxiliaries", ALONE),),
    ),
    Scene(
        "an abduction changes nothing: auxiliaries alone do not go",
        ABDUCTION, (crew("auxiliaries", 60, officers=0, auxiliaries=5), crew("officers", 900)),
        "officers", crew_is("auxiliaries", officers=1), "auxiliaries", excluded=(("auxiliaries", ALONE),),
    ),
    Scene(
        "there are only auxiliaries: nobody may go",
        ASSAULT, (crew("patrol", 60, officers=0, auxiliaries=4), station("station", 90, officers=0, auxiliaries=2)),
        None, crew_is("station", officers=1), "station", excluded=(("patrol", ALONE), ("station", ALONE)),
    ),
    Scene(
        "three auxiliaries of the traffic police may not take an accident alone",
        need("0302", 4, function_grids=(TRAFFIC,)),
        (traffic("auxiliaries", 40, officers=0, auxiliaries=3), station("station", 300)),
        "station", crew_is("auxiliaries", officers=1), "auxiliaries", excluded=(("auxiliaries", ALONE),),
    ),
    Scene(
        "a robbery wants a whole crew: two in a patrol car wait for the four a minute behind",
        ROBBERY, (crew("two", 100, officers=1, auxiliaries=1), crew("four", 150)),
        "four", crew_is("two", auxiliaries=3), "two", reasons=(("two", "incomplete"), ("two", "nearest")),
        without=(("four", "incomplete"),),
    ),
    Scene(
        "for an assault two in a patrol car will do, and that they are two is said",
        ASSAULT, (crew("two", 100, officers=1, auxiliaries=1), crew("four", 150)),
        "two", need_is(level=2), "four", reasons=(("two", "incomplete"),),
    ),
    Scene(
        "at the gravest level too a whole crew is preferred",
        ABDUCTION, (crew("three", 100, officers=1, auxiliaries=2), crew("four", 150)),
        "four", crew_is("three", auxiliaries=3), "three", reasons=(("three", "incomplete"),),
    ),
    Scene(
        "one officer and three auxiliaries are a whole patrol",
        ROBBERY, (crew("one_and_three", 100, officers=1, auxiliaries=3), crew("other", 150)),
        "one_and_three", crew_is("one_and_three", auxiliaries=2), "other", without=(("one_and_three", "incomplete"),),
    ),
    Scene(
        "a station's crew is whole with two; its officer alone is not",
        ROBBERY, (station("single", 100, auxiliaries=0), station("pair", 150)),
        "pair", crew_is("single", auxiliaries=1), "single", reasons=(("single", "incomplete"),),
        without=(("pair", "incomplete"),),
    ),
    Scene(
        "an officer alone is round the corner of the robbery and the others minutes away: he goes",
        ROBBERY, (station("single", 30, auxiliaries=0), crew("whole", 250)),
        "single", crew_is("single", officers=0, auxiliaries=1), "whole", reasons=(("single", "incomplete"),),
    ),
    Scene(
        "no crew near is whole: the nearest of them goes before a whole one far away",
        ROBBERY, (crew("near", 100, auxiliaries=0), crew("middle", 140, auxiliaries=0), crew("whole", 400)),
        "near", crew_is("near", officers=0, auxiliaries=2), "middle",
        reasons=(("near", "incomplete"), ("middle", "incomplete")),
    ),
    Scene(
        "four of the SWAT are not a SWAT crew: the patrol goes first",
        ROBBERY, (swat("four", 150, officers=4), crew("patrol", 200)),
        "patrol", crew_is("four", officers=6), "four", reasons=(("four", "incomplete"),),
    ),
    Scene(
        "a single hunter is not a team",
        ROBBERY, (hunter("rider", 60, officers=1), crew("patrol", 120)),
        "patrol", crew_is("rider", officers=2), "rider", reasons=(("rider", "incomplete"),),
    ),
    Scene(
        "a road chief alone is whole: that is how they work",
        need("0303", 3), (road_chief("chief", 100), traffic("traffic", 200)),
        "chief", crew_is("chief", officers=0, auxiliaries=1), "traffic", without=(("chief", "incomplete"),),
    ),
    Scene(
        "two officers without auxiliaries are too few for a patrol at a robbery, though both are officers",
        ROBBERY, (crew("officers", 100, auxiliaries=0), crew("four", 160)),
        "four", crew_is("officers", officers=4), "officers", reasons=(("officers", "incomplete"),),
    ),
    Scene(
        "an auxiliary patrol is not sent to anything",
        DISPUTE, (auxiliary("auxiliaries", 30), station("station", 500)),
        "station", crew_is("auxiliaries", force_type="station", officers=1), "auxiliaries", never=("auxiliaries",),
        excluded=(("auxiliaries", "wrong_force"),),
    ),
    Scene(
        "an officer who rides along does not make an auxiliary patrol a crew",
        DISPUTE, (auxiliary("auxiliaries", 30, officers=1), station("station", 500)),
        "station", crew_is("auxiliaries", force_type="station"), "auxiliaries", never=("auxiliaries",),
        excluded=(("auxiliaries", "wrong_force"),),
    ),
    Scene(
        "auxiliaries alone without a position: that they are alone is said first",
        ASSAULT, (crew("auxiliaries", None, officers=0, position_age_s=None), crew("officers", 300)),
        "officers", crew_is("officers", officers=0), None, excluded=(("auxiliaries", ALONE),),
    ),
    Scene(
        "auxiliaries whose watch is over are off duty before anything else",
        ASSAULT, (crew("auxiliaries", 60, officers=0, is_on_duty=False), crew("officers", 300)),
        "officers", crew_is("officers", officers=0, auxiliaries=4), None,
        excluded=(("auxiliaries", "off_duty"),),
    ),
    Scene(
        "a poor area that cannot fill its crews sends them as they are",
        ROBBERY, (crew("two", 100, officers=1, auxiliaries=1), crew("four", 150)),
        "two", rules_are(incomplete_penalty_s=90.0), "four", rules=RankingRules(incomplete_penalty_s=0.0),
        reasons=(("two", "incomplete"),),
    ),
    Scene(
        "for a quarrel among neighbours the officer on foot goes alone",
        DISPUTE, (station("single", 100, auxiliaries=0), station("pair", 160)),
        "single", crew_is("single", officers=0, auxiliaries=1), "pair", reasons=(("single", "incomplete"),),
    ),
    Scene(
        "the grid's own crew is short of people: for a robbery the neighbour's whole crew goes",
        ROBBERY, (crew("own", 120, grid_code=OWN, auxiliaries=0), crew("next", 130, grid_code=NEXT)),
        "next", crew_is("own", auxiliaries=2), "own", reasons=(("own", "grid_owner"), ("own", "incomplete")),
    ),
    Scene(
        "guards are no auxiliaries: they have no officer, do not go as a crew, and hold the place",
        ROBBERY, (guard_post("guards", 40), crew("patrol", 300)),
        "patrol", crew_is("patrol", is_on_duty=False), None, excluded=(("guards", "contains_only"),),
        containing=("guards",),
    ),
)  # fmt: skip
