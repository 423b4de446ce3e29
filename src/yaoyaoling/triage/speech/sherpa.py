"""The first adapter: streaming transducers of sherpa-onnx, out of a model directory. Neither is shipped."""

from importlib import import_module
from pathlib import Path
from typing import Any

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.triage.speech.contract import RATE, Said, Samples

_PARTS = ("encoder", "decoder", "joiner")


class SpeechUnready(Refused):
    """Speech cannot be recognised here; the seat types as ever."""

    code = "speech_unready"
    status = 503
    zh = "语音识别未启用：{why_zh}。接警不受影响，请照常录入。"
    en = "Speech is not recognised here: {why_en}. Nothing else depends on it; type as ever."


class SherpaListener:
    """One party's stream. A pause ends a stretch; an empty one is nothing."""

    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser
        self._stream = recogniser.create_stream()
        self._heard = 0
        self._began = 0

    def hear(self, samples: Samples) -> list[Said]:
        """Feed the stream and decode what is ready."""
        self._stream.accept_waveform(RATE, samples)
        self._heard += len(samples)
        while self._recogniser.is_ready(self._stream):
            self._recogniser.decode_stream(self._stream)
        return self._take() if self._recogniser.is_endpoint(self._stream) else []

    def finish(self) -> list[Said]:
        """What is open when the call ends."""
        self._stream.input_finished()
        while self._recogniser.is_ready(self._stream):
            self._recogniser.decode_stream(self._stream)
        return self._take()

    def _take(self) -> list[Said]:
        text = str(self._recogniser.get_result(self._stream)).strip()
        self._recogniser.reset(self._stream)
        began, self._began = self._began, self._heard
        return [Said(text=text, began_s=began / RATE, ended_s=self._heard / RATE)] if text else []


class SherpaRecogniser:
    """A streaming transducer. Raises: SpeechUnready when the package or a file of the model is missing."""

    def __init__(self, folder: Path) -> None:
        files = {part: _file_of(folder, part) for part in _PARTS}
        if not (folder / "tokens.txt").is_file():
            raise SpeechUnready(why_zh=f"{folder} 中没有 tokens.txt", why_en=f"there is no tokens.txt in {folder}")
        try:
            # Large, and only there where a hall wants it: an optional extra, loaded when a model is set.
            sherpa = import_module("sherpa_onnx")
        except ImportError as error:
            raise SpeechUnready(why_zh="缺少 sherpa-onnx 组件", why_en="the package sherpa-onnx is missing") from error
        self.name = f"sherpa-onnx {folder.name}"
        self._recogniser = sherpa.OnlineRecognizer.from_transducer(
            tokens=str(folder / "tokens.txt"),
            num_threads=1,
            sample_rate=RATE,
            enable_endpoint_detection=True,
            **{part: str(file) for part, file in files.items()},
        )

    def listen(self) -> SherpaListener:
        """Begin with a party."""
        return SherpaListener(self._recogniser)


def _file_of(folder: Path, part: str) -> Path:
    found = sorted(folder.glob(f"*{part}*.onnx"), key=lambda file: ("int8" not in file.name, file.name))
    if not found:
        raise SpeechUnready(why_zh=f"{folder} 中没有 {part} 模型", why_en=f"there is no {part} model in {folder}")
    return found[0]
