"""What other rooms may use of `channels`."""

from yaoyaoling.channels.alarms.said import DEVICE, AlarmUnreadable, DeviceKind, alarm_words, read_alarm
from yaoyaoling.channels.alarms.said import URGENT as URGENT_DEVICES
from yaoyaoling.channels.contract import Arrived, Inlet, Receipt, TextChannel
from yaoyaoling.channels.ecall.msd import Msd, MsdUnreadable, read_msd, uncertainty_of
from yaoyaoling.channels.ecall.words import UNREADABLE, crash_words
from yaoyaoling.channels.handlers.alarm_devices import (
    AlarmDevice,
    AlarmDeviceReply,
    PutAlarmDevice,
    RetireAlarmDevice,
    list_alarm_devices,
    put_alarm_device,
    retire_alarm_device,
)
from yaoyaoling.channels.handlers.fetched import DueMedia, end_due
from yaoyaoling.channels.handlers.note_nonce import note_nonce
from yaoyaoling.channels.handlers.queue_message import QueueMessage, has_line, queue_message
from yaoyaoling.channels.handlers.take_alarm import (
    TOGETHER,
    Alarm,
    NoteStatus,
    TakeAlarm,
    note_status,
    place_alarm,
    take_alarm,
)
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
from yaoyaoling.channels.store import person_digest
from yaoyaoling.channels.templates import Language, words_of

__all__ = [
    "DEVICE",
    "HELD_TIMER",
    "PARTS_TIMER",
    "SETTINGS",
    "TOGETHER",
    "UNREADABLE",
    "URGENT_DEVICES",
    "Address",
    "Alarm",
    "AlarmDevice",
    "AlarmDeviceReply",
    "AlarmUnreadable",
    "Arrived",
    "DeviceKind",
    "DueMedia",
    "Inlet",
    "Language",
    "Msd",
    "MsdUnreadable",
    "NoReceiver",
    "NoTextLine",
    "NoteStatus",
    "PersonOptedOut",
    "PhonePlace",
    "PutAlarmDevice",
    "QueueMessage",
    "Receipt",
    "RetireAlarmDevice",
    "TakeAlarm",
    "TakeCrash",
    "TakeText",
    "Taken",
    "TextChannel",
    "TooManyTexts",
    "alarm_words",
    "crash_words",
    "end_due",
    "find_address",
    "has_line",
    "list_alarm_devices",
    "list_contacts_with",
    "list_phone_places",
    "note_nonce",
    "note_status",
    "person_digest",
    "place_alarm",
    "place_text",
    "put_alarm_device",
    "queue_message",
    "read_alarm",
    "read_msd",
    "retire_alarm_device",
    "take_alarm",
    "take_crash",
    "take_held",
    "take_overdue_parts",
    "take_text",
    "uncertainty_of",
    "words_of",
]
