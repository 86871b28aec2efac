# The chat server: Rasa with the trained model. Build from the repository's root:
#   docker build --file deploy/docker/chat.Dockerfile --tag mesoguide-chat:0.1.0 .
# Pin the base to the digest that you have tested: --build-arg PYTHON=python:3.10-slim-bookworm@sha256:...
ARG PYTHON=python:3.10.18-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/mesoguide
RUN python -m venv .venv
ENV PATH=/srv/mesoguide/.venv/bin:$PATH
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt
COPY . ./
RUN pip install --no-deps --no-build-isolation --editable .
# A model that is in the image is the one that was tested, and the start takes seconds.
RUN MESOGUIDE_VAR=/tmp/var mesoguide content check \
    && MESOGUIDE_VAR=/tmp/var mesoguide train \
    && rm -rf /tmp/var .rasa

FROM ${PYTHON}
RUN groupadd --gid 10001 mesoguide \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin mesoguide \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/mesoguide /backup
COPY --from=build /srv/mesoguide /srv/mesoguide
ENV PATH=/srv/mesoguide/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MESOGUIDE_HOME=/srv/mesoguide \
    MESOGUIDE_VAR=/var/lib/mesoguide \
    MESOGUIDE_HOST=0.0.0.0
WORKDIR /srv/mesoguide
USER 10001:10001
VOLUME /var/lib/mesoguide
EXPOSE 5005
# Liveness; load balancers ask /ready.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5005/health', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["mesoguide", "run", "--only", "chat"]
