"""Rosters over HTTP: files out and in with a key, bad ones refused; who may be planned for seats."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import live_hall
from tests.world import HALL, NORTH_1, PEOPLE
from yaoyaoling.platform.principal import Role


def draft(**more: Any) -> dict[str, Any]:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    window = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(days=2)).isoformat()}
    return {"org_code": NORTH_1, "rules": {"pattern": "four_two"}, "window": window, **more}


async def test_a_roster_goes_out_comes_back_and_holds(engines: Engines, tmp_path: Path) -> None:
    async with (
        live_hall(engines, await world_database(engines), tmp_path) as hall,
        hall.client("north1") as desk,
        hall.client("south1") as other,
        hall.client("officer_n1") as officer,
    ):
        roster = (await desk.post("/api/force/rosters", json=draft())).json()
        path = f"/api/force/rosters/{roster['id']}"
        starts = [one["starts_at"][:16] for one in roster["spans"]]
        assert starts
        for form in ("xlsx", "csv"):
            file = await desk.get(f"{path}/file", params={"format": form})
            assert file.status_code == 200 and "attachment" in file.headers["content-disposition"]
            query = {"format": form, "expected_version": roster["version"]}
            headers = {"Idempotency-Key": f"import-{form}", "Content-Type": "application/octet-stream"}
            replies = [
                await desk.post(f"{path}/file", params=query, content=file.content, headers=headers) for _ in "12"
            ]
            # The same key again is answered, not done again.
            assert [one.status_code for one in replies] == [200, 200] and replies[0].json() == replies[1].json()
            roster = replies[0].json()
            assert [one["starts_at"][:16] for one in roster["spans"]] == starts
            assert (await other.get(f"{path}/file", params={"format": form})).status_code == 404
        query = {"format": "csv", "expected_version": roster["version"]}
        for content, status, code in (
            (
                b"a,b\nN1,G1,1,\xe8\xa1\x97\xe9\x9d\xa2,2026-12-01 00:00,2026-12-01 25:00\n",
                422,
                "roster_rows_unreadable",
            ),
            (b"\0\0", 422, "roster_file_unreadable"),
            (b"x" * 2_000_001, 413, "roster_file_too_large"),
        ):
            reply = await desk.post(f"{path}/file", params=query, content=content)
            assert (reply.status_code, reply.json()["code"]) == (status, code)
            assert reply.json()["zh"] and reply.json()["en"]
        assert (await desk.get(path)).json()["version"] == roster["version"]
        body = {"expected_version": roster["version"], "warnings_seen": True}
        published = await desk.post(f"{path}/publish", json=body)
        assert published.status_code == 200 and published.json()["edition"] == 1, published.text
        reach = {"since": roster["window"]["starts_at"], "until": roster["window"]["ends_at"]}
        turns = (await officer.get("/api/force/turns", params=reach)).json()
        assert turns and {one["member_name"] for one in turns} == {"N1"}


async def test_the_commander_alone_knows_who_may_be_planned_for_the_seats(engines: Engines, tmp_path: Path) -> None:
    async with (
        live_hall(engines, await world_database(engines), tmp_path) as hall,
        hall.client("commander") as commander,
        hall.client("taker1") as taker,
    ):
        people = (await commander.get("/api/duty/seat-people")).json()
        takers = [login for login, role, *_ in PEOPLE if role is Role.CALL_TAKER]
        assert [one["name"] for one in people] == takers
        assert (await taker.get("/api/duty/seat-people")).status_code == 403
        members = [{**one, "team": place, "place_code": "hall"} for place, one in enumerate(people, 1)]
        body = draft(kind="seats", org_code=HALL, members=members)
        view = (await commander.post("/api/force/rosters", json=body)).json()
        assert {one["member_name"] for one in view["spans"]} == set(takers)
        assert {one["mender"] for one in view["findings"]} == {"commander"}  # two people for four teams
        assert (await taker.post("/api/force/rosters", json=body)).status_code == 403
