"""The tests. Machine code is kept in the checkout: numba must be told before anything imports it."""

import os
from pathlib import Path

os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parents[1] / ".yyl" / "numba"))
