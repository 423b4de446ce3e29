"""Whose an event is, who goes first, who leads: nearest, territorial, functional, with reasons. Pure.

The place says who owns it; the road says who is there first; the kind of event says who leads. Where the place is not
exact enough to tell two grounds apart it is unclear: the station it most likely lies with goes and decides first,
against a clock, and nobody waits for the answer (首接负责).
"""

from collections.abc import Iterable
from typing import Literal

from yaoyaoling.kernel.contract import Value

CLOCK_S = 300
"""So long the local station has, unless set otherwise, to say whose it is before the next level is asked."""
Kind = Literal["territorial", "functional", "unclear"]
_LEADS: tuple[tuple[str, str, str], ...] = (
    ("0106", "反诈中心", "Anti-fraud centre"),
    ("0112", "禁毒", "Narcotics"),
    ("03", "交警", "Traffic police"),
    ("01", "刑侦", "Criminal investigation"),
)
"""Whose kind of event it is, by the beginning of the class code; the first that fits."""


class Ground(Value):
    """A station whose ground the place may lie on. share: of the place's uncertainty, 0 to 1."""

    station_code: str
    county_code: str
    share: float


class Asked(Value):
    """What is known. nearest_station: whose crew is there first, and the times of it and of the owner's."""

    class_code: str | None = None
    grounds: tuple[Ground, ...]
    nearest_station: str | None = None
    nearest_eta_s: float | None = None
    own_eta_s: float | None = None


class WhoseReason(Value):
    """One reason, for people."""

    zh: str
    en: str


class Whose(Value):
    """The decision. station_code: who owns it, or first answers for it when unclear; None: outside of the city.

    goes_first: the station whose crew is there first. leads: the functional police. clock_s: only when unclear.
    """

    kind: Kind
    station_code: str | None
    others: tuple[str, ...] = ()
    goes_first: str | None = None
    leads_zh: str | None = None
    leads_en: str | None = None
    clock_s: int | None = None
    reasons: tuple[WhoseReason, ...]


class Lead(Value):
    """The functional police that lead an event of this kind."""

    zh: str
    en: str

    @property
    def reason(self) -> WhoseReason:
        """Why, for people."""
        return WhoseReason(zh=f"职能：由{self.zh}主办", en=f"Function: {self.en} lead")


def lead_of(class_code: str | None) -> Lead | None:
    """Who leads an event of a class; None: the station itself."""
    found = next((one for one in _LEADS if (class_code or "").startswith(one[0])), None)
    return None if found is None else Lead(zh=found[1], en=found[2])


def shares(stations: Iterable[tuple[str, str] | None]) -> tuple[Ground, ...]:
    """Grounds out of points spread over a place's uncertainty: (station, county) of each, None outside the city."""
    listed = list(stations)
    counted: dict[tuple[str, str], int] = {}
    for one in listed:
        if one is not None:
            counted[one] = counted.get(one, 0) + 1
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Ground(station_code=station, county_code=county, share=count / len(listed))
        for (station, county), count in ranked
    )


def decide(asked: Asked) -> Whose:
    """Whose it is. A place wholly on one ground is that station's; with more than one it is unclear."""
    if not asked.grounds:
        outside = WhoseReason(zh="不在本市辖区，首接负责并移交", en="Outside the city: answer, then hand over")
        return Whose(kind="unclear", station_code=None, clock_s=CLOCK_S, reasons=(outside,))
    local, others = asked.grounds[0], asked.grounds[1:]
    reasons = [WhoseReason(zh=f"属地：{local.share:.0%} 在该所辖区", en=f"Territory: {local.share:.0%} here")]
    lead = lead_of(asked.class_code)
    if lead is not None:
        reasons.append(lead.reason)
    goes_first = asked.nearest_station or local.station_code
    if asked.nearest_eta_s is not None and goes_first != local.station_code:
        own = "—" if asked.own_eta_s is None else f"{asked.own_eta_s / 60:.0f}"
        near = f"{asked.nearest_eta_s / 60:.0f}"
        reasons.append(
            WhoseReason(zh=f"就近：{near} 分钟可到，属地 {own} 分钟", en=f"Nearest: {near} min; own: {own} min")
        )
    if others:
        across = len({local.county_code, *(one.county_code for one in others)}) > 1
        reasons.append(
            WhoseReason(
                zh="交界处管辖不明：属地所先接先处，限时定责" + ("（跨县）" if across else ""),
                en="On a border, not clear: the local station answers first, against a clock"
                + (" (counties differ)" if across else ""),
            )
        )
    return Whose(
        kind="unclear" if others else "functional" if lead else "territorial",
        station_code=local.station_code,
        others=tuple(one.station_code for one in others),
        goes_first=goes_first,
        leads_zh=lead.zh if lead else None,
        leads_en=lead.en if lead else None,
        clock_s=CLOCK_S if others else None,
        reasons=tuple(reasons),
    )
