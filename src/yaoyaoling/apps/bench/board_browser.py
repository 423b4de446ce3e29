"""Watching the board in a real browser: scripting for each update, frames of the map, gaps in lists, memory."""

import asyncio
import json
import os
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from yaoyaoling.apps.bench.report import Figure, percentile

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--enable-precise-memory-info", "--js-flags=--expose-gc",
)  # fmt: skip
_TRACED_S = 20.0
_SETTLE_S = 8.0
_MARK: Final = "yyl:update"
_SCRIPTING = frozenset(
    {"FunctionCall", "EvaluateScript", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "EventDispatch",
     "HandlePostMessage", "V8.GCScavenger", "MinorGC", "MajorGC"}
)  # fmt: skip

# A mark for every delivery of the feed's worker: what is scripted until the next one belongs to it.
_MARK_DELIVERIES = """
const Plain = Worker;
window.Worker = class extends Plain {
  constructor(...all) {
    super(...all);
    if (all[1]?.name !== 'feed') return;
    this.addEventListener('message', (event) => {
      if (event.data?.type === 'messages') performance.mark('yyl:update');
    });
  }
};
"""
_SCROLL_AND_LOOK = """
async () => {
  const list = document.querySelector('.board-lists [role=listbox]');
  let frames = 0, gaps = 0;
  const end = performance.now() + 4000;
  let by = 1;
  while (performance.now() < end) {
    list.scrollTop += by * 260;
    if (list.scrollTop <= 0 || list.scrollTop + list.clientHeight >= list.scrollHeight) by = -by;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const box = list.getBoundingClientRect();
    let covered = 0;
    for (const row of list.querySelectorAll('[role=option]')) {
      const at = row.getBoundingClientRect();
      covered += Math.max(0, Math.min(at.bottom, box.bottom) - Math.max(at.top, box.top));
    }
    frames += 1;
    if (covered < Math.min(list.clientHeight, list.scrollHeight) - 2) gaps += 1;
  }
  return { frames, gaps, rows: Math.round(list.scrollHeight / 54) };
}
"""


@dataclass
class BoardFigures:
    """What was seen."""

    updates_ms: list[float] = field(default_factory=list)
    frames_ms: list[float] = field(default_factory=list)
    heap_mib: list[float] = field(default_factory=list)
    list_frames: int = 0
    list_gaps: int = 0
    rows: int = 0
    first_picture_s: float = 0.0

    def figures(self) -> dict[str, Figure]:
        """By name. scripting_*: main thread, from one delivery of the feed to the next, map frames apart."""
        heap = self.heap_mib
        return {
            "updates": len(self.updates_ms),
            "scripting_per_update_mean_ms": round(sum(self.updates_ms) / len(self.updates_ms), 2),
            **_spread("scripting_per_update", self.updates_ms),
            "map_frames": len(self.frames_ms),
            **_spread("map_frame_scripting", self.frames_ms),
            "list_rows": self.rows,
            "list_frames": self.list_frames,
            "list_frames_with_gaps": self.list_gaps,
            **{f"heap_after_{minute}_min_mib": mib for minute, mib in enumerate(heap[:-1]) if minute > 0},
            "heap_first_mib": heap[0],
            "heap_last_mib": heap[-1],
            "heap_most_mib": max(heap),
            "first_picture_s": round(self.first_picture_s, 1),
        }


def _spread(name: str, values: Sequence[float]) -> dict[str, Figure]:
    return {f"{name}_p{int(share * 100)}_ms": round(percentile(values, share), 2) for share in (0.5, 0.9, 0.99)}


