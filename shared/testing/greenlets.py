"""A pytest plugin, loaded with `-p` before anything else: tests run on eventlet, as the services do.

Threads in tests are green then, and so is the waiting of PyMySQL, kombu and pymongo. What must be seen under real
threads (the gateway's client under gunicorn) is tried in a process of its own. Not so where pytest is asked for the
browser's tests alone: Playwright waits in asyncio, which stands still on eventlet's hub.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import eventlet

BROWSER_TESTS = Path(__file__).parents[2] / "tests" / "web"


def asks_for_a_browser(arguments: Sequence[str]) -> bool:
    """Whether every folder, file or test named there is one of the browser's tests."""
    named = [Path(argument.partition("::")[0]).resolve() for argument in arguments]
    there = [path for path in named if path.exists()]
    return bool(there) and all(path.is_relative_to(BROWSER_TESTS) for path in there)


if not asks_for_a_browser(sys.argv[1:]):
    eventlet.monkey_patch()
