"""One whole suggestion, places included: how long the person who types waits for it on one core."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

from yaoyaoling.apps.bench.report import spread_ms
from yaoyaoling.incidents.public import shipped_classes
from yaoyaoling.triage.contract import SuggestAsk
from yaoyaoling.triage.public import Gazetteer, shipped, suggest

_TIMED = 500


def figures(pack: Path, texts: Sequence[str]) -> dict[str, object]:
    """Milliseconds of processor of one thread. pack: the city that is searched; texts: reports to draw from."""
    gazetteer, sheets = Gazetteer.of_pack(pack), shipped()
    classes = {one.code: one for one in shipped_classes()}
    suggest(SuggestAsk(text="有人打架"), sheets, classes, gazetteer)
    chance = random.Random(11)  # noqa: S311 - a bench
    spent = []
    for _ in range(_TIMED):
        asked = SuggestAsk(text=chance.choice(texts))
        began = time.thread_time()
        suggest(asked, sheets, classes, gazetteer)
        spent.append(time.thread_time() - began)
    return {
        "work": f"{_TIMED} whole suggestions, places of {pack.name} included, in processor time of one thread",
        "rows": gazetteer.count,
        "suggestions_per_s": round(_TIMED / sum(spent), 1),
        **spread_ms("suggest", spent),
    }
