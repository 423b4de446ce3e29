"""The columns of the model: sub-classes and "no report", then level, non-police, danger, sensitive."""

from dataclasses import dataclass

LEVELS = (1, 2, 3, 4)
_SAME_HEAD = {"09": "08"}
"""Mass events and collective petitions count as one head."""


def head_of(code: str) -> str:
    """The two-digit head of a class code, 08 for 09; "" for ""."""
    return _SAME_HEAD.get(code[:2], code[:2])


@dataclass(frozen=True)
class Columns:
    """Which column of the weights means what; codes: sorted, "" (no report) first."""

    codes: tuple[str, ...]

    @property
    def level(self) -> int:
        """First column of the levels."""
        return len(self.codes)

    @property
    def non_police(self) -> int:
        """Column of "another line's matter"."""
        return len(self.codes) + len(LEVELS)

    @property
    def danger(self) -> int:
        """Column of "present danger to life"."""
        return self.non_police + 1

    @property
    def sensitive(self) -> int:
        """Column of "somebody above must know at once"."""
        return self.danger + 1

    @property
    def count(self) -> int:
        """How many columns there are."""
        return self.sensitive + 1
