"""PIDF-LO: a place by value, as point, circle, ellipse, polygon or civic address (RFC 4119, 5139, 5491).

The first location of a document is taken: a sender puts the one it trusts most first (RFC 5491, rule 8).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Literal
from xml.etree import ElementTree

from pydantic import ValidationError

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.telephony.location.civic import civic_text

Shape = Literal["point", "circle", "ellipse", "polygon", "civic"]
Fault = Literal[
    "not_xml",  # 不是可读的 XML
    "has_dtd",  # 带有 DTD，拒绝解析
    "no_location",  # 没有位置
    "unknown_datum",  # 坐标系不明
    "bad_numbers",  # 数值无效
]
_GML, _GS = "{http://www.opengis.net/gml}", "{http://www.opengis.net/pidflo/1.0}"
_PIDF, _GP = "{urn:ietf:params:xml:ns:pidf}", "{urn:ietf:params:xml:ns:pidf:geopriv10}"
_CIVIC = "{urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr}civicAddress"
# WGS-84, in two and in three dimensions: latitude first (RFC 5491, section 5).
_WGS84 = {"urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG::4979"}
_METRE = {"urn:ogc:def:uom:EPSG::9001", ""}
_LEAST_CORNERS, _MOST_CORNERS = 3, 200


class Located(Value):
    """A place by value. point: WGS-84, of an area its middle; None of an address alone.

    uncertainty_m: radius of a circle around the point that holds all of the shape. address: as one writes it in China,
    the greatest unit first. method: how it was measured, in the sender's word. at: when.
    """

    shape: Shape
    point: Point | None = None
    uncertainty_m: float | None = None
    address: str | None = None
    method: str | None = None
    at: datetime | None = None


class LocationUnreadable(ValueError):
    """It cannot be read; fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def parse_pidf(data: bytes) -> Located:
    """Read a document; an area and an address in it belong together. Raises: LocationUnreadable."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        raise LocationUnreadable("has_dtd")
    try:
        # No DTD, so no entities; what expat takes from elsewhere it bounds by itself (amplification limits).
        root = ElementTree.fromstring(data.strip())  # noqa: S314
    except ElementTree.ParseError as error:
        raise LocationUnreadable("not_xml") from error
    for info in root.iter(f"{_GP}location-info"):
        shape = next((one for one in info if one.tag in _SHAPES), None)
        civic = info.find(_CIVIC)
        if shape is None and civic is None:
            continue
        address = None if civic is None else civic_text({_local(one): (one.text or "").strip() for one in civic})
        if shape is None and not address:
            continue
        kind, point, radius = ("civic", None, None) if shape is None else _read(shape)
        return Located(
            shape=kind,
            point=point,
            uncertainty_m=radius,
            address=address or None,
            method=_text(root.iter(f"{_GP}method")),
            at=_time(_text(root.iter(f"{_PIDF}timestamp"))),
        )
    raise LocationUnreadable("no_location")


_SHAPES: dict[str, Shape] = {
    f"{_GML}Point": "point",
    f"{_GS}Circle": "circle",
    f"{_GS}Ellipse": "ellipse",
    f"{_GML}Polygon": "polygon",
}


def _read(element: ElementTree.Element) -> tuple[Shape, Point, float | None]:
    """Which shape, its middle, and the radius in metres that holds it; None of a point."""
    datum = element.get("srsName")
    if datum is not None and datum not in _WGS84:
        raise LocationUnreadable("unknown_datum")
    kind = _SHAPES[element.tag]
    if kind == "polygon":
        return kind, *_polygon(element, 3 if datum == "urn:ogc:def:crs:EPSG::4979" else 2)
    (middle, *_) = _points(_text(element.iter(f"{_GML}pos")) or "", None)
    if kind == "point":
        return kind, middle, None
    return kind, middle, _length(element, "radius" if kind == "circle" else "semiMajorAxis")


def _polygon(element: ElementTree.Element, dimensions: int) -> tuple[Point, float]:
    every = [point for one in element.iter(f"{_GML}pos") for point in _points(one.text or "", None)]
    for one in element.iter(f"{_GML}posList"):
        every += _points(one.text or "", dimensions)
    corners = every[:-1] if len(every) > 1 and every[0] == every[-1] else every
    if not _LEAST_CORNERS <= len(corners) <= _MOST_CORNERS:
        raise LocationUnreadable("bad_numbers")
    middle = Point(
        lon=sum(one.lon for one in corners) / len(corners), lat=sum(one.lat for one in corners) / len(corners)
    )
    return middle, round(max(distance_m(middle, one) for one in corners), 1)


def _points(text: str, dimensions: int | None) -> Sequence[Point]:
    """Points of a list of numbers, latitude first; of one position when dimensions is None."""
    try:
        numbers = [float(one) for one in text.split()]
        step = dimensions or len(numbers)
        if step not in (2, 3) or not numbers or len(numbers) % step:
            raise LocationUnreadable("bad_numbers")
        return [Point(lat=numbers[at], lon=numbers[at + 1]) for at in range(0, len(numbers), step)]
    except (ValueError, ValidationError) as error:
        raise LocationUnreadable("bad_numbers") from error


def _length(element: ElementTree.Element, name: str) -> float:
    found = element.find(f"{_GS}{name}")
    try:
        metres = float("" if found is None else found.text or "")
    except ValueError as error:
        raise LocationUnreadable("bad_numbers") from error
    if found is None or found.get("uom", "") not in _METRE or not isfinite(metres) or not 0 <= metres <= 1_000_000:
        raise LocationUnreadable("bad_numbers")
    return metres


def _text(found: Iterable[ElementTree.Element]) -> str | None:
    """The first one's text, shortened."""
    for one in found:
        return (one.text or "").strip()[:200] or None
    return None


def _time(text: str | None) -> datetime | None:
    """A time of the sender; without a zone it is taken for UTC. What is none is left away: the place still counts."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
