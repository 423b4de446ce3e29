"""What is double-checked. Pure."""

import hashlib
from uuid import UUID


def is_drawn(incident_id: UUID, kind: str, percent: float) -> bool:
    """Whether an incident is in the sample: fair, and the same for whoever draws again.

    The first 64 bits of SHA-256 over the kind and the incident's id, as a share of all, lie below the percentage.
    Nobody chooses the id, and nobody can tell from the incident whether it will be drawn.
    """
    digest = hashlib.sha256(f"{kind}:{incident_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < percent / 100 * 2**64


def must_check(kind: str, *, incident_id: UUID, level: int, all_up_to_level: int, percent: float) -> bool:
    """Whether a second person checks this piece of work: all of the graver levels, a sample of the others."""
    return level <= all_up_to_level or is_drawn(incident_id, kind, percent)


def is_second_person(*, author: str, reviewer: str) -> bool:
    """Nobody checks their own work."""
    return author != reviewer
