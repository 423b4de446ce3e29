"""What the person sees when the hall is open: address, sign-ins, where things lie."""

import unicodedata
from collections.abc import Sequence

from yaoyaoling.apps.certificate import Certificate
from yaoyaoling.apps.prepare.stamp import Entry
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.telephony.daemons import Daemons, Standing

ROLES = {
    "call_taker": ("接警员", "call-taker"),
    "commander": ("指挥长", "commander"),
    "county_desk": ("县局值班台", "county desk"),
    "station_desk": ("派出所值班室", "station desk"),
    "officer": ("处警民警", "officer of a crew"),
    "reviewer": ("复核员", "reviewer"),
    "inspector": ("督察", "inspector"),
    "admin": ("系统管理员", "administrator"),
    "trunk": ("中继线", "telephone trunk"),
    "partner": ("联动单位", "partner"),
    "terminal": ("车载终端网关", "vehicle gateway"),
}


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """The text, filled with spaces."""
    return text + " " * max(0, columns - width(text))


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with even columns."""
    columns = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    return ["  ".join(padded(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip() for row in rows]


def sign_ins(people: Sequence[Entry], shown: Sequence[Entry]) -> list[str]:
    """The table of the sign-ins shown, and how many officers there are."""
    officers = [person for person in people if person.role == "officer"]
    rows = [("登录名 login", "角色 role", "", "姓名 name", "单位 unit", "")]
    rows += [
        (person.login, *ROLES.get(person.role, (person.role, person.role)), person.name, person.org, person.crew)
        for person in shown
    ]
    lines = table(rows)
    if len(officers) > sum(person.role == "officer" for person in shown):
        last = officers[-1].login
        lines.append(f"… 每个警组一名民警，直到 {last} · one officer for every crew, up to {last}")
    return lines


def voice_lines(standing: Standing, daemons: Daemons | None, number: str) -> list[str]:
    """Which number to ring, and where; or why not."""
    lines = [] if daemons is None else [f"电话报警 dial      {number} · sip:{number}@{daemons.sip}"]
    if daemons is None or standing.is_less:
        lines += [f"语音 voice         {standing.zh}", f"                   {standing.en}"]
    return lines


def sheet(
    settings: HallSettings,
    url: str,
    certificate: Certificate | None,
    people: Sequence[Entry],
    shown: Sequence[Entry],
    password: str,
    logs: object,
    voice: Sequence[str] = (),
) -> list[str]:
    """All lines of the sheet."""
    lines = ["", f"指挥台 console    {url}/", f"网上报警 report   {url}/report", *voice, ""]
    if certificate:
        lines += [f"证书指纹 certificate SHA-256  {certificate.fingerprint}", ""]
    lines += sign_ins(people, shown)
    lines += [
        "",
        f"密码 password (全部账号 for all): {password}",
        f"数据 data: {settings.data}    日志 logs: {logs}",
        "另一终端 in another terminal: ./yyl token --role call_taker · ./yyl status",
        "Ctrl-C 停止全部 stops everything",
    ]
    return lines
