"""What partners do (联动服务): services with their words and times, from `data/services.csv`, which is ours."""

import csv
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from yaoyaoling.kernel.contract import Value
from yaoyaoling.liaison.policy import Clocks, Urgency, clocks_of
from yaoyaoling.liaison.refusals import UnknownService

_FILE = Path(__file__).parent / "data" / "services.csv"


class PartnerService(Value):
    """A kind of help partners give.

    words: what speaks for it in a report. accept_s, done_s: how long a desk may take to accept an ordinary order, and
    to have it done, both from its sending.
    """

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    accept_s: int
    done_s: int


@lru_cache(maxsize=1)
def list_services() -> tuple[PartnerService, ...]:
    """All of them, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(PartnerService(**{**row, "words": tuple(row["words"].split("|"))}) for row in csv.DictReader(file))


def get_service(code: str) -> PartnerService:
    """The service of a code. Raises: UnknownService."""
    for one in list_services():
        if one.code == code:
            return one
    raise UnknownService(service=code)


def clocks_at(code: str, urgency: Urgency, now: datetime) -> Clocks:
    """The clocks of an order for this service sent now. Raises: UnknownService."""
    service = get_service(code)
    return clocks_of(service.accept_s, service.done_s, urgency, now)
