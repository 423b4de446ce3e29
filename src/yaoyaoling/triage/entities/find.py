"""Accounts, amounts, plates, phones, times, banks and channels in a report; written, spelt out or spoken. Pure."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Literal

from yaoyaoling.kernel.contract import Value
from yaoyaoling.triage.entities.numbers import DIGIT, RUN, digits_of, is_citizen_number, luhn, numeral
from yaoyaoling.triage.entities.times import Time, times_in

Channel = Literal["bank", "alipay", "wechat", "qq", "cash", "gift_card", "crypto"]
AccountKind = Literal["bank_card", "alipay", "wechat", "qq", "wallet"]
_SPOKEN = "".join(DIGIT)


class FoundAccount(Value):
    """Where money went. value: as written without blanks. is_checked: its check digit fits (bank cards only)."""

    text: str
    value: str
    kind: AccountKind
    is_checked: bool
    start: int
    end: int


class Amount(Value):
    """Money, in yuan."""

    text: str
    yuan: float
    start: int
    end: int


class FoundPlate(Value):
    """A number plate; is_whole: all its characters were said."""

    text: str
    value: str
    is_whole: bool
    start: int
    end: int


class Phone(Value):
    """A telephone number, digits only."""

    text: str
    value: str
    kind: Literal["mobile", "landline", "service"]
    start: int
    end: int


class Bank(Value):
    """A bank that is named."""

    text: str
    code: str


class Entities(Value):
    """All that was found, each kind in the order of the words. Places in characters of the cleaned text."""

    accounts: tuple[FoundAccount, ...] = ()
    amounts: tuple[Amount, ...] = ()
    plates: tuple[FoundPlate, ...] = ()
    phones: tuple[Phone, ...] = ()
    times: tuple[Time, ...] = ()
    banks: tuple[Bank, ...] = ()
    channels: tuple[Channel, ...] = ()


_NUMERAL = rf"[{_SPOKEN}壹贰叁肆伍陆柒捌玖十百千万亿拾佰仟0-9][{_SPOKEN}壹贰叁肆伍陆柒捌玖十百千万亿拾佰仟0-9,.]*"
_MONEY = re.compile(
    rf"(?P<sign>[¥￥])\s?(?P<signed>\d[\d,.]*)(?P<signed_w>\s?[万wWkK])?"
    rf"|(?P<number>{_NUMERAL})(?P<scale>\s?[wWkK](?![a-zA-Z]))?\s?(?:多|来|几)?"
    r"(?P<unit>万块|万元|元|块钱|块|圆|人民币|rmb|RMB|yuan)"
    rf"|(?P<bare>{_NUMERAL}万[{_SPOKEN}0-9千百]*|\d+(?:\.\d+)?\s?[wW](?![a-zA-Z0-9]))(?![公里平米人次户吨斤步])"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE = re.compile(
    rf"(?P<head>[{_PROVINCES}][A-Za-z])[·•.\s\-]?(?P<body>[A-Za-z0-9{_SPOKEN}]{{4,6}}[挂学警港澳]?)(?![A-Za-z0-9])"
)
_PART_PLATE = re.compile(rf"(?:尾号|车牌尾|后三位|后四位)(?:是|为|[:：])?\s?([A-Za-z0-9{_SPOKEN}]{{3,5}})")
_NAMED = re.compile(
    r"(?P<kind>微信号?|wechat|QQ号?|qq号?|支付宝账?号?|alipay|钱包地址|usdt地址)\s?(?:是|为|叫|[:：])?\s?"
    r"(?P<value>[A-Za-z0-9][A-Za-z0-9_.@\-]{4,63})",
    re.IGNORECASE,
)
_CHANNELS: tuple[tuple[Channel, tuple[str, ...]], ...] = (
    ("bank", ("银行", "网银", "柜台", "atm", "转账", "汇款", "工行", "农行", "建行", "邮储", "信用社", "卡号")),
    ("alipay", ("支付宝", "alipay", "花呗", "借呗")),
    ("wechat", ("微信", "wechat", "零钱", "红包")),
    ("qq", ("qq钱包", "qq红包")),
    ("cash", ("现金", "黄金", "金条")),
    ("gift_card", ("充值卡", "点卡", "礼品卡", "京东卡")),
    ("crypto", ("usdt", "虚拟币", "比特币", "泰达币", "数字货币")),
)


def entities(text: str) -> Entities:
    """What the words hold. text: as `clean` gives it; a digit counts for one thing only."""
    taken: list[tuple[int, int]] = []
    plates = _plates(text, taken)
    accounts = _named_accounts(text, taken)
    phones, cards = _numbers(text, taken)
    amounts = _amounts(text, taken)
    return Entities(
        accounts=tuple(sorted((*accounts, *cards), key=lambda one: one.start)),
        amounts=amounts,
        plates=plates,
        phones=phones,
        times=times_in(text),
        banks=_banks(text),
        channels=tuple(name for name, words in _CHANNELS if any(word in text.lower() for word in words)),
    )


def plates_in(text: str | None) -> tuple[str, ...]:
    """Whole number plates that a text names, each once, as 鄂A12345."""
    return tuple(dict.fromkeys(one.value for one in entities(text).plates if one.is_whole)) if text else ()


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= a or start >= b for a, b in taken)


def _plates(text: str, taken: list[tuple[int, int]]) -> tuple[FoundPlate, ...]:
    found: list[FoundPlate] = []
    for match in _PLATE.finditer(text):
        body = "".join(DIGIT.get(char, char) for char in match["body"]).upper()
        if not any(char.isdigit() for char in body):
            continue
        taken.append(match.span())
        found.append(
            FoundPlate(
                text=match[0],
                value=match["head"].upper() + body,
                is_whole=len(body) >= 5,
                start=match.start(),
                end=match.end(),
            )
        )
    for match in _PART_PLATE.finditer(text):
        if "卡" in text[max(0, match.start() - 4) : match.start()]:
            continue  # the end of a bank card
        value = "".join(DIGIT.get(char, char) for char in match[1]).upper()
        taken.append(match.span())
        found.append(FoundPlate(text=match[0], value=value, is_whole=False, start=match.start(), end=match.end()))
    return tuple(sorted(found, key=lambda one: one.start))


def _named_accounts(text: str, taken: list[tuple[int, int]]) -> list[FoundAccount]:
    kinds: dict[str, AccountKind] = {"微": "wechat", "w": "wechat", "q": "qq", "支": "alipay", "a": "alipay"}
    found: list[FoundAccount] = []
    for match in _NAMED.finditer(text):
        kind = kinds.get(match["kind"][0].lower(), "wallet")
        if kind == "qq" and not re.fullmatch(r"[1-9]\d{4,11}", match["value"]):
            continue
        taken.append(match.span("value"))
        span = {"start": match.start("value"), "end": match.end("value")}
        found.append(FoundAccount(text=match["value"], value=match["value"], kind=kind, is_checked=False, **span))
    return found


def _numbers(text: str, taken: list[tuple[int, int]]) -> tuple[tuple[Phone, ...], list[FoundAccount]]:
    phones: list[Phone] = []
    cards: list[FoundAccount] = []
    for match in RUN.finditer(text):
        start, end = match.span()
        digits = digits_of(match[0])
        if len(digits) < 5 or not _is_free(taken, start, end):
            continue
        if is_citizen_number(digits + ("X" if text[end : end + 1] in ("x", "X") else "")):
            taken.append((start, end))
            continue
        kind = _phone_kind(digits)
        if kind is not None:
            value = digits.removeprefix("86") if kind == "mobile" and len(digits) == 13 else digits
            phones.append(Phone(text=match[0], value=value, kind=kind, start=start, end=end))
        elif 16 <= len(digits) <= 19:
            is_checked = luhn(digits)
            cards.append(
                FoundAccount(text=match[0], value=digits, kind="bank_card", is_checked=is_checked, start=start, end=end)
            )
        else:
            continue
        taken.append((start, end))
    return tuple(phones), cards


def _phone_kind(digits: str) -> Literal["mobile", "landline", "service"] | None:
    if re.fullmatch(r"(?:86)?1\d{10}", digits):
        return "mobile"
    if re.fullmatch(r"0\d{9,11}", digits):
        return "landline"
    if re.fullmatch(r"(?:400|800)\d{7}|95\d{3,6}|96\d{3,4}|12\d{3}", digits):
        return "service"
    return None


def _amounts(text: str, taken: list[tuple[int, int]]) -> tuple[Amount, ...]:
    found: list[Amount] = []
    for match in _MONEY.finditer(text):
        words = match["signed"] or match["number"] or (match["bare"] or "").rstrip()
        scale = 1.0
        for mark in (match["signed_w"], match["scale"], words[-1:]):
            scale = {"w": 10_000.0, "k": 1_000.0, "万": 10_000.0}.get((mark or "").strip().lower(), scale)
            if scale != 1.0:
                break
        if match["unit"] in ("万块", "万元"):
            scale = 10_000.0
        bare = words.rstrip("wW ")
        if words.endswith("万"):
            scale = 1.0  # the numeral itself reads it
        value = numeral(bare.rstrip(".,"))
        if value is None or value <= 0 or not _is_free(taken, match.start(), match.end()):
            continue
        found.append(Amount(text=match[0].strip(), yuan=value * scale, start=match.start(), end=match.end()))
    return tuple(found)


@cache
def _bank_names() -> tuple[tuple[str, str], ...]:
    text = files("yaoyaoling.triage.entities").joinpath("data", "banks.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    pairs = [(name, row["code"]) for row in rows for name in row["names"].split("|")]
    return tuple(sorted(pairs, key=lambda one: -len(one[0])))


def _banks(text: str) -> tuple[Bank, ...]:
    lower = text.lower()
    found: dict[str, Bank] = {}
    for name, code in _bank_names():
        if name in lower:
            found.setdefault(code, Bank(text=name, code=code))
            lower = lower.replace(name, " ")
    return tuple(found.values())
