# insight: no owner of records, and the only one with DuckDB, whose native binding comes as a package of its own for each
# platform. Its file lies in /data, the one folder that it writes to. From the project's folder:
#   docker build -f infra/images/insight.Dockerfile -t xunlian/insight .
FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /xunlian
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

# Unchanged as long as no manifest changes, however often the sources do.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /xunlian
COPY --from=manifests /xunlian ./
RUN npm ci --omit=dev --ignore-scripts --loglevel=error \
  && npm pkg delete devDependencies dependencies.node dependencies.mongodb-memory-server-core dependencies.@apollo/gateway \
    dependencies.commander dependencies.csv-parse dependencies.csv-stringify dependencies.undici \
  && npm prune --omit=dev --ignore-scripts --loglevel=error

FROM node:24.21.0-bookworm-slim
WORKDIR /xunlian
COPY --from=packages /xunlian/node_modules node_modules
COPY package.json ./
COPY libs libs
COPY apps/insight apps/insight
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 METRICS_PORT=9464 DUCKDB_FILE=/data/figures.duckdb \
    GLIBC_TUNABLES=glibc.malloc.tcache_count=5000
RUN install -d -o 10001 -g 10001 /data
VOLUME /data
EXPOSE 4000 9464
USER 10001:10001
WORKDIR /xunlian/apps/insight
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
