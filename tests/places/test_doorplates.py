"""QR door-plates: what a scan says, what gives a forged or copied one away, and that every report is taken."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from yaoyaoling.citizen.handlers.submit_report import place_words
from yaoyaoling.kernel.geo import Point, moved
from yaoyaoling.places.doorplates.codes import LENGTH, Doorplates, PlateCode
from yaoyaoling.places.doorplates.judge import FORGED, Plate, marks_of
from yaoyaoling.places.doorplates.plates import PlateReading
from yaoyaoling.places.doorplates.sheet import Printed, qr_svg, sheet_html

DOOR = Point(lon=114.30, lat=30.60)
PLATE = Plate(number=1001, version=2, place_text="解放路12号1单元", point=DOOR, is_withdrawn=False)
CODES = Doorplates(b"k" * 32)


def test_a_code_is_read_as_people_type_it() -> None:
    code = CODES.code(PlateCode(1001, 2))
    assert len(code) == LENGTH and re.fullmatch(r"[0-9A-HJKMNP-TV-Z]+", code)
    assert CODES.read(code) == PlateCode(1001, 2)
    typed = "-".join(code.lower()[i : i + 4] for i in range(0, LENGTH, 4)).replace("0", "o").replace("1", "l")
    assert CODES.read(typed) == PlateCode(1001, 2)


def test_no_changed_letter_and_no_other_key_makes_a_code() -> None:
    code = CODES.code(PlateCode(1001, 2))
    for at, letter in enumerate(code):
        other = "7" if letter != "7" else "8"
        assert CODES.read(code[:at] + other + code[at + 1 :]) is None
    assert Doorplates(b"o" * 32).read(code) is None
    for junk in ("", "A" * 23, "A" * 25, "<script>", "一" * 24, "\x00" * 24, "U" * 24):
        assert CODES.read(junk) is None


def test_a_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(OverflowError):
        CODES.code(PlateCode(2**40, 1))


@pytest.mark.parametrize(
    ("version", "metres", "accuracy", "apart", "marks"),
    [
        (2, None, None, None, ()),
        (2, 150, 20, None, ()),
        (2, 900, 20, None, ("far",)),
        (2, 900, 400, None, ()),  # the phone does not know so exactly
        (2, 5000, 2000, None, ()),  # nor here at all
        (2, 30, 20, 800, ()),
        (2, 30, 20, 4000, ("elsewhere",)),
        (2, 4000, 20, 4000, ("far", "elsewhere")),
        (1, 30, 20, None, ("withdrawn",)),
        (3, 30, 20, None, ("withdrawn",)),
    ],
)
def test_marks(version: int, metres: float | None, accuracy: float | None, apart: float | None, marks: Any) -> None:
    phone = None if metres is None else moved(DOOR, 60, metres)
    assert tuple(mark.code for mark in marks_of(version, PLATE, phone, accuracy, apart)) == marks


def test_a_plate_that_is_gone_is_withdrawn() -> None:
    gone = PLATE.model_copy(update={"is_withdrawn": True})
    assert [mark.code for mark in marks_of(2, gone, None, None, None)] == ["withdrawn"]
    assert [mark.code for mark in marks_of(2, None, None, None, None)] == ["withdrawn"]


def test_the_call_taker_reads_address_words_and_marks() -> None:
    far = marks_of(2, PLATE, moved(DOOR, 0, 3200), 20, None)
    reading = PlateReading(number=1001, place_text="解放路12号", point=DOOR, marks=far)
    assert place_words(reading, "三楼") == ("解放路12号，三楼〔扫码门牌 1001 号：扫码位置距门牌 3.2 公里，疑似复制〕")
    forged = PlateReading(number=None, place_text=None, point=None, marks=(FORGED,))
    assert place_words(forged, None) == "〔扫码门牌：二维码不是本系统签发，疑似伪造〕"
    long = place_words(reading, "很" * 400)
    assert long is not None and len(long) == 300 and long.endswith("疑似复制〕")
    assert place_words(PlateReading(number=1, place_text="A", point=DOOR, marks=()), "A") == "A"


def test_the_sheet_has_each_code_once_and_lets_no_markup_through() -> None:
    code = CODES.code(PlateCode(7, 1))
    url = f"https://hall.example/q/{code}"
    page = sheet_html("<b>楼</b>", [Printed(7, "<script>1单元", code, url), Printed(8, "2单元", code, url)])
    assert page.count("<article>") == 2 and page.count("<svg") == 2
    assert "<script>" not in page and "<b>" not in page and "&lt;script&gt;1单元" in page
    assert "@page" in page and "110" in page
    assert qr_svg(url) != qr_svg(url + "X")


# Through the hall -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def live(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """One hall with a house in it."""
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as hall:
        yield hall


async def house(live: LiveHall, name: str) -> int:
    found: int = await live.hall.db.worker_pool.fetchval(
        "insert into places.address (kind, name_zh, name_en, full_zh, name_key, words, sounds, pinyin, initials,"
        " lon, lat, spot) values ('doorplate', $1, '', $1, $1, '', '', '', '', 114.30, 30.60, point(0, 0))"
        " returning id",
        name,
    )
    return found


async def made(live: LiveHall, name: str, *details: str) -> list[dict[str, Any]]:
    place = await house(live, name)
    async with live.client("admin") as admin:
        reply = await admin.post("/api/doorplates", json={"place_id": place, "details": list(details)})
        assert reply.status_code == 201, reply.text
        plates: list[dict[str, Any]] = reply.json()["plates"]
        return plates


async def code_of(live: LiveHall, number: int) -> str:
    async with live.client("admin") as admin:
        page = (await admin.get("/api/doorplates/sheet", params={"number": number})).text
    found = re.search(r'<p class="code">No\. \d+ · ([0-9A-Z ]+)</p>', page)
    assert found is not None, page
    return found[1].replace(" ", "")


async def report(live: LiveHall, **body: Any) -> dict[str, Any]:
    async with live.client() as citizen:
        reply = await citizen.post("/api/public/reports", json=body)
        assert reply.status_code == 201, reply.text
    row = await live.hall.db.worker_pool.fetchrow(
        "select channel, place_text, lon, lat, uncertainty_m, id from intake.contact where number = $1",
        reply.json()["contact_number"],
    )
    assert row is not None
    return dict(row)


def at(metres: float) -> dict[str, Any]:
    point = moved(DOOR, 90, metres)
    return {"lon": point.lon, "lat": point.lat, "datum": "WGS84", "accuracy_m": 15}


async def test_a_building_has_its_sheet_and_a_scan_its_address(live: LiveHall) -> None:
    plates = await made(live, "解放路31号", "1单元", "2单元", "1单元")
    assert [plate["place_text"] for plate in plates] == ["解放路31号1单元", "解放路31号2单元"]
    code = await code_of(live, plates[0]["number"])
    async with live.client() as citizen:
        seen = (await citizen.get("/api/public/doorplates", params={"code": code})).json()
    assert seen == {"state": "genuine", "place_text": "解放路31号1单元", "lon": 114.3, "lat": 30.6}
    row = await report(live, plate=code, text="漏水了")
    assert (row["channel"], row["place_text"], row["lon"], row["uncertainty_m"]) == (
        "qr",
        "解放路31号1单元",
        114.3,
        20.0,
    )
    event = await live.hall.db.worker_pool.fetchval(
        "select count(*) from ledger.event where name = 'places.doorplate.scanned' and about = $1", row["id"]
    )
    assert event == 1


async def test_forged_copied_and_withdrawn_plates_are_marked_and_the_report_is_taken(live: LiveHall) -> None:
    number = (await made(live, "解放路33号", ""))[0]["number"]
    code = await code_of(live, number)
    forged = await report(live, plate="A" * 24, text="有人打架")
    assert forged["place_text"] == "〔扫码门牌：二维码不是本系统签发，疑似伪造〕" and forged["lon"] is None
    async with live.client() as citizen:
        seen = (await citizen.get("/api/public/doorplates", params={"code": "A" * 24})).json()
    assert seen == {"state": "forged", "place_text": None, "lon": None, "lat": None}

    near = await report(live, plate=code, position=at(30))
    assert near["place_text"] == "解放路33号" and near["lon"] == 114.3
    far = await report(live, plate=code, position=at(5000))
    assert "扫码位置距门牌 5.0 公里" in far["place_text"] and "两处被扫" in far["place_text"]
    assert far["lon"] == pytest.approx(at(5000)["lon"]), "where the phone is counts, not the copied door"

    async with live.client("admin") as admin:
        path = f"/api/doorplates/{number}/withdraw"
        reply = await admin.post(path, json={"is_renewed": True, "reason": "被复制"})
        assert reply.status_code == 200 and reply.json()["plates"][0]["version"] == 2
    old = await report(live, plate=code, text="有人打架")
    assert old["lon"] is None and old["place_text"].endswith("该门牌码已停用或已换新〕")
    fresh = await code_of(live, number)
    assert fresh != code and (await report(live, plate=fresh))["place_text"] == "解放路33号"


async def test_only_the_halls_administrators_make_plates(live: LiveHall) -> None:
    place = await house(live, "解放路35号")
    for who in ("taker1", "admin_north"):
        async with live.client(who) as client:
            reply = await client.post("/api/doorplates", json={"place_id": place, "details": [""]})
            assert reply.status_code == 403, who
    async with live.client("admin") as admin:
        assert (await admin.post("/api/doorplates", json={"place_id": 0, "details": [""]})).status_code == 404
        assert (await admin.get("/api/doorplates/sheet", params={"number": 99})).status_code == 404
        body = {"is_renewed": False, "reason": "丢失"}
        assert (await admin.post("/api/doorplates/99/withdraw", json=body)).status_code == 404
