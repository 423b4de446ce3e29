"""All settings of a process: known, checked at start, and found again in another terminal.

Only the rooms' `settings` are imported here: what is wrong in the environment is said before anything heavy loads.
"""

import difflib
import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.citizen.settings import CitizenSettings
from yaoyaoling.dispatch.settings import DispatchSettings
from yaoyaoling.evidence.settings import EvidenceSettings
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.force.settings import DutySettings, PositionsSettings
from yaoyaoling.intake.settings import IntakeSettings
from yaoyaoling.liaison.settings import LiaisonSettings
from yaoyaoling.oversight.settings import OversightSettings
from yaoyaoling.planning.settings import PlanningSettings
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.telephony.settings import TelephonySettings, VoiceSettings
from yaoyaoling.triage.settings import TriageSettings


class DemoSettings(BaseSettings):
    """What only `yyl demo` reads."""

    model_config = SettingsConfigDict(env_prefix="YYL_DEMO_", frozen=True, extra="ignore")

    password: SecretStr | None = Field(
        default=None,
        min_length=8,
        max_length=200,
        description="Password of all demo accounts; none: one is made for this installation and printed 演示账号密码.",
    )
    spoken_calls: float = Field(
        default=2.0, ge=0, le=60, description="Spoken callers a minute where voice is full; 0: none 每分钟语音来电数."
    )
    spoken_most: int = Field(default=6, ge=1, le=100, description="So many spoken callers at once 同时语音来电上限.")


SETTINGS: tuple[type[BaseSettings], ...] = (
    HallSettings,
    IntakeSettings,
    DispatchSettings,
    FieldSettings,
    PositionsSettings,
    DutySettings,
    EvidenceSettings,
    ChannelsSettings,
    CitizenSettings,
    LiaisonSettings,
    OversightSettings,
    PlanningSettings,
    VoiceSettings,
    TelephonySettings,
    TriageSettings,
    DemoSettings,
)
"""Every settings object there is; `docs/settings.md` is generated from it."""

FOR_TESTS = frozenset({"YYL_FAULT"})
"""Known, but no setting: what `platform.faults` reads at once when a fault test starts a process."""

_URL_SCHEMES: Mapping[str, tuple[str, ...]] = {
    "YYL_DATABASE_URL": ("postgresql", "postgres"),
    "YYL_APP_DATABASE_URL": ("postgresql", "postgres"),
    "YYL_WORKER_DATABASE_URL": ("postgresql", "postgres"),
    "YYL_NATS_URL": ("nats", "tls", "ws", "wss"),
    "YYL_CHANNELS_GATEWAY_URL": ("https", "http"),
    "YYL_CHANNELS_WEBHOOK_URL": ("https", "http"),
}

_ZH: Mapping[str, str] = {
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_parsing": "应为 true 或 false",
    "literal_error": "应为以下之一：{expected}",
    "string_pattern_mismatch": "格式应符合 {pattern}",
    "too_short": "至少 {min_length} 个字符",
    "too_long": "至多 {max_length} 个字符",
}


class SettingsWrongError(ValueError):
    """The environment cannot be used as it is; `sentences`: one a fault, each in both languages."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def variable_of(settings: type[BaseSettings], field: str) -> str:
    """The environment variable of a field."""
    return f"{settings.model_config['env_prefix']}{field}".upper()


def known_variables() -> dict[str, type[BaseSettings]]:
    """Every environment variable we read, with the settings it belongs to."""
    return {variable_of(settings, field): settings for settings in SETTINGS for field in settings.model_fields}


def check_environment(environ: Mapping[str, str]) -> None:
    """Raise SettingsWrongError, with all faults at once, unless every YYL_ variable is known and fits."""
    given = {name.upper(): value for name, value in environ.items() if name.upper().startswith("YYL_")}
    faults = [*_unknown(given), *_empty(given), *_wrong_urls(given)]
    for settings in SETTINGS:
        fields = {field: variable_of(settings, field) for field in settings.model_fields}
        values: dict[str, Any] = {field: given[name] for field, name in fields.items() if given.get(name)}
        try:
            settings.model_validate({**_defaults(settings), **values}, strict=False)
        except ValidationError as error:
            faults += [_sentence(fields[str(one["loc"][0])], one) for one in error.errors()]
    if faults:
        raise SettingsWrongError(faults)


def _defaults(settings: type[BaseSettings]) -> dict[str, Any]:
    return {name: field.get_default(call_default_factory=True) for name, field in settings.model_fields.items()}


def _unknown(given: Iterable[str]) -> list[str]:
    known = sorted(known_variables())
    faults = []
    for name in sorted(set(given) - set(known) - FOR_TESTS):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        zh = f"您要的可能是 {near[0]}；" if near else ""
        en = f"Did you mean {near[0]}? " if near else ""
        faults.append(f"没有名为 {name} 的设置。{zh}全部设置见 docs/settings.md 或 ./yyl settings。\n"
                      f"There is no setting {name}. {en}All settings: docs/settings.md or ./yyl settings.")  # fmt: skip
    return faults


def _empty(given: Mapping[str, str]) -> list[str]:
    return [
        f"{name} 是空的；请给出值，或删除该变量。\n{name} is empty; give it a value, or unset it."
        for name, value in sorted(given.items())
        if not value
    ]


def _wrong_urls(given: Mapping[str, str]) -> list[str]:
    faults = []
    for name, schemes in _URL_SCHEMES.items():
        if (value := given.get(name)) and urlsplit(value).scheme not in schemes:
            wanted = f"{schemes[0]}://"
            faults.append(f"{name} 应以 {wanted} 开头。\n{name} should begin with {wanted}")
    return faults


def _sentence(name: str, error: ErrorDetails) -> str:
    """One fault in both languages; the value itself is not shown, it may be a secret."""
    context = error.get("ctx", {})
    zh = _ZH.get(error["type"], "不合法").format_map({**context})
    return f"{name} 的值不可用：{zh}。\n{name} cannot be used: {error['msg']}."


def load_settings(environ: Mapping[str, str] | None = None) -> HallSettings:
    """The hall's settings from the environment, checked as a whole. Raises: SettingsWrongError."""
    check_environment(os.environ if environ is None else environ)
    return HallSettings()
