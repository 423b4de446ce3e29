"""Facts about messages with citizens."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.channels.states import MessageSignal, MessageState
from yaoyaoling.kernel.contract import Event, Personal


class TextReceived(Event):
    """A citizen's message was put with a contact. is_new: the contact was made of it. held: messages that came with it
    as one, because its sender sent very many."""

    name: ClassVar[str] = "channels.text.received"

    text_id: UUID
    contact_id: UUID
    channel: str
    adapter: str
    is_new: bool
    parts: int
    held: int = 0
    sender: Personal[str | None] = None
    words: Personal[str | None] = None
    is_proven: bool = True
    """Whether the sender is who it says; of mails not always."""


class TextErased(Event):
    """Sender and words are gone; that something came, and when, stays."""

    name: ClassVar[str] = "channels.text.erased"

    text_id: UUID
    contact_id: UUID


class MessageQueued(Event):
    """A message to a citizen is in the outbox: from here on it is not lost. template: whose words it has."""

    name: ClassVar[str] = "channels.message.queued"

    message_id: UUID
    contact_id: UUID
    channel: str
    state: MessageState
    is_urgent: bool
    template: str | None = None
    by_name: str
    receiver: Personal[str | None] = None
    words: Personal[str | None] = None


class MessageAdvanced(Event):
    """The message went on. reason: why it failed, in the adapter's word."""

    name: ClassVar[str] = "channels.message.advanced"

    message_id: UUID
    contact_id: UUID
    signal: MessageSignal
    state: MessageState
    adapter: str | None = None
    parts: int | None = None
    reason: str | None = None


class MessageErased(Event):
    """Receiver and words are gone."""

    name: ClassVar[str] = "channels.message.erased"

    message_id: UUID
    contact_id: UUID


class CrashReceived(Event):
    """A car told of itself by eCall. contact_id: none of a test without a voice. message: counts up within a call.

    passengers: belts that were fastened; heading_deg: clockwise from north; vin: of no test.
    """

    name: ClassVar[str] = "channels.crash.received"

    crash_id: UUID
    contact_id: UUID | None
    adapter: str
    message: int
    is_automatic: bool
    is_test: bool
    is_trusted: bool
    vehicle: str | None
    propulsion: tuple[str, ...]
    passengers: int | None
    heading_deg: int | None
    crashed_at: datetime
    vin_masked: str
    vin: Personal[str | None] = None


class CrashErased(Event):
    """The car's number is gone; that it told, and when, stays."""

    name: ClassVar[str] = "channels.crash.erased"

    crash_id: UUID
    contact_id: UUID


class AlarmDevicePut(Event):
    """An alarm device is known, or known differently (WGS-84). secret_no: which of its secrets holds."""

    name: ClassVar[str] = "channels.alarm_device.put"

    device_id: UUID
    device: str
    kind: str
    device_name: str
    place_text: str
    lon: float
    lat: float
    is_signed: bool
    secret_no: int
    owner_name: Personal[str | None] = None
    owner_phone: Personal[str | None] = None


class AlarmDeviceRetired(Event):
    """It is not listened to any more."""

    name: ClassVar[str] = "channels.alarm_device.retired"

    device_id: UUID


class AlarmDeviceMoved(Event):
    """It fell silent, is back, or says that something is wrong with it. heard_at: when it last spoke."""

    name: ClassVar[str] = "channels.alarm_device.moved"

    device_id: UUID
    is_silent: bool
    fault: str | None
    heard_at: datetime | None


class AlarmDeviceErased(Event):
    """Its owner's name and number are gone."""

    name: ClassVar[str] = "channels.alarm_device.erased"

    device_id: UUID


class AlarmReceived(Event):
    """A device said something, by its own clock at said_at. contact_id: the report it became or joined."""

    name: ClassVar[str] = "channels.alarm.received"

    alarm_id: UUID
    device_id: UUID
    kind: str
    said_at: datetime
    contact_id: UUID | None
    words: Personal[str | None] = None


class VinRevealed(Event):
    """Somebody looked at a car's number, and why."""

    name: ClassVar[str] = "channels.vin.revealed"

    contact_id: UUID
    purpose: str


class OptedOut(Event):
    """A person wants no messages that are not about an open report. Reports of this person are taken as before."""

    name: ClassVar[str] = "channels.person.opted_out"

    opt_out_id: UUID
    channel: str


class OptedIn(Event):
    """The person wants them again."""

    name: ClassVar[str] = "channels.person.opted_in"

    opt_out_id: UUID
    channel: str


class AdapterMoved(Event):
    """A line to citizens is there, or is not."""

    name: ClassVar[str] = "channels.adapter.moved"

    adapter: str
    channel: str
    is_up: bool


EVENTS = (
    TextReceived,
    TextErased,
    MessageQueued,
    MessageAdvanced,
    MessageErased,
    CrashReceived,
    CrashErased,
    VinRevealed,
    AlarmDevicePut,
    AlarmDeviceRetired,
    AlarmDeviceMoved,
    AlarmDeviceErased,
    AlarmReceived,
    OptedOut,
    OptedIn,
    AdapterMoved,
)
