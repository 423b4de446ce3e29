"""What other rooms may use of `intake`."""

from yaoyaoling.intake.commands import Channel, ReceiveContact
from yaoyaoling.intake.events import ContactAdded, ContactAdvanced, ContactReceived, SeatMoved
from yaoyaoling.intake.handlers.add_words import add_words
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.policy import Offer, Ready, Waiting, match
from yaoyaoling.intake.states import CONTACT_FINAL, ContactState
from yaoyaoling.intake.store import Contact, get_contact

__all__ = [
    "CONTACT_FINAL",
    "Channel",
    "Contact",
    "ContactAdded",
    "ContactAdvanced",
    "ContactReceived",
    "ContactState",
    "Offer",
    "Ready",
    "ReceiveContact",
    "SeatMoved",
    "Waiting",
    "add_words",
    "get_contact",
    "match",
    "receive_contact",
]
