"""Every page as a demanding user walks through it: no dead button, no word of the other language, no error."""

from collections.abc import Sequence

import pytest
from playwright.async_api import Browser

from tests.browser.audit import Findings, find_dead_buttons, find_untranslated
from tests.browser.people import PHONE, Stage

PAGES: Sequence[tuple[str | None, str]] = (
    (None, "/"),
    (None, "/report"),
    ("jiejing2", "/seat"),
    ("zhihui", "/board"),
    ("xianju", "/board"),
    ("minjing2", "/officer"),
    ("fuhe2", "/review"),
    ("ducha2", "/inspection"),
    ("ranqi", "/partner"),
    ("zhihui", "/exchange"),
    ("zhihui", "/wall"),
    ("paichusuo", "/duty"),
    ("zhihui", "/duty"),
    ("admin", "/admin"),
    ("admin", "/admin?section=partner_desks"),
    ("admin", "/admin?section=sheets&kind=sensitive"),
    ("zhihui", "/admin"),
)
_ASIDE = ("/wall", "/duty", "/admin", "/exchange")


@pytest.mark.slow
@pytest.mark.parametrize(("login", "path"), PAGES)
async def test_nothing_is_dead_or_untranslated(stage: Stage, login: str | None, path: str) -> None:
    findings = Findings()
    for lang in ("zh", "en"):
        size = PHONE if path in ("/report", "/officer") else (1366, 768)
        if login is None:
            person = await stage.person(f"citizen-{lang}", path, size=size, lang=lang)
        else:
            # Pages where nobody lands: whoever wants them goes there from their own desk.
            desk = "/admin" if login == "admin" else "/board" if path.startswith(_ASIDE) else path
            person = await stage.staff(login, desk, size=size, lang=lang)
            await person.page.goto(path)
        await person.page.wait_for_timeout(1500)
        await find_untranslated(person.page, lang, path, findings)
        if lang == "zh":
            await find_dead_buttons(person.page, path, findings)
        await person.axe()
    print(
        f"\n{path}: {findings.pressed} buttons pressed, {len(findings.dead)} dead, "
        f"{len(findings.untranslated)} untranslated"
    )
    assert not findings.dead and not findings.untranslated, "\n".join([*findings.dead, *findings.untranslated])
    stage.no_faults()


async def test_the_walker_notices(browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    content = "<button>死</button><button onclick='this.after(1)'>活</button><p>Sign out</p><p>退出登录</p>"
    await page.route(
        "**/*", lambda route: route.fulfill(body=f"<meta charset=utf-8>{content}", content_type="text/html")
    )
    await page.goto("http://127.0.0.1/page")
    findings = Findings()
    await find_dead_buttons(page, "page", findings)
    await find_untranslated(page, "zh", "page", findings)
    await find_untranslated(page, "en", "page", findings)
    assert findings == Findings(["page (zh): Sign out", "page (en): 退出登录"], ["page: 死"], pressed=2)
