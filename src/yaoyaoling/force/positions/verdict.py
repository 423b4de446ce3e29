"""What becomes of a fix, by name."""

from enum import IntEnum


class Verdict(IntEnum):
    """One for each fix; its name in small letters is what routes, metrics and administrators read."""

    KEPT = 0
    LATE = 1  # older than the one held: for the history only
    DUPLICATE = 2
    FUTURE = 3  # the device's clock is ahead
    TOO_OLD = 4  # the device's clock is behind, or it sends what it kept for days
    JUMP = 5  # nobody drives that fast; believed when the next one agrees
    NO_POSITION = 6  # the device has no fix, or names no place on the earth
    FLOOD = 7  # more fixes than a device may send
    UNKNOWN_CREW = 8
    NOT_YOURS = 9  # another crew's, from a device that speaks for one

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the fix is kept anywhere."""
        return self >= Verdict.FUTURE
