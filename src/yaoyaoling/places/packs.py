"""What `apps` may use to make, check and load city packs, and to read calls for one.

Apart from `public`, because it brings large libraries along that a running hall does not need.
"""

from yaoyaoling.places.load import LoadReport, load_places
from yaoyaoling.places.pack.calls import CallColumns, CallReport, Calls, read_calls
from yaoyaoling.places.pack.check import check_pack
from yaoyaoling.places.pack.make import DEFAULT_SEED, PLANS, generate_pack
from yaoyaoling.places.pack.osm.importer import ImportedCity, import_osm, import_tables
from yaoyaoling.places.pack.own.files import OwnFiles
from yaoyaoling.places.pack.own.roads import RoadTables
from yaoyaoling.places.pack.refusals import (
    CallsUnfit,
    CityFilesUnfit,
    ExtractTruncated,
    NoRoads,
    NotAnExtract,
    PackUnfit,
)

__all__ = [
    "DEFAULT_SEED",
    "PLANS",
    "CallColumns",
    "CallReport",
    "Calls",
    "CallsUnfit",
    "CityFilesUnfit",
    "ExtractTruncated",
    "ImportedCity",
    "LoadReport",
    "NoRoads",
    "NotAnExtract",
    "OwnFiles",
    "PackUnfit",
    "RoadTables",
    "check_pack",
    "generate_pack",
    "import_osm",
    "import_tables",
    "load_places",
    "read_calls",
]
