# One image for every role: `run` (web chat, Telegram), `worker` (files and analyses), `check`.
FROM python:3.13.16-slim-trixie AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY bot bot
COPY segmentation segmentation
COPY storage storage
COPY prompts prompts
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && /venv/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13.16-slim-trixie
RUN useradd --create-home --uid 1000 personabot && install -d -m 700 -o personabot /data
COPY --from=build /venv /venv
USER 1000
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PERSONABOT_DATA=/data PERSONABOT_HOST=0.0.0.0 \
    PERSONABOT_OPERATIONS_HOST=0.0.0.0 PERSONABOT_OPERATIONS_PORT=9000
VOLUME /data
EXPOSE 8000 9000
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9000/readyz')"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["personabot"]
CMD ["run"]
