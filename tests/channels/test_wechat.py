"""WeChat's protocol: what it signs and seals, what it tells, what it answers, and everybody who is not it."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from tests.channels.test_smpp import Kept, until
from tests.channels.weixin import (
    AES_KEY,
    PERSON,
    SECRET,
    TOKEN,
    Weixin,
    account_at,
    callback,
    message,
    sealed,
    sha1_of,
    signed,
    weixin,
    xml,
)
from yaoyaoling.channels.adapters.wechat import WechatAdapter, split_octets, wechat_accounts
from yaoyaoling.channels.contract import Arrived, Media, Never, NotNow, Parcel, Whereabouts, Wish
from yaoyaoling.channels.refusals import BodyUnreadable
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.channels.wechat.messages import BadMessageError, read_fields, read_message
from yaoyaoling.channels.wechat.sealing import SealBrokenError, key_octets, seal, signature, unseal
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.platform.signing import SignatureWrong

# The example of WeChat's own sample code for sealed messages: token, key, app id, time, nonce, signature, message.
SAMPLE_KEY, SAMPLE_APP = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx2c2769f8efd9abc2"
SAMPLE_SIGNED = ("spamtest", "1409735669", "1320562132")
SAMPLE = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B"
    "5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA91"
    "2xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6Oewpus"
    "jZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)


def test_the_example_of_wechats_own_sample_code_is_read() -> None:
    assert signature(*SAMPLE_SIGNED, SAMPLE) == "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
    fields = read_fields(unseal(key_octets(SAMPLE_KEY), SAMPLE, SAMPLE_APP))
    assert (fields["Content"], fields["MsgId"], fields["CreateTime"]) == (
        "abcdteT",
        "6054768590064713728",
        "1409735668",
    )


@pytest.mark.parametrize("size", [0, 1, 11, 12, 13, 31, 32, 33, 4000])
def test_what_either_side_seals_the_other_reads(size: int) -> None:
    words = bytes(size)
    assert unseal(bytes(range(32)), sealed(words), "wx0123456789abcdef") == words
    assert unseal(bytes(range(32)), seal(bytes(range(32)), words, "wx1"), "wx1") == words


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "=",
        "AAAA",
        "not base64!",
        "Ä",
        pytest.param(sealed(b"x")[:-4], id="cut"),  # sealed by chance: its text would be another name in each worker
        pytest.param(sealed(b"x") + "AAAA", id="longer"),
    ],
)
def test_what_is_no_seal_is_no_message(broken: str) -> None:
    with pytest.raises(SealBrokenError):
        unseal(bytes(range(32)), broken, "wx0123456789abcdef")


def test_another_key_another_app_and_a_changed_octet_are_noticed() -> None:
    for one in (sealed(b"<xml/>", key=bytes(32)), sealed(b"<xml/>", app_id="wx-of-others")):
        with pytest.raises(SealBrokenError):
            unseal(bytes(range(32)), one, "wx0123456789abcdef")


@pytest.fixture
def adapter() -> WechatAdapter:
    """Nobody answers there: what is read needs no service."""
    return account_at("http://127.0.0.1:9")


def test_each_kind_is_a_message_with_words(adapter: WechatAdapter) -> None:
    def told(kind: str, **fields: Any) -> Arrived:
        one = adapter.read(*callback(message(kind, **fields)))
        assert isinstance(one, Arrived) and one.sender == PERSON and one.key and one.nonce
        return one

    assert told("text", Content="救命 <b>😱</b>\n]] &amp;").words == "救命 <b>😱</b>\n]] &amp;"
    assert told("voice", MediaId="m", Format="amr").words == "〔语音〕"
    assert told("voice", MediaId="m", Recognition="有人打架").words == "〔语音〕有人打架"
    assert told("video", MediaId="m", ThumbMediaId="t").words == "〔视频〕"
    assert told("shortvideo", MediaId="m").words == "〔视频〕"
    assert told("link", Title="标题", Description="", Url="https://x.test/").words == "〔链接〕 标题 https://x.test/"
    assert told("miniprogrampage", Title="x").words == "〔miniprogrampage〕"
    image = told("image", PicUrl="http://x.test/1", MediaId="media-1")
    assert image.words == "〔图片〕" and image.media == (Media(remote_id="media-1"),)


def test_a_place_is_taken_from_the_datum_of_wechats_map(adapter: WechatAdapter) -> None:
    one = adapter.read(*callback(message("location", Location_X=30.6, Location_Y=114.3, Scale=16, Label="解放路")))
    assert isinstance(one, Arrived) and one.point is not None
    assert 300 < distance_m(one.point, Point(lon=114.3, lat=30.6)) < 700, "GCJ-02 lies that far off"
    assert one.words.startswith("〔位置〕解放路 (WGS-84 114.2")
    for broken in ({"Location_X": "nan", "Location_Y": 114}, {"Location_X": 91.5, "Location_Y": 1e309}, {}):
        one = adapter.read(*callback(message("location", Label="桥下", **broken)))
        assert isinstance(one, Arrived) and (one.words, one.point) == ("〔位置〕桥下", None), "the words stand"


def test_events_are_wishes_and_whereabouts_and_no_messages(adapter: WechatAdapter) -> None:
    def told(event: str, **fields: Any) -> Any:
        return adapter.read(*callback(message("event", number=None, Event=event, **fields)))

    for event, wish in (("subscribe", "start"), ("unsubscribe", "stop")):
        one = told(event)
        assert isinstance(one, Wish) and (one.wish, one.sender) == (wish, PERSON)
    place = told("LOCATION", Latitude=30.6, Longitude=114.3, Precision=65.0)
    assert isinstance(place, Whereabouts) and place.point == Point(lon=114.3, lat=30.6) and place.uncertainty_m == 65
    assert told("LOCATION", Latitude="x", Longitude=114.3) is None
    assert told("CLICK", EventKey="menu") is None and told("TEMPLATESENDJOBFINISH", MsgID=1) is None


def test_a_mini_program_may_tell_in_json() -> None:
    settings = ChannelsSettings(weapp_app_id="wx1", weapp_secret=SECRET, weapp_token=TOKEN, weapp_aes_key=AES_KEY)
    [mini] = wechat_accounts(settings)
    told = '{"ToUserName":"gh","FromUserName":"oMini","CreateTime":1,"MsgType":"text","Content":"救命","MsgId":5}'
    encrypt = sealed(told.encode(), app_id="wx1")
    one = mini.read(signed(encrypt=encrypt), f'{{"ToUserName":"gh","Encrypt":"{encrypt}"}}'.encode())
    assert isinstance(one, Arrived) and (one.sender, one.words, one.key) == ("oMini", "救命", "5")
    assert mini.name == "weapp"


def test_told_twice_it_has_one_name_with_a_number_or_without(adapter: WechatAdapter) -> None:
    def key(**how: Any) -> str | None:
        one = adapter.read(*callback(message(Content="x", **how)))
        assert isinstance(one, Arrived)
        return one.key

    assert key(number=1) == key(number=1, at=5) != key(number=2)
    assert key(number=None, at=5) == key(number=None, at=5) != key(number=None, at=6)


def test_strangers_replays_and_what_was_changed_are_refused(adapter: WechatAdapter) -> None:
    query, body = callback(message(Content="x"))
    other = xml(ToUserName="gh_account", Encrypt=sealed(message(Content="y")))
    wrong: list[tuple[dict[str, str], bytes]] = [
        (query, other),
        (query | {"timestamp": str(int(query["timestamp"]) - 1)}, body),
        (query | {"nonce": "123"}, body),
        (query | {"msg_signature": query["msg_signature"].upper()}, body),
        (query | {"msg_signature": "ü"}, body),
        ({name: one for name, one in query.items() if name != "msg_signature"}, body),
        ({}, body),
        callback(message(Content="x"), token="another-token"),
        callback(message(Content="x"), age_s=301),
        callback(message(Content="x"), age_s=-301),
        callback(message(Content="x"), nonce="n;drop"),
        callback(message(Content="x"), key=bytes(32)),
        callback(message(Content="x"), app_id="wx-of-others"),
        # In safe mode a plain message is nobody's, whoever signed it.
        (signed(), message(Content="x")),
    ]
    for asked, octets in wrong:
        with pytest.raises(SignatureWrong):
            adapter.read(asked, octets)
    assert isinstance(adapter.read(query, body), Arrived)


def test_plain_messages_where_no_key_is_set() -> None:
    plain = account_at("http://127.0.0.1:9", is_sealed=False)
    one = plain.read(signed(), message(Content="救命"))
    assert isinstance(one, Arrived) and one.words == "救命"
    for asked in (signed(token="another"), signed(age_s=400), {}):
        with pytest.raises(SignatureWrong):
            plain.read(asked, message(Content="救命"))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml>
<FromUserName>o</FromUserName><MsgType>text</MsgType><Content>&b;</Content></xml>"""
FILE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><FromUserName>o</FromUserName><MsgType>text</MsgType>
<Content>&f;</Content></xml>"""
HOSTILE = [
    b"", b"<", b"\0" * 40, b"<xml>", b"<xml></xml>", b"<xml><MsgType>text</MsgType></xml>", BOMB, FILE,
    b"\xff\xfe<\0x\0m\0l\0/\0>\0", BOMB.decode().encode("utf-16"), b"<?xml version='1.0' encoding='x-none'?><xml/>",
    b"{", b"[]", b"{" + b'"a":{' * 3000, b"[" * 100_000, message(sender="o" * 500, Content="x"),
    message("image", MediaId="m" * 9000), b"<a>" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("octets", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_read_is_refused_sealed_and_plain(adapter: WechatAdapter, octets: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises((BodyUnreadable, SignatureWrong)):
        adapter.read(*callback(octets))
    plain = account_at("http://127.0.0.1:9", is_sealed=False)
    with pytest.raises((BodyUnreadable, SignatureWrong)):
        plain.read(signed(), octets)
    with pytest.raises((BodyUnreadable, SignatureWrong)):
        adapter.read(signed(), octets)
    assert time.perf_counter() - began < 5
    with pytest.raises(BodyUnreadable):
        adapter.read(signed(), b"x" * 70_000)


def test_the_address_is_shown_to_be_ours(adapter: WechatAdapter) -> None:
    query = signed()
    assert adapter.greet(query | {"echostr": "5717592823"}) == "5717592823"
    for asked in (query | {"signature": "0" * 40}, signed(token="x"), signed(age_s=400), {"echostr": "1"}):
        with pytest.raises(SignatureWrong):
            adapter.greet(asked)


@pytest.mark.parametrize("key", ["x" * 42, "x" * 44, "x" * 42 + "!", ""])
def test_a_key_of_another_length_is_told_at_once(key: str) -> None:
    with pytest.raises(ValidationError):
        ChannelsSettings(wechat_aes_key=key)


@pytest.fixture
def service() -> Iterator[Weixin]:
    """WeChat's own server."""
    with weixin() as state:
        yield state


