"""The gateway under eventlet on the in-memory bus, announcing an appointment's next revision every so often.

`python -m tests.integration.gateway.embedded_gateway PORT FOLDER SETTINGS`, the settings as JSON.
"""

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

    import json
    import sys
    from dataclasses import replace
    from itertools import count
    from typing import Any

    from gateway import listening
    from gateway.app import create_app
    from shared import crypto
    from shared.bus.embedded import BROKER_URL, run_embedded
    from shared.bus.feed import InProcessFeed
    from shared.bus.publisher import InMemoryPublisher
    from shared.bus.relay import post_of
    from shared.bus.topology import events_exchange
    from shared.ids import new_id
    from shared.testing import sample
    from tests.conftest import TEST_KEYS

    port, folder, settings = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    crypto.install(crypto.Keyring.parse(TEST_KEYS["PERSONAL_DATA_KEYS"], TEST_KEYS["BLIND_INDEX_KEY"]))

    def announce() -> None:
        publisher = InMemoryPublisher(BROKER_URL, [events_exchange("booking")])
        event = sample("booking", "appointment_confirmed")
        for revision in count(1):
            data = {**event.data, "customer_id": "cus-1", "revision": revision}
            publisher.publish([post_of(replace(event, id=new_id(), data=data))])
            eventlet.sleep(0.1)

    def application(caller: Any, _: Any) -> Any:
        app = create_app(caller, settings, InProcessFeed(BROKER_URL, listening.TOPICS))
        listening.of(app).start(0.1)
        eventlet.spawn(announce)
        return app

    run_embedded([], {}, application, "127.0.0.1", port, f"sqlite:///{folder}/dead-letters.db")
