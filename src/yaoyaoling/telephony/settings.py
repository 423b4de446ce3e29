"""Settings of calls and of the voice edge: where it listens, who may ring through it, where its own calls go."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from yaoyaoling.kernel.contract import Value

_PARTNER = r"[A-Za-z0-9_-]{1,40}=[^=;]{1,40}=\+?[0-9*#]{2,20}"


class Partner(Value):
    """Whom a caller may be handed over to."""

    id: str
    name: str
    number: str


class TelephonySettings(BaseSettings):
    """How long parties are called, what belongs together, and whom calls may be handed over to."""

    model_config = SettingsConfigDict(env_prefix="YYL_TELEPHONY_", frozen=True, extra="ignore")

    leg_ring_s: float = Field(
        default=45,
        gt=0,
        le=600,
        description="A party that has not joined after so long is called no more, whatever the line says"
        " 呼叫各方最长秒数.",
    )
    longest_s: float = Field(
        default=14_400, ge=60, le=86_400, description="A call that lasts so long is ended 通话最长秒数."
    )
    redial_min: float = Field(
        default=10,
        ge=0,
        le=1440,
        description="A call of the same number within so many minutes belongs to the earlier one 重拨归并分钟数.",
    )
    partners: str = Field(
        default="12345=12345政务服务便民热线=12345",
        max_length=4000,
        pattern=rf"^(?:{_PARTNER}(?:;{_PARTNER})*)?$",
        description="Whom callers may be handed over to, as id=name=number;… 可转接单位.",
    )

    def list_partners(self) -> tuple[Partner, ...]:
        """All partners, as they stand."""
        lines = [one.split("=") for one in self.partners.split(";") if one]
        return tuple(Partner(id=key, name=name, number=number) for key, name, number in lines)


SETTINGS = TelephonySettings()

_GATEWAY = re.compile(r"sips?:[0-9A-Za-z.\[\]:_-]+(;transport=(udp|tcp|tls))?")
_NUMBER = re.compile(r"[0-9*#+]{2,20}")
_PHONE = re.compile(r"[0-9A-Za-z_.-]{1,32}:[!-:<-~]{8,64}")


def listed(value: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


class VoiceSettings(BaseSettings):
    """Telephone edge, media and daemons. All of it lies on loopback unless an address is given."""

    model_config = SettingsConfigDict(env_prefix="YYL_VOICE_", frozen=True, extra="ignore")

    level: Literal["full", "no_rtpengine", "none"] = Field(
        default="full", description="Most voice wanted; less where programs are missing 语音等级上限."
    )
    sip_address: str = Field(default="127.0.0.1", description="Address of the SIP edge 信令监听地址.")
    sip_port: int | None = Field(
        default=None,
        ge=1024,
        le=65535,
        description="SIP over UDP and TCP; none: 5060, or another one when that is taken 信令端口.",
    )
    sips_port: int | None = Field(
        default=None,
        ge=1024,
        le=65535,
        description="SIP over TLS; none: 5061, or another one when that is taken 加密信令端口.",
    )
    media_address: str = Field(
        default="127.0.0.1", description="Address of RTP and WebRTC; one of this machine's own 媒体地址."
    )
    advertised_address: str | None = Field(
        default=None, description="What others must send media to, where a router translates 对外媒体地址."
    )
    media_port_min: int = Field(default=10_000, ge=1024, le=65_000, description="First port of media 媒体起始端口.")
    media_port_max: int = Field(default=19_999, ge=2024, le=65_535, description="Last port of media 媒体终止端口.")
    numbers: str = Field(default="110", description="Numbers that lead to the hall, with commas 接警号码.")
    trunks: str = Field(
        default="",
        description="Addresses or networks of trunks, with commas: no flood guard, callers' numbers believed 中继地址.",
    )
    trunk_ca: Path | None = Field(
        default=None,
        description="Authorities that vouch for TLS trunks (PEM); none: no certificate asked 中继证书颁发机构.",
    )
    gateways: str = Field(
        default="", description="Where our own calls go, first that answers: sip:host:port;transport=tls,… 出局网关."
    )
    encrypt_out: bool = Field(
        default=False,
        description="Calls of ours offer encrypted sound (SRTP) only; gateways must take it 呼出加密语音.",
    )
    routes: str = Field(default="", description="Numbers with a way of their own: 12345=sip:host:port,… 专线号码.")
    last_resort: str = Field(
        default="", description="Whom a citizen reaches when nothing of ours answers: sip:number@host:port 兜底去向."
    )
    phones: SecretStr | None = Field(
        default=None, description="SIP phones that may register: name:password,… 话机账号."
    )
    open_calls: bool | None = Field(
        default=None,
        description="Whether anybody may ring; none: while SIP listens on loopback 允许任意来源呼入.",
    )
    flood_requests: int = Field(
        default=40, ge=5, le=10_000, description="Requests one source may send in 2 s, trunks any 单一来源上限."
    )
    repeat_window_s: int = Field(
        default=600, ge=30, le=86_400, description="Calls of one number are counted for so long 同号计数窗口."
    )
    journal_most: int = Field(
        default=10_000,
        ge=4,
        le=1_000_000,
        description="So many calls of each kind (trunk, phone, open; ringing over and over apart) the edge keeps laid"
        " down until the hall has them; the oldest gives way 漏接留存上限.",
    )
    answer_s: float = Field(
        default=20,
        gt=1,
        le=300,
        description="A party that does not answer is rung so long, then it counts as not answering 呼叫无人接听秒数.",
    )
    turn: bool = Field(default=True, description="Whether TURN is offered to phones far away 是否启用中转.")

    @field_validator("sip_address", "media_address", "advertised_address")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and ip_address(value).is_unspecified:
            raise ValueError("one address of this machine is wanted, not all of them")
        return value

    @field_validator("trunks")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in listed(value):
            ip_network(part, strict=False)
        return value

    @field_validator("numbers")
    @classmethod
    def _numbers(cls, value: str) -> str:
        if not listed(value) or not all(_NUMBER.fullmatch(part) for part in listed(value)):
            raise ValueError("numbers with commas are wanted here, e.g. 110,12110")
        return value

    @field_validator("gateways")
    @classmethod
    def _gateways(cls, value: str) -> str:
        if not all(_GATEWAY.fullmatch(part) for part in listed(value)):
            raise ValueError("sip:host:port with commas is wanted here")
        return value

    @field_validator("routes")
    @classmethod
    def _routes(cls, value: str) -> str:
        for part in listed(value):
            number, _, gateway = part.partition("=")
            if not (_NUMBER.fullmatch(number) and _GATEWAY.fullmatch(gateway)):
                raise ValueError("number=sip:host:port with commas is wanted here")
        return value

    @field_validator("last_resort")
    @classmethod
    def _last_resort(cls, value: str) -> str:
        if value and not re.fullmatch(r"sip:[0-9*#+]{2,20}@[0-9A-Za-z.\[\]:_-]+(;transport=(udp|tcp|tls))?", value):
            raise ValueError("sip:number@host:port is wanted here")
        return value

    @field_validator("phones")
    @classmethod
    def _phones(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not all(_PHONE.fullmatch(part) for part in listed(value.get_secret_value())):
            raise ValueError("name:password with commas is wanted here, passwords of 8 characters or more")
        return value

    def takes_open_calls(self) -> bool:
        """Whether anybody may ring: on loopback yes, elsewhere trunks and our own phones only, unless told."""
        return ip_address(self.sip_address).is_loopback if self.open_calls is None else self.open_calls
