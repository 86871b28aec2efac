"""The configuration of the nginx that stands before several chat and action servers.

It lets the same paths through as ``deploy/nginx/mesoguide.conf``, and what load balancers of the
private network ask. Requests are counted by the chat servers themselves, since all of them may come
from the one address of a proxy with TLS that stands before this one.

Nothing that somebody wrote goes to the disk: bodies of the largest size that is taken fit into
memory, answers are passed on as they come, and the log has no query and no address.
"""

from __future__ import annotations

import json
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from mesoguide.channels.api_errors import ApiError
from mesoguide.ops.settings import Settings

#: Seconds that old processes of nginx have for answers in progress after a change of servers. An
#: answer takes 40 s at most (channels/turns.py).
DRAIN_SECONDS = 60

#: A visitor's connection takes two: theirs, and one to a chat server.
_CONNECTIONS = 8_192
_OTHER_FILES = 64

#: Paths of the development channel, open with --dev alone.
_DEVELOPMENT = """
        location /webhooks/rest/ {
            proxy_pass http://chat;
        }"""

_MAIN = """\
# Written by `mesoguide run --workers`, anew at each start.
daemon off;
worker_processes 1;
worker_rlimit_nofile @files@;
worker_shutdown_timeout @drain@s;
pid "@folder@/nginx.pid";
# Its lines quote requests, so only what nginx itself cannot do is kept.
error_log "@logs@/proxy-errors.log" crit;
events {
    worker_connections @connections@;
}
http {
    client_body_temp_path "@folder@/body";
    proxy_temp_path "@folder@/answers";
    fastcgi_temp_path "@folder@/fastcgi";
    uwsgi_temp_path "@folder@/uwsgi";
    scgi_temp_path "@folder@/scgi";
    server_tokens off;

    # What is logged of a request: no address of a visitor, no query, no header.
    log_format mesoguide escape=json
        '{"time":"$time_iso8601","server":"proxy","method":"$request_method","path":"$uri",'
        '"status":$status,"bytes":$body_bytes_sent,"seconds":$request_time,'
        '"answered_by":"$upstream_addr"}';
    access_log "@logs@/proxy.log" mesoguide;

    # The private network, where load balancers are (RFC 1918, RFC 4193, RFC 4291), and ourselves.
    geo $inside {
        default 0;
        127.0.0.0/8 1;
        10.0.0.0/8 1;
        172.16.0.0/12 1;
        192.168.0.0/16 1;
        ::1 1;
        fc00::/7 1;
        fe80::/10 1;@own_address@
    }

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_connect_timeout 2s;
    # An answer takes 40 s at most; a line comes sooner.
    proxy_read_timeout 60s;
    proxy_buffering off;
    proxy_max_temp_file_size 0;
    # The next server is asked where no connection could be made; of a POST that was sent, a server
    # may have done a part, so it is not sent again.
    proxy_next_upstream error;
    proxy_next_upstream_tries 3;

    upstream chat {
        least_conn;
@chat@
        # Rasa keeps connections for 120 s; ours end before.
        keepalive 64;
        keepalive_timeout 60s;
    }

    server {
        listen @listen@;
        # Whoever sends slowly or much gets no connection of Rasa's.
        client_header_timeout 10s;
        client_body_timeout 10s;
        send_timeout 30s;
        client_max_body_size 1m;
        client_body_buffer_size 1m;
        large_client_header_buffers 4 8k;

        # Instead of nginx's own page; the words are those of the chat.
        error_page 502 504 =503 @unavailable;
        location @unavailable {
            default_type application/json;
            add_header Cache-Control no-store always;
            add_header Retry-After 5 always;
            return 503 '@sentence@';
        }

        location = / {
            proxy_pass http://chat;
        }
        location = /favicon.ico {
            proxy_pass http://chat;
        }
        location /webhooks/widget/ {
            proxy_pass http://chat;
        }
        location = /webhooks/widget/messages {
            # A message has an id, and one that was answered is not answered again: it is safe to
            # send it to the next server when one dies in the middle.
            proxy_next_upstream error non_idempotent;
            proxy_pass http://chat;
        }
        location /webhooks/messenger/ {
            # Meta may deliver a thousand events at once.
            client_max_body_size 4m;
            client_body_buffer_size 4m;
            proxy_pass http://chat;
        }@development@
        location = /health {
            if ($inside = 0) {
                return 404;
            }
            proxy_pass http://chat;
        }
        location = /ready {
            if ($inside = 0) {
                return 404;
            }
            # Ready while one of them is.
            proxy_next_upstream error timeout http_503;
            proxy_pass http://chat;
        }
        location / {
            access_log off;
            return 404;
        }
    }
@actions@
}
"""

_ACTIONS = """
    upstream actions_@port@ {
        least_conn;
@servers@
        keepalive 32;
        keepalive_timeout 60s;
    }
    server {
        # For the chat servers of this machine, which have the token.
        listen 127.0.0.1:@port@;
        access_log off;
        # A call has a conversation in it (ops/action_server.py).
        client_max_body_size 16m;
        client_body_buffer_size 16m;
        location = /webhook {
            proxy_pass http://actions_@port@;
        }
        location = /health {
            proxy_pass http://actions_@port@;
        }
        location / {
            return 404;
        }
    }
"""


@dataclass(frozen=True)
class ActionGroup:
    """Action servers that are called at one address.

    Attributes:
        port: where nginx takes calls for them.
        servers: where they listen.
    """

    port: int
    servers: Sequence[int]


def configuration(
    settings: Settings,
    *,
    folder: Path,
    chat: Sequence[int],
    actions: Sequence[ActionGroup],
    dev: bool,
) -> str:
    """Return the text of the configuration.

    Args:
        settings: where nginx listens and where logs are.
        folder: for its own files.
        chat: ports of the chat servers.
        actions: the action servers; of two releases while one replaces the other.
        dev: also let the development channel through.
    """
    connections, files = _limits()
    return _filled(
        _MAIN,
        files=str(files),
        drain=str(DRAIN_SECONDS),
        folder=str(folder),
        logs=str(settings.logs_dir),
        connections=str(connections),
        own_address=_own_address(settings.host),
        chat=_servers(chat),
        sentence=json.dumps(ApiError("unavailable").body(), separators=(",", ":")),
        listen=_listen(settings.host, settings.port),
        development=_DEVELOPMENT if dev else "",
        actions="".join(
            _filled(_ACTIONS, port=str(each.port), servers=_servers(each.servers))
            for each in actions
        ),
    )


def _filled(template: str, **values: str) -> str:
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def _servers(ports: Sequence[int]) -> str:
    """Return the lines for servers of this machine.

    None is left alone after a fault: two that die within seconds would leave nobody to ask, and a
    port on which nobody listens refuses at once.
    """
    return "\n".join(f"        server 127.0.0.1:{port} max_fails=0;" for port in ports)


def _listen(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _own_address(host: str) -> str:
    """Return the line for an address of this machine, from which the supervisor asks."""
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    return "" if address.is_loopback else f"\n        {address} 1;"


def _limits() -> tuple[int, int]:
    """Return how many connections nginx takes, and how many files it opens for them."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = _CONNECTIONS + _OTHER_FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    return max(1, files - _OTHER_FILES), files
