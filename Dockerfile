# Builds the site that is mounted at /site, as a user without rights:
#   docker build --tag digest-press .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/site" digest-press build
# With other extras of pyproject.toml than these: --build-arg EXTRAS=fast, or EXTRAS= for none.

FROM python:3.13-slim AS wheel
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY digest digest
COPY themes themes
COPY docs docs
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.13-slim
ARG EXTRAS=html,docx,pdf,fast
RUN --mount=type=bind,from=wheel,source=/wheel,target=/wheel \
    python -m pip install --no-cache-dir "$(echo /wheel/*.whl)${EXTRAS:+[$EXTRAS]}" \
    && useradd --uid 1000 --create-home editor
USER 1000:1000
WORKDIR /site
ENTRYPOINT ["digest"]
CMD ["build"]
