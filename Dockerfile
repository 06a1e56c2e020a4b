# One node of ActorMft. Build: docker build -t actormft .      Run: docker-compose.cluster.yml shows it with everything around it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.*.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
# Compiled ahead, commands start in two thirds of the time; a node's hot code is compiled again while it runs, as ever.
RUN dotnet publish src/ActorMft.Cli -c Release -o /program --nologo --use-current-runtime --self-contained false -p:PublishReadyToRun=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /program /opt/actormft
# APP_UID is the image's account without rights. A volume that is mounted at /data takes over its owner from here.
RUN ln -s /opt/actormft/actormft /usr/local/bin/actormft && mkdir -p /data/files && chown -R "$APP_UID" /data
USER $APP_UID
WORKDIR /data
ENV ACTORMFT__DATABASE=sqlite:/data/actormft.db \
    ACTORMFT__STORAGE__PATH=/data/files \
    ACTORMFT__SFTP__LISTEN=0.0.0.0:2222 \
    ACTORMFT__MANAGEMENT__LISTEN=0.0.0.0:8080 \
    ACTORMFT__MANAGEMENT__ADMINTOKEN__FILE=/data/admin.token \
    ACTORMFT__SECRETS__KEYFILE=/data/secret.key
VOLUME /data
EXPOSE 2222 8080
# Unhealthy while it starts or drains. The image has no HTTP client, and bash can speak enough HTTP.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=2 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["actormft"]
CMD ["serve"]
