"""What a crew can do, and how often it has been out today."""

from tests.dispatch.scenes.scene import (
    ACROSS,
    HOUR,
    NEXT,
    OWN,
    STATION,
    Scene,
    crew,
    crew_is,
    job,
    need,
    need_is,
    rules_are,
    station,
)
from yaoyaoling.dispatch.policy.facts import RankingRules

TALK, TONGUE, CHILDREN = "negotiation", "minority_language", "children"
TALKER = {"skills": (TALK,)}
ROBBERY, ASSAULT, DISPUTE, DROWNING = need("0102", 2), need("0201", 3), need("0402", 4), need("0502", 1)
SUICIDE = need("0504", 1, skills=(TALK,))
SIEGE = need("0213", 3, skills=(TALK,))
LOST_CHILD = need("0501", 2, skills=(TONGUE, CHILDREN))

SCENES = (
    Scene(
        "somebody has barricaded himself in: the crew that can negotiate goes before a nearer one",
        SIEGE, (crew("plain", 100), crew("talker", 180, **TALKER)),
        "talker", crew_is("plain", skills=(TALK,)), "plain",
        reasons=(("talker", "has_skill"), ("plain", "lacks_skill")),
    ),
    Scene(
        "four minutes are too long to wait for who can negotiate",
        SIEGE, (crew("plain", 60), crew("talker", 300, **TALKER)),
        "plain", crew_is("talker", eta_s=120), "talker", reasons=(("plain", "lacks_skill"),),
    ),
    Scene(
        "of two skills asked for the crew has one: the one with both goes",
        LOST_CHILD, (crew("one", 100, skills=(CHILDREN,)), crew("both", 180, skills=(CHILDREN, TONGUE))),
        "both", crew_is("one", skills=(TONGUE, CHILDREN)), "one",
        reasons=(("one", "lacks_skill"), ("both", "has_skill")),
        without=(("one", "has_skill"),),
    ),
    Scene(
        "nobody has both skills: who has one goes before who has none",
        LOST_CHILD, (crew("none", 100), crew("one", 180, skills=(TONGUE,))),
        "one", crew_is("none", skills=(CHILDREN,)), "none", reasons=(("none", "lacks_skill"), ("one", "lacks_skill")),
    ),
    Scene(
        "no skill is asked for: having one brings nothing",
        ASSAULT, (crew("plain", 120), crew("talker", 150, **TALKER)),
        "plain", need_is(skills=(TALK,)), "talker", without=(("talker", "has_skill"), ("plain", "lacks_skill")),
    ),
    Scene(
        "a skill nobody asked for does not stand for the one that is wanted",
        SIEGE, (crew("plain", 100), crew("linguist", 130, skills=(TONGUE, CHILDREN))),
        "plain", need_is(skills=(TONGUE,)), "linguist", reasons=(("linguist", "lacks_skill"),),
    ),
    Scene(
        "nobody can negotiate: the nearest goes, and that it cannot is said",
        SIEGE, (crew("near", 100), crew("far", 150)),
        "near", crew_is("far", skills=(TALK,)), "far", reasons=(("near", "lacks_skill"), ("far", "lacks_skill")),
    ),
    Scene(
        "with somebody on a roof, the gravest level, the skill counts as ever",
        SUICIDE, (crew("plain", 100), crew("talker", 150, **TALKER)),
        "talker", need_is(skills=()), "plain", reasons=(("talker", "has_skill"),),
    ),
    Scene(
        "the skill is over the county line and worth the way",
        SIEGE, (crew("home", 80), crew("over", 100, org_path=f"{ACROSS}/99010201", **TALKER)),
        "over", crew_is("home", skills=(TALK,)), "home", reasons=(("over", "other_county"), ("over", "has_skill")),
    ),
    Scene(
        "an area that insists on the skill waits for it",
        SIEGE, (crew("plain", 60), crew("talker", 300, **TALKER)),
        "talker", rules_are(skill_penalty_s=120.0), "plain", rules=RankingRules(skill_penalty_s=300.0),
    ),
    Scene(
        "who can negotiate is on the way to a noise and is turned round",
        need("0117", 2, skills=(TALK,)), (crew("talker", 80, job=job(4), **TALKER), crew("plain", 120)),
        "talker", crew_is("talker", job=job(4, "arrived")), "plain", reasons=(("talker", "preempts"),),
    ),
    Scene(
        "who can negotiate has to keep away: the caller complains about that station",
        need("0213", 3, skills=(TALK,), recused=(STATION,)),
        (crew("talker", 60, **TALKER), crew("other", 200, org_path=f"{STATION[:-1]}4")),
        "other", need_is(recused=()), "talker", excluded=(("talker", "recused"),),
    ),
    Scene(
        "the nearest crew has been out nine times today, the next not once",
        ASSAULT, (crew("tired", 100, orders_today=9), crew("rested", 120)),
        "rested", crew_is("tired", orders_today=0), "tired", reasons=(("tired", "loaded"),),
        without=(("rested", "loaded"),),
    ),
    Scene(
        "all have been out nine times: nobody has been out more than the others",
        ASSAULT, (crew("near", 100, orders_today=9), crew("far", 120, orders_today=9)),
        "near", crew_is("far", orders_today=0), "far", without=(("near", "loaded"), ("far", "loaded")),
    ),
    Scene(
        "out thirty times counts as out nine times: under a minute",
        ASSAULT, (crew("tired", 100, orders_today=30), crew("rested", 180)),
        "tired", rules_are(load_most_s=200.0), "rested", reasons=(("tired", "loaded"),),
    ),
    Scene(
        "three times is a usual day",
        ASSAULT, (crew("usual", 100, orders_today=3), crew("rested", 130)),
        "usual", crew_is("usual", orders_today=12), "rested", without=(("usual", "loaded"),),
    ),
    Scene(
        "somebody drowns: nobody counts how often a crew has been out",
        DROWNING, (crew("tired", 100, orders_today=20), crew("rested", 120)),
        "tired", need_is(level=2), "rested",
    ),
    Scene(
        "a crew that may not go does not set the measure of a quiet day",
        ASSAULT,
        (
            crew("busiest", 100, orders_today=18), crew("busy_day", 120, orders_today=9),
            crew("resting", 300, orders_today=0, is_on_duty=False),
        ),
        "busy_day", crew_is("resting", is_on_duty=True), "busiest", reasons=(("busiest", "loaded"),),
        without=(("busy_day", "loaded"),),
    ),
    Scene(
        "two crews are about as near: the fresher one goes",
        DISPUTE, (station("tired", 100, orders_today=6), station("rested", 105)),
        "rested", crew_is("tired", orders_today=0), "tired",
    ),
    Scene(
        "an area that does not level the load sends the nearest, again and again",
        ASSAULT, (crew("tired", 100, orders_today=25), crew("rested", 130)),
        "tired", rules_are(load_penalty_s=5.0), "rested", rules=RankingRules(load_penalty_s=0.0),
    ),
    Scene(
        "the grid stays its own crew's, even on a day of many orders",
        ASSAULT, (crew("own", 130, grid_code=OWN, orders_today=15), crew("next", 155, grid_code=NEXT)),
        "own", crew_is("own", eta_s=180), "next", reasons=(("own", "loaded"), ("own", "grid_owner")),
    ),
    Scene(
        "who can negotiate is tired of it today, and goes",
        SIEGE, (crew("talker", 120, orders_today=14, **TALKER), crew("plain", 80)),
        "talker", need_is(skills=()), "plain", reasons=(("talker", "loaded"), ("talker", "has_skill")),
    ),
    Scene(
        "a tired crew still is before a rested one whose shift ends",
        ASSAULT, (crew("tired", 100, orders_today=4), crew("rested", 100, on_duty_s=700)),
        "tired", crew_is("rested", on_duty_s=4 * HOUR), "rested", reasons=(("rested", "shift_ends"),),
    ),
    Scene(
        "the tired crew is whole and the rested one is not: at a robbery that matters more",
        ROBBERY, (crew("tired", 100, orders_today=20), crew("rested", 110, auxiliaries=0)),
        "tired", need_is(level=3), "rested", reasons=(("tired", "loaded"), ("rested", "incomplete")),
    ),
    Scene(
        "the nearest crew has just let two orders to this incident pass: the next is asked",
        ASSAULT, (crew("silent", 60, let_pass=2), crew("next", 400)),
        "next", crew_is("silent", let_pass=0), "silent", reasons=(("silent", "let_pass"), ("silent", "nearest")),
    ),
    Scene(
        "a crew of the grid that does not hear is not better for being of the grid",
        ROBBERY, (crew("own", 60, grid_code=OWN, let_pass=1), crew("next", 240, grid_code=NEXT)),
        "next", crew_is("own", let_pass=0), "own", reasons=(("own", "let_pass"), ("own", "grid_owner")),
    ),
    Scene(
        "nobody else is there within a quarter of an hour: the silent crew is asked again",
        ASSAULT, (crew("silent", 60, let_pass=8), crew("far", 1100)),
        "silent", rules_are(let_pass_penalty_s=400.0), "far", reasons=(("silent", "let_pass"),),
    ),
)  # fmt: skip
