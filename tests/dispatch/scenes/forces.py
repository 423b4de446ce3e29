"""Kinds of force: who takes which class at which level, who only holds the place, who is kept for graver things."""

from tests.dispatch.scenes.scene import (
    FAR,
    OWN,
    TRAFFIC,
    Scene,
    auxiliary,
    crew,
    crew_is,
    guard_post,
    hunter,
    job,
    need,
    need_is,
    of_type,
    road_chief,
    rules_are,
    station,
    swat,
    traffic,
    volunteer,
)
from yaoyaoling.dispatch.policy.facts import RankingRules

HOMICIDE, HIJACKING, FIRE = need("0104", 1), need("0111", 1), need("1001", 1)
ROBBERY, MISSING = need("0102", 2), need("0501", 2)
THEFT, ASSAULT, QUARREL, TIP = need("0101", 3), need("0201", 3), need("0401", 3), need("0605", 3)
GAMBLING, DISPUTE = need("0206", 4), need("0402", 4)
CASUALTIES = need("0301", 2, function_grids=(TRAFFIC,))
FLIGHT = need("0303", 3, function_grids=(TRAFFIC,))
DENTED = need("0302", 4, function_grids=(TRAFFIC,))
JAM = need("0305", 4, function_grids=(TRAFFIC,))

