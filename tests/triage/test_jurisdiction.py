"""Nearest, territorial, functional: whose it is; what is unclear goes to the local station."""

from yaoyaoling.triage.jurisdiction.decide import CLOCK_S, Asked, Ground, decide, shares

NORTH, SOUTH = ("990101510000", "990101000000"), ("990102510000", "990102000000")


def test_a_place_wholly_on_one_ground_is_that_stations() -> None:
    found = decide(Asked(grounds=shares([NORTH] * 9)))
    assert (found.kind, found.station_code, found.clock_s, found.others) == ("territorial", NORTH[0], None, ())


def test_on_a_border_the_local_station_goes_first_against_a_clock() -> None:
    grounds = shares([NORTH] * 5 + [SOUTH] * 3 + [None])
    assert [one.share for one in grounds] == [5 / 9, 3 / 9]
    found = decide(Asked(grounds=grounds, class_code="0301"))
    assert (found.kind, found.station_code, found.others) == ("unclear", NORTH[0], (SOUTH[0],))
    assert found.clock_s == CLOCK_S and found.leads_zh == "交警"
    assert any("跨县" in one.zh for one in found.reasons)


def test_the_nearest_goes_first_and_does_not_own_it_and_the_function_leads() -> None:
    ground = Ground(station_code=NORTH[0], county_code=NORTH[1], share=1)
    asked = Asked(grounds=(ground,), class_code="0106", nearest_station=SOUTH[0], nearest_eta_s=120, own_eta_s=540)
    found = decide(asked)
    assert (found.kind, found.station_code, found.goes_first) == ("functional", NORTH[0], SOUTH[0])
    assert found.leads_en == "Anti-fraud centre"
    assert any("2 分钟" in one.zh and "9 分钟" in one.zh for one in found.reasons)


def test_outside_of_the_city_the_first_receiver_answers() -> None:
    found = decide(Asked(grounds=shares([None] * 9)))
    assert found.kind == "unclear" and found.station_code is None and found.clock_s == CLOCK_S
