"""An asyncio loop in a thread of its own, for servers that live beside synchronous code. It knows nothing of mail."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

STOP_SECONDS = 10.0


class LoopThread:
    """Runs coroutines for whoever asks, from any thread, until `stop()`; then nothing of it is left running."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def call(self, coroutine: Coroutine[Any, Any, T], timeout_seconds: float = 30.0) -> T:
        """The coroutine's result; what it raises is raised here."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(timeout_seconds)

    def stop(self) -> None:
        """Cancels every task, waits for them, ends the thread, closes the loop. Safe to call twice."""
        if self.loop.is_closed():
            return
        self.call(_cancel_the_others(), STOP_SECONDS)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(STOP_SECONDS)
        self.loop.close()


async def _cancel_the_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    loop = asyncio.get_running_loop()
    # A connection in the middle of a TLS handshake has no task yet; asyncio keeps the only list of them.
    for transport in list(getattr(loop, "_transports", {}).values()):
        transport.abort()
    # A transport closes in a later turn of the loop, and one that is never closed is a ResourceWarning.
    for _ in range(5):
        await asyncio.sleep(0)
    await loop.shutdown_asyncgens()
