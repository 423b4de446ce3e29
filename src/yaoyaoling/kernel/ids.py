"""Identifiers: time-ordered, so that an index grows at one end."""

from uuid import UUID

import uuid_utils.compat as uuid_utils


def new_id() -> UUID:
    """A fresh version-7 UUID (RFC 9562): unique without coordination, ordered by its millisecond."""
    return uuid_utils.uuid7()
