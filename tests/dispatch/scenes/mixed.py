"""Grids, ties, and days on which several rules pull at once."""

from tests.dispatch.scenes.scene import (
    ACROSS,
    FAR,
    HOME,
    HOUR,
    NEXT,
    OWN,
    STATION,
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
    road_chief,
    rules_are,
    station,
    swat,
    traffic,
    volunteer,
)
from yaoyaoling.dispatch.policy.facts import RankingRules

DROWNING, MASS_FIGHT, HOMICIDE, GAS = need("0502", 1), need("0804", 1), need("0104", 1), need("0506", 3)
ROBBERY, LOOTING, ASSAULT, DISPUTE = need("0102", 2), need("0803", 1), need("0201", 3), need("0402", 4)
BEYOND = f"{ACROSS}/99010201"
SISTER = f"{HOME}/99010102"
TALK = "negotiation"

SCENES = (
    Scene(
        "the grid's own crew goes although another is forty seconds nearer: the officer knows the people",
        DISPUTE, (station("own", 150, grid_code=OWN), station("near", 110)),
        "own", crew_is("near", eta_s=60), "near", reasons=(("own", "grid_owner"), ("near", "nearest")),
    ),
    Scene(
        "a minute and a half nearer is more than the own grid is worth",
        DISPUTE, (station("own", 200, grid_code=OWN), station("near", 110)),
        "near", crew_is("own", eta_s=130), "own", reasons=(("own", "grid_owner"),),
    ),
    Scene(
        "of two about as near the crew of the grid next door goes",
        ASSAULT, (crew("next", 120, grid_code=NEXT), crew("far", 112)),
        "next", crew_is("next", grid_code=FAR), "far", reasons=(("next", "neighbour"), ("far", "nearest")),
    ),
    Scene(
        "own grid before neighbouring grid, half a minute either way",
        ASSAULT, (crew("own", 150, grid_code=OWN), crew("next", 120, grid_code=NEXT)),
        "own", crew_is("next", eta_s=80), "next", reasons=(("own", "grid_owner"), ("next", "neighbour")),
    ),
    Scene(
        "equal in everything: the call signs decide, so that everybody sees the same list",
        ASSAULT, (crew("beta", 100), crew("alpha", 100)),
        "alpha", crew_is("beta", eta_s=99), "beta",
    ),
    Scene(
        "equal in what counts, though one is nearer and the other at home here: again the call sign",
        ASSAULT, (crew("b_near", 100), crew("a_own", 160, grid_code=OWN)),
        "a_own", crew_is("b_near", eta_s=99), "b_near", reasons=(("b_near", "nearest"), ("a_own", "grid_owner")),
    ),
    Scene(
        "the place lies in no grid: nobody is at home there",
        need("0201", 3, grid_code=None, neighbours=()), (crew("own", 150, grid_code=OWN), crew("near", 110)),
        "near", need_is(grid_code=OWN), "own", without=(("own", "grid_owner"),),
    ),
    Scene(
        "somebody drowns: who is standby, tired, alone in the district and at the end of the shift still goes",
        DROWNING,
        (
            crew("worn", 100, is_standby=True, orders_today=20, sole_cover=0.6, on_duty_s=600),
            crew("rested", 150),
        ),
        "worn", need_is(level=2), "rested", reasons=(("worn", "shift_ends"), ("worn", "standby"), ("worn", "nearest")),
    ),
    Scene(
        "somebody drowns, and what is doubtful stays doubtful: an old position, a guess, a crew not whole",
        DROWNING, (crew("doubtful", 60, position_age_s=200, is_estimated=True, auxiliaries=0), crew("sure", 270)),
        "sure", crew_is("doubtful", position_age_s=5), "doubtful",
        reasons=(("doubtful", "position_stale"), ("doubtful", "estimated"), ("doubtful", "incomplete")),
    ),
    Scene(
        "nine near it, each of whom may not go for a reason of its own: nobody is sent",
        need("0102", 2, recused=(SISTER,)),
        (
            crew("resting", 30, is_on_duty=False), crew("named", 40, org_path=SISTER), auxiliary("helpers", 50),
            guard_post("guards", 60), crew("leaderless", 70, officers=0), crew("at_work", 80, job=job(3)),
            crew("nowhere", None, position_age_s=None), crew("cut_off", None), crew("ending", 100, on_duty_s=60),
        ),
        None, crew_is("ending", on_duty_s=2 * HOUR), "ending", containing=("guards",),
        excluded=(
            ("resting", "off_duty"), ("named", "recused"), ("helpers", "wrong_force"), ("guards", "contains_only"),
            ("leaderless", "auxiliaries_alone"), ("at_work", "busy"), ("nowhere", "no_position"),
            ("cut_off", "unreachable"), ("ending", "shift_over"),
        ),
    ),
    Scene(
        "whoever may not go for several reasons is told the first of them",
        need("0102", 2, recused=(SISTER,)),
        (
            auxiliary("named_helpers", 30, org_path=SISTER),
            guard_post("guards_at_work", 40, job=job(3)),
            traffic("leaderless_traffic", 45, officers=0, job=job(3)),
            crew("leaderless_at_work", 50, officers=0, job=job(3)),
            crew("named_at_work", 60, org_path=SISTER, job=job(2, "arrived")),
            crew("lost_and_ending", None, position_age_s=None, on_duty_s=10),
            crew("fit", 500),
        ),
        "fit", crew_is("fit", is_on_duty=False), None, containing=(),
        excluded=(
            ("named_helpers", "recused"), ("guards_at_work", "contains_only"), ("named_at_work", "recused"),
            ("leaderless_traffic", "contains_only"),
            ("leaderless_at_work", "auxiliaries_alone"), ("lost_and_ending", "no_position"),
        ),
    ),
    Scene(
        "a mass fight: the SWAT from over the county line goes before an officer alone from the station",
        MASS_FIGHT, (swat("swat", 150, org_path=BEYOND), station("single", 140, auxiliaries=0)),
        "swat", crew_is("single", auxiliaries=1), "single",
        reasons=(("swat", "other_county"), ("single", "incomplete")),
    ),
    Scene(
        "looting in the zone: a patrol is turned round over the line, guards hold the shop",
        need("0803", 1, zones=(ACROSS,)),
        (crew("over", 100, org_path=BEYOND, job=job(3, "departed")), crew("home", 300), guard_post("guards", 20)),
        "over", need_is(recused=(ACROSS,)), "home", containing=("guards",),
        reasons=(("over", "zone"), ("over", "preempts")),
    ),
    Scene(
        "the own crew is tired, leaves a gap and is not heard of: the neighbour's standby goes",
        ASSAULT,
        (
            crew("own", 90, grid_code=OWN, orders_today=10, sole_cover=0.1, position_age_s=90),
            crew("standby", 130, grid_code=NEXT, is_standby=True),
        ),
        "standby", crew_is("own", position_age_s=10), "own",
        reasons=(("own", "loaded"), ("own", "leaves_gap"), ("own", "position_stale"), ("standby", "standby")),
    ),
    Scene(
        "the overlay grid is the next county's traffic police: the line and the grid cancel out, the way decides",
        need("0301", 2, function_grids=(TRAFFIC,)),
        (traffic("traffic", 150, org_path=BEYOND), crew("patrol", 190)),
        "traffic", crew_is("traffic", grid_code=FAR), "patrol",
        reasons=(("traffic", "other_county"), ("traffic", "function_grid")),
    ),
    Scene(
        "the road chief's shift ends and the overlay is the traffic police's: they come to the hit and run",
        need("0303", 3, function_grids=(TRAFFIC,)),
        (road_chief("chief", 90, on_duty_s=300), traffic("traffic", 180), crew("patrol", 260)),
        "traffic", crew_is("chief", on_duty_s=5 * HOUR), "chief", reasons=(("chief", "shift_ends"),),
    ),
    Scene(
        "a theft: riders of the own county go before a patrol from beyond the line that is half a minute nearer",
        need("0101", 3), (hunter("riders", 170), crew("over", 140, org_path=BEYOND)),
        "riders", need_is(level=4), "over", reasons=(("over", "other_county"),),
    ),
    Scene(
        "a child is lost: volunteers are near, the crew with the skill further, the nearest crew lacks it",
        need("0501", 2, skills=("children",)),
        (volunteer("volunteer", 40), crew("plain", 120), crew("skilled", 200, skills=("children",))),
        "skilled", crew_is("skilled", eta_s=280), "plain", containing=("volunteer",), never=("volunteer",),
        reasons=(("skilled", "has_skill"), ("plain", "lacks_skill")),
    ),
    Scene(
        "a complaint about a station: its crew, at home in the grid, keeps away, and the neighbour's is first",
        need("0702", 3, recused=(STATION,)),
        (
            crew("own", 40, grid_code=OWN), crew("next", 200, grid_code=NEXT, org_path=SISTER),
            crew("far", 205, org_path=SISTER),
        ),
        "next", crew_is("next", orders_today=9), "far", never=("own",), excluded=(("own", "recused"),),
        reasons=(("next", "neighbour"),),
    ),
    Scene(
        "gas smells in a stairwell: the own crew drives home and is first again",
        GAS, (crew("own", 130, grid_code=OWN, is_returning=True), crew("near", 100), guard_post("guards", 30)),
        "own", crew_is("own", job=job(3)), "near", containing=("guards",),
        reasons=(("own", "returning"), ("own", "grid_owner"), ("near", "nearest")),
    ),
    Scene(
        "a homicide at the change of shifts: the crew taken from a noise is past its end, and is taken",
        HOMICIDE, (crew("at_work", 80, job=job(4), on_duty_s=40), crew("free", 280)),
        "at_work", need_is(level=2), "free", reasons=(("at_work", "preempts"), ("at_work", "shift_ends")),
    ),
    Scene(
        "the own crew has nobody who can negotiate and the one who can is lost from the map",
        need("0213", 3, skills=(TALK,)),
        (crew("own", 150, grid_code=OWN), crew("talker", 60, skills=(TALK,), position_age_s=700)),
        "own", crew_is("talker", position_age_s=100), "talker",
        reasons=(("own", "lacks_skill"), ("talker", "position_lost"), ("talker", "has_skill")),
    ),
    Scene(
        "an area where all grids count alike sends who is nearest",
        DISPUTE, (station("own", 150, grid_code=OWN), station("near", 115)),
        "near", rules_are(grid_owner_advantage_s=60.0), "own", rules=RankingRules(grid_owner_advantage_s=0.0),
        reasons=(("own", "grid_owner"),),
    ),
    Scene(
        "an area that binds crews to their grids by three minutes",
        DISPUTE, (station("own", 250, grid_code=OWN), station("near", 110)),
        "own", rules_are(grid_owner_advantage_s=60.0), "near", rules=RankingRules(grid_owner_advantage_s=180.0),
    ),
    Scene(
        "the crew that everything speaks against is the only one: it goes, and all of it is said",
        need("0101", 3, skills=(TALK,)),
        (
            swat(
                "last", 900, officers=3, org_path=BEYOND, position_age_s=800, is_estimated=True, is_standby=True,
                is_returning=True, on_duty_s=1000, sole_cover=0.9,
            ),
        ),
        "last", crew_is("last", on_duty_s=800), None,
        reasons=(
            ("last", "nearest"), ("last", "other_county"), ("last", "position_lost"), ("last", "estimated"),
            ("last", "lacks_skill"), ("last", "incomplete"), ("last", "standby"), ("last", "returning"),
            ("last", "shift_ends"), ("last", "leaves_gap"), ("last", "reserve"),
        ),
    ),
    Scene(
        "the crew that everything speaks for is beaten by one that is five minutes nearer",
        need("0201", 3, skills=(TALK,)),
        (crew("ideal", 500, grid_code=OWN, skills=(TALK,)), crew("plain", 200)),
        "plain", crew_is("plain", eta_s=360), "ideal", reasons=(("ideal", "grid_owner"), ("ideal", "has_skill")),
    ),
)  # fmt: skip
