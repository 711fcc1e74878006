"""How the web process serves: one process, some threads, bound where FOYER_BIND says."""

import sys
from typing import Any

from config import ConfigError, Settings
from cores import stay_on_one
from memory import settle, share_one_heap

try:
    settings = Settings.load()
except ConfigError as error:
    sys.exit(error.message)

bind = settings.bind
# One process: it stays under 150 MB, and rate limits counted in memory count everybody. Threads wait for the database.
workers = 1
worker_class = "gthread"
threads = settings.web_threads
timeout = 60
graceful_timeout = 20
keepalive = 20  # a busy reverse proxy or browser finds its connection open; waiting ones take no thread
# Gunicorn 27 would put its control socket under $HOME, where a service user may have none.
control_socket_disable = True
worker_tmp_dir = str(settings.instance_dir)
forwarded_allow_ips = ""  # whose X-Forwarded-* headers count is for the application to say: FOYER_PROXIES
loglevel = settings.log_level.lower()


def post_fork(_arbiter: Any, _worker: Any) -> None:
    share_one_heap()
    if settings.stays_on_one_core:
        stay_on_one(int(bind.rpartition(":")[2]))


def post_worker_init(worker: Any) -> None:
    settle(worker.wsgi)
