"""What a finding says to the person who can mend it, in both languages."""

from datetime import datetime

from yaoyaoling.kernel.clock import HALL_ZONE

SENTENCES: dict[str, tuple[str, str]] = {
    "ends_before_start": (
        "{name}：{from_}—{to} 的班次结束早于开始，请改正时间。",
        "{name}: the turn {from_}–{to} ends before it starts. Correct its times.",
    ),
    "longer_than_day": (
        "{name}：{from_}—{to} 的班次长达 {hours} 小时，超过 24 小时，请拆分或改正时间。",
        "{name}: the turn {from_}–{to} is {hours} hours long, more than 24. Split it or correct its times.",
    ),
    "outside_window": (
        "{name}：{from_}—{to} 的班次不在本表时间范围内，请移入或删除。",
        "{name}: the turn {from_}–{to} lies outside of this roster's time. Move it or take it out.",
    ),
    "unknown_member": (
        "{name} 不在本单位名册中，请改派在册警组或人员。",
        "{name} is not on this organisation's list. Put in a crew or person that is.",
    ),
    "unknown_place": (
        "{name}：网格或岗位 {place} 不属于本单位，请改正。",
        "{name}: the grid or post {place} is not this organisation's. Correct it.",
    ),
    "double_booked": (
        "{name} 在 {from_}—{to} 被重复排班，请保留一处。",
        "{name} is booked twice, {from_}–{to}. Keep one of the two.",
    ),
    "person_double_booked": (
        "{name} 在 {from_}—{to} 同时排在两个警组，请保留一处。",
        "{name} is aboard two crews at once, {from_}–{to}. Keep one of the two.",
    ),
    "short_rest": (
        "{name} 在 {from_}—{to} 之间只休息 {hours} 小时，少于规定的 {wanted} 小时。",
        "{name} rests only {hours} hours, {from_}–{to}; {wanted} are set.",
    ),
    "gap": (
        "{place}：{from_}—{to} 街面无人在岗，请补排。",
        "{place}: nobody in the street, {from_}–{to}. Fill it.",
    ),
    "thin": (
        "{place}：{from_}—{to} 在岗 {there}，应有 {wanted}，请补排。",
        "{place}: {there} there, {from_}–{to}; {wanted} are wanted. Add more.",
    ),
    "thin_special": (
        "{place}：{from_}—{to} 专项勤务“{special}”要求 {wanted}，仅排 {there}。",
        "{place}: {there} there, {from_}–{to}; the special duty “{special}” wants {wanted}.",
    ),
    "too_many_standby": (
        "{from_}—{to} 备勤 {there} 个，多于在岗的三分之一（最多 {wanted}），请调回街面。",
        "{there} stand by, {from_}–{to}, more than the share that may (at most {wanted}). Bring some to the street.",
    ),
    "runs_out": (
        "到 {to} 为止，其后没有勤务表：请及时排好下一期并发布。",
        "It ends at {to}, and no roster follows: plan and publish the next one in time.",
    ),
    "no_handover": (
        "{place}：{from_} 换班没有交接重叠（应有 {wanted} 分钟），请延长上一班。",
        "{place}: no overlap for the hand-over at {from_}; {wanted} minutes are set. Let the earlier turn last longer.",
    ),
}


def sentences(code: str, starts_at: datetime, ends_at: datetime, **details: object) -> tuple[str, str]:
    """The finding's sentence in Chinese and in English; times as the wall clock in China shows them."""
    words = {"from_": _clock(starts_at), "to": _clock(ends_at), **details}
    zh, en = SENTENCES[code]
    return zh.format(**words), en.format(**words)


def _clock(at: datetime) -> str:
    return at.astimezone(HALL_ZONE).strftime("%m-%d %H:%M")
