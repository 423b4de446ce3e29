"""A kind of report: what happened, where such things happen, at which hours, and what a call-taker makes of it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from yaoyaoling.places.public import PlaceKind

Disposition: TypeAlias = Literal["answered", "not_police", "silent", "misdialled", "harassment"]
DayParts: TypeAlias = tuple[float, float, float, float]
"""How much likelier than on average: 22–6, 6–10, 10–17, 17–22 o'clock."""

EVEN: DayParts = (1, 1, 1, 1)
NIGHT: DayParts = (2.5, 0.3, 0.4, 1.5)
RUSH: DayParts = (0.5, 1.6, 0.9, 1.5)
DAY: DayParts = (0.2, 1.2, 1.5, 0.8)


@dataclass(frozen=True)
class Where:
    """Kinds of places, and a pattern their Chinese name must hold."""

    kinds: tuple[PlaceKind, ...]
    pattern: str = ""


HOME = Where((PlaceKind.DOORPLATE, PlaceKind.VILLAGE))
STREET = Where((PlaceKind.INTERSECTION, PlaceKind.DOORPLATE, PlaceKind.ROAD))
SHOP = Where((PlaceKind.POI,))
PUBLIC = Where((PlaceKind.POI, PlaceKind.LANDMARK, PlaceKind.INTERSECTION))
WATER = Where((PlaceKind.LANDMARK, PlaceKind.VILLAGE), "桥|湖|江|河|公园|塘|村|Bridge|River|Park")
ANY = Where((PlaceKind.DOORPLATE, PlaceKind.POI, PlaceKind.INTERSECTION, PlaceKind.LANDMARK, PlaceKind.VILLAGE))


@dataclass(frozen=True)
class Kind:
    """One kind. says: sentences with slots in braces, `{p}`: the place.

    code: the class a call-taker chooses; level None: the class's own. disposition: how the contact ends without an
    incident; None: one is opened. signs: words by which it is recognised when somebody else wrote it.
    """

    code: str
    weight: float
    where: Where
    says: tuple[str, ...]
    level: int | None = None
    parts: DayParts = EVEN
    disposition: Disposition | None = None
    signs: tuple[str, ...] = ()
