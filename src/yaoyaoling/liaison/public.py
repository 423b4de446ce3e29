"""What other rooms may use of `liaison`."""

from yaoyaoling.liaison.commands import MoveOrder, PutDesk, PutLine, SendOrder
from yaoyaoling.liaison.directory import PartnerService, get_service, list_services
from yaoyaoling.liaison.events import ExchangeAdvanced, WorkOrderAdvanced, WorkOrderSent
from yaoyaoling.liaison.handlers.move_order import move_order
from yaoyaoling.liaison.handlers.put_desk import put_desk
from yaoyaoling.liaison.handlers.put_line import put_line
from yaoyaoling.liaison.handlers.send_order import send_order
from yaoyaoling.liaison.policy import ALARMED_RETURNS, Held, unowned_s

__all__ = [
    "ALARMED_RETURNS",
    "ExchangeAdvanced",
    "Held",
    "MoveOrder",
    "PartnerService",
    "PutDesk",
    "PutLine",
    "SendOrder",
    "WorkOrderAdvanced",
    "WorkOrderSent",
    "get_service",
    "list_services",
    "move_order",
    "put_desk",
    "put_line",
    "send_order",
    "unowned_s",
]
