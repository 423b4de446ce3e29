"""The messages of the exchange, both ways (docs/liaison.md): what we say about an order, and what a partner says to us.

Names follow the terms of the hotlines (工单编号, 诉求内容, 办理时限 …): docs/liaison.md says which is which.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, TypeAdapter, ValidationError

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.liaison import store
from yaoyaoling.liaison.refusals import MessageUnreadable
from yaoyaoling.platform.ledger.envelope import time_text

OutKind = Literal[
    "order.sent",  # 派单、改派
    "order.accepted",  # 在本平台页面上接单
    "order.returned",  # 在本平台页面上退回
    "order.done",  # 在本平台页面上办结
    "order.urged",  # 催办
    "order.noted",  # 补充、进度
    "order.withdrawn",  # 撤回、超时收回
    "order.reopened",  # 退回重办
    "matter.advanced",  # 来件进展
    "matter.closed",  # 来件办结
]


class Handler(Value):
    """Who at the partner's says so (办理人): an order has an owner by name."""

    name: str = Field(min_length=1, max_length=60)
    telephone: str | None = Field(default=None, max_length=24)


class _Told(Value):
    """id: the partner's own, the same when it is sent again. seq: 1, 2, 3 … for each number. number: of the order."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{8,80}$")
    seq: int = Field(ge=1, le=1_000_000)
    number: str = Field(min_length=1, max_length=60)
    handler: Handler


class OrderAccepted(_Told):
    """They take it (签收)."""

    type: Literal["order.accepted"]


class OrderReturned(_Told):
    """They give it back (退回); reason: 退回原因."""

    type: Literal["order.returned"]
    reason: str = Field(min_length=2, max_length=2000)


class OrderProgress(_Told):
    """How it goes (办理进展)."""

    type: Literal["order.progress"]
    text: str = Field(min_length=2, max_length=2000)


class OrderDone(_Told):
    """It is done (办结). result: 办理结果; satisfaction: 满意度, of 5, where the person was asked."""

    type: Literal["order.done"]
    result: str = Field(min_length=2, max_length=1900)
    satisfaction: int | None = Field(default=None, ge=1, le=5)


class Asked(Value):
    """What the person wants of whom. kind: 诉求类型; content: 诉求内容, in the person's words."""

    kind: str = Field(default="", max_length=60)
    content: str = Field(min_length=2, max_length=4000)
    caller_name: str | None = Field(default=None, max_length=40)
    caller_number: str | None = Field(default=None, pattern=r"^\+?[0-9-]{3,24}$")
    place_text: str | None = Field(default=None, max_length=300)
    position: StatedPosition | None = None
    received_at: datetime | None = None


class MatterSent(_Told):
    """A matter for the police (转 110). number: the partner's 工单编号; is_danger: somebody is in danger now."""

    type: Literal["matter.sent"]
    is_danger: bool = False
    asked: Asked


class MatterAdded(_Told):
    """More about a matter (补充), or a word that it is waited for (催办)."""

    type: Literal["matter.added"]
    text: str = Field(min_length=2, max_length=2000)


Incoming = OrderAccepted | OrderReturned | OrderProgress | OrderDone | MatterSent | MatterAdded
_INCOMING: TypeAdapter[Incoming] = TypeAdapter(Annotated[Incoming, Field(discriminator="type")])


def incoming_schema() -> dict[str, Any]:
    """Its JSON schema, for OpenAPI."""
    return _INCOMING.json_schema(ref_template="#/components/schemas/{model}")


def read_message(body: bytes) -> Incoming:
    """A signed body. Raises: MessageUnreadable, naming the field and never its value."""
    try:
        return _INCOMING.validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise MessageUnreadable(field=field[:120]) from error


def order_body(
    message_id: str, kind: OutKind, seq: int, at: datetime, order: store.WorkOrder, names: "Names", text: str | None
) -> str:
    """A message about an order: how it stands, all of it, so that each message can be read alone."""
    # Who has it no more has no business with the caller's words, place and number.
    is_theirs = kind not in ("order.withdrawn", "order.returned")
    said = {
        "id": message_id,
        "type": kind,
        "seq": seq,
        "at": time_text(at),
        "order": {
            "number": order.number,
            "state": order.state.value,
            "urgency": order.urgency,
            "service": order.service,
            "asked": order.asked if is_theirs else None,
            "caller_number": order.caller_number if is_theirs else None,
            "place_text": order.place_text if is_theirs else None,
            "position": _position(order) if is_theirs else None,
            "sent_at": time_text(order.sent_at),
            "accept_by": None if order.accept_by is None else time_text(order.accept_by),
            "done_by": None if order.done_by is None else time_text(order.done_by),
            "first_receiver": {"unit_code": order.first_code, "unit": names.first, "name": order.first_name},
            "desk": {"unit_code": order.desk_code, "unit": names.desk},
            "returns": order.returns,
            "rounds": order.rounds,
        },
        "by": names.by,
        "text": text,
    }
    return orjson.dumps(said).decode()


def _position(order: store.WorkOrder) -> dict[str, Any] | None:
    return None if order.lon is None else {"lon": order.lon, "lat": order.lat, "datum": "WGS84"}


class Names(Value):
    """Names that stand in a message beside codes."""

    first: str
    desk: str
    by: str


def matter_body(
    message_id: str, kind: OutKind, seq: int, at: datetime, number: str, state: str, words: str, ours: str | None
) -> str:
    """A message about a matter they handed to us: its state, in our words. What police wrote stays with the police."""
    said = {
        "id": message_id,
        "type": kind,
        "seq": seq,
        "at": time_text(at),
        "number": number,
        "state": state,
        "text": words,
        "our_number": ours,
    }
    return orjson.dumps(said).decode()
