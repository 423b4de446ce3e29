"""Accounts, amounts, plates, phones and times out of what people write and say."""

import pytest

from yaoyaoling.triage.entities.find import entities
from yaoyaoling.triage.entities.numbers import is_citizen_number, luhn, numeral


@pytest.mark.parametrize(
    ("words", "value"),
    [("三万二", 32_000), ("1.5万", 15_000), ("一百二十万", 1_200_000), ("八百", 800), ("二百五", 250), ("十五", 15),
     ("两千零五", 2_005), ("一万零三", 10_003), ("壹仟", 1_000), ("1,200.50", 1_200.5), ("一亿", 1e8)],
)  # fmt: skip
def test_numerals(words: str, value: float) -> None:
    assert numeral(words) == value


def test_a_word_is_no_number() -> None:
    assert numeral("三里屯") is None


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("被骗了5万块", [50_000]), ("转了三万二千元", [32_000]), ("刷单亏了20w", [200_000]), ("¥1,200.50", [1_200.5]),
     ("八百多块钱", [800]), ("12.5万元", [125_000]), ("一百二十万元", [1_200_000]), ("五万三", [53_000]),
     ("先转3k元再转5千块", [3_000, 5_000]), ("走了两万公里", []), ("来了三万人", []), ("三楼302", [])],
)  # fmt: skip
def test_amounts(text: str, yuan: list[float]) -> None:
    assert [one.yuan for one in entities(text).amounts] == yuan


@pytest.mark.parametrize(
    ("text", "accounts"),
    [("转到6222 0212 3456 7890 128", [("6222021234567890128", "bank_card", True)]),
     ("卡号6222021234567890129", [("6222021234567890129", "bank_card", False)]),
     ("微信号是abc_1234", [("abc_1234", "wechat", False)]),
     ("QQ123456789加的我", [("123456789", "qq", False)]),
     ("支付宝 test@example.com", [("test@example.com", "alipay", False)]),
     ("我身份证110101199003071233", [])],
)  # fmt: skip
def test_accounts(text: str, accounts: list[tuple[str, str, bool]]) -> None:
    found = entities(text)
    assert [(one.value, one.kind, one.is_checked) for one in found.accounts] == accounts
    for one in found.accounts:
        assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    ("text", "phones"),
    [("电话10000000001", ["10000000001"]), ("幺洞洞洞洞洞洞洞洞洞二打来的", ["10000000002"]),
     ("+86 100-0000-0003", ["10000000003"]), ("座机027-10000001", ["02710000001"]), ("95588发的短信", ["95588"]),
     ("门牌12345678", []), ("6222021234567890128", [])],
)  # fmt: skip
def test_phones(text: str, phones: list[str]) -> None:
    assert [one.value for one in entities(text).phones] == phones


@pytest.mark.parametrize(
    ("text", "plates"),
    [("苏A12345跑了", ["苏A12345"]), ("苏A·D12345新能源", ["苏AD12345"]), ("苏A幺二三四五", ["苏A12345"]),
     ("车牌尾号678", ["678"]), ("卡尾号6789", []), ("新A座", [])],
)  # fmt: skip
def test_plates(text: str, plates: list[str]) -> None:
    assert [one.value for one in entities(text).plates] == plates


@pytest.mark.parametrize(
    ("text", "ago", "clock", "day"),
    [("十分钟前", 10, None, None), ("半小时前", 30, None, None), ("两个半小时前", 150, None, None),
     ("刚才转的", 0, None, None), ("昨天晚上八点半", None, "20:30", -1), ("14:30", None, "14:30", None),
     ("下午三点一刻", None, "15:15", None), ("三天前", 4_320, None, None)],
)  # fmt: skip
def test_times(text: str, ago: float | None, clock: str | None, day: int | None) -> None:
    (found,) = entities(text).times
    assert (found.minutes_ago, found.clock, found.day) == (ago, clock, day)


def test_banks_and_channels() -> None:
    found = entities("在工行柜台转的，后来又用支付宝")
    assert [one.code for one in found.banks] == ["icbc"]
    assert found.channels == ("bank", "alipay")


def test_check_digits() -> None:
    assert luhn("6222021234567890128") and not luhn("6222021234567890129")
    assert is_citizen_number("11010519491231002X") and not is_citizen_number("110105194912310021")


def test_nothing_breaks_it() -> None:
    for text in ("", "1" * 2000, "万" * 500, "一" * 1000, "¥", "苏A", "点" * 300, ",,,,"):
        entities(text)
