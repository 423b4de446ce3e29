"""Real calls from a file as reports: words and place are the file's, the class is asked of nobody."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path

from yaoyaoling.apps.addresses import pack_folder
from yaoyaoling.apps.traffic.words.scenes import MARK, UNKNOWN_CLASS, Scene, recognise
from yaoyaoling.kernel.geo import Datum
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.packs import CallColumns, CallReport, Calls, read_calls
from yaoyaoling.places.public import read_pack
from yaoyaoling.platform.settings import HallSettings


class ColumnsUnfit(Refused):
    """`--calls-columns` cannot be read."""

    code = "columns_unfit"
    status = 422
    zh = "--calls-columns 中的“{part}”不可用；可用的名称：{names}。例：text=CASE_DESC,date=occ_date,lon=lon,lat=lat"
    en = "--calls-columns: {part!r} cannot be used; the names are {names}. E.g. text=CASE_DESC,date=occ_date"


def parse_columns(text: str | None) -> CallColumns:
    """`text=CASE_DESC,date=occ_date,…` as columns; what is not named stays as it is. Raises: ColumnsUnfit."""
    columns = CallColumns()
    names = {field.name for field in fields(CallColumns)}
    for part in (text or "").split(",") if text else ():
        name, sign, value = part.partition("=")
        if not sign or name.strip() not in names or not value.strip():
            raise ColumnsUnfit(part=part, names=", ".join(sorted(names)))
        given: dict[str, object] = {name.strip(): value.strip()}
        if "datum" in given:
            try:
                given = {"datum": Datum(value.strip().upper())}
            except ValueError as error:
                raise ColumnsUnfit(part=part, names=", ".join(Datum)) from error
        columns = replace(columns, **given)  # type: ignore[arg-type]
    return columns


def read_real_calls(settings: HallSettings, path: str, columns: str | None) -> Calls:
    """The calls of a file that lie in the city. Raises: CallsUnfit, ColumnsUnfit."""
    wanted = parse_columns(columns)
    return read_calls(Path(path), read_pack(pack_folder(settings)), wanted)


def real(calls: Calls, now: datetime) -> Iterator[tuple[float, Scene]]:
    """Seconds to wait, and the report: the file's first day begins today, so the hour of the day is the right one."""
    first = calls.reports[0].at.astimezone(now.tzinfo)
    today = first.replace(hour=now.hour, minute=now.minute, second=now.second, microsecond=0)
    before = today
    for call in calls:
        if call.at < today:
            continue
        yield (call.at - before) / timedelta(seconds=1), _scene(call)
        before = call.at


def _scene(call: CallReport) -> Scene:
    kind = recognise(call.text)
    return Scene(
        text=MARK + call.text, gist=call.text, search="", point=call.point, place_name="",
        class_code=kind.code if kind else UNKNOWN_CLASS, level=kind.level if kind else None,
        disposition=kind.disposition if kind else None, position=call.point, accuracy_m=50.0,
    )  # fmt: skip
