"""A pytest plugin for `make mutants` alone: a fault is looked for by the quick tests first, then by few examples.

Every property would try its usual number of examples for each of hundreds of faults, and shrink what it finds; all
that is asked here is whether anybody notices. The examples are the same each time, so that the score is as well.
Trials are forks of a process that has run every test: what its functions remember would hide the faults in them.
"""

import sys
from typing import Any

import pytest
from hypothesis import Phase, settings

EXAMPLES = 20
USED = "_hypothesis_internal_use_settings"
"""Where hypothesis keeps what a test is decorated with; its own plugin for pytest replaces settings there as well."""


def pytest_sessionstart() -> None:
    for name in [name for name in sys.modules if name.startswith("services.scheduling")]:
        for one in list(vars(sys.modules[name]).values()):
            if hasattr(one, "cache_clear"):
                one.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    properties = [item for item in items if hasattr(_function(item), USED)]
    for item in properties:
        usual = getattr(_function(item), USED)
        setattr(_function(item), USED, _hurried(usual))
    items.sort(key=lambda item: item in properties)


def _hurried(usual: settings) -> settings:
    examples = min(usual.max_examples, EXAMPLES)
    phases = (Phase.explicit, Phase.generate)
    return settings(usual, max_examples=examples, phases=phases, derandomize=True, database=None)


def _function(item: pytest.Item) -> Any:
    return getattr(item, "obj", None)
