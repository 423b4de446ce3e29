"""Where this checkout lies, and its folder for what need not be kept (`.yyl/`, ignored by git)."""

from pathlib import Path

import yaoyaoling

ROOT = Path(yaoyaoling.__file__).parents[2]
SCRATCH = ROOT / ".yyl"
