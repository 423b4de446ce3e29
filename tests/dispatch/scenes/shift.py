"""Who is on duty, for how long still, and when the end of a shift does not count."""

from tests.dispatch.scenes.scene import (
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
)
from yaoyaoling.dispatch.policy.facts import RankingRules

EXPLOSION, SUICIDE, ROBBERY = need("0108", 1), need("0504", 1), need("0102", 2)
ASSAULT, DISPUTE = need("0201", 3), need("0402", 4)
LONG = {"on_duty_s": 4 * HOUR}

SCENES = (
    Scene(
        "the shift is over before the crew could be there: it is not sent",
        ASSAULT, (crew("ending", 150, on_duty_s=100), crew("fresh", 300)),
        "fresh", crew_is("ending", **LONG), "ending", never=("ending",), excluded=(("ending", "shift_over"),),
    ),
    Scene(
        "ten minutes before the end of a shift a crew that is a little later but fresh goes",
        ASSAULT, (crew("ending", 100, on_duty_s=600), crew("fresh", 130)),
        "fresh", crew_is("ending", **LONG), "ending", reasons=(("ending", "shift_ends"), ("ending", "nearest")),
    ),
    Scene(
        "ten minutes are enough for who is round the corner: it goes, and the end of its shift is named",
        ASSAULT, (crew("ending", 60, on_duty_s=600), crew("fresh", 200)),
        "ending", crew_is("ending", on_duty_s=30), "fresh", reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "somebody stands on a roof: whoever is nearest goes, and is late home",
        SUICIDE, (crew("ending", 100, on_duty_s=50), crew("fresh", 180)),
        "ending", need_is(level=2), "fresh", reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "at the gravest level the end of the shift is named and costs nothing",
        EXPLOSION, (crew("ending", 100, on_duty_s=600), crew("fresh", 140)),
        "ending", need_is(level=2), "fresh", reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "nobody knows when the crew's shift ends: that does not count against it",
        ASSAULT, (crew("unknown", 100, on_duty_s=None), crew("fresh", 140)),
        "unknown", crew_is("unknown", on_duty_s=600), "fresh", without=(("unknown", "shift_ends"),),
    ),
    Scene(
        "at the change of shifts nobody would arrive in time: nobody is left to send",
        DISPUTE, (crew("one", 300, on_duty_s=120), crew("two", 400, on_duty_s=120)),
        None, crew_is("two", on_duty_s=8 * HOUR), "two", excluded=(("one", "shift_over"), ("two", "shift_over")),
    ),
    Scene(
        "everybody's shift ends alike: the way decides as ever",
        ASSAULT, (crew("near", 100, on_duty_s=600), crew("far", 150, on_duty_s=600)),
        "near", crew_is("near", on_duty_s=50), "far", reasons=(("near", "shift_ends"), ("far", "shift_ends")),
    ),
    Scene(
        "the grid's own crew is at the end of its shift: the neighbour's goes",
        ASSAULT, (crew("own", 150, grid_code=OWN, on_duty_s=900), crew("next", 130, grid_code=NEXT)),
        "next", crew_is("own", **LONG), "own", reasons=(("own", "grid_owner"), ("own", "shift_ends")),
    ),
    Scene(
        "the standby is left in the house while a crew of the street is nearly as near",
        ASSAULT, (crew("standby", 100, is_standby=True), crew("street", 140)),
        "street", crew_is("standby", is_standby=False), "standby", reasons=(("standby", "standby"),),
    ),
    Scene(
        "at the gravest level the standby goes as everybody does",
        EXPLOSION, (crew("standby", 100, is_standby=True), crew("street", 140)),
        "standby", need_is(level=2), "street", reasons=(("standby", "standby"),),
    ),
    Scene(
        "the street is empty: this is what the standby is for",
        ROBBERY, (crew("standby", 240, is_standby=True), crew("street", 60, job=job(3))),
        "standby", crew_is("street", job=None), "street", excluded=(("street", "busy"),),
    ),
    Scene(
        "a crew that is off duty lives next door: it is not sent",
        ASSAULT, (crew("at_home", 20, is_on_duty=False), crew("street", 500)),
        "street", crew_is("at_home", is_on_duty=True), "at_home", never=("at_home",),
        excluded=(("at_home", "off_duty"),),
    ),
    Scene(
        "not even an explosion calls who is off duty by this list",
        EXPLOSION, (crew("at_home", 20, is_on_duty=False),),
        None, crew_is("at_home", is_on_duty=True), "at_home", excluded=(("at_home", "off_duty"),),
    ),
    Scene(
        "an area whose incidents take an hour looks further ahead at the end of a shift",
        ASSAULT, (crew("ending", 100, on_duty_s=2400), crew("fresh", 130)),
        "fresh", rules_are(handling_s=1200.0), "ending", rules=RankingRules(handling_s=3600.0),
        reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "an area that pays overtime names the end of the shift and does not mind it",
        ASSAULT, (crew("ending", 100, on_duty_s=600), crew("fresh", 130)),
        "ending", rules_are(shift_penalty_s=60.0), "fresh", rules=RankingRules(shift_penalty_s=0.0),
        reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "an area that takes robberies for urgent sends a crew beyond its shift",
        ROBBERY, (crew("ending", 100, on_duty_s=50), crew("fresh", 200)),
        "ending", rules_are(urgent_level=1), "fresh", rules=RankingRules(urgent_level=2),
        reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "a crew drives home and passes the place with a quarter of an hour left",
        ASSAULT, (crew("back", 80, is_returning=True, on_duty_s=900), crew("fresh", 170)),
        "back", crew_is("back", on_duty_s=60), "fresh", reasons=(("back", "returning"), ("back", "shift_ends")),
    ),
    Scene(
        "a crew near its end is not taken from a noise when a free one is little later",
        ROBBERY, (crew("at_work", 60, job=job(4), on_duty_s=600), crew("free", 210)),
        "free", crew_is("at_work", **LONG), "at_work", reasons=(("at_work", "preempts"), ("at_work", "shift_ends")),
    ),
    Scene(
        "the one who can negotiate has ten minutes left: still sooner than one who cannot",
        need("0201", 3, skills=("negotiation",)),
        (crew("skilled", 130, skills=("negotiation",), on_duty_s=600), crew("other", 120)),
        "skilled", crew_is("skilled", on_duty_s=100), "other",
        reasons=(("skilled", "shift_ends"), ("skilled", "has_skill")),
    ),
    Scene(
        "a shift that ends with the arrival, to the second, is not over before it",
        ASSAULT, (crew("ending", 100, on_duty_s=100), crew("fresh", 250)),
        "ending", crew_is("ending", on_duty_s=99), "fresh", reasons=(("ending", "shift_ends"),),
    ),
    Scene(
        "a shift that lasts until the incident is handled, to the second, is long enough",
        ASSAULT, (crew("ending", 100, on_duty_s=1300), crew("fresh", 140)),
        "ending", crew_is("ending", on_duty_s=1299), "fresh", without=(("ending", "shift_ends"),),
    ),
    Scene(
        "off duty and of the recused station: that it is off duty is said first",
        need("0201", 3, recused=(STATION,)),
        (crew("resting", 30, is_on_duty=False), crew("other", 300, org_path=f"{STATION[:-1]}3")),
        "other", crew_is("other", on_duty_s=200), None, excluded=(("resting", "off_duty"),),
    ),
)  # fmt: skip
