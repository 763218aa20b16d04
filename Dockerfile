# Node 24 LTS on Debian 12, for amd64 and arm64. The digest holds; the tag says what it is. Dependabot keeps both up to date.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS base
WORKDIR /app

FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY commands ./commands
COPY formatters ./formatters
RUN npm run build

FROM base AS modules
COPY package.json package-lock.json ./
# Node 24 has SQLite itself.
RUN npm ci --omit=dev --omit=optional

FROM base
ENV NODE_ENV=production HOST=0.0.0.0 NODE_USE_ENV_PROXY=1
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json manifest.yml ./
# A new volume here takes its owner over.
RUN install -d -o node -g node data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["node", "dist/src/healthcheck.js"]
ENTRYPOINT ["node", "dist/src/main.js"]