@contextlib.asynccontextmanager
async def kept(service: Weixin) -> AsyncIterator[WechatAdapter]:
    """Our side, with its token kept."""
    adapter = account_at(service.url)
    keeping = asyncio.create_task(adapter.run(Kept()))
    try:
        await until(lambda: service.asked)
        await asyncio.sleep(0.05)
        yield adapter
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def sent(adapter: WechatAdapter, words: str = "在哪里？", **more: Any) -> dict[int, str]:
    named: dict[int, str] = {}

    async def note(number: int, total: int, remote_id: str) -> None:
        named[number] = remote_id

    await adapter.send(Parcel(message_id="m1", to=PERSON, words=words, **more), note)
    return named


async def test_words_go_as_characters_and_long_ones_in_pieces_once(service: Weixin) -> None:
    async with kept(service) as adapter:
        assert await sent(adapter, '您好"\n😀') == {1: "m1:1"}
        assert '您好\\"\\n😀'.encode() in service.raw[0], "phones show escapes as they stand"
        long = "请先躲到安全的地方。" * 100
        assert await sent(adapter, long) == {1: "m1:1", 2: "m1:2"}
        assert "".join(one["text"]["content"] for one in service.sent[1:]) == long
        assert await sent(adapter, long, taken={1: "m1:1"}) == {2: "m1:2"}
        assert all(one["touser"] == PERSON and one["msgtype"] == "text" for one in service.sent)
        assert all(len(one["text"]["content"].encode()) <= 2048 for one in service.sent)
        assert len(service.asked) == 1, "one token for all"


