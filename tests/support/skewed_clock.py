"""A service whose machine has a wrong clock: `CLOCK_SKEW_SECONDS=120 python -m tests.support.skewed_clock booking`."""

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

    import os
    import sys
    from datetime import UTC, datetime, timedelta

    import time_machine

    from shared.bus.serving import main

    skew = timedelta(seconds=float(os.environ["CLOCK_SKEW_SECONDS"]))
    with time_machine.travel(datetime.now(UTC) + skew, tick=True):
        sys.exit(main(sys.argv[1:]))
