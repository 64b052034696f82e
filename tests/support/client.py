"""`python -m tests.support.client`: renew what the pages know of the API, `openapi.json` and the client's types."""

import json
from pathlib import Path
from typing import Any

from deploy import web
from gateway.app import create_app
from tests.unit.gateway.conftest import SETTINGS, FakeRpc

DOCUMENT = web.WEB / "openapi.json"


def document() -> Any:
    """The OpenAPI document as the gateway tells it."""
    return create_app(FakeRpc(), SETTINGS).test_client().get("/api/openapi.json").json


def written(document: Any) -> str:
    """The document as the client's types are made from it.

    That an answer may have more than it names goes without saying in JSON Schema; said, it would let every misspelt
    name pass for one of the unnamed.
    """
    return json.dumps(_named_only(document), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _named_only(part: Any) -> Any:
    if isinstance(part, list):
        return [_named_only(one) for one in part]
    if not isinstance(part, dict):
        return part
    is_open = "properties" in part and part.get("additionalProperties") is True
    return {name: _named_only(one) for name, one in part.items() if not (is_open and name == "additionalProperties")}


def main(path: Path = DOCUMENT) -> None:
    path.write_text(written(document()))
    web.installed().run("run", "--silent", "api")


if __name__ == "__main__":
    main()
