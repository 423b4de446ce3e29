"""numba's compiler with a type: functions run without the interpreter's lock and are kept on disk.

They are kept in NUMBA_CACHE_DIR (set it to a directory below the data directory before the first import
of this module), so that only the first start of an installation compiles.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function as machine code: nogil, cached, never parallel, exact arithmetic."""
    return cast(F, numba.njit(nogil=True, cache=True)(function))
