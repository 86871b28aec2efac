"""Has the C library give large blocks of memory back to the system once they are free."""

from __future__ import annotations

import ctypes

#: glibc's name for the parameter, from its malloc.h.
_M_MMAP_THRESHOLD = -3
#: Bytes from which a block is mapped by itself. Left alone, glibc raises its limit to the size of
#: the first block that is freed: one comparison of a birth date takes 19 MiB (Argon2), which then
#: stayed with the action server for good.
LARGE_BLOCK = 1 << 20


def give_back_large_blocks() -> bool:
    """Map blocks of :data:`LARGE_BLOCK` bytes and more by themselves, from now on.

    Returns:
        Whether the C library knows of it; musl and macOS do not, and give memory back their way.
    """
    try:
        set_parameter = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(set_parameter(_M_MMAP_THRESHOLD, LARGE_BLOCK))
