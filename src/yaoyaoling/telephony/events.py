"""Facts about calls."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event, Personal


class CallRang(Event):
    """A citizen rings. Coordinates are WGS-84; uncertainty_m as the network told it."""

    name: ClassVar[str] = "telephony.call.rang"

    call_id: UUID
    dialled: str
    caller_number: Personal[str | None] = None
    lon: Personal[float | None] = None
    lat: Personal[float | None] = None
    uncertainty_m: Personal[float | None] = None


EVENTS = (CallRang,)
