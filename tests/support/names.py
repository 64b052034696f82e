"""The names others rely on: RPC methods, handlers, API paths. `python -m tests.support.names` writes new ones down.

A name once written down is never taken out by this program: renaming takes the walkthrough of CONTRIBUTING.md, at whose
end its old line is deleted by hand.
"""

import re
import sys
from typing import Any

from deploy import installation
from gateway.app import create_app
from shared.bus.events import EventHandler
from shared.bus.rpc_entrypoint import Rpc
from shared.bus.serving import service_class
from shared.config import ROOT, placeholders

FROZEN = ROOT / "shared" / "contracts" / "frozen_names.txt"
RPC_CALL = re.compile(r'\bask(?:_aside|_as_nobody)?\(\s*"(\w+)",\s*"(\w+)"')
GATEWAY = {"profile": "test", "jwt_secret_key": "only asked for its paths, never to sign", "amqp_url": "memory://"}


def frozen() -> set[str]:
    return {line for line in FROZEN.read_text().splitlines() if line and not line.startswith("#")}


def current() -> set[str]:
    """What the code offers now: `rpc booking.cancel_appointment`, `handler …`, `path GET /api/v1/stores`."""
    services = {name: service_class(name) for name in installation.services()}
    return {*_entrypoints(services), *_paths()}


def called_by_the_gateway() -> set[str]:
    """The RPC methods that the gateway's views name."""
    return {
        f"rpc {service}.{method}"
        for file in (ROOT / "gateway").rglob("*.py")
        for service, method in RPC_CALL.findall(file.read_text())
    }


def _entrypoints(services: dict[str, Any]) -> set[str]:
    found = set()
    for name, service in services.items():
        for method in dir(service):
            for entrypoint in getattr(getattr(service, method), "nameko_entrypoints", ()):
                if isinstance(entrypoint, Rpc):
                    found.add(f"rpc {name}.{method}")
                if isinstance(entrypoint, EventHandler):
                    found.add(f"handler {name}.{method} of {entrypoint.source}.{entrypoint.event_type}")
    return found


def _paths() -> set[str]:
    settings = {key: default for key, (_, default) in placeholders("gateway").items()} | GATEWAY
    numbers = {key: float(value) for key, value in settings.items() if str(value).replace(".", "", 1).isdigit()}
    rules = create_app(_Nobody(), {**settings, **numbers, "trusted_proxies": 0}).url_map.iter_rules()
    return {
        f"path {method} {rule.rule}"
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1") or rule.rule in {"/healthz", "/readyz", "/metrics"}
    }


class _Nobody:
    """Answers no call: the application is only asked for its paths."""

    def call(self, *_: object) -> dict[str, Any]:
        raise AssertionError("nobody is called")

    def close(self) -> None:
        """Nothing is held."""


def write() -> set[str]:
    """Add the new names; returns them."""
    new = current() - frozen()
    heading = [line for line in FROZEN.read_text().splitlines() if line.startswith("#")]
    FROZEN.write_text("\n".join([*heading, *sorted(frozen() | new)]) + "\n")
    return new


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}\n" for name in sorted(write()))
