"""What other rooms may use of `liaison`."""

from yaoyaoling.liaison.commands import MoveOrder, PutDesk, SendOrder
from yaoyaoling.liaison.directory import PartnerService, get_service, list_services
from yaoyaoling.liaison.events import WorkOrderAdvanced, WorkOrderSent
from yaoyaoling.liaison.handlers.move_order import move_order
from yaoyaoling.liaison.handlers.put_desk import put_desk
from yaoyaoling.liaison.handlers.send_order import send_order
from yaoyaoling.liaison.policy import ALARMED_RETURNS, Held, unowned_s

__all__ = [
    "ALARMED_RETURNS",
    "Held",
    "MoveOrder",
    "PartnerService",
    "PutDesk",
    "SendOrder",
    "WorkOrderAdvanced",
    "WorkOrderSent",
    "get_service",
    "list_services",
    "move_order",
    "put_desk",
    "send_order",
    "unowned_s",
]
