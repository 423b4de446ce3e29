"""Becomes another program that cannot outlive its parent. Run as a file of its own; standard library only.

    python -I -S child.py SIGNAL PARENT FIRST UID GID COMMAND...

With FIRST 1 all its threads run before ordinary ones, where the system allows it (why: `platform/urgent.py`). Drops to
UID and GID (`-`: stays), asks the kernel for SIGNAL when the parent dies, then becomes COMMAND. The order matters: the
kernel forgets the wish when a process changes its user. It is no `preexec_fn`, because running Python between fork and
exec in a process that has threads can hang.
"""

import contextlib
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_CANNOT_RUN = 126


def main(argv: list[str]) -> None:
    """Never returns: it becomes the command, or exits with 126."""
    death, parent, first, uid, gid, *command = argv
    if first == "1" and hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(PermissionError):  # it takes its turn then
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(death), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(_CANNOT_RUN)  # the parent died before the kernel knew our wish
    # Python ignores these two, and what is ignored stays so after exec.
    for name in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(name, signal.SIG_DFL)
    os.umask(0o077)
    try:
        os.execvp(command[0], command)  # noqa: S606 - becoming a program is what this file is for
    except OSError as error:
        sys.exit(f"{command[0]}: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
