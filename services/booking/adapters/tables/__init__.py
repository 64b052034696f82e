"""Booking's tables, a module for each noun."""

from services.booking.adapters.tables.alerts import sos_alerts
from services.booking.adapters.tables.appointments import appointment_history, appointment_technicians, appointments
from services.booking.adapters.tables.catalogue import catalogue_rows
from services.booking.adapters.tables.courses import course_sessions, courses
from services.booking.adapters.tables.customers import customer_names
from services.booking.adapters.tables.database import metadata
from services.booking.adapters.tables.feeds import calendar_feeds, erased_customers
from services.booking.adapters.tables.home import arrival_tries, home_offers, home_searches, latenesses
from services.booking.adapters.tables.payments import payments, sandbox_payments
from services.booking.adapters.tables.proposals import proposals
from services.booking.adapters.tables.protocol import attempts, changes
from services.booking.adapters.tables.queue import queue_days, queue_tickets
from services.booking.adapters.tables.records import record_files, service_records
from services.booking.adapters.tables.series import series, series_visits
from services.booking.adapters.tables.waitlist import waitlist_looks, waitlist_wishes

__all__ = [
    "appointment_history",
    "appointment_technicians",
    "appointments",
    "arrival_tries",
    "attempts",
    "calendar_feeds",
    "catalogue_rows",
    "changes",
    "course_sessions",
    "courses",
    "customer_names",
    "erased_customers",
    "home_offers",
    "home_searches",
    "latenesses",
    "metadata",
    "payments",
    "proposals",
    "queue_days",
    "queue_tickets",
    "record_files",
    "sandbox_payments",
    "series",
    "series_visits",
    "service_records",
    "sos_alerts",
    "waitlist_looks",
    "waitlist_wishes",
]
