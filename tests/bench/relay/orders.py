"""The server's end of the pipe: JSON orders on standard input, one answer a line on standard output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable

Order = dict[str, str]


async def serve(handle: Callable[[Order], Awaitable[str]]) -> None:
    """Handles orders until standard input ends. A failed order is answered with its error and not the end."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else is printed must not look like an answer
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = {key: str(value) for key, value in json.loads(line).items()}
        try:
            reply = {"answer": "" if order["do"] == "hello" else await handle(order)}
        except Exception as error:  # whatever fails, the bench must hear of it
            reply = {"error": repr(error)}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()
