"""A preview of the built site in the browser, which follows the builds. For one's own machine only."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

from digest.errors import UsageError
from digest.live.answer import DESK, Shown, answers
from digest.live.faults import Fault
from digest.live.routes import DESK_PATH, Base
from digest.live.served import Source
from digest.live.server import Server

_EVERYWHERE = {"0.0.0.0": "localhost", "::": "localhost"}


class Preview:
    """Serves a site over HTTP and keeps open pages up to date.

    The port is taken at once, so that a wrong one is known before the first build; 0 means any that is free. If it is
    taken, the next ones are tried, until `tries` were. `base_url` is that of digest.yaml: the site is served below the
    path in it. `notice` is given what should be told on the terminal. `desk` makes the page at /_digest/, of the path
    of the front page; it is taken to be another whenever something changed.
    Raises UsageError if host and port cannot be had. Safe to use from any thread.
    """

    def __init__(
        self,
        source: Source,
        host: str = "127.0.0.1",
        port: int = 8000,
        *,
        tries: int = 1,
        base_url: str = "",
        notice: Callable[[str], None] = lambda line: None,
        desk: Callable[[str], bytes] | None = None,
    ) -> None:
        self._shown = Shown(source, Base(base_url), desk)
        self._server = _server(self._shown, host, range(port, port + tries), notice)
        self._host = host
        self.port = int(self._server.server_address[1])
        self.is_private = self._server.is_private  # whether this machine alone can read it
        self._thread = threading.Thread(target=self._server.serve, daemon=True)
        self._started = False

    @property
    def url(self) -> str:
        """Where the front page is."""
        return self._host_url + self._shown.base.url

    @property
    def desk_url(self) -> str:
        """Where it is told what waits for an editor."""
        return self._host_url + DESK_PATH

    @property
    def _host_url(self) -> str:
        shown = _EVERYWHERE.get(self._host, f"[{self._host}]" if ":" in self._host else self._host)
        return f"http://{shown}:{self.port}"

    def start(self) -> None:
        """Answer requests from now on, in a thread that does not keep the program alive."""
        self._started = True
        self._thread.start()

    def place(self, base_url: str) -> None:
        """Serve the site below the path of this `base_url` from now on."""
        self._shown.base = Base(base_url)

    def changed(
        self,
        paths: Collection[str],
        moved: Mapping[str, str] = MappingProxyType({}),
        faults: Sequence[Fault] | None = None,
    ) -> None:
        """Bring the open pages up to date that show or use one of `paths`. `faults` are what is wrong now; None for
        what was.

        `paths` are the files of the site that are other now, are new or are gone; `moved` leads from the file of a
        page that is gone to that of the page that stands for it, and an open page goes there. All are relative to the
        site's folder, as those that `Source.read` is asked for.
        """
        self._shown.board.publish((*paths, DESK), moved, faults)

    def failed(self, faults: Sequence[Fault]) -> None:
        """Show over all pages what is wrong now, if anything is; the site is served as before."""
        self._shown.board.report(faults)

    def close(self) -> None:
        """End all connections and free the port."""
        self._server.closed = True
        self._shown.board.close()
        if self._started:
            self._started = False
            self._server.stop()
            self._thread.join()
        self._server.server_close()
        self._server.hang_up()


def _server(shown: Shown, host: str, ports: range, notice: Callable[[str], None]) -> Server:
    for port in ports:
        try:
            return Server(answers(shown), host, port, notice)
        except (OSError, OverflowError) as error:
            is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            if not is_taken or port == ports[-1]:
                raise UsageError(_refusal(error, host, ports)) from error
    raise AssertionError("no port to try")


def _refusal(error: OSError | OverflowError, host: str, ports: range) -> str:
    if isinstance(error, OverflowError):
        return f"{ports[-1]} is no port. Choose one from 1024 to 65535 with --port, or 0 for any that is free."
    if error.errno == errno.EADDRINUSE and len(ports) > 1:
        return f"The ports {ports[0]} to {ports[-1]} on {host} are all taken. Choose another with --port, or 0 for any."
    if error.errno == errno.EADDRINUSE:
        return f"Port {ports[0]} on {host} is taken by another program. Choose another with --port, or 0 for any."
    if error.errno == errno.EACCES:
        return f"Port {ports[0]} on {host} may not be used. Choose one from 1024 to 65535 with --port."
    return f"Cannot listen on {host}, port {ports[0]} ({error.strerror or error}). Check --host and --port."
