"""A place that comes with a call: SDP and PIDF-LO (RFC 5491) in one multipart body."""

from yaoyaoling.kernel.geo import Point

_BOUNDARY = "yyl-place"
HEADERS = (
    "Geolocation: <cid:place@caller>",
    "Geolocation-Routing: yes",
    f"Content-Type: multipart/mixed; boundary={_BOUNDARY}",
)
"""What the INVITE says beside."""
_PIDF = """<?xml version="1.0" encoding="UTF-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf"
 xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"
 xmlns:gs="http://www.opengis.net/pidflo/1.0" entity="pres:caller@trunk"><tuple id="t"><status><gp:geopriv>
<gp:location-info><gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>{lat} {lon}</gml:pos>
<gs:radius uom="urn:ogc:def:uom:EPSG::9001">{metres}</gs:radius></gs:Circle></gp:location-info>
<gp:method>GPS</gp:method></gp:geopriv></status></tuple></presence>"""


def located(sdp: bytes, at: Point, metres: int = 30) -> bytes:
    """The body of an INVITE whose caller is somewhere within a circle."""
    place = _PIDF.format(lat=at.lat, lon=at.lon, metres=metres)
    parts = (
        (f"--{_BOUNDARY}\r\nContent-Type: application/sdp\r\n\r\n".encode(), sdp),
        (
            f"\r\n--{_BOUNDARY}\r\nContent-Type: application/pidf+xml\r\nContent-ID: <place@caller>\r\n\r\n".encode(),
            place.encode(),
        ),
    )
    return b"".join(head + body for head, body in parts) + f"\r\n--{_BOUNDARY}--\r\n".encode()
