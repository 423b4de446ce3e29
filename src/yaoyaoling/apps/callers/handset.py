"""What a handset sends by itself while it calls: an AML message (ETSI TS 103 625, version 1)."""

from datetime import UTC, datetime

from yaoyaoling.kernel.geo import Point


def aml_text(point: Point, radius_m: float, at: datetime, *, method: str = "G", confidence: int = 68) -> str:
    """The message, as long as it says it is. method: G satellites, W Wi-Fi, C cell."""
    said = (
        f'A"ML=1;lt={point.lat:+.5f};lg={point.lon:+.5f};rd={round(radius_m)};top={at.astimezone(UTC):%Y%m%d%H%M%S};'
        f"lc={confidence};pm={method};mcc=460;mnc=00;ml="
    )
    length = len(said) + 2
    return f"{said}{length if length < 100 else length + 1}"