SCENES = (
    Scene(
        "people are hurt on the road: the traffic police's grid over the place goes before a nearer patrol",
        CASUALTIES, (traffic("traffic", 150), crew("patrol", 120)),
        "traffic", need_is(function_grids=()), "patrol", reasons=(("traffic", "function_grid"),),
    ),
    Scene(
        "a theft is not for the traffic police, though their car stands there",
        need("0101", 3, function_grids=(TRAFFIC,)), (traffic("traffic", 60), crew("patrol", 400)),
        "patrol", need_is(class_code="0303"), "traffic", never=("traffic",), excluded=(("traffic", "contains_only"),),
    ),
    Scene(
        "the traffic car that passes a brawl holds it until the patrol is there",
        need("0202", 3), (traffic("traffic", 60), crew("patrol", 300)),
        "patrol", need_is(class_code="0303"), "traffic", containing=("traffic",),
    ),
    Scene(
        "a hijacking is what the SWAT is for, as soon as it is nearer",
        HIJACKING, (swat("swat", 200), crew("patrol", 300)),
        "swat", crew_is("swat", job=job(1, "arrived")), "patrol", without=(("swat", "reserve"),),
    ),
    Scene(
        "the SWAT is not sent into a family's quarrel; it would hold the door at most",
        QUARREL, (swat("swat", 60), station("station", 300)),
        "station", need_is(class_code="0105"), "swat", never=("swat",), containing=("swat",),
        excluded=(("swat", "contains_only"),),
    ),
    Scene(
        "for a theft the SWAT is kept back while a patrol is two minutes behind it",
        THEFT, (swat("swat", 100), crew("patrol", 200)),
        "patrol", need_is(level=2), "swat", reasons=(("swat", "reserve"), ("swat", "nearest")),
    ),
    Scene(
        "nobody but the SWAT is near the theft: it goes, and that it is a reserve is said",
        THEFT, (swat("swat", 100), crew("patrol", 400)),
        "swat", crew_is("patrol", eta_s=200), "patrol", reasons=(("swat", "reserve"),),
    ),
    Scene(
        "quick riders take a robbery",
        ROBBERY, (hunter("riders", 80), crew("patrol", 150)),
        "riders", need_is(level=1), "patrol",
    ),
    Scene(
        "a homicide is beyond the riders: they are there first and hold it, the patrol is sent",
        HOMICIDE, (hunter("riders", 60), crew("patrol", 200)),
        "patrol", need_is(level=2), "riders", never=("riders",), excluded=(("riders", "contains_only"),),
        containing=("riders",),
    ),
    Scene(
        "riders are kept for graver things than a game of cards",
        GAMBLING, (hunter("riders", 60), station("station", 150)),
        "station", need_is(level=3), "riders", reasons=(("riders", "reserve"),),
    ),
    Scene(
        "a hit and run is not for the riders: they are neither traffic police nor a patrol",
        need("0303", 3), (hunter("riders", 60), crew("patrol", 350)),
        "patrol", need_is(class_code="0103"), "riders", never=("riders",), excluded=(("riders", "contains_only"),),
    ),
    Scene(
        "a dented car is the road chief's, who is there first",
        DENTED, (road_chief("chief", 60), traffic("traffic", 200)),
        "chief", need_is(level=2), "traffic", reasons=(("chief", "nearest"),),
    ),
    Scene(
        "people are hurt: the road chief keeps the road clear, the traffic police come",
        CASUALTIES, (road_chief("chief", 50), traffic("traffic", 250)),
        "traffic", need_is(level=3), "chief", never=("chief",), excluded=(("chief", "contains_only"),),
        containing=("chief",),
    ),
    Scene(
        "a dispute among neighbours is nothing for a road chief at all",
        DISPUTE, (road_chief("chief", 20), station("station", 400)),
        "station", need_is(class_code="0302"), "chief", excluded=(("chief", "wrong_force"),),
    ),
    Scene(
        "the guard post across the street is at the robbery minutes before the patrol: it holds the place",
        ROBBERY, (guard_post("guards", 40), crew("patrol", 300), crew("second", 420)),
        "patrol", crew_is("patrol", is_on_duty=False), "second", never=("guards",), containing=("guards",),
    ),
    Scene(
        "no crew can come: everybody who may hold the place is named, however far",
        ROBBERY, (guard_post("guards", 700), traffic("traffic", 300), crew("patrol", 200, is_on_duty=False)),
        None, crew_is("patrol", is_on_duty=True), "patrol", containing=("traffic", "guards"),
    ),
    Scene(
        "guards who would be there half a minute sooner are not troubled",
        ROBBERY, (guard_post("guards", 270), crew("patrol", 300), crew("second", 500)),
        "patrol", crew_is("patrol", officers=0), "second", containing=(), excluded=(("guards", "contains_only"),),
    ),
    Scene(
        "nobody holds the place of a quarrel over rent",
        DISPUTE, (guard_post("guards", 30), station("station", 500), station("second", 800)),
        "station", crew_is("station", is_on_duty=False), "second", containing=(),
    ),
    Scene(
        "a tip about a fugitive is nothing for guards: they neither go nor hold anything",
        TIP, (guard_post("guards", 30), station("station", 500)),
        "station", crew_is("station", job=job(3)), None, excluded=(("guards", "wrong_force"),), containing=(),
    ),
    Scene(
        "volunteers look for a lost child until the crew is there",
        MISSING, (volunteer("volunteer", 90), crew("patrol", 400), crew("second", 700)),
        "patrol", crew_is("patrol", eta_s=None, distance_m=None), "second", never=("volunteer",),
        containing=("volunteer",), excluded=(("volunteer", "contains_only"),),
    ),
    Scene(
        "volunteers have nothing to do with a burglar",
        THEFT, (volunteer("volunteer", 30), crew("patrol", 400)),
        "patrol", crew_is("patrol", is_on_duty=False), None, excluded=(("volunteer", "wrong_force"),), containing=(),
    ),
    Scene(
        "three may hold the place: the soonest of them is named first",
        ROBBERY, (guard_post("guards", 150), traffic("traffic", 60), road_chief("chief", 100), crew("patrol", 400)),
        "patrol", crew_is("patrol", job=job(2)), None, containing=("traffic", "chief", "guards"),
    ),
    Scene(
        "guards who are at something else, off duty or nowhere do not hold the place",
        ROBBERY,
        (
            guard_post("at_work", 30, job=job(4, "arrived")), guard_post("resting", 40, is_on_duty=False),
            guard_post("nowhere", None, position_age_s=None), guard_post("cut_off", None), crew("patrol", 400),
            crew("second", 600),
        ),
        "patrol", crew_is("patrol", position_age_s=None), "second", containing=(),
        excluded=(("at_work", "contains_only"), ("resting", "off_duty"), ("nowhere", "contains_only")),
    ),
    Scene(
        "a force nobody has described is not sent",
        ASSAULT, (of_type("balloon", 2, 2, "balloon", 30), crew("patrol", 400)),
        "patrol", crew_is("balloon", force_type="station"), "balloon", never=("balloon",),
        excluded=(("balloon", "wrong_force"),),
    ),
    Scene(
        "being SWAT is no merit by itself: at a hijacking too the patrol that is sooner goes first",
        HIJACKING, (swat("swat", 260), crew("patrol", 200)),
        "patrol", crew_is("patrol", eta_s=330), "swat",
    ),
    Scene(
        "at a fire the SWAT helps like others; a beggar is not its business, and it only holds there",
        FIRE, (swat("swat", 150), crew("patrol", 250)),
        "swat", need_is(class_code="1108"), "patrol",
    ),
    Scene(
        "a jam is cleared by the traffic police of the overlay, not by the nearer station",
        JAM, (traffic("traffic", 200), station("station", 165)),
        "traffic", need_is(class_code="0402"), "station", reasons=(("traffic", "function_grid"),),
    ),
    Scene(
        "the road chief of the overlay grid goes before a traffic crew from elsewhere",
        FLIGHT, (road_chief("chief", 120, grid_code=TRAFFIC), traffic("traffic", 95, grid_code=FAR)),
        "chief", crew_is("chief", grid_code=FAR), "traffic", reasons=(("chief", "function_grid"),),
    ),
    Scene(
        "the patrol's own grid and the traffic grid over it count alike: the nearer of both goes",
        CASUALTIES, (traffic("traffic", 120), crew("own", 150, grid_code=OWN)),
        "traffic", crew_is("traffic", eta_s=200), "own",
        reasons=(("traffic", "function_grid"), ("own", "grid_owner")),
    ),
    Scene(
        "two overlays lie over the quay: the water police's station has its own there",
        need("0101", 3, function_grids=(TRAFFIC, "W1")), (station("water", 150, grid_code="W1"), crew("patrol", 120)),
        "water", need_is(function_grids=(TRAFFIC,)), "patrol", reasons=(("water", "function_grid"),),
    ),
    Scene(
        "an area that has SWAT enough sends it to thefts as well",
        THEFT, (swat("swat", 100), crew("patrol", 200)),
        "swat", rules_are(reserve_penalty_s=180.0), "patrol", rules=RankingRules(reserve_penalty_s=0.0),
        reasons=(("swat", "reserve"),),
    ),
    Scene(
        "a guard post is not a crew even when nobody else is left",
        ROBBERY, (guard_post("guards", 30), auxiliary("auxiliaries", 60)),
        None, crew_is("auxiliaries", force_type="patrol", officers=1), "auxiliaries",
        never=("guards", "auxiliaries"), containing=("guards",),
    ),
)  # fmt: skip
