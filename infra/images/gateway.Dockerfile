# The gateway, from the project's folder:
#   docker build -f infra/images/gateway.Dockerfile -t xunlian/gateway .
FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /xunlian
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

# Unchanged as long as no manifest changes, however often the sources do.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /xunlian
COPY --from=manifests /xunlian ./
RUN npm ci --omit=dev --ignore-scripts --loglevel=error \
  && npm pkg delete devDependencies dependencies.node dependencies.mongodb-memory-server-core dependencies.@duckdb/node-api \
    dependencies.commander dependencies.csv-parse dependencies.csv-stringify dependencies.dataloader dependencies.kafkajs dependencies.mongoose \
  && npm prune --omit=dev --ignore-scripts --loglevel=error

FROM node:24.21.0-bookworm-slim
WORKDIR /xunlian
COPY --from=packages /xunlian/node_modules node_modules
COPY package.json ./
COPY libs libs
COPY apps/gateway apps/gateway
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 METRICS_PORT=9464
EXPOSE 4000 9464
USER 10001:10001
WORKDIR /xunlian/apps/gateway
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
