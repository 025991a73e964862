"""The child of `typeset`, run by path and on its own: HTML on standard input, PDF on standard output.

It limits itself before it loads the library, and knows nothing of the product.
"""

from __future__ import annotations

import os
import resource
import sys

MEMORY = 1 << 30  # bytes of address space
CPU_S = 40
OUTPUT = 20 << 20  # bytes


def limit() -> None:
    """Little memory and time, no files to write, no core dump that would hold the document.

    Threads stay free: Pango looks for its fonts in one, and dies without it where the server is not root.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    os.nice(10)


def main() -> int:
    limit()
    from weasyprint import HTML, URLFetcher

    html = sys.stdin.buffer.read().decode()
    # No picture, style or font is fetched from anywhere, files included; fonts are those of the system.
    made = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()
    if made is None or len(made) > OUTPUT:
        return 3
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
