"""Settings of suggestions, the fraud lane and speech."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class TriageSettings(BaseSettings):
    """How soon a stop-payment order must go on, and where the recogniser's model lies."""

    model_config = SettingsConfigDict(env_prefix="YYL_TRIAGE_", frozen=True, extra="ignore")

    stop_payment_s: float = Field(
        default=60,
        gt=0,
        le=3600,
        description="A stop-payment order that was not sent within so long is raised again 止付单送出时限（秒）.",
    )
    stop_answer_s: float = Field(
        default=300,
        gt=0,
        le=86400,
        description="The anti-fraud centre has so long to answer before it is raised again 反诈中心答复时限（秒）.",
    )
    border_m: float = Field(
        default=10,
        ge=0,
        le=500,
        description="A place so near to another station's ground is not clearly anybody's: the local station answers"
        " first, against a clock 管辖交界范围（米）.",
    )
    speech_model: Path | None = Field(
        default=None,
        description="Directory of a streaming sherpa-onnx model (tokens.txt, encoder, decoder, joiner); none: the seat"
        " types 语音识别模型目录.",
    )
