"""Run a test service as its own process: `python run_service.py MODULE SETTINGS_AS_JSON`."""

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

    import json
    import sys

    from shared import logs
    from shared.bus import serving

    settings = json.loads(sys.argv[2])
    service = serving.service_class(sys.argv[1])
    logs.configure(service.name, "INFO", "json")
    serving.serve(service, settings)
