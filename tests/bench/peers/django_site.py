"""A site with django-appointment alone, as gunicorn serves it; run as a program it makes the database and fills it.

The database is told by PEER_HOST, PEER_PORT and PEER_DATABASE. What a deployment would have besides (CSRF, a look at
the session for who is signed in) is left out, which spares it work.
"""

import datetime as dt
import json
import os
from collections.abc import Callable
from typing import Any

import django
import pymysql
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

PEOPLE = 20
SIGNED_IN: list[Any] = []

pymysql.version_info = (2, 2, 7, "final", 0)
pymysql.install_as_MySQLdb()
settings.configure(
    SECRET_KEY="a benchmark has no secrets",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="Asia/Shanghai",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    LOGGING_CONFIG=None,
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        f"{__name__}.signed_in",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
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
            "HOST": os.environ["PEER_HOST"],
            "PORT": int(os.environ["PEER_PORT"]),
            "NAME": os.environ["PEER_DATABASE"],
            "USER": "root",
            "OPTIONS": {"charset": "utf8mb4"},
            "CONN_MAX_AGE": 600,
        }
    },
)
django.setup()

from appointment.models import Service, StaffMember, WorkingHours  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [path("", include("appointment.urls"))]


def signed_in(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Everybody is the one client, read once."""

    def ask(request: HttpRequest) -> HttpResponse:
        if not SIGNED_IN:
            SIGNED_IN.append(get_user_model().objects.get(username="client"))
        request.user = SIGNED_IN[0]
        return answer(request)

    return ask


def fill() -> dict[str, Any]:
    """Twenty people who work from ten to ten every day; the ids of the service and of theirs."""
    users = get_user_model()
    users.objects.create(username="client", first_name="Client", email="client@example.com")
    service = Service.objects.create(name="Tuina", duration=dt.timedelta(hours=1), price=198)
    staff = []
    for number in range(PEOPLE):
        user = users.objects.create(
            username=f"staff{number}", first_name=f"Staff{number}", email=f"s{number}@example.com"
        )
        member = StaffMember.objects.create(user=user, slot_duration=15, lead_time=dt.time(10), finish_time=dt.time(22))
        member.services_offered.add(service)
        for day in range(7):
            hours = {"start_time": dt.time(10), "end_time": dt.time(22)}
            WorkingHours.objects.create(staff_member=member, day_of_week=day, **hours)
        staff.append(member.id)
    return {"service": service.id, "staff": staff}


application = get_wsgi_application()

if __name__ == "__main__":
    call_command("migrate", "auth", verbosity=0)
    call_command("migrate", verbosity=0, run_syncdb=True)  # the wheel carries no migrations
    print(json.dumps(fill()))
