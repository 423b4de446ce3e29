"""How fast roads are driven by class and hour of the day: `speeds.csv` of a pack, which may have none.

Each row says for a class ("*": all) and hours of the day (from, until; across midnight too) what share of the usual
speed is driven. Where several rows hold the last counts; where none does, it is the usual speed.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.pack import rows
from yaoyaoling.places.pack.contract import SPEEDS_FILE, RoadClass
from yaoyaoling.places.pack.read import Noted, read_table, refuse

COLUMNS = ("class", "from_hour", "until_hour", "share")
HOURS = 24
_LEAST, _MOST = 0.05, 3.0
_ALL = "*"
_BY_LABEL = {one.label: one for one in RoadClass}


class Speed(NamedTuple):
    """A row. road_class: None for all. from_hour: 0 to 23; until_hour: 1 to 24, not included."""

    road_class: RoadClass | None
    from_hour: int
    until_hour: int
    share: float

    def hours(self) -> list[int]:
        """The hours it holds in."""
        until = self.until_hour if self.until_hour > self.from_hour else self.until_hour + HOURS
        return [hour % HOURS for hour in range(self.from_hour, until)]


Shares = NDArray[np.float64]
"""float64[10, 24]: share of the usual speed by class (`RoadClass`) and hour of the day in China."""


def speed(row: Mapping[str, str]) -> Speed:
    """One row. Raises: Unfit."""
    label = row["class"].strip()
    if label != _ALL and label not in _BY_LABEL:
        wanted = ", ".join((*_BY_LABEL, _ALL))
        raise rows.Unfit(f"class 应为 {wanted} 之一。", f"class is one of {wanted}.")
    try:
        first, last, share = int(row["from_hour"]), int(row["until_hour"]), float(row["share"])
    except ValueError as error:
        raise rows.Unfit(
            "from_hour、until_hour 应为整点，share 应为数。",
            "from_hour and until_hour are whole hours, share a number.",
        ) from error
    if not (0 <= first < HOURS and 0 < last <= HOURS and first != last):
        raise rows.Unfit(
            "from_hour 为 0–23，until_hour 为 1–24，二者不相等。",
            "from_hour is 0 to 23 and until_hour 1 to 24; they differ.",
        )
    if not _LEAST <= share <= _MOST:
        raise rows.Unfit(
            f"share 为常速的 {_LEAST}–{_MOST} 倍，如 0.6。", f"share is {_LEAST} to {_MOST} of the usual speed, as 0.6."
        )
    return Speed(_BY_LABEL.get(label), first, last, share)


def find_speeds(path: Path, note: Noted) -> list[Speed]:
    """The rows of a pack's `speeds.csv`, none when it has no such file; what is wrong goes to `note`."""
    if not (path / SPEEDS_FILE).exists():
        return []
    return [row for _, row in read_table(path, SPEEDS_FILE, COLUMNS, speed, note)]


def read_speeds(path: Path) -> Shares:
    """What share of the usual speed is driven, by class and hour. Raises: PackUnfit."""
    return shares_of(find_speeds(path, refuse))


def shares_of(table: Iterable[Speed]) -> Shares:
    """The table as one array; the last row that holds counts."""
    found = np.ones((max(RoadClass) + 1, HOURS))
    for one in table:
        found[slice(None) if one.road_class is None else one.road_class, one.hours()] = one.share
    return found
