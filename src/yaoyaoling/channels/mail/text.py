"""Octets of a mail as words: charsets as they really are, headers, HTML, and quoted earlier mails cut off."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from html import unescape

_MOST_HEADER = 4_000
_MOST_HTML = 200_000
_MOST_TEXT = 40_000
_CHINESE = frozenset({"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "gb18030", "csgb2312", "euc-cn"})
"""Whatever it is called, it is written in what GB 18030 contains."""
_KNOWN = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin1|windows-125\d|cp125\d|big5|big5-?hkscs|iso-2022-jp|shift_jis"
    r"|euc-jp|euc-kr|koi8-[ru]|utf-?16(le|be)?|hz-gb-2312"
)
"""Charsets a label may choose; codecs that are none (or take quadratic time) are not reached by a label."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def decode(octets: bytes, charset: str | None) -> str:
    """Octets as text: by the label when that holds, else as UTF-8 or GB 18030, whichever they really are."""
    label = (charset or "").strip().strip("\"'").casefold()
    name = "gb18030" if label in _CHINESE else label if _KNOWN.fullmatch(label) else None
    if name == "gb18030" and _is_utf8_chinese(octets):
        return octets.decode()
    for one in (name, "utf-8", "gb18030"):
        if one is not None:
            try:
                return octets.decode(one)
            except (UnicodeError, LookupError):
                continue
    return octets.decode(name or "utf-8", "replace")


def _is_utf8_chinese(octets: bytes) -> bool:
    """Whether it is UTF-8 whatever it says: short words of GB 18030 may be UTF-8 too, but not of Chinese characters."""
    try:
        beyond = [one for one in octets.decode() if ord(one) > 127]
    except UnicodeError:
        return False
    return bool(beyond) and all(ord(one) >= 0x2000 for one in beyond)


def clean(text: str) -> str:
    """Without what turns or hides text on a screen, or is no character."""
    return _UNSEEN.sub("", text.encode("utf-8", "replace").decode())


def header_text(raw: str) -> str:
    """A header's value as it came (unknown octets as surrogates), in one line; encoded words read (RFC 2047)."""
    octets = raw[:_MOST_HEADER].encode("utf-8", "surrogateescape")
    text = re.sub(r"[\r\n]+[ \t]*", " ", decode(octets, None))
    if "=?" in text:
        try:
            found = decode_header(text)
        except (HeaderParseError, ValueError, LookupError):
            found = []
        pieces = [one if isinstance(one, str) else _piece(one, charset) for one, charset in found]
        text = "".join(pieces) or text
    return clean(text.replace("\n", " ")).strip()


def _piece(octets: bytes, charset: str | None) -> str:
    # What stands between encoded words comes back in Python's own escapes.
    return octets.decode("raw-unicode-escape", "replace") if charset is None else decode(octets, charset)


_HIDDEN = frozenset({"script", "style", "title", "template"})
_BLOCKS = frozenset({
    "p", "div", "br", "li", "tr", "table", "ul", "ol", "hr", "pre", "section", "article",
    "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_NAME = re.compile(r"(/?)([a-z][a-z0-9]*)")
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class _Html:
    """HTML read from left to right, once: the standard library's parser takes quadratic time where tags never end."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._small = html.translate(_SMALL)
        self._lines: list[list[str]] = [[]]
        self._quoted = 0
        self._gone: set[str] = set()

    def lines(self) -> list[str]:
        """Words in lines; what is quoted begins with `>` as in a plain mail."""
        at = 0
        while (tag := self._html.find("<", at)) >= 0:
            self._say(self._html[at:tag])
            at = self._pass_tag(tag)
        self._say(self._html[at:])
        return ["".join(one).strip() for one in self._lines]

    def _find(self, sign: str, at: int) -> int:
        """Where it comes next; what is not found once is not looked for again."""
        if sign in self._gone:
            return -1
        found = self._small.find(sign, at)
        if found < 0:
            self._gone.add(sign)
        return found

    def _pass_tag(self, tag: int) -> int:
        """Where words go on behind what begins here."""
        if self._small.startswith("<!--", tag) and (end := self._find("-->", tag + 4)) >= 0:
            return end + 3
        named = _NAME.match(self._small, tag + 1)
        end = self._find(">", tag + 1)
        if end < 0 or (named is None and self._small[tag + 1] not in "!?/"):
            self._say("<")
            return tag + 1
        if named is not None:
            is_end, name = named.group(1) == "/", named.group(2)
            if name in _HIDDEN and not is_end and (closed := self._find(f"</{name}", end)) >= 0:
                return closed
            self._structure(name, is_end=is_end)
        return end + 1

    def _structure(self, name: str, *, is_end: bool) -> None:
        if name == "blockquote":
            self._quoted = max(0, self._quoted + (-1 if is_end else 1))
        if name in _BLOCKS or name == "blockquote":
            self._lines.append(["> "] if self._quoted else [])
        elif name == "td":
            self._lines[-1].append(" ")

    def _say(self, words: str) -> None:
        if words:
            self._lines[-1].append(re.sub(r"\s+", " ", unescape(words)))


def html_words(html: str) -> str:
    """Plain words of HTML."""
    return tidy("\n".join("" if one == ">" else one for one in _Html(html[:_MOST_HTML]).lines()))


def tidy(words: str) -> str:
    """Lines without trailing blanks, and never two empty ones together."""
    words = words[:_MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = [one.rstrip() for one in clean(words).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_CUT = "〔引用略〕"
_SAYS = re.compile(r"(?=.*(?:@|\d{4}|\d[:：]\d\d)).{0,300}(?:\bwrote|写道|寫道)\s*[:：]\s*", re.IGNORECASE)
_RULE = re.compile(
    r"\s*-{2,}\s*(?:original message|原始邮件|原始郵件|回复的原邮件|邮件原件)\s*-{2,}\s*|\s*_{24,}\s*", re.IGNORECASE
)
_FIRST = re.compile(r"\s*\**\s*(?:发件人|寄件者|from)\s*[:：]", re.IGNORECASE)
_NEXT = re.compile(r"\s*\**\s*(?:发送时间|发送日期|日期|收件人|sent|date|to)\s*[:：]", re.IGNORECASE)


def cut_quoted(words: str) -> str:
    """An answer without the mail it answers: that is in the conversation already. A sign stands where it was; when
    nothing else would be left, all stays."""
    lines, kept, is_cut, at = words.split("\n"), list[str](), False, 0
    while at < len(lines):
        line = lines[at][:400]
        if _begins_quote(lines, at):
            is_cut = True
            break
        is_two = at + 1 < len(lines) and _SAYS.fullmatch(f"{line} {lines[at + 1][:400]}") is not None
        if (says := _SAYS.fullmatch(line) is not None) or (is_two and re.match(r"\s*(?:on|在|于)\b", line, re.I)):
            at += 1 if says else 2
            is_cut = True
            if not next((one for one in lines[at:] if one.strip()), ">").lstrip().startswith(">"):
                break  # it quotes without signs, so all that follows is quoted
            continue
        if line.lstrip().startswith(">"):
            is_cut = True
        else:
            kept.append(lines[at])
        at += 1
    found = tidy("\n".join(kept))
    if not found:
        return words
    return f"{found}\n{_CUT}" if is_cut else found


def _begins_quote(lines: list[str], at: int) -> bool:
    line = lines[at][:400]
    if _RULE.fullmatch(line):
        return True
    return _FIRST.match(line) is not None and any(_NEXT.match(one[:400]) for one in lines[at + 1 : at + 4])
