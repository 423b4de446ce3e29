"""Who is rung next when nobody answers: pure. Change the chain here and nowhere else.

crew → next crew (several at once for grave levels, until as many as wanted have it) → station desk → county → city →
province → alarm.
"""

from uuid import UUID

from yaoyaoling.kernel.contract import Value


class ChainRules(Value):
    """The chain's clocks and widths; a setting of the area. Times in seconds."""

    accept_s: float = 10.0
    desk_s: float = 30.0
    desk_send_s: float = 60.0
    alarm_again_s: float = 60.0
    crews_wanted: tuple[int, int, int, int] = (3, 2, 1, 1)
    """How many crews go to levels 1 to 4: a wave, a pair, one."""
    crews_spare: tuple[int, int, int, int] = (1, 1, 0, 0)
    """So many more are rung at once: whoever accepts late is outrun, but nobody waits for one that does not answer."""
    waves: int = 3
    """So many times crews are rung before a desk is."""


class Situation(Value):
    """A call-out as a fact. untried: ranked crews not rung yet that are still free, best first.

    accepted: crews that have it already. is_one_more_wanted: a further crew that was asked for did not take it.
    desks_above: codes from the station up, the ones not asked yet first; none once a crew has accepted.
    """

    level: int
    wave: int
    accepted: int = 0
    is_one_more_wanted: bool = False
    untried: tuple[UUID, ...]
    desks_above: tuple[str, ...]


class RingCrews(Value):
    """Send orders to these crews at once; the first that accept have it."""

    crews: tuple[UUID, ...]
    within_s: float


class AskDesk(Value):
    """Ring the duty desk of this organisation."""

    desk_code: str
    within_s: float


class Alarm(Value):
    """Nobody answers up to the top: alarm, again and again, until somebody does."""

    again_s: float


class Enough(Value):
    """As many as wanted have it, or as many as could be had: nobody else is rung."""


Step = RingCrews | AskDesk | Alarm | Enough


def is_missed(reason: str | None, sip_status: int | None) -> bool:
    """Whether an officer's call that failed counts as an order not accepted, so that the next crew is rung.

    Nobody answered, busy, refused, out of reach: a phone rang or would have. Where there was nothing to ring (no line,
    no number), or our own line failed, the order waits its own time: it may be accepted by hand.
    """
    return reason in ("no_answer", "busy", "rejected") or (reason == "unreachable" and sip_status is not None)


def crews_missing(level: int, accepted: int, rules: ChainRules) -> int:
    """How many more crews are to accept."""
    return max(0, rules.crews_wanted[level - 1] - accepted)


def next_step(situation: Situation, rules: ChainRules | None = None) -> Step:
    """Who is rung next."""
    rules = rules or ChainRules()
    missing = max(crews_missing(situation.level, situation.accepted, rules), int(situation.is_one_more_wanted))
    if missing and situation.untried and situation.wave < rules.waves:
        width = missing + rules.crews_spare[situation.level - 1]
        return RingCrews(crews=situation.untried[:width], within_s=rules.accept_s)
    if situation.accepted:
        return Enough()
    if situation.desks_above:
        return AskDesk(desk_code=situation.desks_above[0], within_s=rules.desk_s)
    return Alarm(again_s=rules.alarm_again_s)
