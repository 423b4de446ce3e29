"""Facts about calls."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal


class CallRang(Event):
    """A citizen rings. Coordinates are WGS-84; uncertainty_m and place_text as the network told them;
    location_faults: why documents of the place could not be read."""

    name: ClassVar[str] = "telephony.call.rang"

    call_id: UUID
    dialled: str
    caller_number: Personal[str | None] = None
    lon: Personal[float | None] = None
    lat: Personal[float | None] = None
    uncertainty_m: Personal[float | None] = None
    place_text: Personal[str | None] = None
    location_faults: tuple[str, ...] = ()


EVENTS = (CallRang,)
