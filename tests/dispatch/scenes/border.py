"""County lines: whose crew goes over them, what a cooperation zone changes, and who must keep away."""

from tests.dispatch.scenes.scene import (
    ACROSS,
    HOME,
    NEXT,
    OTHER_CITY,
    OWN,
    STATION,
    THIRD,
    Scene,
    crew,
    crew_is,
    guard_post,
    job,
    need,
    need_is,
    rules_are,
)
from yaoyaoling.dispatch.policy.facts import RankingRules

BEYOND = f"{ACROSS}/99010201"
"""A station over the county line."""
SISTER = f"{HOME}/99010102"
"""Another station of the incident's own county."""
ZONE = need_is(zones=(ACROSS,))

ASSAULT, ROBBERY, HOMICIDE = need("0201", 3), need("0102", 2), need("0104", 1)

SCENES = (
    Scene(
        "half a minute is no reason to call a crew over the county line",
        ASSAULT, (crew("home", 200), crew("over", 170, org_path=BEYOND)),
        "home", ZONE, "over", reasons=(("over", "other_county"),),
    ),
    Scene(
        "in a cooperation zone the line does not count: the crew from beyond it is simply nearer",
        need("0201", 3, zones=(ACROSS,)), (crew("home", 200), crew("over", 165, org_path=BEYOND)),
        "over", need_is(zones=()), "home", reasons=(("over", "zone"),), without=(("over", "other_county"),),
    ),
    Scene(
        "two minutes nearer: the crew from the next county goes, zone or not",
        ASSAULT, (crew("home", 220), crew("over", 100, org_path=BEYOND)),
        "over", crew_is("over", eta_s=200), "home", reasons=(("over", "other_county"),),
    ),
    Scene(
        "the zone is with another county: this one's crew still comes over the line",
        need("0201", 3, zones=(THIRD,)), (crew("home", 200), crew("over", 165, org_path=BEYOND)),
        "home", need_is(zones=(ACROSS, THIRD)), "over", without=(("over", "zone"),),
    ),
    Scene(
        "a cooperation zone reaches over the city's limits as well",
        need("0102", 2, zones=(OTHER_CITY,)), (crew("home", 160), crew("city", 120, org_path=f"{OTHER_CITY}/99020101")),
        "city", need_is(zones=()), "home", reasons=(("city", "zone"),),
    ),
    Scene(
        "another city's county counts as one line, not as two",
        ROBBERY, (crew("home", 200), crew("city", 100, org_path=f"{OTHER_CITY}/99020101")),
        "city", crew_is("city", eta_s=190), "home", reasons=(("city", "other_county"),),
    ),
    Scene(
        "a squad deep below a station of the zone's county belongs to the zone",
        need("0201", 3, zones=(ACROSS,)), (crew("home", 200), crew("squad", 160, org_path=f"{BEYOND}/9901020103")),
        "squad", crew_is("squad", org_path=f"{THIRD}/99010301/9901030103"), "home", reasons=(("squad", "zone"),),
    ),
    Scene(
        "a crew of the county bureau itself is at home in its county",
        ASSAULT, (crew("station", 200), crew("bureau", 170, org_path=HOME)),
        "bureau", crew_is("bureau", org_path=ACROSS), "station", without=(("bureau", "other_county"),),
    ),
    Scene(
        "a zone makes equal, it does not prefer: the nearer crew of the own county goes",
        need("0201", 3, zones=(ACROSS,)), (crew("home", 150), crew("over", 180, org_path=BEYOND)),
        "home", crew_is("home", eta_s=240), "over",
    ),
    Scene(
        "the grid's own crew goes before a nearer one of the zone",
        need("0201", 3, zones=(ACROSS,)), (crew("own", 220, grid_code=OWN), crew("over", 190, org_path=BEYOND)),
        "own", crew_is("own", job=job(3)), "over", reasons=(("own", "grid_owner"), ("over", "zone")),
    ),
    Scene(
        "the neighbouring grid lies over the county line: a neighbour, and still another county's",
        ASSAULT, (crew("home", 190), crew("over", 170, org_path=BEYOND, grid_code=NEXT)),
        "home", ZONE, "over", reasons=(("over", "neighbour"), ("over", "other_county")),
    ),
    Scene(
        "an area that knows no lines between its counties sends the nearest",
        ASSAULT, (crew("home", 200), crew("over", 170, org_path=BEYOND)),
        "over", rules_are(other_county_penalty_s=60.0), "home", rules=RankingRules(other_county_penalty_s=0.0),
    ),
    Scene(
        "an area that keeps its crews at home calls over the line only when minutes are won",
        ASSAULT, (crew("home", 220), crew("over", 100, org_path=BEYOND)),
        "home", rules_are(other_county_penalty_s=60.0), "over", rules=RankingRules(other_county_penalty_s=180.0),
    ),
    Scene(
        "only the next county has anybody: its crew goes, however far",
        ASSAULT, (crew("over", 1500, org_path=BEYOND),),
        "over", crew_is("over", is_on_duty=False), None, reasons=(("over", "other_county"), ("over", "nearest")),
    ),
    Scene(
        "the county's crews are all at work: the next county steps in",
        ASSAULT, (crew("home", 60, job=job(3)), crew("over", 300, org_path=BEYOND)),
        "over", crew_is("home", job=None), "home", excluded=(("home", "busy"),),
    ),
    Scene(
        "rather a free crew from over the line than to take one of the own county from its work",
        HOMICIDE, (crew("home", 150, job=job(3)), crew("over", 180, org_path=BEYOND)),
        "over", crew_is("home", eta_s=60), "home", reasons=(("home", "preempts"), ("over", "other_county")),
    ),
    Scene(
        "the whole county must keep away: a crew from the next one goes",
        need("0701", 3, recused=(HOME,)),
        (crew("home", 60), crew("bureau", 90, org_path=HOME), crew("over", 400, org_path=BEYOND)),
        "over", need_is(recused=()), "home", never=("home", "bureau"),
        excluded=(("home", "recused"), ("bureau", "recused")),
    ),
    Scene(
        "one station must keep away: its sister station goes",
        need("0201", 3, recused=(STATION,)), (crew("named", 60), crew("sister", 200, org_path=SISTER)),
        "sister", need_is(recused=()), "named", never=("named",), excluded=(("named", "recused"),),
    ),
    Scene(
        "a station whose number only begins like the recused one's is not recused",
        need("0201", 3, recused=(STATION[:-1],)), (crew("alike", 60), crew("sister", 200, org_path=BEYOND)),
        "alike", need_is(recused=(STATION,)), "sister",
    ),
    Scene(
        "a squad of the recused station keeps away as the station does",
        need("0201", 3, recused=(STATION,)),
        (crew("squad", 60, org_path=f"{STATION}/9901010104"), crew("sister", 220, org_path=SISTER)),
        "sister", crew_is("squad", org_path=f"{SISTER}/9901010204"), "squad", excluded=(("squad", "recused"),),
    ),
    Scene(
        "a recused station does not pull its county bureau with it",
        need("0201", 3, recused=(STATION,)), (crew("bureau", 100, org_path=HOME), crew("sister", 220, org_path=SISTER)),
        "bureau", need_is(recused=(HOME, ACROSS)), None,
    ),
    Scene(
        "whose line it is follows the incident's station, not ours: in the other county we are the strangers",
        need("0201", 3, org_path=BEYOND), (crew("home", 180), crew("over", 200, org_path=BEYOND)),
        "over", need_is(org_path=STATION), "home",
        reasons=(("home", "other_county"),), without=(("over", "other_county"),),
    ),
    Scene(
        "the line counts at the gravest level too, in seconds, not for ever",
        HOMICIDE, (crew("home", 160), crew("over", 120, org_path=BEYOND)),
        "home", ZONE, "over", reasons=(("over", "other_county"),),
    ),
    Scene(
        "of two counties beyond the line the one of the zone goes before a nearer one",
        need("0102", 2, zones=(ACROSS,)),
        (crew("zone", 200, org_path=BEYOND), crew("third", 160, org_path=f"{THIRD}/99010301")),
        "zone", need_is(zones=(ACROSS, THIRD)), "third", reasons=(("zone", "zone"), ("third", "other_county")),
    ),
    Scene(
        "a guard post over the county line holds the place all the same",
        ROBBERY, (crew("home", 300), crew("over", 350, org_path=BEYOND), guard_post("post", 60, org_path=BEYOND)),
        "home", crew_is("home", is_on_duty=False), "over", containing=("post",),
    ),
)  # fmt: skip