def test_pieces_end_between_characters() -> None:
    assert split_octets("", 10) == [""]
    assert split_octets("ab好好", 5) == ["ab好", "好"]
    assert "".join(split_octets("😀" * 1000, 1800)) == "😀" * 1000


@pytest.mark.parametrize(
    ("code", "reason"),
    [(45015, "window_closed"), (45047, "must_write_first"), (43004, "not_following"), (40003, "receiver_unknown"),
     (45009, "quota_used"), (48001, "not_permitted"), (87014, "content_refused"), (99999, "wechat_99999")],
)  # fmt: skip
async def test_what_wechat_will_not_take_is_told_in_a_word(service: Weixin, code: int, reason: str) -> None:
    async with kept(service) as adapter:
        service.codes = [code]
        with pytest.raises(Never) as never:
            await sent(adapter)
        assert never.value.reason == reason and not service.sent


async def test_what_is_too_much_now_goes_later(service: Weixin) -> None:
    async with kept(service) as adapter:
        service.codes = [-1, 45011]
        for after_s in (2.0, 30.0):
            with pytest.raises(NotNow) as not_now:
                await sent(adapter)
            assert not_now.value.after_s == after_s
        assert await sent(adapter)
        service.is_away = True
        with pytest.raises(NotNow, match="http_502"):
            await sent(adapter)


