"""The gateway: HTTP in, RPC out. It owns no data and makes no decision."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway import access_log, asking, auth, limits, listening, metrics, openapi, pages, present, security, texts
from gateway.api import BLUEPRINTS, health, wechat
from gateway.errors import LANGUAGES
from gateway.feed import Feed, SilentFeed
from gateway.rpc import Rpc
from gateway.wechat import Secrets
from shared.bus import wire

API_PREFIX = "/api/v1"
GZIP_LEVEL = 1
"""A week of free times shrinks to a twentieth all the same, in a third of the time of level 6."""


class PlainJson(DefaultJSONProvider):
    """Answers are plain values, as they came from the services: the fast way of `shared.bus.wire` is enough."""

    def response(self, *args: Any, **kwargs: Any) -> Response:
        return Response(wire.dumps(self._prepare_response_obj(args, kwargs)), mimetype=self.mimetype)


def create_app(rpc: Rpc, settings: Mapping[str, Any], feed: Feed | None = None) -> Flask:
    """The WSGI application over one way to call services and one to hear them. `settings`: of
    `shared.config.load("gateway")`. Who serves it calls `listening.of(app).start()` in the serving process.
    """
    app = Flask(__name__, static_folder=None)
    app.config.update(
        PROFILE=settings["profile"],
        CALL_TIMEOUT_SECONDS=settings["call_timeout_seconds"],
        READY_TIMEOUT_SECONDS=settings["ready_timeout_seconds"],
        MAX_CONTENT_LENGTH=settings["max_body_bytes"],
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=GZIP_LEVEL,
        COMPRESS_MIMETYPES=["application/json", "application/problem+json", "text/html", "text/css", "text/javascript"],
    )
    app.config[wechat.SETTING] = Secrets(
        settings["wechat_token"], settings["wechat_app_id"], settings["wechat_aes_key"]
    )
    app.json = PlainJson(app)
    app.extensions[asking.EXTENSION] = rpc
    _trust_proxies(app, settings["trusted_proxies"])
    for language in LANGUAGES:
        texts.table(language)
    metrics.init_app(app)
    access_log.init_app(app)
    security.init_app(app)
    present.init_app(app, settings)
    auth.init_app(app, settings)
    listening.init_app(app, feed or SilentFeed(), rpc, settings)
    limits.init_app(app, settings)
    Compress(app)
    api = openapi.init_app(app)
    app.register_blueprint(health.blueprint)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=API_PREFIX)
    pages.init_app(app)
    return app


def _trust_proxies(app: Flask, count: int) -> None:
    """Believe the client's address as told by that many proxies; with none, anybody could write any address."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
