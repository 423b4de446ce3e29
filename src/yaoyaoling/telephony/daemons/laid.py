"""What lies in the edge's journal: calls that it laid down before it asked a node (edge.cfg, LAY_DOWN).

`<kind>-<place>.<kind>` is an INVITE as it came, kind being trunk, open or phone; who rings over and over lies in
`<kind>-again-<place>.<kind>`. Beside it `.over`: the caller gave up or nobody could take the call; `.passed`: somebody
else was rung (the last resort). Places are used in turn, so that no more lie there than there are places; `<kind>.last`
is the place used last, `let-go.last` how many gave way to newer ones before the hall had them.
"""

import contextlib
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.telephony.daemons.files import own_folder, write_own

KINDS = ("trunk", "open", "phone")
COUNTED = (*KINDS, *(f"{kind}-again" for kind in KINDS), "let-go")
VOUCHED = ".trunk"
OVER, PASSED, REFUSED = ".over", ".passed", ".refused"
_CALLS = frozenset(f".{kind}" for kind in KINDS)
_RINGS_S = 150.0
"""The edge lets nobody ring longer without a node (edge.cfg, NOBODY: some 90 s)."""
_PASSED_S = 330.0
"""Nor with the last resort (`t_set_fr`: 300 s)."""
_LEFTOVER_S = 2.0
_REFUSED_S = 30 * 86_400.0
"""A call that the hall would not have, as it came: for whoever looks into it; there is a number in it, so it goes."""
_LATE_S = 15.0
_LET_GO_S = 86_400.0


class LaidCall(NamedTuple):
    """One call. age_s: since it rang. over_s: since it rings no more, None while it may. is_passed: others have it."""

    file: Path
    age_s: float
    over_s: float | None
    is_passed: bool


class Laid(NamedTuple):
    """waiting: calls that ring no more and that the hall should have by now. let_go: how many gave way, of late."""

    waiting: int
    let_go: int


def prepare_laid(folder: Path, account: Account) -> None:
    """The folder, with a beginning of each count; what lies there is left."""
    own_folder(folder, account)
    for name in COUNTED:
        if not last_file(folder, name).exists():
            write_own(last_file(folder, name), "0", account)


def last_file(folder: Path, name: str) -> Path:
    """Where a count stands."""
    return folder / f"{name}.last"


def list_laid(folder: Path, now_s: float) -> list[LaidCall]:
    """All calls that lie there, the oldest first. now_s: seconds since 1970. Blocking."""
    times = _times(folder)
    calls = [_call(path, times, now_s) for path in times if path.suffix in _CALLS]
    return sorted(calls, key=lambda one: -one.age_s)


def list_leftovers(folder: Path, now_s: float) -> list[Path]:
    """What lies beside no call any more. Blocking."""
    times = _times(folder)
    stems = {path.stem for path in times if path.suffix in _CALLS}
    left = []
    for path, at in times.items():
        if path.suffix == REFUSED:
            is_left = now_s - at > _REFUSED_S
        else:
            is_left = path.suffix in (OVER, PASSED) and path.stem not in stems and now_s - at > _LEFTOVER_S
        if is_left:
            left.append(path)
    return left


def forget_laid(file: Path) -> None:
    """The hall has it, or somebody else."""
    for path in (file, file.with_suffix(OVER), file.with_suffix(PASSED)):
        path.unlink(missing_ok=True)


def laid_in(folder: Path, now_s: float) -> Laid:
    """How it stands; nothing where there is no journal. Blocking."""
    late = [one for one in list_laid(folder, now_s) if one.over_s is not None and one.over_s > _LATE_S]
    with contextlib.suppress(OSError, ValueError):
        count = last_file(folder, "let-go")
        if now_s - count.stat().st_mtime < _LET_GO_S:
            return Laid(len(late), int(count.read_text() or 0))
    return Laid(len(late), 0)


def _times(folder: Path) -> dict[Path, float]:
    """When each file was written; what is no file, or goes meanwhile, is not there."""
    times = {}
    with contextlib.suppress(FileNotFoundError, PermissionError):
        for path in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                status = path.lstat()
                if stat.S_ISREG(status.st_mode):
                    times[path] = status.st_mtime
    return times


def _call(path: Path, times: Mapping[Path, float], now_s: float) -> LaidCall:
    at = times[path]
    # What is older than the call was said of one that lay in this place before.
    passed = times.get(path.with_suffix(PASSED), -1.0) >= at
    over = times.get(path.with_suffix(OVER), -1.0)
    age_s = now_s - at
    if over >= at:
        return LaidCall(path, age_s, now_s - over, is_passed=False)
    if passed:
        return LaidCall(path, age_s, None, is_passed=age_s > _PASSED_S)
    return LaidCall(path, age_s, age_s - _RINGS_S if age_s > _RINGS_S else None, is_passed=False)
