"""Solvers at work in child processes, so that the hub, and with it every other request, never waits for one."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

import eventlet
from eventlet.green import subprocess as green

from services.scheduling.adapters.solving import command
from services.scheduling.ports import News
from shared.logs import logger

log = logger(__name__)


class ChildPlanner:
    """Runs of one process, by the id of the proposal they are for; at most `most` at once."""

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._runs: dict[str, _Run] = {}

    @property
    def is_free(self) -> bool:
        return len(self._runs) < self._most

    @property
    def running(self) -> list[str]:
        return list(self._runs)

    def start(self, run_id: str, task: str, request: Mapping[str, Any]) -> None:
        self._runs[run_id] = _Run(task, request)

    def news(self, run_id: str) -> News:
        return self._runs[run_id].news

    def stop(self, run_id: str) -> None:
        """End the run, if it is ours, and forget it."""
        run = self._runs.pop(run_id, None)
        if run is not None:
            run.end()

    def close(self) -> None:
        for run_id in self.running:
            self.stop(run_id)


class _Run:
    """A child and a greenlet that listens to it."""

    def __init__(self, task: str, request: Mapping[str, Any]) -> None:
        self.news = News()
        self._child = green.Popen(command(task), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._listening = eventlet.spawn(self._listen, json.dumps(request))

    def _listen(self, request: str) -> None:
        try:
            self._child.stdin.write(request.encode() + b"\n")
            self._child.stdin.flush()
            for line in self._child.stdout:
                told = json.loads(line)
                self.news = News(told.get("progress") or self.news.progress, told.get("done"))
        except (OSError, ValueError) as error:
            log.warning("a solver's child could not be heard", error=repr(error))
        if self.news.done is None:
            self.news = News(self.news.progress, is_lost=True)

    def end(self) -> None:
        """Standard input stays open while the child is wanted: its end is the child's."""
        self._listening.kill()
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            pipe.close()
