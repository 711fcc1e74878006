"""How the web process serves: one process, some threads, bound where FOYER_BIND says."""

from config import Settings

settings = Settings.load()

bind = settings.bind
# One process: it stays under 150 MB, and rate limits counted in memory count everybody. Threads wait for the database.
workers = 1
worker_class = "gthread"
threads = settings.web_threads
timeout = 60
graceful_timeout = 20
# Gunicorn 27 would put its control socket under $HOME, where a service user may have none.
control_socket_disable = True
worker_tmp_dir = str(settings.instance_dir)
forwarded_allow_ips = "*" if settings.proxies else "127.0.0.1,::1"
loglevel = settings.log_level.lower()
