"""Recordings over HTTP: ranges as browsers ask for them, and a no to whoever said nothing."""

from pathlib import Path

import pytest

from tests.evidence.test_keep_recording import kept
from tests.incidents.test_merge import opened
from tests.world import World
from yaoyaoling.evidence.handlers.listen import Listen, listen
from yaoyaoling.evidence.public import RecordingFiles
from yaoyaoling.evidence.recordings.api import _stream, range_of
from yaoyaoling.evidence.recordings.views import open_sound


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, (0, 1000)),
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=200-299", (200, 300)),
        ("bytes=990-5000", (990, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=1000-", None),
        ("bytes=-0", None),
        ("bytes=5-2", (0, 1000)),
        ("bytes=0-1,5-6", (0, 1000)),
        ("bytes=-", (0, 1000)),
        ("seconds=1-2", (0, 1000)),
        ("bytes=99999999999999999999-", (0, 1000)),
    ],
)
def test_a_range_is_what_rfc_9110_says(wanted: str | None, found: tuple[int, int] | None) -> None:
    assert range_of(wanted, 1000) == found


async def test_a_browser_gets_the_bytes_it_asks_for(world: World, tmp_path: Path) -> None:
    files = RecordingFiles(tmp_path / "sealed", world.stage.db.vault)
    call, _ = await opened(world)
    recording = await kept(world, files, tmp_path, call, seconds=20)
    await world.do("taker1", listen, Listen(recording_id=recording, purpose="核实报警内容"))
    sound = await open_sound(world.stage.db, files, world.people["taker1"], recording)
    whole = b"".join(sound.read(0, sound.size))
    assert len(whole) == sound.size > 64 * 1024 and whole.startswith(b"OggS")

    async def got(wanted: str | None) -> tuple[int, bytes, str | None]:
        reply = _stream(sound, wanted, {})
        body = b"" if reply.status_code == 416 else b"".join([one async for one in reply.body_iterator])  # type: ignore[attr-defined]
        if reply.status_code != 416:
            assert int(reply.headers["content-length"]) == len(body)
        return reply.status_code, body, reply.headers.get("content-range")

    size = sound.size
    assert await got(None) == (200, whole, None)
    assert await got("bytes=0-") == (206, whole, f"bytes 0-{size - 1}/{size}")
    assert await got("bytes=65000-66000") == (206, whole[65_000:66_001], f"bytes 65000-66000/{size}")
    assert await got("bytes=-500") == (206, whole[-500:], f"bytes {size - 500}-{size - 1}/{size}")
    assert await got(f"bytes={size}-") == (416, b"", f"bytes */{size}")
