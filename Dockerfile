# syntax=docker/dockerfile:1
#
#   docker build -t mailbot .
#   docker run --env-file mailbot.env -v ./config:/srv/mailbot/config:ro -v mailbot-var:/srv/mailbot/var mailbot
#
# A package index of your own: docker build --secret id=pip_conf,src=PATH/pip.conf .   (it stays out of the image)

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /build
RUN python -m venv /opt/mailbot && python -m venv /opt/builder

COPY requirements.lock requirements-dev.lock ./
# The builder has the pinned build backend; what mailbot runs on goes into a venv of its own.
RUN --mount=type=secret,id=pip_conf,target=/etc/pip.conf,required=false \
    /opt/mailbot/bin/pip install --require-hashes -r requirements.lock \
 && /opt/builder/bin/pip install --require-hashes -r requirements-dev.lock

COPY pyproject.toml README.md LICENSE ./
COPY mailbot mailbot
COPY templates templates
COPY config config
RUN /opt/builder/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
 && /opt/mailbot/bin/pip install --no-deps dist/*.whl


FROM python:3.11-slim
LABEL org.opencontainers.image.title="mailbot" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin mailbot \
 && install -d -o mailbot -g mailbot /srv/mailbot /srv/mailbot/var
COPY --from=build /opt/mailbot /opt/mailbot
ENV PATH=/opt/mailbot/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

# Relative paths of the configuration count from here: config/mailbot.toml (mount it), var/mailbot.db (a volume).
WORKDIR /srv/mailbot
USER mailbot
VOLUME /srv/mailbot/var

# The daemon touches var/health at each tick. Healthy = touched within the last three minutes.
HEALTHCHECK --interval=1m --timeout=10s --start-period=2m --retries=2 \
    CMD ["sh", "-c", "test -n \"$(find var/health -mmin -3 2>/dev/null)\""]

# SIGTERM: mailbot finishes what is in hand and exits 0. Give it longer than a submission may take (docker stop --time 90).
STOPSIGNAL SIGTERM
ENTRYPOINT ["mailbot"]
CMD ["run"]
