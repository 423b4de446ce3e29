"""Small parts of `apps`: certificate, console build, player, contracts, accounts."""

import asyncio
import ssl
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yaoyaoling.agencies.public import OrganisationNode
from yaoyaoling.apps import console_build
from yaoyaoling.apps.addresses import with_role
from yaoyaoling.apps.certificate import ensure_certificate, is_loopback
from yaoyaoling.apps.contracts import contracts, rooms
from yaoyaoling.apps.demo.sheet import table, width
from yaoyaoling.apps.lock import lock_faults
from yaoyaoling.apps.prepare.people import cast, officer_name
from yaoyaoling.apps.traffic.calls import ColumnsUnfit, parse_columns, real
from yaoyaoling.apps.traffic.drive import PATROL_KMH, URGENT_KMH, Car, heading_deg
from yaoyaoling.apps.traffic.words.scenes import MARK
from yaoyaoling.kernel.geo import Datum, Point, distance_m
from yaoyaoling.places.packs import CallReport, Calls
from yaoyaoling.platform.principal import Role

HERE = Point(lon=114.0, lat=30.0)


def test_the_certificate_names_the_address_and_is_kept(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, "192.0.2.7")
    assert ensure_certificate(tmp_path, "192.0.2.7") == first
    assert first.key_path.stat().st_mode & 0o077 == 0
    assert len(first.fingerprint.split(":")) == 32
    assert ensure_certificate(tmp_path, "192.0.2.8").fingerprint != first.fingerprint


async def test_a_browser_that_trusts_the_certificate_takes_it(tmp_path: Path) -> None:
    certificate = ensure_certificate(tmp_path, "0.0.0.0")
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(certificate.path, certificate.key_path)

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=server_side)
    port = server.sockets[0].getsockname()[1]
    trusting = ssl.create_default_context(cafile=str(certificate.path))
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
    assert await reader.read() == b"hello"
    writer.close()
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncio.open_connection("127.0.0.1", port, ssl=ssl.create_default_context())
    server.close()


@pytest.mark.parametrize(
    ("listen", "is_own"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("hall.local", False)],
)
def test_only_loopback_goes_without_https(listen: str, is_own: bool) -> None:
    assert is_loopback(listen) is is_own


@pytest.mark.parametrize(
    ("version", "is_fit"),
    [
        ("v20.20.2", True), ("v20.18.0", False), ("v18.20.0", False), ("v22.12.0", True), ("v22.11.0", False),
        ("v24.1.0", True), ("v21.7.0", False), ("", False),
    ],
)  # fmt: skip
def test_a_node_that_is_too_old_is_not_used(version: str, is_fit: bool) -> None:
    assert console_build.is_new_enough(version) is is_fit


def test_the_console_is_built_again_only_when_its_sources_changed(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ts").write_text("1")
    before = console_build.source_digest(tmp_path)
    for made in ("node_modules", "dist", "generated", ".vite"):
        (tmp_path / made).mkdir()
        (tmp_path / made / "x.js").write_text("2")
    assert console_build.source_digest(tmp_path) == before
    (tmp_path / "src" / "a.ts").write_text("3")
    assert console_build.source_digest(tmp_path) != before


def test_another_role_gets_the_same_database() -> None:
    url = with_role("postgresql://owner:o%40@db.example:5433/hall?sslmode=require", "yyl_app", "p/w@1")
    assert url == "postgresql://yyl_app:p%2Fw%401@db.example:5433/hall?sslmode=require"


def test_every_room_is_guarded_by_a_contract() -> None:
    text = contracts()
    for room in rooms():
        assert f"[importlinter:contract:{room}]" in text


def test_lock_files_carry_no_addresses_and_everything_that_is_wanted() -> None:
    assert lock_faults() == []


def test_a_car_follows_its_way_and_stops_at_its_end() -> None:
    east, north = Point(lon=114.002, lat=30.0), Point(lon=114.002, lat=30.001)
    car = Car("c", HERE)
    car.take([east, north], None)
    car.drive(10)
    assert distance_m(HERE, car.at) == pytest.approx(PATROL_KMH / 3.6 * 10, rel=0.01)
    assert car.heading == pytest.approx(90, abs=0.1)
    car.goal = "incident"
    assert car.speed_kmh == URGENT_KMH
    car.drive(3600)
    assert car.at == north
    assert car.speed_kmh == 0
    assert heading_deg(HERE, Point(lon=114.0, lat=29.0)) == pytest.approx(180)


def test_columns_of_calls_are_named_one_by_one() -> None:
    columns = parse_columns("text=words,datum=gcj02,clock=time")
    assert (columns.text, columns.datum, columns.clock, columns.lon) == ("words", Datum.GCJ02, "time", "lon")
    for wrong in ("text", "colour=red", "text=", "datum=mars"):
        with pytest.raises(ColumnsUnfit):
            parse_columns(wrong)


def test_real_calls_begin_at_the_hour_it_is() -> None:
    start = datetime(2016, 8, 1, tzinfo=UTC)
    reports = tuple(CallReport(start + timedelta(hours=hour), f"call {hour}", HERE, hour) for hour in range(48))
    coming = list(real(Calls(reports, 0, 0, False), datetime(2026, 11, 22, 9, 30, tzinfo=UTC)))
    assert len(coming) == 48 - 10
    assert coming[0][0] == 1800
    assert all(gap_s == 3600 for gap_s, _ in coming[1:])
    assert coming[0][1].text == f"{MARK}call 10"


def test_every_role_has_a_demo_account_where_it_belongs() -> None:
    def org(code: str, parent: str | None, kind: str) -> OrganisationNode:
        return OrganisationNode(code=code, parent_code=parent, path=code, kind=kind, name_zh=code, name_en=code)

    tree = [
        org("1", None, "province"), org("2", "1", "hall"), org("3", "1", "city"), org("4", "3", "inspection"),
        org("5", "3", "county"), org("7", "6", "station"), org("6", "3", "county"), org("8", "5", "station"),
        org("9", "1", "city"), org("10", "9", "inspection"), org("11", "3", "partner"), org("12", "3", "partner"),
    ]  # fmt: skip
    people = {person.login: person for person in cast(tree, [], {"11": "gas", "12": "water"})}
    assert {person.role for person in people.values()} == set(Role) - {Role.OFFICER}
    assert people["paichusuo"].org.parent_code == people["xianju"].org.code
    assert people["ducha1"].org.kind == "inspection"
    assert people["ranqi"].org.code == "11" and not people["ranqi"].is_played and people["gongshui"].is_played
    second = {Role.REVIEWER, Role.INSPECTOR}
    played = Counter(one.org.code for one in people.values() if one.role in second and one.is_played)
    assert played == {"3": 2, "4": 2, "9": 2, "10": 2}, "each city has two of its own who review, two who inspect"
    assert len({officer_name(number) for number in range(1, 200)}) == 199


def test_chinese_characters_take_two_columns() -> None:
    assert width("警a") == 3
    lines = table([("接警员", "x"), ("ab", "y")])
    assert lines == ["接警员  x", "ab      y"]
