"""A building's sheet of door-plates: a page of HTML that any browser prints or saves as PDF, codes drawn as SVG."""

import io
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import segno


class Printed(NamedTuple):
    """One plate on the sheet. code: as `Doorplates.code` made it; url: what the QR code holds."""

    number: int
    place_text: str
    code: str
    url: str


_STYLE = """
@page { size: A4; margin: 12mm }
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0; color: #000; background: #fff }
main { display: grid; grid-template-columns: repeat(2, 1fr); gap: 8mm; padding: 4mm }
article { border: 1px solid #000; border-radius: 3mm; padding: 5mm; break-inside: avoid; text-align: center }
h2 { font-size: 15pt; margin: 0 0 2mm } p { margin: 1mm 0; font-size: 10pt }
svg { width: 46mm; height: 46mm } .code { font: 9pt/1.3 "DejaVu Sans Mono", monospace; letter-spacing: .05em }
"""


def qr_svg(url: str) -> str:
    """The URL as a QR code, SVG; error correction Q: a quarter of it may be scratched."""
    out = io.BytesIO()
    segno.make(url, error="q", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, border=4, scale=4
    )
    return out.getvalue().decode()


def sheet_html(title: str, plates: Sequence[Printed]) -> str:
    """The whole page. title: the building's address."""
    articles = "\n".join(_article(plate) for plate in plates)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)} · 二维码门牌</title>'
        f"<style>{_STYLE}</style></head><body><main>\n{articles}\n</main></body></html>\n"
    )


def _article(plate: Printed) -> str:
    groups = " ".join(plate.code[i : i + 4] for i in range(0, len(plate.code), 4))
    return (
        f"<article><h2>{escape(plate.place_text)}</h2>{qr_svg(plate.url)}"
        f"<p>扫码报警 · 紧急请拨 <strong>110</strong></p><p>Scan to report · in an emergency ring 110</p>"
        f'<p class="code">No. {plate.number} · {groups}</p></article>'
    )
