"""Run one service: `python -m shared.bus.runner booking`.

Everything is made green first, before anything else is imported; the rest stands in `shared.bus.serving`.
"""

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

    import sys

    from shared.bus.serving import main

    sys.exit(main(sys.argv[1:]))
