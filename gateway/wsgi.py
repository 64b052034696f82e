"""The application over RabbitMQ, for gunicorn: `gunicorn --config gateway/gunicorn.conf.py gateway.wsgi:app`."""

import sys

from gateway.app import create_app
from gateway.auth import KeyUnfit
from gateway.feed.pika_feed import PikaFeed
from gateway.listening import TOPICS
from gateway.rpc.pika_rpc import PikaRpc
from shared import logs
from shared.config import ConfigurationInvalid, load

try:
    settings = load("gateway")
    logs.configure("gateway", settings["log_level"], settings["log_format"])
    app = create_app(PikaRpc(settings["amqp_url"]), settings, PikaFeed(settings["amqp_url"], TOPICS))
except ConfigurationInvalid as invalid:
    sys.exit("\n".join(["gateway: the configuration is wrong", *invalid.problems]))
except KeyUnfit as unfit:
    sys.exit(f"gateway: {unfit}")
