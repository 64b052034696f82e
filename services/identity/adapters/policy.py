"""The policy of signing in, read from the configuration once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.identity.domain.limits import Limit
from services.identity.domain.policy import LIMITED, Policy
from shared.bus import Dependency, Resources
from shared.call import Call


def policy_of(settings: Mapping[str, Any]) -> Policy:
    """ValueError names a limit that is not written as `times/seconds [times/seconds …]`."""
    factor = settings["demo_limit_factor"] if settings["profile"] == "demo" else 1
    return Policy(
        code_lifetime=timedelta(seconds=settings["code_lifetime_seconds"]),
        code_tries=settings["code_tries"],
        refresh_lifetime=timedelta(days=settings["refresh_lifetime_days"]),
        registration_lifetime=timedelta(hours=settings["registration_lifetime_hours"]),
        limits={
            what: tuple(Limit.parse(text).widened(factor) for text in settings[f"limit_{what}"].split())
            for what in LIMITED
        },
    )


class SignInPolicy(Dependency):
    """Injects the policy; a wrong limit ends the process at start, not at the first sign-in."""

    def start(self, resources: Resources) -> None:
        self.policy = policy_of(resources.settings)

    def provide(self, resources: Resources, call: Call) -> Policy:  # noqa: ARG002
        return self.policy
