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
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(path: Path = DOCUMENT) -> None:
    path.write_text(written(document()))
    web.installed().run("run", "--silent", "api")


if __name__ == "__main__":
    main()
