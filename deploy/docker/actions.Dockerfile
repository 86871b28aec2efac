# The action server: the clinic's database and rules, without Rasa. Build from the repository's root:
#   docker build --file deploy/docker/actions.Dockerfile --tag mesoguide-actions:0.1.0 .
# Pin the base to the digest that you have tested: --build-arg PYTHON=python:3.10-slim-bookworm@sha256:...
ARG PYTHON=python:3.10.18-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/mesoguide
RUN python -m venv .venv
ENV PATH=/srv/mesoguide/.venv/bin:$PATH
COPY deploy/docker/actions.txt ./
RUN pip install --require-hashes --requirement actions.txt
COPY pyproject.toml README.md domain.yml endpoints.yml credentials.yml config.yml ./
COPY mesoguide mesoguide
COPY actions actions
COPY content content
COPY data/rules data/rules
RUN pip install --no-deps --no-build-isolation --editable .

FROM ${PYTHON}
RUN groupadd --gid 10001 mesoguide \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin mesoguide \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/mesoguide
COPY --from=build /srv/mesoguide /srv/mesoguide
ENV PATH=/srv/mesoguide/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MESOGUIDE_HOME=/srv/mesoguide \
    MESOGUIDE_VAR=/var/lib/mesoguide
WORKDIR /srv/mesoguide
USER 10001:10001
VOLUME /var/lib/mesoguide
# It listens on the loopback alone: the chat server shares its network (compose.yml).
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5055/health', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["mesoguide", "run", "--only", "actions"]
