"""Where the crash tests end the process: `BOOKING_CRASH_AT=after_claim` with `PROFILE=test`."""

import os
import signal

from shared.bus import Dependency, Resources
from shared.call import Call


class CrashAt:
    """Kills this process, as the machine would, when it reaches the moment; an empty moment is never reached."""

    def __init__(self, moment: str) -> None:
        self.moment = moment

    def __call__(self, moment: str) -> None:
        if moment == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)


class Checkpoints(Dependency):
    """Injects the checkpoint; outside the test profile the setting counts for nothing."""

    def provide(self, resources: Resources, call: Call) -> CrashAt:  # noqa: ARG002 - every worker gets the same
        is_test = resources.settings["profile"] == "test"
        return CrashAt(resources.settings["crash_at"] if is_test else "")
