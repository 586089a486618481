# Ringback in an image, on Debian's own Python. docs/container.md says how to run it.
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -qy --no-install-recommends python3 python3-venv
WORKDIR /build
COPY requirements/build.txt requirements/run.txt requirements/
RUN python3 -m venv /build/tools && /build/tools/bin/pip install -q --require-hashes -r requirements/build.txt
RUN python3 -m venv /opt/ringback && /opt/ringback/bin/pip install -q --require-hashes -r requirements/run.txt
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY src src
RUN /build/tools/bin/pip wheel -q --no-index --no-deps --no-build-isolation --wheel-dir /build/wheel .
RUN /opt/ringback/bin/pip install -q --no-index --no-deps /build/wheel/*.whl

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -qy --no-install-recommends python3 ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --home-dir /data ringback && install -d -o ringback -m 700 /data
COPY --from=build /opt/ringback /opt/ringback
ENV PATH=/opt/ringback/bin:/usr/bin:/bin RINGBACK_DATA=/data RINGBACK_HOST=0.0.0.0
USER ringback
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/readyz', timeout=5)"]
CMD ["ringback", "serve"]
