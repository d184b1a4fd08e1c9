/* Many onions at once: on the many-lane engine where there is one, else one after the other. */
#include "onion/onion_internal.h"
#include "sha256/sha256_x16.h"

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
    const uint8_t *hops[CHUNK];
    for (size_t hop = 0; hop < b->hop_count; hop++) {
        for (size_t i = 0; i < e->count; i++) hops[i] = routes[i].hops + hop * NJ_PUBLIC_KEY_LEN;
        nji_ephemerals_share(e, shared_secrets, hops);
        for (size_t i = 0; i < e->count; i++) {
            memcpy(routes[i].shared_secrets + hop * NJ_SHARED_SECRET_LEN, shared_secrets[i], NJ_SHARED_SECRET_LEN);
            if (hop == 0) memcpy(b->onions + (first + i) * b->onion_len + NJ_ONION_VERSION_LEN, e->keys[i], NJ_PUBLIC_KEY_LEN);
        }
    }
    nj_wipe(shared_secrets, sizeof shared_secrets);
}

/* A chunk while it is built. What is alone is left out, and built by a single call in the end, which knows what is wrong with it. */
typedef struct chunk {
    const batch *b;
    size_t first;
    nji_route routes[CHUNK];
    uint8_t secrets[CHUNK][NJ_SHARED_SECRET_LEN]; /* of one hop of each route */
    uint8_t keys[CHUNK][32];                      /* derived from them */
    nji_ephemerals e;
} chunk;

static uint8_t *onion_at(const chunk *c, size_t i) { return c->b->onions + (c->first + i) * c->b->onion_len; }

/* keys of one label for hop `hop` of each route. */
static void derive(chunk *c, nj_kdf_label label, size_t hop) {
    for (size_t i = 0; i < c->e.count; i++) {
        memcpy(c->secrets[i], c->routes[i].shared_secrets + hop * NJ_SHARED_SECRET_LEN, NJ_SHARED_SECRET_LEN);
    }
    nji_kdf_many(c->keys, label, c->secrets, c->e.count);
}

/* The HMAC of one layer of each packet. keys holds mu. */
static void write_hmacs(const chunk *c) {
    const size_t onion_len = c->b->onion_len;
    for (size_t first = 0; first < c->e.count; first += NJI_SHA256_X16_LANES) {
        const size_t lanes = NJI_MIN(c->e.count - first, (size_t)NJI_SHA256_X16_LANES);
        const uint8_t *mus[NJI_SHA256_X16_LANES], *payloads[NJI_SHA256_X16_LANES], *assocs[NJI_SHA256_X16_LANES];
        uint8_t *hmacs[NJI_SHA256_X16_LANES];
        for (size_t l = 0; l < lanes; l++) {
            uint8_t *onion = onion_at(c, first + l);
            mus[l] = c->keys[first + l];
            payloads[l] = onion + NJ_ONION_PAYLOADS_OFFSET;
            assocs[l] = c->routes[first + l].assoc;
            hmacs[l] = onion + onion_len - NJ_ONION_HMAC_LEN;
        }
        nji_layer_hmacs(hmacs, mus, payloads, onion_len - NJ_ONION_OVERHEAD_LEN, assocs, c->routes[first].assoc_len, lanes);
    }
}

/* As wrap_layers of onion_build.c, each step for all packets before the next. */
static void wrap_layers(chunk *c) {
    const size_t onion_len = c->b->onion_len, hop_count = c->b->hop_count;
    for (size_t i = 0; i < c->e.count; i++) memcpy(c->secrets[i], c->b->session_keys + (c->first + i) * NJ_SECRET_KEY_LEN, 32);
    nji_kdf_many(c->keys, NJ_KDF_PAD, c->secrets, c->e.count);
    for (size_t i = 0; i < c->e.count; i++) {
        if (!c->e.alone[i]) nji_route_pad(&c->routes[i], onion_at(c, i), onion_len, c->keys[i]);
    }
    for (size_t hop = 0; hop + 1 < hop_count; hop++) {
        derive(c, NJ_KDF_RHO, hop);
        for (size_t i = 0; i < c->e.count; i++) {
            if (!c->e.alone[i]) nji_route_fill(&c->routes[i], hop, onion_at(c, i), onion_len, c->keys[i]);
        }
    }
    for (size_t hop = hop_count; hop-- > 0;) {
        derive(c, NJ_KDF_RHO, hop);
        for (size_t i = 0; i < c->e.count; i++) {
            if (!c->e.alone[i]) nji_route_seal(&c->routes[i], hop, onion_at(c, i), onion_len, c->keys[i]);
        }
        derive(c, NJ_KDF_MU, hop);
        write_hmacs(c);
    }
}

static void build_lanes(batch *b, const nji_lanes_engine *engine, const nji_lanes_table *generator, size_t first, size_t count) {
    chunk c;
    c.b = b;
    c.first = first;
    nji_ephemerals_init(&c.e, engine, generator, b->session_keys + first * NJ_SECRET_KEY_LEN, count);
    for (size_t i = 0; i < count; i++) c.routes[i] = take_route(b);
    share_secrets(b, &c.e, c.routes, first);
    for (size_t i = 0; i < count; i++) c.e.alone[i] |= nji_route_check(&c.routes[i], b->onion_len) != NJ_OK;
    wrap_layers(&c);
    for (size_t i = 0; i < count; i++) {
        if (c.e.alone[i]) b->statuses[first + i] = build_one(b, &c.routes[i], first + i);
    }
    nj_wipe(c.secrets, sizeof c.secrets);
    nj_wipe(c.keys, sizeof c.keys);
    nj_wipe(c.e.secrets, sizeof c.e.secrets);
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
