"""Names for asyncpg's two kinds of connection and its rows, as the type checker wants them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Conn: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
else:
    Conn = asyncpg.Connection

Row = asyncpg.Record
AnyRow: TypeAlias = asyncpg.Record | Mapping[str, Any]

DATABASE_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""What is raised when the database cannot be asked just now: it is away, ending, starting, or the line to it broke."""
