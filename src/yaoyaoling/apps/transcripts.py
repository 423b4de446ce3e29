"""Speech in the voice process: the legs of its calls, and the recogniser the settings name, if any."""

from pathlib import Path

from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.control.controller import Controller
from yaoyaoling.triage.settings import TriageSettings
from yaoyaoling.triage.speech.sherpa import SherpaRecogniser, SpeechUnready
from yaoyaoling.triage.speech.transcribe import LegFile, Transcriber

log = logger("apps")


def live_legs(controller: Controller, folder: Path) -> list[LegFile]:
    """The newest recording of each leg of the calls that live now."""
    newest: dict[tuple[str, str], LegFile] = {}
    for call in controller.calls.values():
        for one in call.conference.recordings():
            if one["part"] == "leg" and one["leg"] is not None:
                newest[str(call.id), one["leg"]] = LegFile(call.id, one["leg"], folder / one["file"])
    return list(newest.values())


async def run_transcripts(db: Database, controller: Controller, folder: Path) -> None:
    """Transcribe until cancelled; without a model return at once: the seat types."""
    model = TriageSettings().speech_model
    if model is None:
        return
    try:
        recogniser = SherpaRecogniser(model)
    except SpeechUnready as error:
        log.warning("speech_unready", error=str(error))
        return
    log.info("speech_ready", recogniser=recogniser.name)
    await Transcriber(db, recogniser, lambda: live_legs(controller, folder)).run()
