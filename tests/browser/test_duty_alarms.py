"""An administrator registers a vehicle terminal; a station learns who should have signed on, and says what it did."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from playwright.async_api import expect

from tests.browser.people import Stage
from tests.browser.test_desks import center, choose, freed, report, seated


async def test_an_administrator_registers_a_terminal_and_retires_it(stage: Stage) -> None:
    admin = await stage.staff("admin", "/admin")
    await admin.page.goto("/admin?section=devices")
    await admin.sees("车载终端")
    await admin.page.get_by_text("登记终端", exact=True).press("Enter")
    form = admin.page.locator(".admin-form")
    await form.locator("input").fill("13900001111")
    await form.locator("select").first.select_option(index=1)
    await form.locator("select").nth(1).select_option("GCJ02")
    await form.get_by_text("登记", exact=True).press("Enter")
    await admin.sees("尚未上线")
    await admin.axe()
    # The same number again: said in words, and what was entered stays.
    await admin.page.get_by_text("登记终端", exact=True).press("Enter")
    await form.locator("input").fill("13900001111")
    await form.locator("select").first.select_option(index=1)
    await form.locator("select").nth(1).select_option("WGS84")
    await form.get_by_text("登记", exact=True).press("Enter")
    await admin.sees("终端号 13900001111 已登记")
    assert await form.locator("input").input_value() == "13900001111"
    admin.faults.clear()  # the browser writes every refusal down as an error
    await admin.page.locator("button.link", has_text="13900001111").press("Enter")
    await admin.page.get_by_text("停用终端", exact=True).press("Enter")
    await admin.page.locator(".admin-ask .btn.danger").press("Enter")
    await admin.sees("恢复使用")
    await stage.shot(admin, "devices")
    stage.no_faults()


async def test_a_station_is_told_who_did_not_sign_on_and_marks_it(stage: Stage) -> None:
    token, me = stage.hall.session_of("paichusuo")
    officer, theirs = stage.hall.session_of("minjing1")
    crew = stage.hall.picture("paichusuo", "crew")[theirs["crew_id"]]
    stage.hall.ask("/api/force/watch/sign-off", {}, officer)  # the demo has all who are on duty signed on
    # Turns begin at a full minute, and who signed off before that is missed.
    start = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    window = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=24)).isoformat()}
    rules = {"pattern": "four_two", "first_team": 1, "overlap_min": 0, "min_street": 0}
    member = {"id": theirs["crew_id"], "name": crew["call_sign"], "team": 1, "place_code": crew["grid_code"]}
    body = {"kind": "crews", "org_code": me["org_code"], "rules": rules, "window": window, "members": [member]}
    roster = stage.hall.ask("/api/force/rosters", body, token)
    publish = {"expected_version": roster["version"], "warnings_seen": True}
    stage.hall.ask(f"/api/force/rosters/{roster['id']}/publish", publish, token)
    desk = await stage.staff("paichusuo", "/board")
    await expect(desk.page.locator(".urgent-strip.missed")).to_be_visible(timeout=90_000)
    await stage.shot(desk, "missed-board")
    await desk.page.goto("/duty?section=now")
    await desk.sees("应到未登记")
    await desk.sees("其后没有排班")
    await desk.axe()
    await stage.shot(desk, "missed")
    alarms = desk.page.locator(".duty-alarms li")
    there = await alarms.count()
    await alarms.first.get_by_text("标记已处理").press("Enter")
    words = desk.page.get_by_role("dialog").locator("textarea")
    await words.fill("已电话通知")
    await words.press("Control+Enter")
    await expect(alarms).to_have_count(there - 1, timeout=15_000)
    stage.hall.ask("/api/force/watch/sign-on", {"aboard": ["周民警", "辅警甲"]}, officer)
    stage.no_faults()


async def test_a_call_taker_sees_that_the_place_is_at_an_exam(stage: Stage) -> None:
    token, me = stage.hall.session_of("paichusuo")
    hits = stage.hall.ask(f"/api/places/search?q={quote('解放北路')}&limit=10", None, token)
    here = center(stage)
    places = [here, *((one["lon"], one["lat"]) for one in hits)]
    sites = [{"name": "中心考点", "point": {"lon": lon, "lat": lat}} for lon, lat in places]
    now = datetime.now(UTC)
    plan = {
        "title": "高考", "org_code": me["org_code"], "sites": sites,
        "hours": [{"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=3)).isoformat()}],
    }  # fmt: skip
    special = stage.hall.ask("/api/force/special-duties", plan, token)
    taker = await seated(stage)
    report(stage, "解放北路考场门口有人打架")
    await taker.shows(".strip.ringing")
    await taker.press("F4")
    await taker.shows(".suggestions .chip.place")
    await taker.press("Alt+u")
    await taker.sees("专项勤务：高考")
    await taker.sees("该点位未定岗")
    await taker.axe()
    await stage.shot(taker, "special-seat")
    stage.hall.ask(f"/api/force/special-duties/{special['special_duty_id']}/cancel", {"reason": "测试"}, token)
    await expect(taker.page.get_by_text("专项勤务：高考")).to_have_count(0, timeout=15_000)
    await choose(taker, "F6")
    await freed(taker)
    stage.no_faults()
