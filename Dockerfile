# The production image: one for web, worker and beat; docker-compose.yml shows how they differ.

FROM node:22-bookworm-slim AS browser
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim-bookworm AS packages
COPY requirements.txt bin/lib/uv.txt /build/
RUN pip install --no-cache-dir --require-hashes -r /build/uv.txt \
 && uv venv /venv \
 && uv pip install --python /venv --no-cache --require-hashes -r /build/requirements.txt

FROM python:3.13-slim-bookworm AS application
# What the PDFs are drawn with; fonts come with the application.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --no-create-home earshot \
 && install -d -o earshot -g earshot /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY --from=browser /build/node_modules node_modules
COPY manage.py package-lock.json requirements.txt ./
COPY discovery discovery
COPY recruiting recruiting
COPY interviews interviews
COPY snapshots snapshots
COPY opportunities opportunities
COPY templates templates
COPY static static
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=discovery.settings \
    STATIC_ROOT=/app/collected \
    MEDIA_ROOT=/data/media \
    MAIL_JOURNAL=/data/journal
# The key is for this step only: nothing is signed in it, and it does not stay in the image.
RUN python -m compileall -q /app/discovery /app/recruiting /app/interviews /app/snapshots /app/opportunities /venv \
 && python -m discovery.local translations \
 && SECRET_KEY=only-for-collecting-static-files-never-used-for-signing \
    SITE_URL=https://example.com python manage.py collectstatic --no-input

USER earshot
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); exit(c.getresponse().status != 200)"]
# More than the open event streams of a worker, and an end to them when we are told to stop.
CMD ["granian", "--interface=asgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--loop=uvloop", "--no-ws", "--backlog=8192", "--backpressure=20000", "--workers-kill-timeout=20", "--log-level=warning", "discovery.asgi:application"]
