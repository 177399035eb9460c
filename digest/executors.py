"""What large work is spread over, by its name: processes of this machine, or a cluster."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from digest.errors import UsageError
from digest.spread import begin_worker

if TYPE_CHECKING:  # loaded when there is large work: 14 ms
    from concurrent.futures import Executor

Maker: TypeAlias = "Callable[[], Executor]"

_CLUSTER = re.compile(r"(dask|tls)://((?:\[[0-9a-fA-F:.]+\]|[^/:@\s\[\]]+):[0-9]{1,5})")
"""`tls` is Dask's own scheme for an encrypted cluster; its certificates are named in Dask's settings."""


def executor_maker(address: str | None, jobs: int | None, site: Path) -> Maker | None:
    """What makes the executor for large work; None for one job, which needs none.

    Without an address they are processes here, `jobs` of them, or one for each core. `dask://HOST:PORT` is a Dask
    cluster; nobody asks there before there is large work. Raises UsageError if the address cannot be one.
    """
    if address is None:
        count = jobs or os.cpu_count() or 1
        return None if count == 1 else lambda: _processes(count)
    if jobs is not None:
        raise UsageError("--jobs counts processes of this machine, --executor names a cluster. Leave one of them out.")
    found = _CLUSTER.fullmatch(address)
    if not found:
        raise UsageError(f"'{address}' is not an executor. It is an address such as dask://HOST:PORT.")
    if not find_spec("distributed"):
        raise UsageError(f"{address} needs the package 'distributed': install digest[cluster].")

    def connect() -> Executor:
        from digest.cluster import connect

        return connect(address, f"{'tls' if found[1] == 'tls' else 'tcp'}://{found[2]}", site)

    return connect


def _processes(count: int) -> Executor:
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor

    class Processes(ProcessPoolExecutor):
        workers = count

    # To fork is quickest and safe where there is but one thread; elsewhere workers load the program anew.
    fork = sys.platform == "linux" and threading.active_count() == 1
    return Processes(count, multiprocessing.get_context("fork" if fork else "spawn"), begin_worker)
