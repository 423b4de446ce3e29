"""What other rooms may use of `intake`."""

from yaoyaoling.intake.answers import find_answers
from yaoyaoling.intake.clocks import clocks_of_hall
from yaoyaoling.intake.commands import Channel, PlaceContact, ReceiveContact
from yaoyaoling.intake.events import ContactAdded, ContactAdvanced, ContactReceived, SeatMoved
from yaoyaoling.intake.figures import AnsweringFigures, LateContact, answering_since, list_late_contacts
from yaoyaoling.intake.handlers.add_words import add_words
from yaoyaoling.intake.handlers.place import place_contact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.redial import find_earlier, show_with_incident
from yaoyaoling.intake.open_contacts import find_open_contacts
from yaoyaoling.intake.policy import Offer, Ready, Waiting, match
from yaoyaoling.intake.repeats import Ask, Earlier, Repeats, find_repeats
from yaoyaoling.intake.states import CONTACT_FINAL, ContactState
from yaoyaoling.intake.store import Contact, get_contact, list_contacts_of
from yaoyaoling.triage.public import Answer, Danger, dangers_in, dangers_of

__all__ = [
    "CONTACT_FINAL",
    "Answer",
    "AnsweringFigures",
    "Ask",
    "Channel",
    "Contact",
    "ContactAdded",
    "ContactAdvanced",
    "ContactReceived",
    "ContactState",
    "Danger",
    "Earlier",
    "LateContact",
    "Offer",
    "PlaceContact",
    "Ready",
    "ReceiveContact",
    "Repeats",
    "SeatMoved",
    "Waiting",
    "add_words",
    "answering_since",
    "clocks_of_hall",
    "dangers_in",
    "dangers_of",
    "find_answers",
    "find_earlier",
    "find_open_contacts",
    "find_repeats",
    "get_contact",
    "list_contacts_of",
    "list_late_contacts",
    "match",
    "place_contact",
    "receive_contact",
    "show_with_incident",
]
