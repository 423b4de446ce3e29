"""Rosters as files for a spreadsheet: written, and read back with every line that cannot be read named."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from yaoyaoling.force.events import Readiness
from yaoyaoling.force.roster.contract import Member, Span
from yaoyaoling.force.roster.refusals import TooManySpans
from yaoyaoling.force.roster.requests import MOST_SPANS
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.refused import Refused

Format = Literal["csv", "xlsx"]
MOST_BYTES = 2_000_000
_MOST_UNPACKED = 40_000_000
_MOST_FAULTS = 5
COLUMNS = ("警组 crew", "网格 place", "班组 team", "状态 readiness", "开始 starts_at", "结束 ends_at", "人员 people")
_READINESS: dict[str, Readiness] = {"街面": "street", "street": "street", "备勤": "standby", "standby": "standby"}
_TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FileTooLarge(Refused):
    """More than a roster needs."""

    code = "roster_file_too_large"
    status = 413
    zh = "文件过大，排班文件不超过 2 MB。"
    en = "The file is too large: a roster is at most 2 MB."


class FileUnreadable(Refused):
    """No spreadsheet, or one that would not be good for us."""

    code = "roster_file_unreadable"
    status = 422
    zh = "文件无法读取，请使用导出的模板（{format}）。草稿未改动。"
    en = "The file cannot be read: use the form that is exported ({format}). The draft is as it was."


class RowsUnreadable(Refused):
    """Some lines say nothing that can be planned."""

    code = "roster_rows_unreadable"
    status = 422
    zh = "{count} 行无法读取，草稿未改动：{faults_zh}"
    en = "{count} lines cannot be read, the draft is as it was: {faults_en}"


def write_file(spans: Sequence[Span], format: Format) -> bytes:
    """The turns, one a line, times as the wall clock in China shows them."""
    rows = [
        [
            span.member_name, span.place_code, "" if span.team is None else str(span.team),
            "备勤" if span.readiness == "standby" else "街面",
            _clock(span.starts_at), _clock(span.ends_at), "、".join(span.people),
        ]
        for span in spans
    ]  # fmt: skip
    return write_table(COLUMNS, rows, format, "roster")


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]], format: Format, sheet_name: str) -> bytes:
    """Any table as a file for a spreadsheet; no cell of it is taken for a formula."""
    guarded = [[_guarded(cell) for cell in row] for row in rows]
    if format == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([columns, *guarded])
        return text.getvalue().encode("utf-8-sig")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name)
    for row in (columns, *guarded):
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def read_table(data: bytes, format: Format, columns: int, most: int) -> Iterator[list[str]]:
    """Rows of a spreadsheet's file with its head, at most so many and three more.

    Raises: FileTooLarge, FileUnreadable.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    yield from _csv_rows(data) if format == "csv" else _xlsx_rows(data, columns, most)


def read_file(data: bytes, format: Format, roster_id: UUID, members: Sequence[Member]) -> list[Span]:
    """The turns of a file. A line's time may be wrong in itself (the checks say so), but it must be a time.

    Raises: FileTooLarge, FileUnreadable, RowsUnreadable, TooManySpans.
    """
    rows = read_table(data, format, len(COLUMNS), MOST_SPANS)
    by_name = {member.name: member for member in members}
    spans: dict[UUID, Span] = {}
    faults: list[tuple[str, str]] = []
    for number, row in enumerate(rows, 1):
        if number == 1 or not any(row):
            continue
        if number > MOST_SPANS + 1:
            raise TooManySpans(there=f">{MOST_SPANS}", most=MOST_SPANS)
        read = _span(row, number, roster_id, by_name)
        if isinstance(read, Span):
            spans[read.id] = read
        else:
            faults.append(read)
    if faults:
        shown = faults[:_MOST_FAULTS]
        raise RowsUnreadable(
            count=len(faults), faults_zh="；".join(zh for zh, _ in shown), faults_en="; ".join(en for _, en in shown)
        )
    return list(spans.values())


def _span(row: list[str], number: int, roster_id: UUID, by_name: dict[str, Member]) -> Span | tuple[str, str]:
    name, place, team, readiness, start, end, people = (*row, *[""] * len(COLUMNS))[: len(COLUMNS)]
    member = by_name.get(name)
    if member is None:
        return f"第 {number} 行没有名为“{name[:30]}”的警组或人员", f"line {number}: nobody is called “{name[:30]}”"
    starts_at, ends_at = _time(start), _time(end)
    for said, at in ((start, starts_at), (end, ends_at)):
        if at is None:
            return (
                f"第 {number} 行“{said[:30]}”不是时间（应为 2026-11-23 08:00，一天只有 24 小时）",
                f"line {number}: “{said[:30]}” is no time (2026-11-23 08:00; a day has 24 hours)",
            )
    if readiness not in _READINESS:
        return f"第 {number} 行状态应为 街面 或 备勤", f"line {number}: readiness is street or standby"
    if team and not (team.isascii() and team.isdigit() and 1 <= int(team) <= 9):
        return f"第 {number} 行班组应为 1 至 9", f"line {number}: a team is 1 to 9"
    assert starts_at is not None and ends_at is not None
    aboard = [one.strip()[:40] for one in re.split("[、,，;；]", people) if one.strip()]
    if len(aboard) > 20:
        return f"第 {number} 行人员超过 20 名", f"line {number}: more than 20 people"
    return Span(
        id=uuid5(roster_id, f"{number} {member.id} {start}"), member_id=member.id, member_name=member.name,
        team=int(team) if team else None, place_code=place[:40] or member.place_code,
        readiness=_READINESS[readiness], starts_at=starts_at, ends_at=ends_at, people=tuple(aboard),
    )  # fmt: skip


def _time(text: str) -> datetime | None:
    """A time of the wall clock in China; 24:00 is the next day's beginning; None: it is none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    if not 2000 <= year <= 2199:
        return None
    try:
        if (hour, minute) == (24, 0):
            midnight = datetime(year, month, day, tzinfo=HALL_ZONE)
            return midnight.fromordinal(midnight.toordinal() + 1).replace(tzinfo=HALL_ZONE)
        return datetime(year, month, day, hour, minute, tzinfo=HALL_ZONE)
    except (ValueError, OverflowError):
        return None


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileUnreadable(format="csv")
    if "\0" in text:
        raise FileUnreadable(format="csv")
    try:
        for row in csv.reader(io.StringIO(text), strict=True):
            yield [_plain(cell) for cell in row]
    except csv.Error as error:
        raise FileUnreadable(format="csv") from error


def _xlsx_rows(data: bytes, columns: int, most: int) -> Iterator[list[str]]:
    """Rows of the first sheet. A file that unpacks to very much, or names entities of its own, is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED or len(parts) > 500:
                raise FileTooLarge
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part)[:4096]:
                    raise FileUnreadable(format="xlsx")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=columns, max_row=most + 3, values_only=True):
            yield [_cell(value) for value in row]
    except (
        zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, IndexError, ValueError, TypeError,
        AttributeError, RuntimeError, EOFError, OSError,
    ) as error:  # fmt: skip
        # What the library meets in a broken file is of many kinds; all of them say the same to the person.
        raise FileUnreadable(format="xlsx") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value))


def _plain(cell: str) -> str:
    """Without what `_guarded` put before it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _clock(at: datetime) -> str:
    return at.astimezone(HALL_ZONE).strftime("%Y-%m-%d %H:%M")
