"""What is left bare when a crew goes: how much that counts, and when it does not."""

from tests.dispatch.scenes.scene import (
    ACROSS,
    NEXT,
    OWN,
    Scene,
    crew,
    crew_is,
    job,
    need,
    need_is,
    rules_are,
    station,
    swat,
)
from yaoyaoling.dispatch.policy.facts import RankingRules

DROWNING, ROBBERY, ASSAULT, NOISE = need("0502", 1), need("0102", 2), need("0201", 3), need("0407", 4)

SCENES = (
    Scene(
        "the nearest crew is the only one for a fifth of the people around: another goes",
        ASSAULT, (crew("alone", 100, sole_cover=0.2), crew("spared", 170)),
        "spared", crew_is("alone", sole_cover=0.0), "alone", reasons=(("alone", "leaves_gap"), ("alone", "nearest")),
    ),
    Scene(
        "a small gap is accepted for two minutes",
        ASSAULT, (crew("alone", 80, sole_cover=0.1), crew("spared", 200)),
        "alone", crew_is("alone", sole_cover=0.3), "spared", reasons=(("alone", "leaves_gap"),),
    ),
    Scene(
        "somebody drowns: nobody counts what is left bare",
        DROWNING, (crew("alone", 100, sole_cover=0.5), crew("spared", 160)),
        "alone", need_is(level=2), "spared",
    ),
    Scene(
        "the whole district hangs on this crew: that weighs three minutes and no more",
        ROBBERY, (crew("alone", 100, sole_cover=1.0), crew("spared", 350)),
        "alone", rules_are(cover_most_s=600.0), "spared", reasons=(("alone", "leaves_gap"),),
    ),
    Scene(
        "a gap of one person in twenty-five is weighed but not worth a word",
        ASSAULT, (crew("alone", 100, sole_cover=0.04), crew("spared", 150)),
        "alone", crew_is("alone", sole_cover=0.3), "spared", without=(("alone", "leaves_gap"),),
    ),
    Scene(
        "the only crew there is goes, and leaves the whole place bare",
        ASSAULT, (crew("alone", 400, sole_cover=1.0),),
        "alone", crew_is("alone", is_on_duty=False), None, reasons=(("alone", "leaves_gap"),),
    ),
    Scene(
        "whoever goes leaves a gap: the one that leaves the smaller",
        ASSAULT, (crew("large", 100, sole_cover=0.25), crew("small", 130, sole_cover=0.05)),
        "small", crew_is("large", sole_cover=0.02), "large", reasons=(("large", "leaves_gap"), ("small", "leaves_gap")),
    ),
    Scene(
        "the grid's own crew holds the grid together: the neighbour's goes into it",
        ASSAULT, (crew("own", 120, grid_code=OWN, sole_cover=0.2), crew("next", 150, grid_code=NEXT)),
        "next", crew_is("own", sole_cover=0.0), "own", reasons=(("own", "grid_owner"), ("own", "leaves_gap")),
    ),
    Scene(
        "an area with force enough does not weigh gaps, and names them",
        ASSAULT, (crew("alone", 100, sole_cover=0.4), crew("spared", 150)),
        "alone", rules_are(cover_penalty_s=600.0), "spared", rules=RankingRules(cover_penalty_s=0.0),
        reasons=(("alone", "leaves_gap"),),
    ),
    Scene(
        "before the street is left bare the standby goes",
        ROBBERY, (crew("street", 100, sole_cover=0.2), crew("standby", 120, is_standby=True)),
        "standby", crew_is("street", sole_cover=0.0), "street",
        reasons=(("standby", "standby"), ("street", "leaves_gap")),
    ),
    Scene(
        "a noise is not worth baring a third of the town",
        NOISE, (station("alone", 60, sole_cover=0.3), station("spared", 200)),
        "spared", crew_is("alone", sole_cover=0.1), "alone", reasons=(("alone", "leaves_gap"),),
    ),
    Scene(
        "rather than bare half the district a crew is taken from a noise",
        ROBBERY, (crew("alone", 100, sole_cover=0.5), crew("at_work", 80, job=job(4))),
        "at_work", crew_is("alone", sole_cover=0.0), "alone",
        reasons=(("at_work", "preempts"), ("alone", "leaves_gap")),
    ),
    Scene(
        "rather than bare a fifth of the county a crew comes over its line",
        ASSAULT, (crew("alone", 100, sole_cover=0.2), crew("over", 130, org_path=f"{ACROSS}/99010201")),
        "over", crew_is("alone", sole_cover=0.02), "alone", reasons=(("over", "other_county"),),
    ),
    Scene(
        "an old position is less bad than a quarter of the town without anybody",
        ASSAULT, (crew("stale", 80, position_age_s=150), crew("alone", 90, sole_cover=0.25)),
        "stale", crew_is("alone", sole_cover=0.05), "alone", reasons=(("stale", "position_stale"),),
    ),
    Scene(
        "the one who can negotiate leaves a small gap: still better than one who cannot",
        need("0201", 3, skills=("negotiation",)),
        (crew("skilled", 100, skills=("negotiation",), sole_cover=0.15), crew("other", 120)),
        "skilled", crew_is("skilled", sole_cover=0.4), "other",
        reasons=(("skilled", "leaves_gap"), ("skilled", "has_skill")),
    ),
    Scene(
        "an area that takes robberies for urgent does not count gaps then",
        ROBBERY, (crew("alone", 100, sole_cover=0.3), crew("spared", 200)),
        "alone", rules_are(urgent_level=1), "spared", rules=RankingRules(urgent_level=2),
    ),
    Scene(
        "the last SWAT crew of the city is kept while a patrol is two minutes behind it",
        ROBBERY, (swat("swat", 150, sole_cover=0.3), crew("patrol", 280)),
        "patrol", crew_is("swat", sole_cover=0.0), "swat", reasons=(("swat", "leaves_gap"),),
    ),
    Scene(
        "an area that weighs gaps lightly sends the crew that a tenth of the people hang on",
        ASSAULT, (crew("alone", 100, sole_cover=0.1), crew("spared", 135)),
        "alone", rules_are(cover_penalty_s=600.0), "spared", rules=RankingRules(cover_penalty_s=100.0),
    ),
    Scene(
        "two gaps beyond the most that counts: then the way decides",
        ASSAULT, (crew("near", 100, sole_cover=0.9), crew("far", 130, sole_cover=0.4)),
        "near", rules_are(cover_most_s=600.0), "far", reasons=(("near", "leaves_gap"), ("far", "leaves_gap")),
    ),
    Scene(
        "one in twenty is where a gap begins to be named",
        ASSAULT, (crew("alone", 100, sole_cover=0.05), crew("spared", 160)),
        "alone", crew_is("alone", sole_cover=0.2), "spared", reasons=(("alone", "leaves_gap"),),
    ),
    Scene(
        "the crew that would leave no gap is off duty: then the gap is left",
        ASSAULT, (crew("alone", 250, sole_cover=0.3), crew("resting", 100, is_on_duty=False)),
        "alone", crew_is("resting", is_on_duty=True), "resting", excluded=(("resting", "off_duty"),),
    ),
)  # fmt: skip
