"""A photo that leaves the hall says on its face who took it out, of which incident, and when."""

import io
from functools import cache
from importlib import import_module
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
"""Where systems keep a font with Chinese; without one the words are written in pinyin."""


@cache
def _chinese_font() -> str | None:
    return next((path for path in _FONTS if Path(path).exists()), None)


def _drawn(text: str, size: int) -> tuple[str, ImageFont.FreeTypeFont | ImageFont.ImageFont]:
    path = _chinese_font()
    if path is not None:
        return text, ImageFont.truetype(path, size)
    # Its dictionary takes a third of a second to load: only a machine without a Chinese font needs it here.
    return " ".join(import_module("pypinyin").lazy_pinyin(text)), ImageFont.load_default(size)


def _lay(picture: Image.Image, mark: Image.Image, x: int, y: int) -> None:
    """Put a mark on the picture at a place that may begin outside of it."""
    shown = mark.crop((max(0, -x), max(0, -y), mark.width, mark.height))
    picture.alpha_composite(shown, (max(0, x), max(0, y)))


def watermarked(content: bytes, text: str) -> bytes:
    """The JPEG with the text over all of it, slanted and faint, and once in full along its foot. Blocking."""
    with Image.open(io.BytesIO(content)) as image:
        picture = image.convert("RGBA")
    size = max(14, picture.width // 40)
    words, font = _drawn(text, size)
    left, top, right, bottom = font.getbbox(words)
    width, height = int(right - left), int(bottom - top)
    line = Image.new("RGBA", (width + 4, height + size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(line)
    pen.text((1, 1), words, font=font, fill=(0, 0, 0, 70))
    pen.text((0, 0), words, font=font, fill=(255, 255, 255, 90))
    slanted = line.rotate(28, expand=True, resample=Image.Resampling.BILINEAR)
    for row, y in enumerate(range(-slanted.height // 2, picture.height, slanted.height // 2 + 2 * size)):
        for x in range(-slanted.width // (2 + 2 * (row % 2)), picture.width, slanted.width + size):
            _lay(picture, slanted, x, y)
    foot = Image.new("RGBA", (picture.width, height + size), (0, 0, 0, 150))
    ImageDraw.Draw(foot).text((size // 2, size // 4), words, font=font, fill=(255, 255, 255, 255))
    picture.alpha_composite(foot, (0, picture.height - foot.height))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()
