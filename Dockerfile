# The operator's image: Node.js, the bundled operator, and nothing else that runs. CONTRIBUTING.md says how it is built.
#
# Where no image and no package can be pulled, `make image` names bases of its own and gives the bundle in the context.

# Has a shell; for BUNDLE=source also npm.
ARG BUILD=docker.io/library/node:24-bookworm-slim
# Has glibc, libstdc++ and libgcc of Debian 12 or newer.
ARG RUNTIME=gcr.io/distroless/cc-debian12:nonroot

FROM ${BUILD} AS build
WORKDIR /build
# source: bundled here. context: dist/image has the bundle and Node.js.
ARG BUNDLE=source
COPY package.json package-lock.json .npmrc ./
RUN if [ "$BUNDLE" = source ]; then npm ci --loglevel=error; fi
COPY . .
RUN if [ "$BUNDLE" = source ]; then node scripts/build.ts; fi
# BuildKit sets it; without: the architecture of the machine.
ARG TARGETARCH
RUN sh scripts/image/lay-out.sh "$BUNDLE" "$TARGETARCH"

FROM ${RUNTIME}
# Two layers: Node.js changes less often than the operator.
COPY --from=build /layers/node /
COPY --from=build /layers/operator /
# A small footprint: docs/decisions/0006.
ENV MALLOC_ARENA_MAX=1 \
    MALLOC_TRIM_THRESHOLD_=65536 \
    MALLOC_MMAP_THRESHOLD_=65536 \
    NODE_COMPILE_CACHE=/operator/compile-cache
# A number, so that Kubernetes sees that it is not root.
USER 65532:65532
WORKDIR /operator
EXPOSE 8081
STOPSIGNAL SIGTERM
ENTRYPOINT ["/nodejs/bin/node", "--max-semi-space-size=1", "--optimize-for-size", "--v8-pool-size=1", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering", "/operator/operator.mjs"]
# Not those of the base: an empty CMD.
CMD []
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="raftcluster-operator" \
      org.opencontainers.image.description="Kubernetes operator that removes the dead voters of Raft clusters, and nothing else" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
