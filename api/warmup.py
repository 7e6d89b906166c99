"""Opening the library takes seconds; meanwhile the service already answers that it is not ready."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from api.local import LocalWenju
from api.wire import NotReadyError
from ingest.errors import WenjuError

log = logging.getLogger("wenju.api")

# The longest that a stop waits for an opening under way; the first one unpacks the model and takes longer,
# and may be cut off: the next start does it again.
STOP_TIMEOUT_S = 10.0


class Warmup:
    """Opens the library on a thread of its own and hands it out once its model is warm."""

    def __init__(
        self,
        open_wenju: Callable[[], LocalWenju],
        on_ready: Callable[[LocalWenju], None] = lambda _: None,
        on_failure: Callable[[], None] = lambda: None,
    ) -> None:
        self._open_wenju = open_wenju
        self._on_ready = on_ready
        self._on_failure = on_failure
        self._thread = threading.Thread(target=self._run, name="warmup", daemon=True)
        self._wenju: LocalWenju | None = None
        self.error: WenjuError | None = None

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        """Return once the library is open, or could not be opened."""
        self._thread.join()

    def wenju(self) -> LocalWenju:
        """The open library.

        Raises:
            NotReadyError: while it opens, and for good when it could not be opened.
        """
        if self._wenju is not None:
            return self._wenju
        reason = f"启动失败：{self.error}" if self.error else "正在打开资料库、加载模型，请稍候"
        raise NotReadyError(reason)

    def close(self) -> None:
        """Close what was opened; the lock on the data directory goes with it."""
        self._thread.join(STOP_TIMEOUT_S)
        if self._wenju is not None:
            self._wenju.close()

    def _run(self) -> None:
        try:
            wenju = self._open_wenju()
            wenju.warm()
        except WenjuError as error:
            self.error = error
        except Exception as error:
            log.exception("opening the library failed")
            self.error = WenjuError(f"打开资料库时出错：{error}")
        else:
            self._wenju = wenju
            self._on_ready(wenju)
            return
        self._on_failure()
