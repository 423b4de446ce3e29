"""What a demanding user finds on a page: words of the other language, and buttons that do nothing."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import FileChooser, Locator, Page, Request

WORDS = Path(__file__).parents[2] / "console" / "src" / "i18n" / "words"
_ENTRY = re.compile(r"'[\w.]+':\s*\[\s*'((?:[^'\\]|\\.)*)',\s*'((?:[^'\\]|\\.)*)',?\s*\]")
_CHINESE = re.compile(r"[一-鿿]")

# Texts as a person reads or hears them, without what is hidden and what the map draws.
_TEXTS = """() => {
  const shown = { checkOpacity: true, checkVisibilityCSS: true };
  const seen = (e) => e.checkVisibility(shown) && !e.closest('.maplibregl-map');
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.parentElement && !['SCRIPT', 'STYLE'].includes(node.parentElement.tagName) && seen(node.parentElement))
      texts.push(node.data.trim());
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const e of document.querySelectorAll(`[${name}]`)) if (seen(e)) texts.push(e.getAttribute(name).trim());
  return [...new Set(texts)].filter((text) => text !== '');
}"""

_BUTTONS = "button:not([disabled]):visible, a.btn:visible, [role=tab]:visible, [role=switch]:visible, summary:visible"

# Everything that tells a person that something happened; clocks and the map move by themselves.
_WATCH = """() => {
  const watch = (window.watchEffects = { count: 0 });
  const own = (node) => {
    const e = node.nodeType === 1 ? node : node.parentElement;
    return !e || e.closest('.clock, time, .maplibregl-map, .num') !== null;
  };
  new MutationObserver((list) => {
    for (const one of list) if (one.type !== 'characterData' && !own(one.target)) watch.count += 1;
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true });
  for (const name of ['fullscreenchange', 'input', 'change', 'toggle'])
    addEventListener(name, () => (watch.count += 1), true);
  addEventListener('focusin', (event) => { if (!event.target.matches('button, a, summary')) watch.count += 1; });
  window.print = () => (watch.count += 1);
  window.open = () => ((watch.count += 1), null);
}"""


@dataclass
class Findings:
    """What was found, a sentence each."""

    untranslated: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    pressed: int = 0


def catalogue() -> list[tuple[str, str]]:
    """All texts of the console, Chinese and English."""
    return [
        (zh.replace("\\'", "'"), en.replace("\\'", "'"))
        for path in sorted(WORDS.glob("*.ts"))
        for zh, en in _ENTRY.findall(path.read_text(encoding="utf-8"))
    ]


def _pattern(template: str) -> str:
    return r".+?".join(re.escape(part) for part in re.split(r"\{\w+\}", template))


def foreign_words(lang: str) -> re.Pattern[str]:
    """Matches whole texts of the catalogue that belong to the other language."""
    other = []
    for zh, en in catalogue():
        wanted, wrong = (zh, en) if lang == "zh" else (en, zh)
        letters = re.sub(r"\{\w+\}", "", wrong)
        tells = _CHINESE.search(letters) if lang == "en" else re.search(r"[A-Za-z]{3}", letters)
        if wanted != wrong and tells:
            other.append(_pattern(wrong))
    return re.compile("|".join(other))


async def find_untranslated(page: Page, lang: str, where: str, findings: Findings) -> None:
    """Texts of the page as it stands that are in the other language."""
    foreign = foreign_words(lang)
    switch = {"English", "中文"}  # the button that changes the language is in the other one on purpose
    for text in await page.evaluate(_TEXTS):
        if text not in switch and foreign.fullmatch(text):
            findings.untranslated.append(f"{where} ({lang}): {text}")


async def find_dead_buttons(page: Page, where: str, findings: Findings) -> None:
    """Press every button of the page, each from the page as it was opened."""
    address = page.url
    for index in range(await page.locator(_BUTTONS).count()):
        button = page.locator(_BUTTONS).nth(index)
        # The one of several that is on already has nothing to do.
        if not await button.count():
            continue
        states = {await button.get_attribute(f"aria-{name}") for name in ("pressed", "selected", "current")}
        if states & {"true", "page"}:
            continue
        name = " ".join((await button.get_attribute("aria-label") or await button.inner_text()).split())
        findings.pressed += 1
        if not await _does_something(page, button):
            findings.dead.append(f"{where}: {name}")
        await page.goto(address)
        await page.wait_for_timeout(700)


async def _drawing_around(page: Page, button: Locator) -> bytes | None:
    """The picture of the map a button belongs to: what it does is seen there alone. None: it belongs to none."""
    canvas = page.locator(".maplibregl-map").filter(has=button).locator("canvas")
    return await canvas.first.screenshot() if await canvas.count() else None


async def _does_something(page: Page, button: Locator) -> bool:
    """Whether a press changes the page, asks the hall or opens a dialog of the system, within two seconds."""
    address, told = page.url, Counter[str]()

    def ask(request: Request) -> None:
        told["request"] += "heartbeat" not in request.url

    def choose(_: FileChooser) -> None:
        told["chooser"] += 1

    page.on("request", ask)
    page.on("filechooser", choose)
    await page.evaluate(_WATCH)
    drawn = await _drawing_around(page, button)
    try:
        await button.click(timeout=5000)
        for _ in range(20):
            if page.url != address or told.total() or await page.evaluate("window.watchEffects?.count ?? 1"):
                return True
            if drawn is not None and await _drawing_around(page, button) != drawn:
                return True
            await page.wait_for_timeout(100)
        return False
    finally:
        page.remove_listener("request", ask)
        page.remove_listener("filechooser", choose)
