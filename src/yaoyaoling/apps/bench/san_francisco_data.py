"""Unit responses of San Francisco (DataSF, public domain) and its stations, as rows to fit and judge by.

There is no road network of the city in ../shared. What stands in for it: a drive fitted on distance, see `fit_drive`.
"""

import csv
import gzip
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.places.frame import Frame

Array = NDArray[Any]
_FRAME = Frame(-122.44, 37.76)
LONGEST_DRIVE_S = 1800.0


@dataclass(frozen=True)
class Response:
    """A unit's part in a call; seconds since 1970, local time. sent: dispatched; left: on its way; there: on scene.

    freed: available again. at: metres east and north of the city's middle.
    """

    call: str
    unit: str
    type: str
    call_type: str
    day: str
    sent: float
    left: float | None
    there: float | None
    freed: float
    at: tuple[float, float]

    @property
    def drive_s(self) -> float | None:
        """From leaving to the scene, where both are known and it can be."""
        if self.left is None or self.there is None or not 0 <= self.there - self.left <= LONGEST_DRIVE_S:
            return None
        return self.there - self.left


def read_responses(path: Path) -> tuple[list[Response], int]:
    """All rows in order of dispatch, and how many could not be used (no dispatch, or never available again)."""
    found, unusable = [], 0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sent, freed = _moment(row["Dispatch DtTm"]), _moment(row["Available DtTm"])
            if sent is None or freed is None or freed < sent or not row["lat"]:
                unusable += 1
                continue
            date = datetime.strptime(row["Call Date"], "%m/%d/%Y").date().isoformat()  # noqa: DTZ007 - a local date
            at = _FRAME.point_xy(float(row["lon"]), float(row["lat"]))
            left, there = _moment(row["Response DtTm"]), _moment(row["On Scene DtTm"])
            found.append(Response(row["Call Number"], row["Unit ID"], row["Unit Type"], row["Call Type"], date, sent,
                                  left, there, freed, at))  # fmt: skip
    return sorted(found, key=lambda one: (one.sent, one.unit)), unusable


def _moment(text: str) -> float | None:
    if not text:
        return None
    # Read as UTC: local times of one week without a change of the clock, only differences are used.
    return datetime.fromisoformat(text + "+00:00").timestamp()


def read_stations(path: Path) -> dict[int, tuple[float, float]]:
    """Number of each fire station → metres east and north."""
    found = {}
    for one in json.loads(path.read_text(encoding="utf-8"))["features"]:
        number = re.search(r"#(\d+)", one["properties"]["common_name"])
        if number:
            lon, lat = one["geometry"]["coordinates"]
            found[int(number[1])] = _FRAME.point_xy(lon, lat)
    return found


def station_of(unit: str, kind: str, stations: dict[int, tuple[float, float]]) -> tuple[float, float] | None:
    """Where an engine or a truck is at home; other units are numbered otherwise, or have no fixed post."""
    if kind not in ("ENGINE", "TRUCK") or not unit[1:].isdigit():
        return None
    return stations.get(int(unit[1:]))


Drive = Callable[[Array, Array], Array]
"""Seconds of drives from places to places, float[n, 2] each, metres."""

_SHAPES: dict[str, Callable[[Array], Array]] = {
    "blocks": lambda d: np.column_stack([np.ones(len(d)), np.abs(d).sum(axis=1)]),
    "straight": lambda d: np.column_stack([np.ones(len(d)), np.hypot(d[:, 0], d[:, 1])]),
    "blocks and its root": lambda d: np.column_stack(
        [np.ones(len(d)), np.abs(d).sum(axis=1), np.sqrt(np.abs(d).sum(axis=1))]
    ),
    "straight and its root": lambda d: np.column_stack(
        [np.ones(len(d)), np.hypot(d[:, 0], d[:, 1]), np.sqrt(np.hypot(d[:, 0], d[:, 1]))]
    ),
}
"""Kolesar's finding: the square root for short drives, a line for long ones; along blocks or straight."""


def fit_drive(begin: Array, end: Array, seconds: Array, days: Sequence[str]) -> tuple[Drive, str]:
    """The drive that errs least when each day is left out of its fitting in turn; and its shape's name."""
    apart, day = end - begin, np.array(days)

    def error(shape: Callable[[Array], Array]) -> float:
        table, missed = shape(apart), []
        for one in np.unique(day):
            factors = _fit(table[day != one], seconds[day != one])
            missed.append(np.abs(table[day == one] @ factors - seconds[day == one]))
        return float(np.concatenate(missed).mean())

    name = min(_SHAPES, key=lambda one: error(_SHAPES[one]))
    shape = _SHAPES[name]
    factors = _fit(shape(apart), seconds)

    def drive(start: Array, goal: Array) -> Array:
        return np.asarray(np.maximum(0.0, shape(np.atleast_2d(goal - start)) @ factors))

    return drive, name


def _fit(table: Array, seconds: Array) -> Array:
    """Least absolute errors by reweighting: a few drives of half an hour do not bend it."""
    weight = np.ones(len(seconds))
    factors = np.zeros(table.shape[1])
    for _ in range(30):
        root = np.sqrt(weight)[:, None]
        factors = np.linalg.lstsq(table * root, seconds * root[:, 0], rcond=None)[0]
        weight = 1.0 / np.maximum(np.abs(table @ factors - seconds), 1.0)
    return np.asarray(factors)
