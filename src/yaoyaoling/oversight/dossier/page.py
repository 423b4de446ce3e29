"""The readable part of an exported file: one HTML page that needs nothing else, and prints on A4."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Formatter
from typing import Any

from yaoyaoling.incidents.public import TimelineEntry
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Value

_STYLE = """
@page { size: A4; margin: 16mm 14mm 18mm;
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
body { font: 10.5pt/1.5 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #17212b; max-width: 180mm; margin: 0 auto; padding: 8mm 0; }
h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 12pt; margin: 6mm 0 2mm; border-bottom: 1px solid #7c8894; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; overflow-wrap: anywhere; }
.facts th { width: 48mm; } .time { width: 36mm; } .what { width: 34mm; } .who { width: 20mm; }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm;
  border-bottom: 1px solid #d5dce3; } th { white-space: nowrap; color: #526070; font-weight: 400; }
thead { display: table-header-group; } tr, figure { break-inside: avoid; }
td.at { white-space: nowrap; font-variant-numeric: tabular-nums; } .muted { color: #526070; }
figure { margin: 2mm 0; } img { max-width: 100%; max-height: 120mm; } figcaption { font-size: 9pt; color: #526070;
  overflow-wrap: anywhere; }
.mark { position: fixed; inset: 0; overflow: hidden; pointer-events: none; z-index: 1; }
.mark span { position: absolute; white-space: nowrap; transform: rotate(-28deg); color: rgb(23 33 43 / 12%);
  font-size: 12pt; }
"""
_HIDDEN = frozenset({"incident_id", "contact_id", "subject", "ranking"})
_BOOKKEEPING = frozenset(
    {
        "platform.audience.granted",
        "platform.audience.revoked",
        "incidents.obligation.added",
        "incidents.obligation.settled",
        "evidence.media.tied",
    }
)
"""Facts about the record itself: in `facts.json`, not on paper."""


_STATES = frozenset({"state", "signal"})
_OWN_CODES: Mapping[str, frozenset[str]] = {
    "telephony.call": _STATES | {"reason"},
    "telephony.leg": _STATES | {"reason", "kind", "number"},
    "dispatch.wave": frozenset({"number"}),
    "channels.message": _STATES | {"reason"},
    "telephony.video": _STATES,
    "field.help": _STATES,
    "field.panic": _STATES,
    "citizen.withdrawal": _STATES,
    "liaison.order": _STATES | {"number", "urgency"},
    "liaison.exchange": _STATES | {"kind", "number", "reason"},
    "liaison.matter": frozenset({"number"}),
    "triage.stop_payment": _STATES,
    "triage.jurisdiction": _STATES | {"basis"},
}
"""Fields that mean something else elsewhere, by kind of thing: only `=thing.field.value` says them, or nothing does."""


class Cover(Value):
    """What stands on the first lines. lines: key of a word → what it is."""

    number: str
    lines: tuple[tuple[str, str], ...]
    mark: str
    personal_zh: str
    personal_en: str


@cache
def dossier_words() -> Mapping[str, tuple[str, str]]:
    """Words of the page: names of facts and fields, Chinese and English."""
    text = files("yaoyaoling.oversight").joinpath("data", "dossier_words.csv").read_text(encoding="utf-8")
    return {row["key"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


def _both(key: str) -> str:
    zh, en = dossier_words().get(key, (key, ""))
    return f'{escape(zh)} <span class="muted">{escape(en)}</span>'


def _sentence(fact: str, data: Mapping[str, Any]) -> str | None:
    """A fact that has a sentence of its own says it whole, in both languages, before its other words."""
    known = dossier_words()
    both = known.get(f"!{fact}.{data.get('signal')}")
    if both is None:
        return None
    said = []
    for at, sentence in enumerate(both):
        blanks = [name for _, name, _, _ in Formatter().parse(sentence) if name]
        said.append(sentence.format_map({name: data.get(name) or known[f"={name}"][at] for name in blanks}))
    return " ".join(said) + (f" {words}" if (words := data.get("said")) else "")


def _detail(fact: str, data: Mapping[str, Any]) -> str:
    """The fields a reader can make something of; ids, and codes without a word, stand in `facts.json`."""
    if (sentence := _sentence(fact, data)) is not None:
        return escape(sentence)
    known = dossier_words()
    thing = ".".join(fact.split(".")[:2])
    parts = []
    for name, value in data.items():
        if name not in known or name in _HIDDEN or value in (None, "", [], {}):
            continue
        if name in _OWN_CODES.get(thing, ()):
            said = known.get(f"={thing.partition('.')[2]}.{name}.{value}", ("", ""))[0]
        else:
            said = _said(value)
        if said:
            parts.append(f"{known[name][0]}：{said}")
    return escape("；".join(parts))


def _said(value: Any) -> str:
    """A value in words; codes that have a word are said in Chinese."""
    if isinstance(value, dict):
        return "、".join(f"{dossier_words().get(name, (name, ''))[0]} {_said(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(map(_said, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return dossier_words().get(f"={value}", (str(value), ""))[0]


def word_of(value: str) -> str:
    """A code in both languages, or itself when it has no word."""
    return " ".join(dossier_words().get(f"={value}", (value, "")))


def _watermark(text: str) -> str:
    places = [(x, y) for y in range(4, 100, 16) for x in (-6, 44)]
    spans = "".join(f'<span style="left:{x}%;top:{y}%">{escape(text)}</span>' for x, y in places)
    return f'<div class="mark" aria-hidden="true">{spans}</div>'


def page_of(cover: Cover, entries: Sequence[TimelineEntry], photos: Sequence[tuple[str, str]]) -> str:
    """The page. photos: name of the file, and SHA-256 of what was sent in."""
    facts = "".join(f"<tr><th>{_both(key)}</th><td>{escape(text)}</td></tr>" for key, text in cover.lines)
    rows = "".join(
        f'<tr><td class="at">{entry.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M:%S}</td><td>{_both(entry.name)}</td>'
        f"<td>{_detail(entry.name, entry.data)}</td><td>{escape(entry.actor_name)}</td></tr>"
        for entry in entries
        if entry.name not in _BOOKKEEPING
    )
    pictures = "".join(
        f'<figure><img src="{escape(name)}" alt="照片 {number} Photo {number}">'
        f"<figcaption>照片 Photo {number} · 原件 original SHA-256 {escape(digest)}</figcaption></figure>"
        for number, (name, digest) in enumerate(photos, 1)
    )
    if pictures:
        pictures = f"<h2>照片 Photos</h2>{pictures}"
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(cover.number)} 案卷 Incident file</title>
<style>{_STYLE}</style></head><body>{_watermark(cover.mark)}
<h1>{escape(cover.number)} 案卷 <span class="muted">Incident file</span></h1>
<p class="muted">导出 exported: {escape(cover.mark)}<br>{escape(cover.personal_zh)} {escape(cover.personal_en)}</p>
<table class="facts">{facts}</table>
<h2>经过 Timeline（Asia/Shanghai）</h2>
<table><thead><tr><th class="time">时间 Time</th><th class="what">事项 What</th><th>内容 Details</th>
<th class="who">经办 By</th></tr></thead>
<tbody>{rows}</tbody></table>{pictures}
</body></html>
"""
