"""Run by the peers' interpreter: how long django-appointment takes for the free times of 20 people over 7 days.

Usage: python django_slots.py HOST PORT DATABASE MONDAY. Prints one JSON object on standard output.
"""

import datetime as dt
import json
import statistics
import sys
import time

import django
import pymysql
from django.conf import settings
from django.core.management import call_command

HOST, PORT, DATABASE, MONDAY = sys.argv[1:5]
PEOPLE, DAYS, VISITS = 20, 7, ((11, 0), (14, 0), (17, 30))

pymysql.version_info = (2, 2, 7, "final", 0)
pymysql.install_as_MySQLdb()
settings.configure(
    SECRET_KEY="a benchmark has no secrets",
    USE_TZ=True,
    TIME_ZONE="Asia/Shanghai",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "appointment",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.mysql",
            "HOST": HOST,
            "PORT": int(PORT),
            "NAME": DATABASE,
            "USER": "root",
            "OPTIONS": {"charset": "utf8mb4"},
        }
    },
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
)
django.setup()

from appointment.models import Appointment, AppointmentRequest, Service, StaffMember, WorkingHours  # noqa: E402
from appointment.services import get_available_slots_for_staff  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402


def fill(monday: dt.date) -> list:
    """Twenty people who work from ten to ten every day, three visits each a day."""
    users = get_user_model()
    service = Service.objects.create(name="Tuina", duration=dt.timedelta(hours=1), price=198)
    client = users.objects.create(username="client")
    staff = []
    for number in range(PEOPLE):
        user = users.objects.create(username=f"staff{number}", first_name=f"Staff{number}")
        member = StaffMember.objects.create(
            user=user,
            slot_duration=15,
            lead_time=dt.time(10),
            finish_time=dt.time(22),
            work_on_saturday=True,
            work_on_sunday=True,
        )
        member.services_offered.add(service)
        for day in range(7):
            WorkingHours.objects.create(
                staff_member=member, day_of_week=day, start_time=dt.time(10), end_time=dt.time(22)
            )
        for offset in range(DAYS):
            for hour, minute in VISITS:
                request = AppointmentRequest.objects.create(
                    date=monday + dt.timedelta(days=offset),
                    start_time=dt.time(hour, minute),
                    end_time=dt.time(hour + 1, minute),
                    service=service,
                    staff_member=member,
                )
                Appointment.objects.create(client=client, appointment_request=request, phone="+8613800000001")
        staff.append(member)
    return staff


def measure(staff: list, monday: dt.date, rounds: int = 3) -> dict:
    """Seconds for all technician-days of the week, the median of some rounds."""
    took, slots = [], 0
    for _ in range(rounds):
        started = time.perf_counter()
        slots = sum(
            len(get_available_slots_for_staff(day, member, (day.weekday() + 1) % 7))
            for day in (monday + dt.timedelta(days=offset) for offset in range(DAYS))
            for member in staff
        )
        took.append(time.perf_counter() - started)
    return {"seconds": statistics.median(took), "technician_days": PEOPLE * DAYS, "slots": slots}


call_command("migrate", "auth", verbosity=0)
call_command("migrate", verbosity=0, run_syncdb=True)  # the wheel carries no migrations
monday = dt.date.fromisoformat(MONDAY)
print(json.dumps(measure(fill(monday), monday)))
