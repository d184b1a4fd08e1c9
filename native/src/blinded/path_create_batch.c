/* Many blinded paths at once: on the many-lane engine where there is one, else one after the other. */
#include "blinded/blinded_internal.h"
#include "onion/onion_internal.h"

#define CHUNK NJI_LANES_BATCH_MAX_COUNT

/* What nj_blinded_path_create takes and gives. */
typedef struct path {
    uint8_t *path_keys, *blinded_ids, *encrypted;
    const uint8_t *session_key, *nodes, *payloads;
    size_t payloads_len;
    const uint32_t *payload_lens;
} path;

typedef struct batch {
    const nj_ctx *ctx;
    nj_status *statuses;
    size_t hop_count;
    path next; /* the first path that is not created yet */
} batch;

/* Takes the next path off the batch. */
static path take_path(batch *b) {
    path p = b->next;
    p.payloads_len = 0;
    for (size_t i = 0; i < b->hop_count; i++) p.payloads_len += p.payload_lens[i];
    b->next.path_keys += b->hop_count * NJ_PUBLIC_KEY_LEN;
    b->next.blinded_ids += b->hop_count * NJ_PUBLIC_KEY_LEN;
    b->next.encrypted += p.payloads_len + b->hop_count * NJ_AEAD_TAG_LEN;
    b->next.session_key += NJ_SECRET_KEY_LEN;
    b->next.nodes += b->hop_count * NJ_PUBLIC_KEY_LEN;
    if (p.payloads_len != 0) b->next.payloads += p.payloads_len;
    b->next.payload_lens += b->hop_count;
    return p;
}

static nj_status create_one(const batch *b, const path *p) {
    return nj_blinded_path_create(b->ctx, p->path_keys, p->blinded_ids, p->encrypted, p->session_key, b->hop_count, p->nodes, p->payloads,
                                  p->payloads_len, p->payload_lens);
}

/* Hides the nodes that were shared with last. Whoever learns a factor can undo the blinding: constant time. */
static void blind_ids(nji_ephemerals *e, uint8_t (*ids)[NJ_PUBLIC_KEY_LEN], uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN]) {
    nji_lanes_digits digits[NJI_LANES_GROUPS_MAX_COUNT];
    uint8_t factors[CHUNK][32], out_of_range[CHUNK];
    memset(digits, 0, sizeof digits);
    nji_kdf_many(factors, NJ_KDF_BLINDED_NODE_ID, shared_secrets[0], NJ_SHARED_SECRET_LEN, e->count);
    nji_factors_set(digits, out_of_range, factors, e->count);
    nji_lanes_batch_multiply(&e->hops, ids, digits);
    for (size_t i = 0; i < e->count; i++) e->alone[i] |= out_of_range[i] | (uint8_t)nji_lanes_batch_exceptional(&e->hops, i);
    nj_wipe(factors, sizeof factors);
    nj_wipe(digits, sizeof digits);
}

/* Writes what one hop of every path gets, and moves on to the next. Spec: BOLT 4 "Route Blinding". */
static void blind_hops(nji_ephemerals *e, path *paths, size_t hop_count) {
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN]; /* a data key is used for one message only */
    uint8_t shared_secrets[CHUNK][NJ_SHARED_SECRET_LEN], ids[CHUNK][NJ_PUBLIC_KEY_LEN], rhos[CHUNK][32];
    nji_ephemerals_share(e, shared_secrets, paths[0].nodes, hop_count * NJ_PUBLIC_KEY_LEN);
    blind_ids(e, ids, shared_secrets);
    nji_kdf_many(rhos, NJ_KDF_RHO, shared_secrets[0], NJ_SHARED_SECRET_LEN, e->count);
    for (size_t i = 0; i < e->count; i++) {
        path *p = &paths[i];
        const size_t payload_len = *p->payload_lens++;
        memcpy(p->path_keys, e->keys[i], NJ_PUBLIC_KEY_LEN);
        memcpy(p->blinded_ids, ids[i], NJ_PUBLIC_KEY_LEN);
        nj_aead_encrypt(p->encrypted, rhos[i], nonce, NULL, 0, p->payloads, payload_len);
        p->path_keys += NJ_PUBLIC_KEY_LEN;
        p->blinded_ids += NJ_PUBLIC_KEY_LEN;
        p->encrypted += payload_len + NJ_AEAD_TAG_LEN;
        p->nodes += NJ_PUBLIC_KEY_LEN;
        if (payload_len != 0) p->payloads += payload_len;
    }
    nj_wipe(shared_secrets, sizeof shared_secrets);
    nj_wipe(rhos, sizeof rhos);
}

