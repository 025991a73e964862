"""Background work that cannot vanish silently: supervised tasks, and a bounded pool for blocking calls."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 8  # threads; SQLite has one writer, more threads only queue in another place
SLOW_SIZE = 3  # threads, each of which may keep a child process busy
RESTART_DELAY_S = 1.0

_pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="domain")
_slow = ThreadPoolExecutor(SLOW_SIZE, thread_name_prefix="slow")


async def offload(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking domain function in the bounded pool and await its result; its errors come through."""
    return await _run(_pool, fn, *args, **kwargs)


async def offload_slow(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As `offload`, for what takes long (pictures, documents): calls never wait behind it."""
    return await _run(_slow, fn, *args, **kwargs)


async def _run(pool: ThreadPoolExecutor, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    loop = asyncio.get_running_loop()
    # The thread sees the context variables of the caller, as asyncio.to_thread does it.
    work = functools.partial(contextvars.copy_context().run, fn, *args, **kwargs)
    return await loop.run_in_executor(pool, work)


def supervise(name: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
    """Run `work()` as a task that is restarted when it fails and ends when it returns or is cancelled."""
    return asyncio.create_task(_supervised(name, work), name=name)


async def _supervised(name: str, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
            return
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("task failed, restarting in %ss task=%s", RESTART_DELAY_S, name)
            await asyncio.sleep(RESTART_DELAY_S)


async def cancel(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it is gone."""
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if (current := asyncio.current_task()) is not None and current.cancelling():
            raise
