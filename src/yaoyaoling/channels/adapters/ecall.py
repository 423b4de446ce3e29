"""Cars' data by a service that takes their calls (third-party service, EN 16102) or by a modem's server, signed."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, ValidationError

from yaoyaoling.channels.ecall.msd import MsdUnreadable, read_msd
from yaoyaoling.channels.handlers.take_crash import TakeCrash
from yaoyaoling.channels.refusals import BodyUnreadable, MsdBroken
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.signing import check_signed

NAME = "ecall"


class CrashBody(Value):
    """What a service tells. call: its own name of the call, the same for all data of it; msd: as it came from the car,
    in hexadecimal; callback: where to speak to the car; words: what the service knows more."""

    kind: Literal["msd"]
    call: str = Field(min_length=1, max_length=120)
    msd: str = Field(pattern=r"^(?:[0-9A-Fa-f]{2}){1,140}$")
    callback: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    words: str = Field(default="", max_length=2000)


def read_crash(headers: Mapping[str, str], body: bytes, settings: ChannelsSettings) -> TakeCrash | None:
    """A request of the service; None: no service is set. Raises: SignatureWrong, BodyUnreadable, MsdBroken."""
    if settings.ecall_secret is None:
        return None
    nonce = check_signed(settings.ecall_secret.get_secret_value(), headers, body, settings.signed_within_s)
    try:
        found = CrashBody.model_validate_json(body)
        msd = read_msd(bytes.fromhex(found.msd))
    except ValidationError as error:
        raise BodyUnreadable from error
    except MsdUnreadable as error:
        raise MsdBroken(fault=error.fault) from error
    return TakeCrash(adapter=NAME, call=found.call, msd=msd, callback=found.callback, words=found.words, nonce=nonce)
