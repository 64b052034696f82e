import subprocess
import sys


def test_under_eventlet_a_hash_does_not_stop_the_others():
    program = """
import eventlet; eventlet.monkey_patch()
import time
from services.identity.adapters.secrets import Argon2Secrets
secrets = Argon2Secrets()
ticks = []
def tick():
    while True:
        ticks.append(time.perf_counter()); eventlet.sleep(0.002)
ticker = eventlet.spawn(tick)
hashes = [eventlet.spawn(secrets.hash_password, "right horse") for _ in range(6)]
started = time.perf_counter()
known = [each.wait() for each in hashes]
took = time.perf_counter() - started
ticker.kill()
assert all(secrets.password_matches("right horse", each) for each in known)
print(len(ticks), took)
assert len(ticks) >= 4, (len(ticks), took)
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, timeout=60)
