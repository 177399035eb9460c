"""Large work on the workers of a Dask cluster, https://distributed.dask.org/

`connect` and `Cluster` are ours to use; `facts` and `run` are what workers do.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import pickle
import threading
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.build.program import program_facts
from digest.content.engines.python_markdown import extensions_digest
from digest.errors import UsageError
from digest.model.parts import digest_of
from digest.settings.config import load_config

PATIENCE = 10.0
"""Seconds until a scheduler must have answered; while there is work, workers are counted as often."""

Facts = Mapping[str, str]
"""What decides the bytes of pages besides the site's files, by name."""

About = tuple[tuple[str, ...], str]
"""What a site needs of a worker: Markdown extensions and a time zone."""


@lru_cache(maxsize=16)
def facts(extensions: tuple[str, ...], timezone: str) -> Facts:
    """The facts of this process: of the program, and of what this site needs besides. Never raises."""
    found = {**program_facts(), "distributed": version("distributed")}
    for name in extensions:
        try:
            found[f"the Markdown extension {name}"] = extensions_digest((name,)).hex()
        except Exception as error:  # an extension is foreign code: it may raise anything
            found[f"the Markdown extension {name}"] = f"not to be loaded: {error}"
    try:
        zone = ZoneInfo(timezone)
        offsets = [str(dt.datetime(1970 + n // 12, 1 + n % 12, 1, tzinfo=zone).utcoffset()) for n in range(12 * 80)]
        found[f"the time zone {timezone}"] = digest_of(offsets).hex()
    except (KeyError, ValueError, OSError):
        found[f"the time zone {timezone}"] = "not known"
    return found


def differences(there: Facts, here: Facts) -> list[str]:
    """In words, what two processes do not have in common."""
    return [
        f"{name} is {there.get(name, 'missing')} there and {here.get(name, 'missing')} here"
        for name in sorted({*there, *here})
        if there.get(name) != here.get(name)
    ]


_one_at_a_time = threading.Lock()
"""Markdown converters are kept for the next text, and no two threads may use one at a time."""


def run(here: Facts, about: About, packed: bytes) -> bytes:
    """Does a chunk of work on a worker: both the call and what it returns are pickled. A worker that came after
    `connect` had looked may be of another program: it refuses."""
    if different := differences(facts(*about), here):
        raise RuntimeError("; ".join(different))
    with _one_at_a_time:
        work, arguments = pickle.loads(packed)
        return pickle.dumps(work(*arguments), pickle.HIGHEST_PROTOCOL)


class Cluster(Executor):
    """The workers of a Dask cluster as an executor. Whatever becomes of a chunk there, if its result does not arrive
    it is a BrokenExecutor here.

    Calls go as bytes: Dask would look for names of other results in arguments, and count them, one by one.
    """

    def __init__(self, client: Any, name: str, here: Facts, about: About) -> None:
        self._client = client
        self._dask = client.get_executor(pure=False)  # or a task like an earlier one would be taken for the same
        self._name = name
        self._task = (here, about)
        self._waiting: set[Future[Any]] = set()
        self._ended = threading.Event()
        self.workers = max(1, len(client.nthreads()))
        threading.Thread(target=self._watch, name="digest-cluster", daemon=True).start()

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        if named:
            raise TypeError("Cluster.submit takes no named arguments")
        answer: Future[Any] = Future()

        def answered(asked: Future[bytes]) -> None:
            self._waiting.discard(answer)
            with suppress(InvalidStateError):  # given up while it arrived
                try:
                    answer.set_result(pickle.loads(asked.result()))
                except Exception as error:  # cancelled, its worker killed, the connection lost
                    answer.set_exception(BrokenExecutor(f"{type(error).__name__}: {error}"))

        packed = pickle.dumps((work, arguments), pickle.HIGHEST_PROTOCOL)
        self._waiting.add(answer)
        try:
            asked = self._dask.submit(run, *self._task, packed)
        except Exception as error:  # the scheduler is gone
            raise BrokenExecutor(f"{self._name} takes no more work: {error}") from error
        asked.add_done_callback(answered)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Gives up what is not done. Who still waits for it gets a BrokenExecutor."""
        self._ended.set()
        with suppress(Exception):  # the scheduler may be gone
            self._dask.shutdown(wait=False)
        _close(self._client)
        while self._waiting:  # after a close in disorder Dask's own futures may wait for ever
            with suppress(InvalidStateError, KeyError):
                self._waiting.pop().set_exception(BrokenExecutor(f"{self._name} is gone"))

    def _watch(self) -> None:
        """Without workers the scheduler waits for some to come, for ever: then all work is given back."""
        while not self._ended.wait(PATIENCE):
            try:
                gone = not self._client.nthreads()
            except Exception:
                gone = True
            if gone:
                self.shutdown()


def connect(name: str, address: str, site: Path) -> Cluster:
    """The cluster whose scheduler is at this address of Dask's, tcp:// or tls://; `name` is what the user calls it.

    Raises UsageError if nobody answers, there are no workers, or one of them is not the same program.
    """
    import distributed

    dask: Any = distributed  # its own types are not complete

    async def shake_hands() -> None:
        """Dask's client does so as well, but waits for the other hand for ever."""
        encryption = dask.Security().get_connection_args("client")
        connection = await dask.comm.connect(address, timeout=PATIENCE, **encryption)
        connection.abort()

    for logger in ("distributed", "distributed.client", "distributed.gc", "tornado.application", "asyncio"):
        logging.getLogger(logger).setLevel(logging.CRITICAL + 1)  # what matters is told by us
    config, _ = load_config(site)
    about = (config.markdown.extensions, config.timezone)
    try:
        asyncio.run(asyncio.wait_for(shake_hands(), PATIENCE))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions, which are compared below
            client = dask.Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError as error:  # TimeoutError is one
        raise UsageError(f"No Dask scheduler answers at {name} within {PATIENCE:g} seconds.") from error
    except Exception as error:
        raise UsageError(f"{name} cannot be used: {error}") from error
    try:
        here = facts(*about)
        _check(client, name, here, about)
        return Cluster(client, name, here, about)
    except BaseException:
        _close(client)
        raise


def _check(client: Any, name: str, here: Facts, about: About) -> None:
    """The scheduler as well: Dask unpacks each task there once more."""
    workers = client.run(facts, *about, on_error="return")
    if not workers:
        raise UsageError(f"The cluster at {name} has no workers. Start one with: dask worker ADDRESS --nthreads 1")
    found = {f"worker {address}": there for address, there in workers.items()}
    try:
        found["scheduler"] = client.run_on_scheduler(facts, *about)
    except Exception as error:
        found["scheduler"] = error
    for who, there in found.items():
        if isinstance(there, Exception):
            raise UsageError(f"The {who} of {name} cannot load digest: {there}. Install the same version there.")
        if different := differences(there, here):
            remedy = "Install the same there, and start it again."
            raise UsageError(f"The {who} of {name} is not the same program: {'; '.join(different)}. {remedy}")


def _close(client: Any) -> None:
    with suppress(Exception):  # nobody may be left to say goodbye to
        client.close(timeout=PATIENCE)
