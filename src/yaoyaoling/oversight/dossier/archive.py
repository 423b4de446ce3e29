"""The zip that leaves the hall: the page, the facts, the photos with their watermark, and the proof."""

import io
import zipfile
from collections.abc import Mapping

import orjson

from yaoyaoling.incidents.public import TimelineEntry
from yaoyaoling.oversight.dossier.page import Cover, page_of
from yaoyaoling.platform.ledger.excerpt import Excerpt

_README = """{number}

file.html      案卷，可用任何浏览器打开并打印（A4）· the file for reading and printing
facts.json     全部记录 · every fact as the ledger has it, fields readable as the exporter may see them
photos/        照片，带水印 · photos, watermarked; SHA-256 of the originals stands in facts.json
proof/         证明 · proof that these facts stand in the ledger, unchanged:
               python3 proof/verify_excerpt.py

导出 exported: {mark}
{proven} 条记录有检查点证明，{unsigned} 条太新尚无检查点。
{proven} facts are proven under a signed checkpoint; {unsigned} are too new for one.
"""


def archive_of(
    cover: Cover,
    head: Mapping[str, object],
    entries: list[TimelineEntry],
    photos: list[tuple[str, str, bytes]],
    excerpt: Excerpt,
) -> bytes:
    """The zip. photos: name, SHA-256 of the original, watermarked JPEG. Blocking."""
    page = page_of(cover, entries, [(name, digest) for name, digest, _ in photos])
    facts = {"exported": cover.mark, "incident": head, "facts": [entry.model_dump(mode="json") for entry in entries]}
    readme = _README.format(number=cover.number, mark=cover.mark, proven=excerpt.proven, unsigned=excerpt.unsigned)
    files: dict[str, bytes] = {
        "README.txt": readme.encode(),
        "file.html": page.encode(),
        "facts.json": orjson.dumps(facts, option=orjson.OPT_INDENT_2),
        **{name: content for name, _, content in photos},
        **{f"proof/{name}": content for name, content in excerpt.files.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{cover.number}/{name}", content)
    return out.getvalue()
