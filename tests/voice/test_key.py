"""The question for a key: whom it is asked, and what becomes of it."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from playwright.async_api import Browser

from tests.voice.hall import VoiceHall, until
from tests.voice.talking import begin, finish


async def playing(voice: VoiceHall, call_id: UUID) -> set[str]:
    """What the call's room plays, as the controller keeps it for a successor."""
    kept: Any = await voice.value("select media::text from telephony.call where id = $1", call_id)
    return set(orjson.loads(kept)["playing"]) if kept else set()


async def plays(voice: VoiceHall, call_id: UUID, wanted: set[str], within_s: float = 8) -> None:
    async def does() -> bool:
        return await playing(voice, call_id) == wanted

    await until(does, within_s, f"does not play {wanted}", voice.log)


@pytest.mark.slow
async def test_the_silent_and_the_marked_are_asked_for_a_key_and_a_person_hears_of_it(
    voice: VoiceHall, browser: Browser
) -> None:
    talk = await begin(voice, browser)
    await plays(voice, talk.call_id, set())
    calls = f"/api/telephony/calls/{talk.call_id}"
    assert (await voice.ask("taker1", "POST", f"{calls}/ask-key"))["is_asked"]
    await plays(voice, talk.call_id, {"key"})
    talk.caller.press("1")
    pressed = "select key_pressed = '1' from telephony.call where id = $1"
    await until(lambda: voice.value(pressed, talk.call_id), 8, "the key was not heard", voice.log)
    await plays(voice, talk.call_id, set())
    await voice.ask("taker1", "POST", f"{calls}/tag", {"why": "反复骚扰", "days": 1})
    await finish(voice, "taker1", talk)

    marked = voice.caller()
    marked.invite()
    await marked.until(183)
    call_id = await voice.call_of(marked)
    await plays(voice, call_id, {"key"})
    await plays(voice, call_id, {"queue"}, within_s=14)
    marked.cancel()
    await voice.until_call(call_id, "abandoned")
