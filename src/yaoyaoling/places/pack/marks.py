"""What is numbered along the roads and in houses: `marks.csv` of a pack, which may have none.

Kilometre posts, bus stops, lifts and lamp-posts: people who know no address read these numbers off the thing itself.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from yaoyaoling.places.pack import rows
from yaoyaoling.places.pack.read import Noted, read_table, refuse

MARKS_FILE = "marks.csv"
COLUMNS = ("kind", "code", "name_zh", "on_zh", "lon", "lat")


class MarkKind(StrEnum):
    """里程碑, 公交站, 电梯, 路灯杆."""

    KM_POST = "km_post"
    BUS_STOP = "bus_stop"
    LIFT = "lift"
    LAMP_POST = "lamp_post"


class Mark(NamedTuple):
    """A row. code: what stands on it, unique within its kind and `on_zh` (a kilometre post: its metres from the road's
    beginning, in digits). on_zh: the road, or the address it belongs to. lon, lat: WGS-84.
    """

    kind: MarkKind
    code: str
    name_zh: str
    on_zh: str
    lon: float
    lat: float


def mark(row: Mapping[str, str]) -> Mark:
    """One row. Raises: Unfit."""
    kind = rows.choice(row, "kind", MarkKind)
    code, name, on = row["code"].strip(), row["name_zh"].strip(), row["on_zh"].strip()
    if not code or not name or (kind is MarkKind.KM_POST and not (code.isdecimal() and on)):
        raise rows.Unfit(
            "code、name_zh 不能为空；里程碑的 code 为米数，on_zh 为路名。",
            "code and name_zh must be there; a kilometre post has metres for a code, and its road in on_zh.",
        )
    lon, lat = rows.position(row)
    return Mark(kind, code, name, on, lon, lat)


def find_marks(path: Path, note: Noted) -> Iterable[Mark]:
    """The rows of a pack's `marks.csv`, none when it has no such file; what is wrong goes to `note`."""
    if not (path / MARKS_FILE).exists():
        return []
    return [row for _, row in read_table(path, MARKS_FILE, COLUMNS, mark, note)]


def read_marks(path: Path) -> list[Mark]:
    """The marks of a pack, none when it has no such file. Raises: PackUnfit."""
    return list(find_marks(path, refuse))
