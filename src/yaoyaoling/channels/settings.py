"""Settings of the ways to citizens; an adapter without an address of its other side is not there."""

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ChannelsSettings(BaseSettings):
    """Messages with citizens: how long they wait, how many one sender may send, and each adapter's other side."""

    model_config = SettingsConfigDict(env_prefix="YYL_CHANNELS_", frozen=True, extra="ignore")

    give_up_s: float = Field(
        default=1800,
        ge=30,
        le=86_400,
        description="A message not sent after so long is sent no more, and its seat is told 消息放弃发送秒数.",
    )
    parts_s: float = Field(
        default=60,
        gt=0,
        le=3600,
        description="Pieces of a long message are waited for so long; then what came is shown 长短信等待秒数.",
    )
    texts_per_minute: int = Field(
        default=10,
        ge=1,
        le=1000,
        description="Messages of one sender beyond so many a minute are put together 单一来源每分钟消息数.",
    )
    sends_per_hour: int = Field(
        default=60, ge=1, le=10_000, description="So many messages go to one person in an hour 每小时向同一人发送上限."
    )
    tie_hours: float = Field(
        default=24,
        gt=0,
        le=720,
        description="A message joins the sender's open report when that is younger than this 归并到未结报警的时限.",
    )
    smpp_host: str | None = Field(default=None, description="The carrier's SMS centre; none: no SMPP 短信中心地址.")
    smpp_port: int = Field(default=2775, ge=1, le=65_535, description="Its port 短信中心端口.")
    smpp_tls: bool = Field(default=False, description="TLS to the centre 与短信中心加密连接.")
    smpp_system_id: str = Field(default="yyl", max_length=15, description="Our name at the centre 接入账号.")
    smpp_password: SecretStr = Field(default=SecretStr(""), max_length=8, description="Our password there 接入口令.")
    smpp_source: str = Field(default="110", max_length=20, description="The number messages come from 发送号码.")
    smpp_window: int = Field(default=10, ge=1, le=1000, description="Requests under way at once 并发窗口.")
    smpp_per_second: float = Field(default=20, gt=0, le=10_000, description="Messages a second at most 每秒发送上限.")
    smpp_alive_s: float = Field(
        default=30, gt=0, le=600, description="After so long a silence the centre is asked for a word 心跳间隔."
    )
    smpp_reply_s: float = Field(default=10, gt=0, le=120, description="The centre answers within 应答超时秒数.")
    smpp_receipt_ids: Literal["same", "other_base"] = Field(
        default="same",
        description="Whether receipts name messages as replies do, or hexadecimal for decimal 回执编号进制.",
    )
    gateway_url: str | None = Field(
        default=None, description="Where an SMS gateway takes messages by POST; none: no gateway 短信网关地址."
    )
    gateway_secret: SecretStr | None = Field(
        default=None, min_length=16, description="Signs requests to and from the gateway 网关签名密钥."
    )
    webhook_url: str | None = Field(
        default=None, description="Where another service takes messages by POST; none: it only sends 通用回调地址."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, min_length=16, description="Signs requests to and from it; none: no webhook 通用回调签名密钥."
    )
    webhook_channel: Literal["wechat", "device"] = Field(
        default="wechat", description="Which channel its messages belong to 通用回调所属渠道."
    )
    wechat_url: str = Field(
        default="https://api.weixin.qq.com", description="Where WeChat's service for accounts is 微信接口地址."
    )
    wechat_app_id: str | None = Field(
        default=None, max_length=64, description="Of the official account; none: there is none 公众号 AppID."
    )
    wechat_secret: SecretStr | None = Field(default=None, description="Its AppSecret 公众号 AppSecret.")
    wechat_token: SecretStr | None = Field(
        default=None, min_length=3, max_length=32, description="Signs its callbacks 公众号回调 Token."
    )
    wechat_aes_key: SecretStr | None = Field(
        default=None,
        description="Seals its messages (EncodingAESKey); plain ones are refused then 公众号消息加解密密钥.",
    )
    weapp_app_id: str | None = Field(
        default=None, max_length=64, description="Of the mini-program; none: there is none 小程序 AppID."
    )
    weapp_secret: SecretStr | None = Field(default=None, description="Its AppSecret 小程序 AppSecret.")
    weapp_token: SecretStr | None = Field(
        default=None, min_length=3, max_length=32, description="Signs its callbacks 小程序回调 Token."
    )
    weapp_aes_key: SecretStr | None = Field(
        default=None,
        description="Seals its messages (EncodingAESKey); plain ones are refused then 小程序消息加解密密钥.",
    )
    mail_address: str | None = Field(
        default=None,
        max_length=254,
        pattern=r"^[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,180}$",
        description="Where mails come to and answers come from; none: no mail 报警邮箱地址.",
    )
    mail_lmtp_host: str = Field(
        default="127.0.0.1", description="Where our mail relay hands mails in by LMTP 收信监听地址（LMTP）."
    )
    mail_lmtp_port: int = Field(default=2424, ge=0, le=65_535, description="Its port 收信监听端口.")
    mail_relay_host: str | None = Field(
        default=None, description="Our mail relay, which takes answers; none: no mail 发信服务器地址."
    )
    mail_relay_port: int = Field(default=587, ge=1, le=65_535, description="Its port 发信服务器端口.")
    mail_relay_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the line to the relay is sealed 与发信服务器加密方式."
    )
    mail_relay_user: str | None = Field(
        default=None, max_length=120, description="Our name there; none: no sign-in 发信账号."
    )
    mail_relay_password: SecretStr = Field(default=SecretStr(""), description="Our password there 发信口令.")
    mail_authserv_id: str | None = Field(
        default=None,
        max_length=200,
        description="The name with which our relay signs Authentication-Results; none: no sender is proved"
        " 验证结果的服务器标识.",
    )
    mail_most_mb: int = Field(default=25, ge=1, le=100, description="Larger mails are refused 单封邮件上限（MB）.")
    mail_reply_s: float = Field(default=20, gt=0, le=120, description="The relay answers within 发信应答超时秒数.")
    aml_hmac_key: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Signs what handsets post of their place (HMAC-SHA1); none: AML by SMS only AML 签名密钥.",
    )
    aml_keep_s: float = Field(
        default=300,
        ge=30,
        le=3600,
        description="A handset's place waits so long for its call, then it is forgotten AML 等待通话秒数.",
    )
    aml_call_min: float = Field(
        default=60, gt=0, le=1440, description="A call takes places for so long after it rang AML 通话有效分钟数."
    )
    aml_old_s: float = Field(
        default=900,
        ge=30,
        le=86_400,
        description="A place measured so long before it came is not used AML 位置过期秒数.",
    )
    ecall_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Signs cars' data of a third-party service or a modem's server; none: eCall by SIP only"
        " 车辆自动呼救签名密钥.",
    )
    mqtt_host: str | None = Field(
        default=None, description="The broker of alarm devices (MQTT 3.1.1); none: no devices 报警设备消息服务器地址."
    )
    mqtt_port: int = Field(default=8883, ge=1, le=65_535, description="Its port 端口.")
    mqtt_tls: bool = Field(default=True, description="TLS to the broker 与消息服务器加密连接.")
    mqtt_ca: str | None = Field(
        default=None, description="File of the authority that signs its certificate; none: the system's 根证书文件."
    )
    mqtt_user: str | None = Field(default=None, max_length=64, description="Our name at the broker 接入账号.")
    mqtt_password: SecretStr | None = Field(default=None, description="Our password there 接入口令.")
    mqtt_client_id: str = Field(
        default="yaoyaoling-hall",
        min_length=1,
        max_length=23,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Under this name the broker keeps what comes while nobody is there 会话名称.",
    )
    mqtt_prefix: str = Field(
        default="yyl/alarm",
        pattern=r"^[A-Za-z0-9_/-]{1,100}$",
        description="Devices publish below it: PREFIX/DEVICE/event, PREFIX/DEVICE/status 主题前缀.",
    )
    http_reply_s: float = Field(default=10, gt=0, le=120, description="A gateway answers within 网关应答超时秒数.")
    signed_within_s: float = Field(
        default=300, ge=10, le=3600, description="A signed request is taken for so long after its time 签名有效秒数."
    )

    @field_validator("wechat_aes_key", "weapp_aes_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and re.fullmatch(r"[A-Za-z0-9+/]{43}", key.get_secret_value()) is None:
            raise ValueError("EncodingAESKey 为 43 位字母或数字 · an EncodingAESKey has 43 letters and digits")
        return key


SETTINGS = ChannelsSettings()
