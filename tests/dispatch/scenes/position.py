"""Where a crew is said to be: old, lost, missing or estimated, and how far that is believed."""

from tests.dispatch.scenes.scene import FAR, NEXT, OWN, Scene, crew, crew_is, need, need_is, rules_are, station
from yaoyaoling.dispatch.policy.facts import RankingRules

HOMICIDE, ROBBERY, ASSAULT, NOISE = need("0104", 1), need("0102", 2), need("0201", 3), need("0407", 4)
NOWHERE = {"position_age_s": None}

SCENES = (
    Scene(
        "a crew that was near two minutes ago may be anywhere: one that is surely a little further goes",
        ASSAULT, (crew("stale", 100, position_age_s=120), crew("fresh", 180)),
        "fresh", crew_is("stale", position_age_s=30), "stale",
        reasons=(("stale", "position_stale"), ("stale", "nearest")),
    ),
    Scene(
        "an old position that is very near is worth more than a fresh one far away",
        ASSAULT, (crew("stale", 50, position_age_s=120), crew("fresh", 240)),
        "stale", crew_is("stale", position_age_s=900), "fresh", reasons=(("stale", "position_stale"),),
    ),
    Scene(
        "a crew not heard of for a quarter of an hour goes last of those within ten minutes",
        ROBBERY, (crew("lost", 50, position_age_s=900), crew("fresh", 600)),
        "fresh", crew_is("lost", position_age_s=30), "lost", reasons=(("lost", "position_lost"),),
    ),
    Scene(
        "the only crew is lost from the map: it is called all the same",
        ROBBERY, (crew("lost", 200, position_age_s=5400),),
        "lost", crew_is("lost", eta_s=None, distance_m=None), None, reasons=(("lost", "position_lost"),),
    ),
    Scene(
        "who is lost is not also stale: it counts once",
        ASSAULT, (crew("lost", 50, position_age_s=900), crew("fresh", 700)),
        "lost", crew_is("lost", is_on_duty=False), "fresh",
        reasons=(("lost", "position_lost"),), without=(("lost", "position_stale"),),
    ),
    Scene(
        "a crew without any position is not guessed at",
        ASSAULT, (crew("nowhere", None, **NOWHERE), crew("far", 800)),
        "far", crew_is("nowhere", position_age_s=5, eta_s=90, distance_m=900), "nowhere", never=("nowhere",),
        excluded=(("nowhere", "no_position"),),
    ),
    Scene(
        "a road time is known from somewhere, but the crew has no position: it is not ranked by it",
        ASSAULT, (crew("nowhere", 60, **NOWHERE), crew("far", 800)),
        "far", crew_is("nowhere", position_age_s=5), "nowhere", never=("nowhere",),
        excluded=(("nowhere", "no_position"),),
    ),
    Scene(
        "no road leads from the crew's place to the incident",
        ASSAULT, (crew("cut_off", None), crew("far", 900)),
        "far", crew_is("cut_off", eta_s=300, distance_m=3000), "cut_off", never=("cut_off",),
        excluded=(("cut_off", "unreachable"),),
    ),
    Scene(
        "a guess along a straight line is not taken before a road nearly as short",
        ASSAULT, (crew("guessed", 100, is_estimated=True), crew("by_road", 115)),
        "by_road", crew_is("guessed", is_estimated=False), "guessed", reasons=(("guessed", "estimated"),),
    ),
    Scene(
        "a guess that wins a minute and a half is taken",
        ASSAULT, (crew("guessed", 60, is_estimated=True), crew("by_road", 150)),
        "guessed", crew_is("guessed", position_age_s=200), "by_road", reasons=(("guessed", "estimated"),),
    ),
    Scene(
        "guessed from an old position: both doubts count",
        ASSAULT, (crew("guessed", 80, is_estimated=True, position_age_s=200), crew("by_road", 215)),
        "by_road", crew_is("guessed", is_estimated=False), "guessed",
        reasons=(("guessed", "estimated"), ("guessed", "position_stale")),
    ),
    Scene(
        "a position of exactly a minute is fresh still",
        ASSAULT, (crew("minute", 100, position_age_s=60), crew("fresh", 150)),
        "minute", crew_is("minute", position_age_s=61), "fresh", without=(("minute", "position_stale"),),
    ),
    Scene(
        "a position of exactly ten minutes is old and not lost",
        ASSAULT, (crew("old", 50, position_age_s=600), crew("fresh", 250)),
        "old", crew_is("old", position_age_s=601), "fresh",
        reasons=(("old", "position_stale"),), without=(("old", "position_lost"),),
    ),
    Scene(
        "an area in the mountains, where radios are slow, believes three minutes",
        ASSAULT, (crew("slow_radio", 100, position_age_s=150), crew("fresh", 160)),
        "slow_radio", rules_are(stale_after_s=60.0), "fresh", rules=RankingRules(stale_after_s=180.0),
        without=(("slow_radio", "position_stale"),),
    ),
    Scene(
        "an area that misses its crews sooner takes seven minutes for lost",
        ASSAULT, (crew("silent", 50, position_age_s=420), crew("fresh", 300)),
        "fresh", rules_are(lost_after_s=600.0), "silent", rules=RankingRules(lost_after_s=300.0),
        reasons=(("silent", "position_lost"),),
    ),
    Scene(
        "in a homicide as well an old position is an old position",
        HOMICIDE, (crew("stale", 100, position_age_s=240), crew("fresh", 180)),
        "fresh", crew_is("stale", position_age_s=10), "stale", reasons=(("stale", "position_stale"),),
    ),
    Scene(
        "the network is down and all positions are old: the nearest of them goes",
        ROBBERY, (crew("near", 100, position_age_s=300), crew("far", 150, position_age_s=300)),
        "near", crew_is("far", position_age_s=5), "far",
        reasons=(("near", "position_stale"), ("far", "position_stale")),
    ),
    Scene(
        "the grid's own crew was seen last four minutes ago: the neighbour's goes",
        ASSAULT, (crew("own", 150, grid_code=OWN, position_age_s=240), crew("next", 180, grid_code=NEXT)),
        "next", crew_is("own", position_age_s=20), "own",
        reasons=(("own", "grid_owner"), ("own", "position_stale"), ("next", "neighbour")),
    ),
    Scene(
        "the grid's own crew is lost and everybody else twenty minutes away: call it",
        ROBBERY, (crew("own", 100, grid_code=OWN, position_age_s=1200), crew("far", 1200)),
        "own", crew_is("far", eta_s=500), "far", reasons=(("own", "position_lost"),),
    ),
    Scene(
        "a place without a road network: all times are guesses, and the shortest goes",
        NOISE, (station("near", 100, is_estimated=True), station("far", 200, is_estimated=True)),
        "near", crew_is("near", eta_s=300), "far", reasons=(("near", "estimated"), ("far", "estimated")),
    ),
    Scene(
        "all that is known of the near one is doubtful, but the other is beyond an hour",
        NOISE, (station("doubtful", 300, is_estimated=True, position_age_s=3000), station("sure", 3900)),
        "doubtful", crew_is("sure", eta_s=600), "sure",
        reasons=(("doubtful", "position_lost"), ("doubtful", "estimated")),
    ),
    Scene(
        "without a position and without a road: that it is nowhere is said, not that no road leads there",
        ASSAULT, (crew("nowhere", None, **NOWHERE), crew("cut_off", None)),
        None, crew_is("cut_off", eta_s=200, distance_m=2000), "cut_off",
        excluded=(("nowhere", "no_position"), ("cut_off", "unreachable")),
    ),
    Scene(
        "two old positions, one of them of the own grid: the grid is still worth a minute",
        ASSAULT, (crew("own", 140, grid_code=OWN, position_age_s=120), crew("near", 110, position_age_s=120)),
        "own", need_is(grid_code=FAR), "near", reasons=(("own", "position_stale"), ("near", "position_stale")),
    ),
)  # fmt: skip
