"""What other rooms may use of `channels`."""

from yaoyaoling.channels.contract import Arrived, Inlet, Receipt, TextChannel
from yaoyaoling.channels.ecall.msd import Msd, MsdUnreadable, read_msd, uncertainty_of
from yaoyaoling.channels.ecall.words import UNREADABLE, crash_words
from yaoyaoling.channels.handlers.fetched import DueMedia, end_due
from yaoyaoling.channels.handlers.queue_message import QueueMessage, has_line, queue_message
from yaoyaoling.channels.handlers.take_aml import PhonePlace, list_phone_places
from yaoyaoling.channels.handlers.take_crash import TakeCrash, take_crash
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
    "UNREADABLE",
    "Address",
    "Arrived",
    "DueMedia",
    "Inlet",
    "Language",
    "Msd",
    "MsdUnreadable",
    "NoReceiver",
    "NoTextLine",
    "PersonOptedOut",
    "PhonePlace",
    "QueueMessage",
    "Receipt",
    "TakeCrash",
    "TakeText",
    "Taken",
    "TextChannel",
    "TooManyTexts",
    "crash_words",
    "end_due",
    "find_address",
    "has_line",
    "list_contacts_with",
    "list_phone_places",
    "place_text",
    "queue_message",
    "read_msd",
    "take_crash",
    "take_held",
    "take_overdue_parts",
    "take_text",
    "uncertainty_of",
    "words_of",
]
