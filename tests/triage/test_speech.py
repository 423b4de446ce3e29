"""Speech through the real audio path: a leg's recording read while it grows, by a recogniser of the contract."""

from pathlib import Path

import numpy as np
import pytest

from tests.evidence.sounds import g711_packets, mjr, opus_packets, silence, tone
from tests.world import World
from yaoyaoling.evidence.public import LiveLeg
from yaoyaoling.triage.speech.contract import RATE, Said, Samples
from yaoyaoling.triage.speech.sherpa import SherpaRecogniser, SpeechUnready
from yaoyaoling.triage.speech.transcribe import LegFile, Transcriber


class ToneListener:
    """Understands a tone as a word, and a pause as its end: what a recogniser does, without a model."""

    def __init__(self) -> None:
        self.heard, self.began = 0, -1
        self.spoken = 0

    def hear(self, samples: Samples) -> list[Said]:
        """Tenths of a second, each loud or not."""
        said: list[Said] = []
        for start in range(0, len(samples), RATE // 10):
            is_loud = float(np.abs(samples[start : start + RATE // 10]).mean()) > 0.05
            if is_loud and self.began < 0:
                self.began = self.heard + start
            if not is_loud and self.began >= 0:
                said += self._end(self.heard + start)
        self.heard += len(samples)
        return said

    def finish(self) -> list[Said]:
        """What is still open."""
        return self._end(self.heard) if self.began >= 0 else []

    def _end(self, at: int) -> list[Said]:
        self.spoken += 1
        began, self.began = self.began, -1
        return [Said(text=f"有人绑架了我{self.spoken}", began_s=began / RATE, ended_s=at / RATE)]


class ToneRecogniser:
    """Hands out listeners."""

    name = "tones"

    def listen(self) -> ToneListener:
        """Begin with a party."""
        return ToneListener()


@pytest.mark.parametrize("codec", ["pcma", "opus"])
def test_a_leg_is_read_on_as_it_grows(tmp_path: Path, codec: str) -> None:
    if codec == "pcma":
        sound = np.concatenate([silence(1), tone(440, 1), silence(1)])
        content = mjr(g711_packets(sound))
    else:
        sound = np.concatenate([silence(1, 48_000), tone(440, 1, 48_000), silence(1, 48_000)])
        content = mjr(opus_packets(sound), codec="opus")
    path = tmp_path / "leg.mjr"
    leg, heard, at = LiveLeg(path), [], 0.0
    for share in (0.0, 0.01, 0.3, 0.55, 0.8, 1.0):
        path.write_bytes(content[: int(len(content) * share)])
        start, samples = leg.more()
        assert start >= at - 0.001, "nothing is heard twice"
        at = start + len(samples) / RATE
        heard.append(samples)
    whole = np.concatenate(heard)
    assert 2.6 < len(whole) / RATE <= 3.05
    loud = np.flatnonzero(np.abs(whole) > 0.1) / RATE
    assert loud.min() == pytest.approx(1, abs=0.15) and loud.max() == pytest.approx(2, abs=0.15)
    assert leg.more()[1].size == 0


async def test_what_a_caller_says_is_kept_beside_the_recording_and_raised(world: World, tmp_path: Path) -> None:
    contact = await world.report()
    await world.take("taker1", contact)
    path = tmp_path / "leg.mjr"
    content = mjr(g711_packets(np.concatenate([silence(0.5), tone(440, 1), silence(1)])))
    legs = [LegFile(contact, "citizen", path)]
    transcriber = Transcriber(world.stage.db, ToneRecogniser(), lambda: legs)
    path.write_bytes(content[: len(content) // 2])
    await transcriber.once()
    path.write_bytes(content)
    await transcriber.once()
    legs.clear()
    await transcriber.once()
    await world.stage.settle()
    await world.check()
    view = await world.stage.snapshot(world.people["taker1"])
    [line] = [one.fields for (kind, _), one in view.entities.items() if kind == "heard"]
    assert (line["text"], line["party"], line["recogniser"]) == ("有人绑架了我1", "citizen", "tones")
    assert line["began_s"] == pytest.approx(0.5, abs=0.15) and line["ended_s"] == pytest.approx(1.5, abs=0.25)
    [alert] = [one.fields for (kind, _), one in view.entities.items() if kind == "alert"]
    assert (alert["source"], alert["contact_id"]) == ("speech", str(contact))
    assert not [1 for kind, _ in (await world.stage.snapshot(world.people["south1"])).entities if kind == "heard"]
    sealed = await world.stage.value("select payload::text from ledger.event where name = 'triage.words.heard'")
    assert "绑架" not in sealed


def test_without_package_or_model_the_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(SpeechUnready, match="encoder"):
        SherpaRecogniser(tmp_path)
    for name in ("encoder.onnx", "decoder.onnx", "joiner.onnx"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SpeechUnready, match=r"tokens\.txt"):
        SherpaRecogniser(tmp_path)
