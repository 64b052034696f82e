"""`python -m deploy.embedded`: the product in one process, made green before anything else is imported."""

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

    import sys

    from deploy.one_process import main

    sys.exit(main())
