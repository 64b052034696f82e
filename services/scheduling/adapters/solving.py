"""The child process in which solvers run: `python -m services.scheduling.adapters.solving TASK`.

One JSON object comes in by the first line of standard input; JSON objects go out, a line each: first any number with
`progress`, then one with `done`. It ends at once when its parent does, which is the end of standard input.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Any

Json = dict[str, Any]
Tell = Callable[[Json], None]

# A task's module has `run(request, tell)`, which returns what is `done`. Only its own imports cost its child time.
TASKS = {
    "roster": "services.scheduling.adapters.roster_solver",
    "roster_bound": "services.scheduling.adapters.roster_bound",
    "routes": "services.scheduling.adapters.routing.task",
}
NICENESS = 5
PROGRAM = "services.scheduling.adapters.solving"


def command(task: str) -> list[str]:
    """The command line of a child."""
    return [sys.executable, "-m", PROGRAM, task]


def main(task: str) -> None:
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)  # not more for the child of a child
    request = json.loads(sys.stdin.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    done = import_module(TASKS[task]).run(request, lambda progress: _write({"progress": progress}))
    _write({"done": done})
    os._exit(0)  # whatever solver still works in a thread has nothing to add


def _write(told: Json) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