@pytest.mark.parametrize("code", [40001, 42001])
async def test_a_token_that_ended_is_fetched_anew_and_the_message_goes(service: Weixin, code: int) -> None:
    async with kept(service) as adapter:
        assert await sent(adapter)
        service.number += 1  # another program forced a new one out
        assert await sent(adapter), "asked again, WeChat gives the new one"
        assert [one["force_refresh"] for one in service.asked] == [False, False]
        service.codes = [code]
        assert await sent(adapter), "refused, though WeChat gives it still: forced out"
        assert [one["force_refresh"] for one in service.asked][2:] == [False, True]
        service.codes = [code, code]
        with pytest.raises(NotNow, match="token_refused"):
            await sent(adapter)
        assert len(service.sent) == 3


async def test_a_token_is_renewed_before_its_end(service: Weixin) -> None:
    service.lasts_s = 2
    async with kept(service) as adapter:
        for _ in range(3):
            assert adapter.is_up
            await asyncio.sleep(1.2)
        assert await sent(adapter) and len(service.asked) >= 2


async def test_without_a_token_the_line_is_away_and_comes_back(service: Weixin) -> None:
    service.token_codes = [40164]
    async with kept(service) as adapter:
        assert not adapter.is_up
        with pytest.raises(NotNow, match="no_token"):
            await sent(adapter)
        await until(lambda: adapter.is_up)
        assert await sent(adapter)


async def test_neither_token_nor_secret_is_ever_logged(service: Weixin, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    service.token_codes = [40125]
    with capture_logs() as logged:
        async with kept(service) as adapter:
            await until(lambda: adapter.is_up)
            service.codes = [40001, 40001, -1, 45015]
            for _ in range(3):
                with contextlib.suppress(NotNow, Never):
                    await sent(adapter)
            service.is_away = True
            with pytest.raises(NotNow) as not_now:
                await sent(adapter)
    told = caplog.text + repr(logged) + repr(not_now.value) + repr(not_now.value.__cause__)
    assert "wechat_no_token" in told
    assert "TOKEN-0" not in told and SECRET not in told and TOKEN not in repr(ChannelsSettings(wechat_token=TOKEN))


async def test_a_picture_is_fetched_by_its_name(service: Weixin) -> None:
    service.media["m1"] = b"\xff\xd8octets"
    async with kept(service) as adapter:
        assert await adapter.fetch(Media(remote_id="m1")) == b"\xff\xd8octets"
        with pytest.raises(Never, match="media_gone"):
            await adapter.fetch(Media(remote_id="m2"))
        service.media["m3"] = bytes(13 * 2**20)
        with pytest.raises(Never, match="too_large"):
            await adapter.fetch(Media(remote_id="m3"))


def test_a_message_of_nobody_is_none() -> None:
    with pytest.raises(BadMessageError):
        read_message({"MsgType": "text"}, "n")
    assert sha1_of("b", "a") == signature("a", "b")
