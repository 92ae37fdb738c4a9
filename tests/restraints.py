# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a process may be forbidden, before it becomes a command of the tests."""

import ctypes
import os
import resource

# Of Linux's <linux/capability.h>.
CAPABILITY_VERSION, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 0x20080522, 1, 2


def write_no_file_over(size_bytes: int) -> None:
    """Let no file become larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))


def bow_to_modes() -> None:
    """Obey the modes of files, also as root."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    # Twice the effective, the permitted and the inheritable ones, the low 32 first.
    rights = (ctypes.c_uint32 * 6)()
    if libc.capget(header, rights) == 0:
        for kind in range(3):
            rights[kind] &= ~(1 << CAP_DAC_OVERRIDE | 1 << CAP_DAC_READ_SEARCH)
        if libc.capset(header, rights) == 0:
            return
    raise OSError(ctypes.get_errno(), "the rights of root cannot be put away")


def use_processors(count: int) -> None:
    """Use as many processors, or all if there are fewer."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
