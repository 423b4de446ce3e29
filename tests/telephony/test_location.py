"""Where a call comes from: every shape is read, what is broken is named, and nothing makes the call fail."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.telephony.location.civic import civic_text
from yaoyaoling.telephony.location.delivered import Delivered, read_delivered
from yaoyaoling.telephony.location.mime import parts_of
from yaoyaoling.telephony.location.pidf import LocationUnreadable, parse_pidf

SAMPLES = Path(__file__).parents[3] / "shared/data/standards/tamu-ng911/test_files/SIPp_scenarios/SIP_INVITE"
POINT = '<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>30.5 112.4</gml:pos></gml:Point>'
CIVIC = """<ca:civicAddress><ca:country>CN</ca:country><ca:A1>示范省</ca:A1><ca:A2>云澜市</ca:A2><ca:A3>望溪县</ca:A3>
<ca:RD>解放路</ca:RD><ca:HNO>12号</ca:HNO><ca:FLR>3</ca:FLR></ca:civicAddress>"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf"
 xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"
 xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
 entity="pres:a@b"><tuple id="t"><status><gp:geopriv><gp:location-info>"""
TAIL = """</gp:location-info><gp:method>GPS</gp:method></gp:geopriv></status>
<timestamp>2026-11-22T04:00:00Z</timestamp></tuple></presence>"""


def pidf(inside: str) -> bytes:
    return f"{HEAD}{inside}{TAIL}".encode()


def circle(pos: str = "30.5 112.4", radius: str = "50", uom: str = "urn:ogc:def:uom:EPSG::9001") -> str:
    return f'<gs:Circle><gml:pos>{pos}</gml:pos><gs:radius uom="{uom}">{radius}</gs:radius></gs:Circle>'


def polygon(positions: str) -> str:
    return f"<gml:Polygon><gml:exterior><gml:LinearRing>{positions}</gml:LinearRing></gml:exterior></gml:Polygon>"


def test_a_point_is_latitude_first_and_says_how_and_when() -> None:
    found = parse_pidf(pidf(POINT))
    assert (found.shape, found.point, found.uncertainty_m) == ("point", Point(lon=112.4, lat=30.5), None)
    assert found.method == "GPS" and found.at is not None and found.at.isoformat() == "2026-11-22T04:00:00+00:00"


def test_circles_and_ellipses_have_the_radius_that_holds_them() -> None:
    assert parse_pidf(pidf(circle())).uncertainty_m == 50
    ellipse = (
        "<gs:Ellipse><gml:pos>30.5 112.4 20</gml:pos><gs:semiMajorAxis>80</gs:semiMajorAxis>"
        "<gs:semiMinorAxis>30</gs:semiMinorAxis><gs:orientation>20</gs:orientation></gs:Ellipse>"
    )
    found = parse_pidf(pidf(ellipse))
    assert (found.shape, found.point, found.uncertainty_m) == ("ellipse", Point(lon=112.4, lat=30.5), 80)


@pytest.mark.parametrize(
    "positions",
    [
        "<gml:posList>30.5 112.4 30.5 112.5 30.6 112.5 30.6 112.4 30.5 112.4</gml:posList>",
        "<gml:pos>30.5 112.4</gml:pos><gml:pos>30.5 112.5</gml:pos><gml:pos>30.6 112.5</gml:pos>"
        "<gml:pos>30.6 112.4</gml:pos><gml:pos>30.5 112.4</gml:pos>",
    ],
)
def test_a_polygon_is_its_middle_and_reaches_to_its_farthest_corner(positions: str) -> None:
    found = parse_pidf(pidf(polygon(positions)))
    assert found.point is not None and found.uncertainty_m is not None
    assert distance_m(found.point, Point(lon=112.45, lat=30.55)) < 1
    assert found.uncertainty_m == pytest.approx(distance_m(found.point, Point(lon=112.4, lat=30.5)), abs=1)


def test_an_address_is_written_as_in_china_and_goes_with_its_area() -> None:
    found = parse_pidf(pidf(POINT + CIVIC))
    assert found.address == "示范省云澜市望溪县解放路12号3层" and found.point == Point(lon=112.4, lat=30.5)
    alone = parse_pidf(pidf(CIVIC))
    assert (alone.shape, alone.point, alone.address) == ("civic", None, found.address)
    assert civic_text({"A1": "MD", "A3": "Laurel", "HNO": "10", "RD": "TEST", "STS": "Ave"}) == "MD Laurel TEST Ave 10"
    assert civic_text({"A1": "上海市", "A2": "上海市", "RD": "人民路"}) == "上海市人民路"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "not_xml"),
        (b"<presence", "not_xml"),
        (pidf(POINT)[: len(pidf(POINT)) // 2], "not_xml"),
        (b'<!DOCTYPE p [<!ENTITY a "b">]><p>&a;</p>', "has_dtd"),
        ("<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE p []><p/>".encode("utf-16"), "has_dtd"),
        (pidf(""), "no_location"),
        (pidf("<ca:civicAddress><ca:country>CN</ca:country></ca:civicAddress>"), "no_location"),
        (pidf(POINT.replace("4326", "27700")), "unknown_datum"),
        (pidf(circle(pos="112.4 30.5")), "bad_numbers"),  # longitude first
        (pidf(circle(pos="nan 30.5")), "bad_numbers"),
        (pidf(circle(pos="30.5")), "bad_numbers"),
        (pidf(circle(pos="")), "bad_numbers"),
        (pidf(circle(radius="inf")), "bad_numbers"),
        (pidf(circle(radius="-1")), "bad_numbers"),
        (pidf(circle(radius="50", uom="urn:ogc:def:uom:EPSG::9002")), "bad_numbers"),  # feet
        (pidf(polygon("<gml:posList>30.5 112.4 30.5</gml:posList>")), "bad_numbers"),
        (pidf(polygon("<gml:posList>30.5 112.4 30.6 112.4</gml:posList>")), "bad_numbers"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, fault: str) -> None:
    with pytest.raises(LocationUnreadable) as unreadable:
        parse_pidf(data)
    assert unreadable.value.fault == fault


def body(*documents: tuple[str, bytes]) -> tuple[str, bytes]:
    sdp = b"--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"
    rest = b"".join(
        b"--b\r\nContent-Type: application/pidf+xml\r\nContent-ID: <%s>\r\n\r\n%s\r\n" % (name.encode(), data)
        for name, data in documents
    )
    return "multipart/mixed; boundary=b", sdp + rest + b"--b--\r\n"


def test_the_header_says_which_document_counts() -> None:
    kind, data = body(("far@a", pidf(circle(pos="31 113"))), ("near@a", pidf(circle())))
    assert located(read_delivered(["<cid:near@a>;inserted-by=a"], kind, data)) == Point(lon=112.4, lat=30.5)
    assert located(read_delivered([], kind, data)) == Point(lon=113, lat=31)
    both = read_delivered(["<cid:near%40a>, <https://lis.example/x>", "<sip:lis.example>"], kind, data)
    assert located(both) == Point(lon=112.4, lat=30.5)
    assert both.references == ("https://lis.example/x", "sip:lis.example")


def located(delivered: Delivered) -> Point | None:
    return delivered.located.point if delivered.located else None


def test_a_broken_document_is_named_and_the_next_one_read() -> None:
    kind, data = body(("bad@a", b"<presence"), ("good@a", pidf(circle())))
    found = read_delivered(["<cid:bad@a>"], kind, data)
    assert located(found) == Point(lon=112.4, lat=30.5) and found.faults == ("not_xml",)


def test_containers_in_containers_and_a_body_that_is_the_document() -> None:
    kind, inner = body(("a@a", pidf(POINT)))
    outer = b"--o\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + inner + b"--o--\r\n"
    assert [part.content_type for part in parts_of("multipart/mixed;boundary=o", outer)][-1] == "application/pidf+xml"
    assert located(read_delivered([], "multipart/mixed;boundary=o", outer)) is not None
    assert located(read_delivered([], "application/pidf+xml", pidf(POINT))) is not None


@given(kind=st.text(max_size=80), data=st.binary(max_size=400), header=st.text(max_size=80))
def test_nothing_that_comes_makes_it_fail(kind: str, data: bytes, header: str) -> None:
    for content_type in (kind, "application/pidf+xml", "multipart/mixed;boundary=b"):
        assert read_delivered([header], content_type, data).located is None


@given(numbers=st.text(alphabet="0123456789.-+eninf ", max_size=40))
def test_any_numbers_give_a_place_on_earth_or_a_fault(numbers: str) -> None:
    found = read_delivered([], "application/pidf+xml", pidf(circle(pos=numbers, radius=numbers)))
    assert (found.located is None) == bool(found.faults)


def sample(name: str) -> Delivered:
    """The first INVITE of a published scenario, as the peer would send it."""
    path = SAMPLES / f"{name}.xml"
    if not path.exists():
        pytest.skip("no ../shared: the published scenarios are not here")
    found = re.search(r"CDATA\[\s*(INVITE .*?)\]\]", path.read_text(encoding="latin-1"), re.DOTALL)
    assert found is not None
    text = "\r\n".join(line.strip() for line in found[1].splitlines())
    head, _, content = text.partition("\r\n\r\n")
    headers = [line.partition(":") for line in head.split("\r\n")[1:]]
    kind = next(value.strip() for name, _, value in headers if name.lower() == "content-type")
    where = [value.strip() for name, _, value in headers if name.lower() == "geolocation"]
    return read_delivered(where, kind, content.encode())


def test_published_invites_are_read() -> None:
    civic = sample("SIP_INVITE_location_PIDF-LO").located
    assert civic is not None and civic.address == "MD Laurel TEST Ave 10 TEST"
    assert sample("SIP_INVITE_location_garbled_PIDF-LO_body").located is None
    assert sample("SIP_INVITE_location_garbled_PIDF-LO_body").faults
    assert sample("SIP_INVITE_from_ESRP_with_nested_multipart_mixed").faults == ("no_location",)
    wrong = sample("SIP_INVITE_incorrect_geolocation_for_dereference")
    assert wrong.references == ("https://127.0.0.1/location",)
