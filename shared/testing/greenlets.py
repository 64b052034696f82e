"""A pytest plugin, loaded with `-p` before anything else: tests run on eventlet, as the services do.

Threads in tests are green then, and so is the waiting of PyMySQL, kombu and pymongo. What must be seen under real
threads (the gateway's client under gunicorn) is tried in a process of its own.
"""

import eventlet

eventlet.monkey_patch()
