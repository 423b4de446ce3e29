"""Numbers as people say and write them: Chinese digits read one by one, and amounts in Chinese numerals. Pure."""

import re

DIGIT = {
    "零": "0", "〇": "0", "洞": "0", "一": "1", "幺": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5",
    "六": "6", "七": "7", "拐": "7", "八": "8", "九": "9", "勾": "9",
}  # fmt: skip
_SPOKEN = "".join(DIGIT)
RUN = re.compile(rf"[{_SPOKEN}0-9](?:[\s\-—,，、.]?[{_SPOKEN}0-9])*")
"""A run of digits, written or spoken, with what people put between them."""
_UNITS = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True))


def digits_of(run: str) -> str:
    """The digits of a run as 0–9; what stands between them is left out."""
    return "".join(DIGIT.get(char, char) for char in run if char in DIGIT or char.isdigit())


def numeral(words: str) -> float | None:
    """The value of a number in Chinese numerals or digits or both ("三万二", "1.5万"); None: no number.

    A digit after the last unit counts a tenth of that unit, as it is spoken: 三万二 is 32,000.
    """
    plain = words.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return float(plain)
    total, section, pending, last = 0.0, 0.0, "", 1.0
    for char in plain:
        if char in DIGIT or char in _FORMAL or char.isdigit() or char == ".":
            pending += DIGIT.get(char, _FORMAL.get(char, char))
        elif char in _UNITS:
            section += (_value(pending) if pending else 1.0) * _UNITS[char]
            pending, last = "", float(_UNITS[char])
        elif char in _BIG:
            section += _value(pending)
            total += (section or 1.0) * _BIG[char]
            section, pending, last = 0.0, "", float(_BIG[char])
        else:
            return None
    if pending:
        is_tail = last > 1 and len(pending) == 1 and pending != "0" and "零" not in plain and "〇" not in plain
        section += _value(pending) * (last / 10 if is_tail else 1.0)
    return total + section


def _value(pending: str) -> float:
    try:
        return float(pending) if pending else 0.0
    except ValueError:
        return 0.0


def luhn(digits: str) -> bool:
    """Whether a card number's check digit fits (ISO/IEC 7812-1)."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_citizen_number(text: str) -> bool:
    """Whether 18 characters are a citizen number by their check character (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dXx]", text):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(a) * b for a, b in zip(text, weights, strict=False)) % 11] == text[17].upper()
