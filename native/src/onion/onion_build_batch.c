/* Many onions at once: on the many-lane engine where there is one, else one after the other. */
#include "onion/onion_internal.h"

#define CHUNK NJI_LANES_BATCH_MAX_COUNT

typedef struct batch {
    const nj_ctx *ctx;
    uint8_t *onions;
    size_t onion_len;
    nj_status *statuses;
    const uint8_t *session_keys;
    size_t hop_count;
    nji_route next; /* the first route that is not built yet */
} batch;

/* Takes the next route off the batch, whose payloads lie one after the other. */
static nji_route take_route(batch *b) {
    nji_route r = b->next;
    r.payloads_len = 0;
    for (size_t i = 0; i < r.hop_count; i++) r.payloads_len += r.payload_lens[i];
    b->next.hops += r.hop_count * NJ_PUBLIC_KEY_LEN;
    b->next.payloads += r.payloads_len;
    b->next.payload_lens += r.hop_count;
    b->next.shared_secrets += r.hop_count * NJ_SHARED_SECRET_LEN;
    if (r.assoc_len != 0) b->next.assoc += r.assoc_len;
    return r;
}

static nj_status build_one(const batch *b, const nji_route *r, size_t i) {
    return nj_onion_build(b->ctx, b->onions + i * b->onion_len, b->onion_len, r->shared_secrets,
                          b->session_keys + i * NJ_SECRET_KEY_LEN, r->hop_count, r->hops, r->payloads, r->payloads_len,
                          r->payload_lens, r->assoc, r->assoc_len);
}

/* Shares the secrets of a chunk's routes, hop by hop, and writes the onions' first ephemeral keys. */
static void share_secrets(const batch *b, nji_ephemerals *e, const nji_route *routes, size_t first) {
    uint8_t shared_secrets[CHUNK][NJ_SHARED_SECRET_LEN];
    for (size_t hop = 0; hop < b->hop_count; hop++) {
        nji_ephemerals_share(e, shared_secrets, routes[0].hops + hop * NJ_PUBLIC_KEY_LEN, b->hop_count * NJ_PUBLIC_KEY_LEN);
        for (size_t i = 0; i < e->count; i++) {
            memcpy(routes[i].shared_secrets + hop * NJ_SHARED_SECRET_LEN, shared_secrets[i], NJ_SHARED_SECRET_LEN);
            if (hop == 0) memcpy(b->onions + (first + i) * b->onion_len + NJ_ONION_VERSION_LEN, e->keys[i], NJ_PUBLIC_KEY_LEN);
        }
    }
    nj_wipe(shared_secrets, sizeof shared_secrets);
}

/* A route that cannot be built, or not here, goes the single way, which knows what is wrong with it. */
static void build_lanes(batch *b, const nji_lanes_engine *engine, const nji_lanes_table *generator, size_t first, size_t count) {
    nji_ephemerals e;
    nji_route routes[CHUNK];
    const nji_wrapping wrapping = {count, routes, e.alone, b->session_keys + first * NJ_SECRET_KEY_LEN,
                                   b->onions + first * b->onion_len, b->onion_len};
    nji_ephemerals_init(&e, engine, generator, wrapping.session_keys, count);
    for (size_t i = 0; i < count; i++) routes[i] = take_route(b);
    share_secrets(b, &e, routes, first);
    for (size_t i = 0; i < count; i++) {
        if (nji_route_check(&routes[i], b->onion_len) != NJ_OK) e.alone[i] = 1;
    }
    nji_onions_wrap(&wrapping);
    for (size_t i = 0; i < count; i++) {
        if (e.alone[i]) b->statuses[first + i] = build_one(b, &routes[i], first + i);
    }
    nj_wipe(e.secrets, sizeof e.secrets);
}

static void build_all(batch *b, size_t count) {
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    nji_lanes_table generator;
    size_t done = 0;
    if (engine != NULL && count >= NJI_LANES_MIN_COUNT) nji_lanes_generator_init(&generator, engine);
    while (engine != NULL && count - done >= NJI_LANES_MIN_COUNT) {
        const size_t take = NJI_MIN(count - done, (size_t)CHUNK);
        build_lanes(b, engine, &generator, done, take);
        done += take;
    }
    for (; done < count; done++) {
        const nji_route r = take_route(b);
        b->statuses[done] = build_one(b, &r, done);
    }
}

nj_status nj_onion_build_batch(const nj_ctx *ctx, uint8_t *onions, size_t onion_len, uint8_t *shared_secrets, nj_status *statuses,
                               size_t count, const uint8_t *session_keys, size_t hop_count, const uint8_t *hops,
                               const uint8_t *payloads, size_t payloads_len, const uint32_t *payload_lens, const uint8_t *assocs,
                               size_t assoc_len) {
    batch b = {ctx, onions, onion_len, statuses, session_keys, hop_count,
               {hop_count, hops, payloads, 0, payload_lens, assoc_len == 0 ? NULL : assocs, assoc_len, shared_secrets}};
    const size_t hops_count = count * hop_count;
    uint64_t total = 0;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || onions == NULL || shared_secrets == NULL || statuses == NULL || session_keys == NULL || hops == NULL ||
        payloads == NULL || payload_lens == NULL || (assocs == NULL && assoc_len != 0) || count > NJ_ONION_BUILD_BATCH_MAX_COUNT ||
        hop_count == 0 || hop_count > NJ_ONION_HOPS_MAX_COUNT || onion_len < NJ_ONION_MIN_LEN || onion_len > NJ_ONION_MAX_LEN ||
        assoc_len > NJ_ONION_ASSOC_MAX_LEN) {
        return NJ_ERR_ARGUMENT;
    }
    for (size_t i = 0; i < hops_count; i++) total += payload_lens[i];
    if (total != payloads_len) return NJ_ERR_ARGUMENT;
    const nji_range outs[] = {{onions, count * onion_len}, {shared_secrets, hops_count * NJ_SHARED_SECRET_LEN},
                              {statuses, count * sizeof *statuses}};
    const nji_range ins[] = {{session_keys, count * NJ_SECRET_KEY_LEN}, {hops, hops_count * NJ_PUBLIC_KEY_LEN},
                             {payloads, payloads_len}, {payload_lens, hops_count * sizeof *payload_lens}, {assocs, count * assoc_len}};
    if (nji_outputs_overlap(outs, 3, ins, 5)) return NJ_ERR_OVERLAP;
    nji_zero(onions, count * onion_len);
    nji_zero(shared_secrets, hops_count * NJ_SHARED_SECRET_LEN);
    nji_zero(statuses, count * sizeof *statuses);
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    build_all(&b, count);
    return NJ_OK;
}
