"""Writing a pack's files: the same rows give the same bytes."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from operator import attrgetter
from pathlib import Path

import numpy as np

from yaoyaoling.places.pack import rows
from yaoyaoling.places.pack.contract import (
    ADDRESSES_FILE,
    AREAS_FILE,
    CREWS_FILE,
    ORGANISATIONS_FILE,
    PACK_FILE,
    ROADS_FILE,
    SPEEDS_FILE,
    Address,
    Area,
    CrewPost,
    Organisation,
    PackInfo,
    Roads,
)
from yaoyaoling.places.pack.marks import COLUMNS as MARK_COLUMNS
from yaoyaoling.places.pack.marks import MARKS_FILE, Mark
from yaoyaoling.places.pack.read import MAY_LACK
from yaoyaoling.places.pack.speeds import COLUMNS, Speed

PLACES = 7
"""Decimal places of a degree in the files: about a centimetre."""


def write_tables(
    path: Path,
    info: PackInfo,
    organisations: Sequence[Organisation],
    areas: Sequence[Area],
    crews: Sequence[CrewPost],
    addresses: Iterable[Address],
    roads: Roads,
) -> None:
    """Write everything but the map into an existing directory."""
    (path / PACK_FILE).write_text(json.dumps(asdict(info), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _write_csv(path / ORGANISATIONS_FILE, rows.ORGANISATION_COLUMNS, organisations)
    _write_csv(path / CREWS_FILE, rows.CREW_COLUMNS, crews)
    _write_csv(path / ADDRESSES_FILE, rows.ADDRESS_COLUMNS, addresses)
    (path / AREAS_FILE).write_text(_geojson(areas), encoding="utf-8")
    # numpy dates every member 1980-01-01, so equal arrays give equal bytes.
    arrays = {name: array for name, array in vars(roads).items() if name not in MAY_LACK or len(array)}
    np.savez_compressed(path / ROADS_FILE, **arrays)


def write_marks(path: Path, marks: Iterable[Mark]) -> None:
    """Write `marks.csv` beside the rest."""
    _write_csv(path / MARKS_FILE, MARK_COLUMNS, marks)


def write_speeds(path: Path, speeds: Iterable[Speed]) -> None:
    """Write `speeds.csv` beside the rest."""
    with (path / SPEEDS_FILE).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in speeds:
            label = "*" if one.road_class is None else one.road_class.label
            writer.writerow([label, one.from_hour, one.until_hour, one.share])


def _write_csv(path: Path, columns: tuple[str, ...], table: Iterable[object]) -> None:
    values = attrgetter(*columns)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in map(values, table))


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.{PLACES}f}" if isinstance(value, float) else str(value)


def _geojson(areas: Sequence[Area]) -> str:
    # One feature a line: the checker can name the line, and a change shows as one line.
    features = []
    for area in areas:
        polygons = [[[[_degrees(n) for n in point] for point in (*ring, ring[0])]] for ring in area.rings]
        single = len(polygons) == 1
        feature = {
            "type": "Feature",
            "properties": {
                "kind": area.kind,
                "code": area.code,
                "org_code": area.org_code,
                "name_zh": area.name_zh,
                "name_en": area.name_en,
            },
            "geometry": {
                "type": "Polygon" if single else "MultiPolygon",
                "coordinates": polygons[0] if single else polygons,
            },
        }
        features.append(json.dumps(feature, ensure_ascii=False))
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"


def _degrees(value: float) -> float:
    return round(value, PLACES)
