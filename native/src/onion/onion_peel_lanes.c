/* Peeling on the many-lane engine: the steps of onion_peel.c, each for all packets of a chunk before the next. Every packet takes
 * every step, whatever became of it: the lanes are there anyway, and a bad packet then takes as long as a good one. */
#include "onion/onion_internal.h"
#include "sha256/sha256_x16.h"

#define CHUNK NJI_LANES_BATCH_MAX_COUNT

typedef struct chunk {
    const nji_peel_batch *batch;
    size_t first, count;
    nj_status status[CHUNK];
    uint8_t alone[CHUNK];                           /* 1: not for the engine, so peeled alone in the end */
    nji_lanes_digits digits[CHUNK / NJI_LANES];     /* of each packet's secret key, then of its blinding factor */
    uint8_t points[CHUNK][NJ_PUBLIC_KEY_LEN];       /* what the last multiplication gave */
    uint8_t shared_secrets[CHUNK][NJ_SHARED_SECRET_LEN];
    uint8_t keys[CHUNK][32];                        /* derived from them, one label after the other */
    uint8_t paths[CHUNK][NJ_PATH_LEN];              /* zero where a packet has no path key */
    nji_lanes_batch lanes;
} chunk;

static const uint8_t *onion_at(const chunk *c, size_t i) { return c->batch->onions + (c->first + i) * c->batch->onion_len; }

static const uint8_t *ephemeral_key_at(const chunk *c, size_t i) { return onion_at(c, i) + NJ_ONION_VERSION_LEN; }

static uint8_t *result_at(const chunk *c, size_t i) { return c->batch->results + (c->first + i) * NJ_PEELED_LEN(c->batch->onion_len); }

/* The path keys of a chunk, side by side: entry j is that of packet packet[j]. */
typedef struct paths {
    size_t count;
    size_t packet[CHUNK];
    uint8_t keys[CHUNK][NJ_PUBLIC_KEY_LEN];
} paths;

static void find_paths(paths *p, const chunk *c) {
    p->count = 0;
    for (size_t i = 0; i < c->count; i++) {
        const uint8_t *key = nji_peel_batch_path_key(c->batch, c->first + i);
        if (key == NULL) continue;
        p->packet[p->count] = i;
        memcpy(p->keys[p->count++], key, NJ_PUBLIC_KEY_LEN);
    }
}

/* Puts the blinded secret key of each packet that came over a path into its lane. keys holds the factors of the node key.
 * Spec: BOLT 4 "Route Blinding". */
static void set_blinded_secrets(chunk *c, const paths *p) {
    uint8_t secret[NJ_SECRET_KEY_LEN];
    nji_digits scalar;
    for (size_t j = 0; j < p->count; j++) {
        const size_t i = p->packet[j];
        memcpy(secret, nji_key_secret(c->batch->key), sizeof secret);
        /* Node key times a factor: the constant-time way. */
        if (!nji_scalar_mul(secret, c->keys[j])) c->alone[i] = 1;
        nji_digits_init(&scalar, secret);
        nji_lanes_set(&c->digits[i / NJI_LANES], i % NJI_LANES, &scalar);
    }
    nj_wipe(secret, sizeof secret);
    nj_wipe(&scalar, sizeof scalar);
}

/* The packets' paths: what opens the data, the next path key, and the secret key that the packet was made for. */
static void take_paths(chunk *c) {
    nji_paths shared;
    paths p;
    find_paths(&p, c);
    if (p.count == 0) return;
    nji_paths_share(&shared, &c->lanes, c->batch->key, p.keys[0], p.count);
    nji_kdf_many(c->keys, NJ_KDF_BLINDED_NODE_ID, shared.shared_secrets[0], NJ_SHARED_SECRET_LEN, p.count);
    set_blinded_secrets(c, &p);
    nji_kdf_many(c->keys, NJ_KDF_RHO, shared.shared_secrets[0], NJ_SHARED_SECRET_LEN, p.count);
    for (size_t j = 0; j < p.count; j++) {
        const size_t i = p.packet[j];
        memcpy(c->paths[i] + NJ_PATH_DATA_KEY_OFFSET, c->keys[j], sizeof c->keys[j]);
        memcpy(c->paths[i] + NJ_PATH_NEXT_KEY_OFFSET, shared.next_keys[j], NJ_PUBLIC_KEY_LEN);
        if (!shared.valid[j]) c->status[i] = NJ_PEER_PATH_KEY;
        c->alone[i] |= shared.alone[j];
    }
    nj_wipe(&shared, sizeof shared);
}

/* Version and ephemeral key come before the path key in what a packet is refused for. Spec: BOLT 4 "Onion Decryption". */
static void share_secrets(chunk *c) {
    nji_lanes_batch_init(&c->lanes, c->lanes.engine, ephemeral_key_at(c, 0), c->batch->onion_len, c->count);
    for (size_t i = 0; i < c->count; i++) {
        if (!nji_lanes_batch_valid(&c->lanes, i)) c->status[i] = NJ_PEER_ONION_KEY;
        if (onion_at(c, i)[0] != 0) c->status[i] = NJ_PEER_ONION_VERSION;
    }
    nji_lanes_batch_multiply(&c->lanes, c->points, c->digits);
    nji_hash_points(c->shared_secrets, c->points, c->count);
}

