"""Headers on every answer: a strict content security policy, no sniffing, no framing, the request id."""

from flask import Flask, Response, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from gateway.asking import REQUEST_ID_HEADER, request_id

ONE_YEAR_SECONDS = 31_536_000


def init_app(app: Flask) -> None:
    headers = _headers().headers
    over_tls = StrictTransportSecurity().max_age(ONE_YEAR_SECONDS).include_subdomains()

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault(over_tls.header_name, over_tls.header_value)
        if request.path.startswith("/api/v1/"):
            # Answers differ by account and language, and people share devices.
            response.headers.setdefault("Cache-Control", "no-store")
            if not response.cache_control.public:
                response.vary.update(["Accept-Language", "Authorization", "Cookie"])
        response.headers[REQUEST_ID_HEADER] = request_id()
        return response


def _headers() -> Secure:
    return Secure(
        csp=_content_security_policy(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation("self").camera().microphone(),
        referrer=ReferrerPolicy().strict_origin_when_cross_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def _content_security_policy() -> ContentSecurityPolicy:
    """Everything from our own origin, nothing inline. For pictures also `data:`, drawn in place, and `blob:`, just
    chosen or drawn by somebody.
    """
    return (
        ContentSecurityPolicy()
        .default_src("'self'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:", "blob:")
        .connect_src("'self'")
        .object_src("'none'")
        .base_uri("'none'")
        .form_action("'self'")
        .frame_ancestors("'none'")
    )
