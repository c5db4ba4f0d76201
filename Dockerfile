# The bot in a container: small, without build tools, run by nobody, with nothing of it to be written. How to use it: docs/operations.md
FROM python:3.12.11-slim-bookworm AS packages
WORKDIR /opt/duban
COPY requirements/postgres.txt requirements/monitoring.txt requirements/
RUN python -m venv --without-pip .venv \
 && python -m pip --python .venv/bin/python install --no-cache-dir --no-compile --disable-pip-version-check --only-binary :all: --require-hashes \
        -r requirements/postgres.txt -r requirements/monitoring.txt

FROM python:3.12.11-slim-bookworm
# What installs packages stays behind; a container that is broken into has no tool to fetch more with.
RUN python -m pip uninstall --yes --quiet --root-user-action ignore pip \
 && rm -r /usr/local/lib/python3.12/ensurepip \
 && mkdir -p /etc/duban /var/lib/duban \
 && chown 65534:65534 /var/lib/duban
WORKDIR /opt/duban
COPY --from=packages /opt/duban/.venv .venv
COPY LICENSE bot.py config.py ./
COPY domain domain
COPY texts texts
COPY store store
COPY reports reports
COPY transport transport
COPY handlers handlers
COPY jobs jobs
COPY monitoring monitoring
COPY house house
# Compiled once, as nothing can be written later.
RUN .venv/bin/python -m compileall -q .
ENV PYTHONUTF8=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 65534:65534
VOLUME /var/lib/duban
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/duban/.venv/bin/python", "bot.py"]
CMD ["run", "--config", "/etc/duban/config.toml"]
