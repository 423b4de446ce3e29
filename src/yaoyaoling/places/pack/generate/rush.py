"""When a generated city's roads are full: an assumption, for want of a source that is open; wide roads suffer most."""

from yaoyaoling.places.pack.contract import RoadClass
from yaoyaoling.places.pack.speeds import Speed

_NIGHT = (23, 6, 1.15)
_RUSH: dict[RoadClass, float] = {
    RoadClass.TRUNK: 0.65,
    RoadClass.PRIMARY: 0.6,
    RoadClass.SECONDARY: 0.7,
    RoadClass.TERTIARY: 0.8,
}
_RUSH_HOURS = ((7, 9), (17, 19))

SPEEDS: tuple[Speed, ...] = tuple(
    Speed(kind, first, last, share)
    for kind, rush in _RUSH.items()
    for first, last, share in (*((first, last, rush) for first, last in _RUSH_HOURS), _NIGHT)
)
