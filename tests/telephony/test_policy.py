"""What a call is taken for, without any line."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from yaoyaoling.platform.numbers import number_key
from yaoyaoling.telephony.policy import JUNK, REPEAT, Earlier, asks_key, redial_of
from yaoyaoling.telephony.settings import TelephonySettings

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
WITHIN = timedelta(minutes=10)


def earlier(rang_min: float, ended_min: float | None) -> Earlier:
    """A call that rang, and perhaps ended, so many minutes ago."""
    ended = None if ended_min is None else NOW - timedelta(minutes=ended_min)
    return Earlier(call_id=uuid4(), rang_at=NOW - timedelta(minutes=rang_min), ended_at=ended)


def test_a_call_belongs_to_one_that_lives_else_to_the_newest_that_ended_lately() -> None:
    old, lately, newest, lives = earlier(60, 50), earlier(9, 8), earlier(5, 4), earlier(30, None)
    assert redial_of([], NOW, WITHIN) is None
    assert redial_of([old], NOW, WITHIN) is None
    assert redial_of([old, lately, newest], NOW, WITHIN) == newest.call_id
    assert redial_of([newest, lives, lately], NOW, WITHIN) == lives.call_id
    assert redial_of([earlier(40, 10)], NOW, WITHIN) is not None, "to the minute"


def test_a_key_is_asked_of_the_silent_the_marked_and_the_repeating_and_once() -> None:
    assert asks_key(is_silent=True, tags=(), was_asked=False)
    assert asks_key(is_silent=False, tags=(JUNK,), was_asked=False)
    assert asks_key(is_silent=False, tags=(REPEAT,), was_asked=False)
    assert not asks_key(is_silent=False, tags=(), was_asked=False)
    assert not asks_key(is_silent=True, tags=(JUNK, REPEAT), was_asked=True)


def test_numbers_without_a_caller_have_no_key() -> None:
    assert number_key(None) is None and number_key("110") is None and number_key("匿名") is None
    assert number_key("+8613800001234") == "13800001234"


def test_partners_are_read_from_the_setting() -> None:
    settings = TelephonySettings(partners="12345=热线=12345;fire=消防=119")
    assert [(one.id, one.name, one.number) for one in settings.list_partners()] == [
        ("12345", "热线", "12345"),
        ("fire", "消防", "119"),
    ]
    assert TelephonySettings(partners="").list_partners() == ()
