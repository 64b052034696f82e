"""What the chat ships as reviewed data: tables in YAML, constants of the code that people can read and edit.

They are read once per process, at first use. Nothing here changes while the service runs, so the domain may ask for
them.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> Any:
    """The table `<name>.yml` of this folder (`table("intents/book")`); FileNotFoundError where there is none.

    Everybody gets the same object: read it, never write to it.
    """
    return yaml.safe_load(files(__name__).joinpath(f"{name}.yml").read_text(encoding="utf-8"))
