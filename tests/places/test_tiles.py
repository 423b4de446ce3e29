"""The map can be read by others' libraries, and shows what the tables say."""

import gzip
from collections import defaultdict
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import mercantile
import pytest
from pmtiles.reader import MmapSource, Reader

from yaoyaoling.places.public import Pack

Layers = dict[str, list[dict[str, Any]]]


def read_tile(path: Path, zoom: int, lon: float, lat: float) -> Layers:
    """The layers of the tile at a place."""
    tile = mercantile.tile(lon, lat, zoom)
    with path.open("rb") as file:
        body = Reader(MmapSource(file)).get(tile.z, tile.x, tile.y)  # type: ignore[no-untyped-call]
    decoded = mapbox_vector_tile.decode(gzip.decompress(body)) if body else {}
    return {name: layer["features"] for name, layer in decoded.items()}


def test_header_and_metadata(pack: Pack) -> None:
    with pack.map_path.open("rb") as file:
        reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
        header, metadata = reader.header(), reader.metadata()
    assert (header["min_zoom"], header["max_zoom"]) == (8, 15)
    bounds = [header[f"{side}_e7"] / 1e7 for side in ("min_lon", "min_lat", "max_lon", "max_lat")]
    assert bounds == pytest.approx(pack.info.bounds, abs=1e-6)
    assert metadata["attribution"] == pack.info.attribution_en
    assert {"roads", "water", "areas", "borders", "places", "buildings"} <= {v["id"] for v in metadata["vector_layers"]}


def test_every_tile_decodes_and_every_layer_is_used(pack: Pack) -> None:
    count: dict[str, int] = defaultdict(int)
    with pack.map_path.open("rb") as file:
        reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
        for tile in mercantile.tiles(*pack.info.bounds, range(8, 16)):
            body = reader.get(tile.z, tile.x, tile.y)
            assert body, tile
            for name, layer in mapbox_vector_tile.decode(gzip.decompress(body)).items():
                count[name] += len(layer["features"])
                assert layer["extent"] == 4096
                assert all(feature["geometry"]["coordinates"] for feature in layer["features"])
    assert set(count) == {
        "landuse", "water", "buildings", "rails", "roads", "areas", "borders", "places", "plates",
    }  # fmt: skip


def test_the_centre_shows_streets_houses_and_names(pack: Pack) -> None:
    near = read_tile(pack.map_path, 15, *pack.info.center)
    assert {"residential", "living_street"} <= {feature["properties"]["class"] for feature in near["roads"]}
    assert len(near["buildings"]) > 100 and len(near["plates"]) > 200
    names = {feature["properties"].get("name") for feature in near["roads"]}
    assert {"人民东路", "解放北路"} & names
    far = read_tile(pack.map_path, 9, *pack.info.center)
    assert "buildings" not in far and "plates" not in far
    assert {feature["properties"]["class"] for feature in far["roads"]} <= {"trunk", "primary"}
    assert [feature["properties"]["name"] for feature in far["places"]] == ["小镇"]
    assert {feature["properties"]["kind"] for feature in far["borders"]} == {"county"}
