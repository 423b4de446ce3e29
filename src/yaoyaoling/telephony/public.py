"""What other rooms may use of `telephony`."""

from yaoyaoling.telephony.events import CallRang
from yaoyaoling.telephony.handlers.ring import Ring, RingReply, ring

__all__ = ["CallRang", "Ring", "RingReply", "ring"]