async def watch_board(url: str, token: str, minutes: float, profile: Path | None = None) -> BoardFigures:
    """Open the board as the holder of a token, and measure. Raises: ImportError without playwright (a test package)."""
    api: Any = import_module("playwright.async_api")
    found = BoardFigures()
    async with api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        try:
            context = await browser.new_context(base_url=url, viewport={"width": 1920, "height": 1080})
            await context.add_cookies([{"name": "yyl_session", "value": token, "url": url}])
            await context.add_init_script(f"localStorage.setItem('yyl.me', '{{}}');{_MARK_DELIVERIES}")
            page = await context.new_page()
            began = time.perf_counter()
            await page.goto("/board")
            await page.wait_for_selector(".board-lists [role=option]", timeout=120_000)
            found.first_picture_s = time.perf_counter() - began
            await asyncio.sleep(_SETTLE_S)
            devtools = await context.new_cdp_session(page)
            await _watch_scripting(devtools, found)
            if profile is not None:
                await _write_profile(devtools, profile)
            seen = await page.evaluate(_SCROLL_AND_LOOK)
            found.list_frames, found.list_gaps, found.rows = seen["frames"], seen["gaps"], seen["rows"]
            await _watch_memory(devtools, page, found, minutes * 60)
        finally:
            await browser.close()
    return found


async def _watch_memory(devtools: Any, page: Any, found: BoardFigures, seconds: float) -> None:
    """The heap after collecting what is garbage, each minute."""
    until = time.perf_counter() + seconds
    while True:
        await devtools.send("HeapProfiler.collectGarbage")
        used = await page.evaluate("performance.memory.usedJSHeapSize")
        found.heap_mib.append(round(used / 2**20, 1))
        left = until - time.perf_counter()
        if left <= 0:
            return
        await asyncio.sleep(min(60.0, left))


async def _write_profile(devtools: Any, profile: Path) -> None:
    await devtools.send("Profiler.enable")
    await devtools.send("Profiler.setSamplingInterval", {"interval": 200})
    await devtools.send("Profiler.start")
    await asyncio.sleep(_TRACED_S)
    found = (await devtools.send("Profiler.stop"))["profile"]
    await asyncio.to_thread(profile.write_text, json.dumps(found))


async def _watch_scripting(devtools: Any, found: BoardFigures) -> None:
    events: list[dict[str, Any]] = []
    complete = asyncio.Event()
    devtools.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    devtools.on("Tracing.tracingComplete", lambda _: complete.set())
    categories = "devtools.timeline,blink.user_timing,toplevel,disabled-by-default-devtools.timeline"
    await devtools.send("Tracing.start", {"categories": categories, "transferMode": "ReportEvents"})
    await asyncio.sleep(_TRACED_S)
    await devtools.send("Tracing.end")
    await complete.wait()
    _read_trace(events, found)


def _read_trace(events: Sequence[dict[str, Any]], found: BoardFigures) -> None:
    """Scripting from one delivery to the next, frames apart, on the thread of the marks. Raises: RuntimeError."""
    marks = sorted((one["ts"], one["pid"], one["tid"]) for one in events if one.get("name") == _MARK)
    if len(marks) < 2:
        raise RuntimeError("no update reached the board")
    pieces = _outermost(events, marks[0][1], marks[0][2])
    starts = [began for began, _, _ in pieces]
    # A mark is set inside the piece that takes the delivery: the update begins with that piece.
    begins = [starts[max(0, bisect_right(starts, ts) - 1)] for ts, _, _ in marks]
    spent = [0.0] * len(begins)
    for began, lasted, name in pieces:
        update = bisect_right(begins, began) - 1
        if name == "FireAnimationFrame":
            found.frames_ms.append(lasted / 1000)
        elif update >= 0:
            spent[update] += lasted / 1000
    found.updates_ms = spent[:-1]  # the last one was cut off


def _outermost(events: Sequence[dict[str, Any]], pid: int, tid: int) -> list[tuple[float, float, str]]:
    """Pieces of scripting on a thread as (began, processor time, name), without those inside another; microseconds.

    Processor time of the thread, not time on the clock: what else runs on the cores is no scripting of the page.
    """
    pieces = sorted(
        (one["ts"], one["dur"], one.get("tdur", one["dur"]), one["name"])
        for one in events
        if one.get("pid") == pid and one.get("tid") == tid and one.get("ph") == "X" and one["name"] in _SCRIPTING
    )
    found: list[tuple[float, float, str]] = []
    busy_until = 0.0
    for began, lasted, worked, name in pieces:
        if began >= busy_until:
            busy_until = began + lasted
            found.append((began, worked, name))
    return found
