"""The broker as `make up` prepares it: a virtual host for the system, in it a user of its own for each process."""

import base64
import json
import secrets
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from deploy.broker_users import definitions, users

SECONDS = 30


def prepare(variables: Mapping[str, str]) -> dict[str, str]:
    """The AMQP URL of every process by its name. The passwords are new each time; the queues stay.

    AMQP_URL is an administrator's and names the virtual host. Where the broker's management cannot be reached (its URL
    came from outside, AMQP_MANAGEMENT_URL is empty) everybody uses AMQP_URL itself.
    """
    shared, management = variables["AMQP_URL"], variables.get("AMQP_MANAGEMENT_URL")
    if not management:
        return dict.fromkeys(users(), shared)
    virtual_host = unquote(urlsplit(shared).path.removeprefix("/"))
    passwords = {user: secrets.token_urlsafe(24) for user in users()}
    _make_virtual_host(management, virtual_host, unquote(urlsplit(shared).username or "guest"))
    _request(management, "POST", "definitions", _of_this_system(virtual_host, passwords))
    return {user: _url(shared, name_of(virtual_host, user), password) for user, password in passwords.items()}


def name_of(virtual_host: str, user: str) -> str:
    """Users belong to the whole broker, so those of several systems on it need names that differ."""
    return f"{virtual_host}.{user}"


def forget(variables: Mapping[str, str]) -> None:
    """Take away the virtual host with all that is in it, and its users."""
    virtual_host = unquote(urlsplit(variables["AMQP_URL"]).path.removeprefix("/"))
    management = variables["AMQP_MANAGEMENT_URL"]
    _request(management, "DELETE", f"vhosts/{quote(virtual_host, safe='')}")
    for user in users():
        _request(management, "DELETE", f"users/{quote(name_of(virtual_host, user), safe='')}")


def _make_virtual_host(management: str, virtual_host: str, administrator: str) -> None:
    name = quote(virtual_host, safe="")
    _request(management, "PUT", f"vhosts/{name}", {})
    everything = dict.fromkeys(("configure", "write", "read"), ".*")
    _request(management, "PUT", f"permissions/{name}/{quote(administrator, safe='')}", everything)


def _of_this_system(virtual_host: str, passwords: Mapping[str, str]) -> dict[str, Any]:
    made = definitions(virtual_host, passwords)
    for user in made["users"]:
        user["name"] = name_of(virtual_host, user["name"])
    for right in (*made["permissions"], *made["topic_permissions"]):
        right["user"] = name_of(virtual_host, right["user"])
    return made


def _url(shared: str, user: str, password: str) -> str:
    parts = urlsplit(shared)
    address = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{address}").geturl()


def _request(management: str, method: str, path: str, body: object = None) -> None:
    """One call of the management API; HTTPError says what it refused."""
    parts = urlsplit(management)
    login = base64.b64encode(f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - the broker's own address
        f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/api/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Basic {login}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310 - see above
        pass
