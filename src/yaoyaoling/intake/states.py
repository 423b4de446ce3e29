"""States of a contact (接警单) and of a seat (接警台): two tables, two pure functions."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class ContactState(StrEnum):
    """Where a contact stands."""

    WAITING = "waiting"  # 排队
    OFFERED = "offered"  # 振铃
    TAKEN = "taken"  # 接听
    HELD = "held"  # 保持
    INCIDENT_OPENED = "incident_opened"  # 已立警
    SETTLED = "settled"  # 已处理，未立警
    LINKED = "linked"  # 并入已有警情


class ContactSignal(StrEnum):
    """What can happen to a contact."""

    OFFER = "offer"
    OFFER_EXPIRED = "offer_expired"
    OFFER_DECLINED = "offer_declined"
    TAKE = "take"
    HOLD = "hold"
    RESUME = "resume"
    SEAT_LOST = "seat_lost"
    OPEN_INCIDENT = "open_incident"
    SETTLE = "settle"
    LINK = "link"
    UNLINK = "unlink"  # 不是同一警情：回到手上
    CALL_RETURNED = "call_returned"  # 通话无人接续，回到队列
    RETIE = "retie"  # 并案、撤销并案：随警情改挂


class SeatState(StrEnum):
    """What a seat is doing."""

    OFF = "off"  # 离席
    READY = "ready"  # 空闲
    OFFERED = "offered"  # 振铃
    BUSY = "busy"  # 通话/填单
    PAUSED = "paused"  # 小休、用餐、培训 …
    HOLDING = "holding"  # 有报警在保持，手上空着
    WRAP_UP = "wrap_up"  # 话后整理


class SeatSignal(StrEnum):
    """What can happen to a seat."""

    GO_READY = "go_ready"
    PAUSE = "pause"
    LEAVE = "leave"
    OFFER = "offer"
    OFFER_GONE = "offer_gone"
    TAKE = "take"
    DONE = "done"
    WRAP_UP = "wrap_up"
    HOLD = "hold"
    LOST = "lost"


class IllegalContactSignal(Refused):
    """The contact's state does not allow that."""

    code = "contact_state"
    status = 409
    zh = "该报警当前状态（{state}）不允许此操作（{signal}）。"
    en = "The contact's state ({state}) does not allow this ({signal})."


class IllegalSeatSignal(Refused):
    """The seat's state does not allow that."""

    code = "seat_state"
    status = 409
    zh = "席位当前状态（{state}）不允许此操作（{signal}）。"
    en = "The seat's state ({state}) does not allow this ({signal})."


_C, _X = ContactState, ContactSignal
CONTACT_TABLE: dict[tuple[ContactState, ContactSignal], ContactState] = {
    (_C.WAITING, _X.OFFER): _C.OFFERED,
    (_C.WAITING, _X.TAKE): _C.TAKEN,  # picked out of the queue by hand
    (_C.OFFERED, _X.TAKE): _C.TAKEN,
    (_C.OFFERED, _X.OFFER_EXPIRED): _C.WAITING,
    (_C.OFFERED, _X.OFFER_DECLINED): _C.WAITING,
    (_C.OFFERED, _X.SEAT_LOST): _C.WAITING,
    (_C.TAKEN, _X.SEAT_LOST): _C.WAITING,
    (_C.TAKEN, _X.HOLD): _C.HELD,
    (_C.HELD, _X.RESUME): _C.TAKEN,
    (_C.HELD, _X.SEAT_LOST): _C.WAITING,
    (_C.TAKEN, _X.OPEN_INCIDENT): _C.INCIDENT_OPENED,
    (_C.TAKEN, _X.SETTLE): _C.SETTLED,
    (_C.TAKEN, _X.LINK): _C.LINKED,
    (_C.LINKED, _X.UNLINK): _C.TAKEN,
    (_C.INCIDENT_OPENED, _X.RETIE): _C.INCIDENT_OPENED,
    (_C.LINKED, _X.RETIE): _C.LINKED,
    # The form is done and the caller still on the line with nobody: it rings again, and keeps its incident.
    (_C.INCIDENT_OPENED, _X.CALL_RETURNED): _C.WAITING,
    (_C.SETTLED, _X.CALL_RETURNED): _C.WAITING,
    (_C.LINKED, _X.CALL_RETURNED): _C.WAITING,
    (_C.WAITING, _X.RETIE): _C.WAITING,
    (_C.OFFERED, _X.RETIE): _C.OFFERED,
    (_C.TAKEN, _X.RETIE): _C.TAKEN,
    (_C.HELD, _X.RETIE): _C.HELD,
}
CONTACT_FINAL = frozenset({ContactState.INCIDENT_OPENED, ContactState.SETTLED, ContactState.LINKED})

_T, _Y = SeatState, SeatSignal
SEAT_TABLE: dict[tuple[SeatState, SeatSignal], SeatState] = {
    (_T.OFF, _Y.GO_READY): _T.READY,
    (_T.OFF, _Y.PAUSE): _T.PAUSED,
    (_T.PAUSED, _Y.GO_READY): _T.READY,
    (_T.PAUSED, _Y.LEAVE): _T.OFF,
    (_T.PAUSED, _Y.LOST): _T.OFF,
    (_T.PAUSED, _Y.TAKE): _T.BUSY,
    (_T.READY, _Y.PAUSE): _T.PAUSED,
    (_T.READY, _Y.LEAVE): _T.OFF,
    (_T.READY, _Y.OFFER): _T.OFFERED,
    (_T.READY, _Y.TAKE): _T.BUSY,
    (_T.READY, _Y.LOST): _T.OFF,
    (_T.OFFERED, _Y.TAKE): _T.BUSY,
    (_T.OFFERED, _Y.OFFER_GONE): _T.READY,
    (_T.OFFERED, _Y.PAUSE): _T.PAUSED,
    (_T.OFFERED, _Y.LEAVE): _T.OFF,
    (_T.OFFERED, _Y.LOST): _T.OFF,
    (_T.BUSY, _Y.DONE): _T.READY,
    (_T.BUSY, _Y.WRAP_UP): _T.WRAP_UP,
    (_T.BUSY, _Y.HOLD): _T.HOLDING,  # the contact in hand is held, or another still is when this one is done
    (_T.BUSY, _Y.LOST): _T.OFF,
    (_T.HOLDING, _Y.TAKE): _T.BUSY,  # taken back, or another one taken out of the queue
    (_T.HOLDING, _Y.GO_READY): _T.READY,  # ring me, I can do both
    (_T.HOLDING, _Y.LOST): _T.OFF,
    (_T.WRAP_UP, _Y.GO_READY): _T.READY,
    (_T.WRAP_UP, _Y.PAUSE): _T.PAUSED,
    (_T.WRAP_UP, _Y.LEAVE): _T.OFF,
    (_T.WRAP_UP, _Y.TAKE): _T.BUSY,
    (_T.WRAP_UP, _Y.LOST): _T.OFF,
}


def advance_contact(state: ContactState, signal: ContactSignal) -> ContactState:
    """The contact's state after a signal. Raises: IllegalContactSignal."""
    try:
        return CONTACT_TABLE[(state, signal)]
    except KeyError:
        raise IllegalContactSignal(state=state.value, signal=signal.value) from None


def advance_seat(state: SeatState, signal: SeatSignal) -> SeatState:
    """The seat's state after a signal. Raises: IllegalSeatSignal."""
    try:
        return SEAT_TABLE[(state, signal)]
    except KeyError:
        raise IllegalSeatSignal(state=state.value, signal=signal.value) from None
