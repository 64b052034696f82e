"""The same load on django-appointment: its own two forms, the same database server, gunicorn with as many threads."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, make_url, text

from deploy.backends import Backends
from deploy.backends.process import free_port
from tests.bench import load
from tests.bench.peers import environment

DATABASE = "bench_django_bookings"
SITE = Path(environment.__file__).parent / "django_site.py"
WORKERS, THREADS = 4, 4
DOUBLED = """
SELECT COALESCE(SUM(same - 1), 0) FROM (
    SELECT COUNT(*) AS same FROM appointment_appointment a
    JOIN appointment_appointmentrequest r ON r.id = a.appointment_request_id
    GROUP BY r.staff_member_id, r.date, r.start_time HAVING COUNT(*) > 1
) doubled
"""


def run(backends: Backends, wishes: list[tuple[str, int]], clients: int) -> dict[str, float]:
    """`wishes`: a local start (`2026-12-07T10:00`) and which of the technicians; bookings a second, and doubles."""
    url = make_url(backends.mysql.url)
    where = {"PEER_HOST": str(url.host), "PEER_PORT": str(url.port or 3306), "PEER_DATABASE": DATABASE}
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {DATABASE}"))
        connection.execute(text(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4"))
        with _served(where) as (port, shop):
            made = _loaded(port, shop, wishes, clients)
        connection.execute(text(f"USE {DATABASE}"))
        doubled = int(connection.execute(text(DOUBLED)).scalar_one())
        connection.execute(text(f"DROP DATABASE {DATABASE}"))
    server.dispose()
    return {**made.figures(), "double_bookings": doubled}


@contextmanager
def _served(where: dict[str, str]) -> Iterator[tuple[int, dict]]:
    variables, python, port = {**os.environ, **where}, environment.python(), free_port()
    filled = subprocess.run([python, SITE], env=variables, capture_output=True, text=True, check=True, timeout=120)
    command = [python, "-m", "gunicorn", "--workers", str(WORKERS), "--threads", str(THREADS)]
    command += [
        "--bind",
        f"127.0.0.1:{port}",
        "--chdir",
        SITE.parent,
        "--log-level",
        "error",
        "django_site:application",
    ]
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(port)
        yield port, json.loads(filled.stdout.splitlines()[-1])
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


def _wait_until_it_answers(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/request/1/")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise AssertionError("django-appointment does not answer")


def _loaded(port: int, shop: dict, wishes: list[tuple[str, int]], clients: int) -> load.Load:
    here = threading.local()

    def post(path: str, form: dict) -> str:
        """Where it sends us next."""
        if not hasattr(here, "connection"):
            here.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            here.cookie = ""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": here.cookie}
        here.connection.request("POST", path, urlencode(form), headers)
        answer = here.connection.getresponse()
        body = answer.read()
        assert answer.status == http.HTTPStatus.FOUND, (answer.status, body[:2000])
        here.cookie = (answer.getheader("Set-Cookie") or here.cookie).partition(";")[0]
        return str(answer.getheader("Location"))

    def book(number: int) -> None:
        start, person = wishes[number]
        day, _, at = start.partition("T")
        hour, minute = at.split(":")
        end = f"{int(hour) + 1:02}:{minute}"
        wanted = {"date": day, "start_time": at, "end_time": end, "service": shop["service"]}
        then = post("/request-submit/", {**wanted, "staff_member": shop["staff"][person]})
        guest = {"name": "Client", "email": "client@example.com", "phone_0": "CN", "phone_1": "13800000001"}
        post(then, {**guest, "address": "", "additional_info": "", "payment_type": "full"})

    return load.run(book, len(wishes), clients)