/* A path that cannot be created, or not here, goes the single way, which knows what is wrong with it. */
static void create_lanes(batch *b, const nji_lanes_engine *engine, const nji_lanes_table *generator, size_t first, size_t count) {
    nji_ephemerals e;
    path paths[CHUNK], hops[CHUNK];
    nji_ephemerals_init(&e, engine, generator, b->next.session_key, count);
    for (size_t i = 0; i < count; i++) hops[i] = paths[i] = take_path(b);
    for (size_t hop = 0; hop < b->hop_count; hop++) blind_hops(&e, hops, b->hop_count);
    for (size_t i = 0; i < count; i++) {
        if (e.alone[i]) b->statuses[first + i] = create_one(b, &paths[i]);
    }
    nj_wipe(e.secrets, sizeof e.secrets);
}

static void create_all(batch *b, size_t count) {
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    nji_lanes_table generator;
    size_t done = 0;
    if (engine != NULL && count >= NJI_LANES_MIN_COUNT) nji_lanes_generator_init(&generator, engine);
    while (engine != NULL && count - done >= NJI_LANES_MIN_COUNT) {
        const size_t take = NJI_MIN(count - done, (size_t)CHUNK);
        create_lanes(b, engine, &generator, done, take);
        done += take;
    }
    for (; done < count; done++) {
        const path p = take_path(b);
        b->statuses[done] = create_one(b, &p);
    }
}

nj_status nj_blinded_path_create_batch(const nj_ctx *ctx, uint8_t *path_keys, uint8_t *blinded_ids, uint8_t *encrypted,
                                       nj_status *statuses, size_t count, const uint8_t *session_keys, size_t hop_count,
                                       const uint8_t *nodes, const uint8_t *payloads, size_t payloads_len,
                                       const uint32_t *payload_lens) {
    batch b = {ctx, statuses, hop_count, {path_keys, blinded_ids, encrypted, session_keys, nodes, payloads, 0, payload_lens}};
    const size_t hops_count = count * hop_count, keys_len = hops_count * NJ_PUBLIC_KEY_LEN;
    const size_t encrypted_len = payloads_len + hops_count * NJ_AEAD_TAG_LEN;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || path_keys == NULL || blinded_ids == NULL || encrypted == NULL || statuses == NULL || session_keys == NULL ||
        nodes == NULL || payload_lens == NULL || (payloads == NULL && payloads_len != 0) || count > NJ_BATCH_MAX_COUNT ||
        hop_count == 0 || hop_count > NJ_BLINDED_HOPS_MAX_COUNT || !nji_blinded_lengths_ok(payload_lens, hops_count, payloads_len)) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {
        {path_keys, keys_len}, {blinded_ids, keys_len}, {encrypted, encrypted_len}, {statuses, count * sizeof *statuses}};
    const nji_range ins[] = {{session_keys, count * NJ_SECRET_KEY_LEN}, {nodes, keys_len}, {payloads, payloads_len},
                             {payload_lens, hops_count * sizeof *payload_lens}};
    if (nji_outputs_overlap(outs, 4, ins, 4)) return NJ_ERR_OVERLAP;
    nji_zero(path_keys, keys_len);
    nji_zero(blinded_ids, keys_len);
    nji_zero(encrypted, encrypted_len);
    nji_zero(statuses, count * sizeof *statuses);
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    create_all(&b, count);
    return NJ_OK;
}
