"""The imaging process: one job at a time until the server's end closes. It may do little: memory, files and
processor time are limited before the first byte of a picture is looked at, and it is the first to wait when
the machine is busy.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
from dataclasses import asdict

MEMORY_LIMIT = 2 << 30  # bytes of address space
CPU_LIMIT_S = 300  # in all; the server replaces a worker long before
FILES_LIMIT = 64
NICE = 5
THREADS = 2  # somebody waits for the page
_PR_SET_PDEATHSIG = 1


def confine() -> None:
    """Nothing a picture can make a decoder do reaches farther than this process."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the server decides when
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, CPU_LIMIT_S),
        (resource.RLIMIT_NOFILE, FILES_LIMIT),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def serve(end: socket.socket) -> None:
    """Answer orders until there is nobody who gives any."""
    import cv2

    from iga_madoguchi.adapters.imaging import wire, work
    from iga_madoguchi.domain.papers.ports import Corner, Still
    from iga_madoguchi.errors import DomainError, InvalidInput

    cv2.setNumThreads(THREADS)
    cv2.ocl.setUseOpenCL(False)

    def do(head: wire.Head, blobs: list[bytes]) -> Still:
        if head["do"] == "still":
            return work.still(blobs)
        corners = head["corners"]
        points = None if corners is None else tuple(Corner(float(x), float(y)) for x, y in corners)
        return work.straighten(blobs[0], points, head["turn"])

    work.warm_up()
    os.nice(NICE)  # not before: somebody waits for the start
    with contextlib.suppress(wire.Gone, ConnectionError):
        wire.send(end, {"ready": True}, [])
        while True:
            head, blobs = wire.receive(end)
            try:
                made = do(head, blobs)
            except DomainError as error:
                wire.send(end, {"refusal": type(error).__name__, "code": error.code}, [])
            except (MemoryError, cv2.error):
                # A picture within the bounds that still is more than the limits allow.
                refusal = InvalidInput("papers.picture.too_large")
                wire.send(end, {"refusal": type(refusal).__name__, "code": refusal.code}, [])
            else:
                fields = asdict(made)
                pictures = [fields.pop("received"), fields.pop("page")]
                wire.send(end, {"still": fields}, pictures)


def main() -> None:
    """Entry point: the number of the inherited socket is the only argument."""
    end = socket.socket(fileno=int(sys.argv[1]))
    confine()
    serve(end)