/* Spec: BOLT 4 "Packet Structure". keys holds mu. */
static void check_hmacs(chunk *c) {
    uint8_t hmacs[CHUNK][NJ_ONION_HMAC_LEN];
    nji_layer_hmacs(hmacs, c->count, c->keys, onion_at(c, 0), c->batch->onion_len,
                    c->batch->assoc_len == 0 ? NULL : c->batch->assocs + c->first * c->batch->assoc_len, c->batch->assoc_len);
    for (size_t i = 0; i < c->count; i++) {
        int match = nji_equal(hmacs[i], onion_at(c, i) + c->batch->onion_len - NJ_ONION_HMAC_LEN, NJ_ONION_HMAC_LEN);
        nji_declassify(&match, sizeof match); /* validity shows */
        if (!match && c->status[i] == NJ_OK) c->status[i] = NJ_PEER_ONION_HMAC;
    }
    nj_wipe(hmacs, sizeof hmacs);
}

/* Writes what can be read of a packet without its next ephemeral key. keys holds rho. */
static void open_packet(chunk *c, size_t i) {
    const size_t onion_len = c->batch->onion_len;
    uint8_t *result = result_at(c, i);
    size_t payload_len = 0;
    const nji_peeled out = {result + NJ_PEELED_NEXT_OFFSET, result + NJ_PEELED_PAYLOAD_OFFSET(onion_len), &payload_len,
                            result + NJ_PEELED_SHARED_SECRET_OFFSET, result + NJ_PEELED_PATH_OFFSET};
    if (c->status[i] != NJ_OK) return;
    c->status[i] = nji_onion_open(&out, onion_at(c, i) + NJ_ONION_PAYLOADS_OFFSET, onion_len - NJ_ONION_OVERHEAD_LEN, c->keys[i]);
    /* A payload that cannot be read leaves the shared secret, which encrypts the failure. */
    memcpy(out.shared_secret, c->shared_secrets[i], NJ_SHARED_SECRET_LEN);
    if (c->status[i] == NJ_OK) memcpy(out.path, c->paths[i], NJ_PATH_LEN);
    nji_store32_be(result + NJ_PEELED_PAYLOAD_LEN_OFFSET, (uint32_t)payload_len);
}

/* Spec: BOLT 4 "Blinding Ephemeral Onion Keys". */
static void blind_ephemeral_keys(chunk *c) {
    uint8_t out_of_range[CHUNK];
    nji_blinding_factors(c->keys, ephemeral_key_at(c, 0), c->batch->onion_len, c->shared_secrets, c->count);
    nji_factors_set(c->digits, out_of_range, c->keys, c->count);
    nji_lanes_batch_multiply(&c->lanes, c->points, c->digits);
    for (size_t i = 0; i < c->count; i++) {
        c->alone[i] |= out_of_range[i] | (uint8_t)nji_lanes_batch_exceptional(&c->lanes, i);
        if (c->status[i] == NJ_OK) memcpy(result_at(c, i) + NJ_PEELED_NEXT_OFFSET + NJ_ONION_VERSION_LEN, c->points[i], NJ_PUBLIC_KEY_LEN);
    }
}

/* Writes the statuses, and peels alone what the engine could not: its exceptional cases. */
static void finish(chunk *c) {
    for (size_t i = 0; i < c->count; i++) {
        nji_store32_be(result_at(c, i) + NJ_PEELED_STATUS_OFFSET, (uint32_t)c->status[i]);
        if (!c->alone[i]) continue;
        memset(result_at(c, i), 0, NJ_PEELED_LEN(c->batch->onion_len));
        nji_peel_batch_one(c->batch, c->first + i);
    }
}

void nji_peel_batch_lanes(const nji_peel_batch *batch, const nji_lanes_engine *engine, size_t first, size_t count) {
    chunk c;
    memset(&c, 0, offsetof(chunk, lanes));
    c.batch = batch;
    c.first = first;
    c.count = count;
    c.lanes.engine = engine;
    for (size_t g = 0; g < CHUNK / NJI_LANES; g++) nji_lanes_set_all(&c.digits[g], nji_key_digits(batch->key));
    take_paths(&c);
    share_secrets(&c);
    nji_kdf_many(c.keys, NJ_KDF_MU, c.shared_secrets[0], NJ_SHARED_SECRET_LEN, count);
    check_hmacs(&c);
    nji_kdf_many(c.keys, NJ_KDF_RHO, c.shared_secrets[0], NJ_SHARED_SECRET_LEN, count);
    for (size_t i = 0; i < count; i++) open_packet(&c, i);
    blind_ephemeral_keys(&c);
    finish(&c);
    nj_wipe(&c, offsetof(chunk, lanes));
}
