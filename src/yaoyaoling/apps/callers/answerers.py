"""Those whom the hall rings in a demo: 12345 and partners at their desks, officers and citizens at their telephones."""

from pathlib import Path

from yaoyaoling.apps.callers.phones import Phones
from yaoyaoling.apps.callers.sound import RATE_HZ
from yaoyaoling.apps.callers.speech import spoken
from yaoyaoling.apps.callers.telephone import Exchange, Mobile
from yaoyaoling.apps.traffic.words.slots import OFFICERS
from yaoyaoling.places.public import Dice
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.settings import Partner

log = logger("apps")
_SILENCE, _FRAME = b"\xd5", 160
_PAUSE_S = 5.0
_DESK_S, _MOBILE_S = (2.0, 5.0), (3.0, 8.0)
"""How soon a desk picks up, and anybody else."""
_ANYBODY = "喂，你好，我在听，请讲。"
_OFFICER = "收到，我们马上过去，请讲一下现场情况。"


class Answerers:
    """They pick up after a moment, say who they are, and listen until the other side hangs up."""

    def __init__(self, partners: tuple[Partner, ...], folder: Path, seed: int) -> None:
        self._partners = {one.number: one.name for one in partners}
        self._folder = folder
        self._dice = Dice(seed, "answerers")
        self._says: dict[str, bytes] = {}
        self._phones = Phones(0)
        self._exchange = Exchange(self._phones, self._anyone)

    async def open(self, port: int) -> None:
        """Listen at the port of this machine. Raises: NoSpeech, OSError."""
        words = {number: f"您好，{name}，请讲。" for number, name in self._partners.items()}
        for number, text in (*words.items(), (OFFICERS, _OFFICER), ("", _ANYBODY)):
            self._says[number] = _with_pause(await spoken(text, self._folder))
        await self._exchange.open(port)
        log.info("answerers_ready", port=port, partners=len(self._partners))

    def close(self) -> None:
        """Nobody is reached any more."""
        self._exchange.close()
        self._phones.close()

    def _anyone(self, number: str) -> Mobile:
        within_s = _DESK_S if number in self._partners else _MOBILE_S

        async def after_s() -> float:
            return self._dice.between(*within_s)

        log.info("rung", is_partner=number in self._partners)
        says = self._says[OFFICERS] if number.startswith(OFFICERS) else self._says.get(number, self._says[""])
        return Mobile(says, after_s)


def _with_pause(says: bytes) -> bytes:
    """Whole packets; what is said is said again only after a while."""
    pause = says + _SILENCE * int(RATE_HZ * _PAUSE_S)
    return pause + _SILENCE * (-len(pause) % _FRAME)
