"""Crews that are at another incident: for what they may be taken from it, and from what they may not."""

from tests.dispatch.scenes.scene import (
    OWN,
    TRAFFIC,
    Scene,
    crew,
    crew_is,
    job,
    need,
    need_is,
    rules_are,
    swat,
    traffic,
)
from yaoyaoling.dispatch.policy.facts import JobState, RankingRules

HOMICIDE, HOSTAGES, ROBBERY = need("0104", 1), need("0111", 1), need("0102", 2)
ASSAULT, NOISE = need("0201", 3), need("0407", 4)
ARRIVED: JobState = "arrived"

SCENES = (
    Scene(
        "a crew on its way to a noise is taken for a robbery round the corner",
        ROBBERY, (crew("at_work", 60, job=job(4)), crew("free", 250)),
        "at_work", crew_is("at_work", job=job(4, ARRIVED)), "free", reasons=(("at_work", "preempts"),),
    ),
    Scene(
        "a robbery does not take a crew from an assault: one level is not enough",
        ROBBERY, (crew("at_work", 60, job=job(3)), crew("free", 400)),
        "free", crew_is("at_work", job=job(4)), "at_work", never=("at_work",), excluded=(("at_work", "busy"),),
    ),
    Scene(
        "a homicide takes the crew that is under way to an assault",
        HOMICIDE, (crew("at_work", 100, job=job(3)), crew("free", 300)),
        "at_work", crew_is("at_work", job=job(2)), "free", reasons=(("at_work", "preempts"),),
    ),
    Scene(
        "not even a homicide takes a crew from a robbery, though it passes by",
        HOMICIDE, (crew("at_work", 20, job=job(2)), crew("free", 600)),
        "free", crew_is("at_work", job=job(3)), "at_work", never=("at_work",), excluded=(("at_work", "busy"),),
    ),
    Scene(
        "two incidents of the gravest level: the crew of the first stays with it",
        HOMICIDE, (crew("at_work", 30, job=job(1)), crew("free", 900)),
        "free", crew_is("at_work", job=None), "at_work", excluded=(("at_work", "busy"),),
    ),
    Scene(
        "an ordinary assault takes nobody from a noise: the other caller waits too",
        ASSAULT, (crew("at_work", 60, job=job(4)), crew("free", 420)),
        "free", need_is(level=2), "at_work", never=("at_work",), excluded=(("at_work", "busy"),),
    ),
    Scene(
        "a noise does not take a crew from another noise",
        NOISE, (crew("at_work", 30, job=job(4)), crew("free", 700)),
        "free", crew_is("at_work", job=None), "at_work", excluded=(("at_work", "busy"),),
    ),
    Scene(
        "a free crew that is little later goes, and the other keeps its incident",
        ROBBERY, (crew("at_work", 100, job=job(4)), crew("free", 180)),
        "free", crew_is("free", eta_s=300), "at_work", reasons=(("at_work", "preempts"), ("at_work", "nearest")),
    ),
    Scene(
        "a crew that has only been ordered may be turned round",
        ROBBERY, (crew("ordered", 80, job=job(4, "ordered")), crew("free", 260)),
        "ordered", crew_is("ordered", job=job(3, "ordered")), "free", reasons=(("ordered", "preempts"),),
    ),
    Scene(
        "a crew that has departed may be turned round on the road",
        HOMICIDE, (crew("on_road", 70, job=job(3, "departed")), crew("free", 280)),
        "on_road", crew_is("on_road", job=job(3, ARRIVED)), "free", reasons=(("on_road", "preempts"),),
    ),
    Scene(
        "all crews stand at their incidents already: nobody can be taken, not even for hostages",
        HOSTAGES, (crew("first", 60, job=job(4, ARRIVED)), crew("second", 200, job=job(3, ARRIVED))),
        None, crew_is("second", job=job(3, "departed")), "second", excluded=(("first", "busy"), ("second", "busy")),
    ),
    Scene(
        "an area that lets assaults take crews from mild incidents",
        ASSAULT, (crew("at_work", 60, job=job(4)), crew("free", 260)),
        "at_work", rules_are(preempt_from_level=2), "free", rules=RankingRules(preempt_from_level=3),
        reasons=(("at_work", "preempts"),),
    ),
    Scene(
        "an area that takes crews away for the gravest level only leaves them at a robbery",
        ROBBERY, (crew("at_work", 60, job=job(4)), crew("free", 400)),
        "free", rules_are(preempt_from_level=2), "at_work", rules=RankingRules(preempt_from_level=1),
        never=("at_work",),
    ),
    Scene(
        "the grid's own crew comes back from a mild incident sooner than a free one of another grid",
        ROBBERY, (crew("own", 150, grid_code=OWN, job=job(4)), crew("free", 240)),
        "own", crew_is("own", job=job(4, ARRIVED)), "free", reasons=(("own", "grid_owner"), ("own", "preempts")),
    ),
    Scene(
        "of two that may be taken the nearer one is, not the one with the mildest incident",
        HOMICIDE, (crew("from_assault", 90, job=job(3)), crew("from_noise", 130, job=job(4))),
        "from_assault", crew_is("from_assault", job=job(3, ARRIVED)), "from_noise",
        reasons=(("from_assault", "preempts"), ("from_noise", "preempts")),
    ),
    Scene(
        "a crew on its way back is free until it has a new order",
        ASSAULT, (crew("back", 100, is_returning=True), crew("free", 150)),
        "back", crew_is("back", job=job(3)), "free", reasons=(("back", "returning"),), without=(("back", "preempts"),),
    ),
    Scene(
        "a crew whose watch is over is off duty, whatever it is still ordered to",
        ROBBERY, (crew("at_work", 60, job=job(4), is_on_duty=False), crew("free", 250)),
        "free", crew_is("at_work", is_on_duty=True), "at_work", excluded=(("at_work", "off_duty"),),
    ),
    Scene(
        "one that might be taken is nowhere on the map: it is not",
        ROBBERY, (crew("at_work", None, job=job(4), position_age_s=None), crew("free", 350)),
        "free", crew_is("at_work", position_age_s=5, eta_s=50, distance_m=500), "at_work",
        excluded=(("at_work", "no_position"),),
    ),
    Scene(
        "one that stands at its incident and has no position is busy: that is said first",
        ROBBERY, (crew("at_work", None, job=job(4, ARRIVED), position_age_s=None), crew("free", 350)),
        "free", crew_is("free", is_on_duty=False), None, excluded=(("at_work", "busy"),),
    ),
    Scene(
        "one that might be taken has no road to the place",
        ROBBERY, (crew("at_work", None, job=job(4)), crew("free", 350)),
        "free", crew_is("at_work", eta_s=60, distance_m=600), "at_work", excluded=(("at_work", "unreachable"),),
    ),
    Scene(
        "an area that thinks dearly of taking crews away waits for the free one",
        ROBBERY, (crew("at_work", 60, job=job(4)), crew("free", 300)),
        "free", rules_are(preempt_penalty_s=120.0), "at_work", rules=RankingRules(preempt_penalty_s=400.0),
    ),
    Scene(
        "the SWAT crew on its way to a dispute is turned round for a hijacking",
        HOSTAGES, (swat("swat", 200, job=job(3, "departed")), crew("patrol", 400)),
        "swat", crew_is("swat", job=job(3, ARRIVED)), "patrol", reasons=(("swat", "preempts"),),
    ),
    Scene(
        "the traffic crew leaves a car in the way for people hurt on the road",
        need("0301", 2, function_grids=(TRAFFIC,)), (traffic("traffic", 100, job=job(4)), crew("patrol", 240)),
        "traffic", crew_is("traffic", job=job(4, ARRIVED)), "patrol",
        reasons=(("traffic", "preempts"), ("traffic", "function_grid")),
    ),
    Scene(
        "a crew taken from a noise is before the standby when it is that much nearer",
        ROBBERY, (crew("at_work", 60, job=job(4)), crew("standby", 150, is_standby=True)),
        "at_work", crew_is("standby", is_standby=False), "standby",
        reasons=(("at_work", "preempts"), ("standby", "standby")),
    ),
)  # fmt: skip
