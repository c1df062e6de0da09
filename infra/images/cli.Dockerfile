# The xunlian command, for jobs and for whoever operates the system. From the project's folder:
#   docker build -f infra/images/cli.Dockerfile -t xunlian/cli .
FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /xunlian
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete

# Unchanged as long as no manifest changes, however often the sources do.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /xunlian
COPY --from=manifests /xunlian ./
RUN npm ci --omit=dev --ignore-scripts --loglevel=error \
  && npm pkg delete devDependencies dependencies.node dependencies.mongodb-memory-server-core dependencies.@duckdb/node-api dependencies.@apollo/gateway \
    dependencies.@apollo/server dependencies.@apollo/subgraph dependencies.@apollo/utils.keyvaluecache dependencies.dataloader dependencies.undici dependencies.prom-client \
    dependencies.@opentelemetry/api dependencies.@opentelemetry/exporter-trace-otlp-http dependencies.@opentelemetry/resources \
    dependencies.@opentelemetry/sdk-trace dependencies.graphql \
  && npm prune --omit=dev --ignore-scripts --loglevel=error

FROM node:24.21.0-bookworm-slim
WORKDIR /xunlian
COPY --from=packages /xunlian/node_modules node_modules
COPY package.json ./
COPY libs libs
COPY apps/cli apps/cli
ENV NODE_ENV=production
USER 10001:10001
HEALTHCHECK NONE
ENTRYPOINT ["node", "/xunlian/apps/cli/src/main.ts"]
