"""What other rooms may use of `channels`."""

from yaoyaoling.channels.contract import Arrived, Inlet, Receipt, TextChannel
from yaoyaoling.channels.handlers.fetched import DueMedia, end_due
from yaoyaoling.channels.handlers.note_nonce import note_nonce
from yaoyaoling.channels.handlers.queue_message import QueueMessage, has_line, queue_message
from yaoyaoling.channels.handlers.take_text import (
    HELD_TIMER,
    PARTS_TIMER,
    Taken,
    TakeText,
    place_text,
    take_held,
    take_overdue_parts,
    take_text,
)
from yaoyaoling.channels.queries import Address, find_address, list_contacts_with
from yaoyaoling.channels.refusals import NoReceiver, NoTextLine, PersonOptedOut, TooManyTexts
from yaoyaoling.channels.settings import SETTINGS
from yaoyaoling.channels.templates import Language, words_of

__all__ = [
    "HELD_TIMER",
    "PARTS_TIMER",
    "SETTINGS",
    "Address",
    "Arrived",
    "DueMedia",
    "Inlet",
    "Language",
    "NoReceiver",
    "NoTextLine",
    "PersonOptedOut",
    "QueueMessage",
    "Receipt",
    "TakeText",
    "Taken",
    "TextChannel",
    "TooManyTexts",
    "end_due",
    "find_address",
    "has_line",
    "list_contacts_with",
    "note_nonce",
    "place_text",
    "queue_message",
    "take_held",
    "take_overdue_parts",
    "take_text",
    "words_of",
]
