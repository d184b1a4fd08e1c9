/* The data of many hops at once: on the many-lane engine where there is one, else one after the other. */
#include "nightjar/blinded.h"
#include "onion/onion_internal.h"

typedef struct batch {
    const nj_ctx *ctx;
    uint8_t *data;
    uint8_t *next_path_keys;
    nj_status *statuses;
    const nj_key *key;
    const uint8_t *path_keys;
    const uint8_t *encrypted;
    size_t encrypted_len;
} batch;

static uint8_t *data_at(const batch *b, size_t i) { return b->data + i * (b->encrypted_len - NJ_AEAD_TAG_LEN); }

static void unblind_one(const batch *b, size_t i) {
    b->statuses[i] = nj_blinded_unblind(b->ctx, b->data == NULL ? NULL : data_at(b, i), b->next_path_keys + i * NJ_PUBLIC_KEY_LEN, b->key,
                                        b->path_keys + i * NJ_PUBLIC_KEY_LEN, b->encrypted + i * b->encrypted_len, b->encrypted_len);
}

/* Spec: BOLT 4 "Route Blinding". What the engine cannot do goes the single way. */
static void unblind_lanes(const batch *b, const nji_lanes_engine *engine, size_t first, size_t count) {
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN]; /* a data key is used for one message only */
    uint8_t rhos[NJI_LANES_BATCH_MAX_COUNT][32];
    nji_lanes_batch lanes;
    nji_paths paths;
    lanes.engine = engine;
    nji_paths_share(&paths, &lanes, b->key, b->path_keys + first * NJ_PUBLIC_KEY_LEN, count);
    nji_kdf_many(rhos, NJ_KDF_RHO, paths.shared_secrets[0], NJ_SHARED_SECRET_LEN, count);
    for (size_t i = 0; i < count; i++) {
        const size_t at = first + i;
        if (paths.alone[i]) {
            unblind_one(b, at);
            continue;
        }
        b->statuses[at] = !paths.valid[i] ? NJ_PEER_PATH_KEY
                                          : nj_aead_decrypt(b->data == NULL ? NULL : data_at(b, at), rhos[i], nonce, NULL, 0,
                                                            b->encrypted + at * b->encrypted_len, b->encrypted_len);
        if (b->statuses[at] == NJ_OK) memcpy(b->next_path_keys + at * NJ_PUBLIC_KEY_LEN, paths.next_keys[i], NJ_PUBLIC_KEY_LEN);
    }
    nj_wipe(&paths, sizeof paths);
    nj_wipe(rhos, sizeof rhos);
}

nj_status nj_blinded_unblind_batch(const nj_ctx *ctx, uint8_t *data, uint8_t *next_path_keys, nj_status *statuses, const nj_key *key,
                                   size_t count, const uint8_t *path_keys, const uint8_t *encrypted, size_t encrypted_len) {
    const batch b = {ctx, data, next_path_keys, statuses, key, path_keys, encrypted, encrypted_len};
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    const size_t data_len = encrypted_len < NJ_AEAD_TAG_LEN ? 0 : encrypted_len - NJ_AEAD_TAG_LEN;
    size_t done = 0;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || (data == NULL && data_len != 0) || next_path_keys == NULL || statuses == NULL || key == NULL ||
        path_keys == NULL || encrypted == NULL || encrypted_len < NJ_AEAD_TAG_LEN || encrypted_len > NJ_BLINDED_DATA_MAX_LEN ||
        count > NJ_BATCH_MAX_COUNT || count > SIZE_MAX / encrypted_len) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {
        {data, count * data_len}, {next_path_keys, count * NJ_PUBLIC_KEY_LEN}, {statuses, count * sizeof *statuses}};
    const nji_range ins[] = {{path_keys, count * NJ_PUBLIC_KEY_LEN}, {encrypted, count * encrypted_len}};
    if (nji_outputs_overlap(outs, 3, ins, 2)) return NJ_ERR_OVERLAP;
    nji_zero(data, count * data_len);
    nji_zero(next_path_keys, count * NJ_PUBLIC_KEY_LEN);
    nji_zero(statuses, count * sizeof *statuses);
    if (!nji_ctx_ready(ctx) || !nji_key_ready(key)) return NJ_ERR_HANDLE;
    while (engine != NULL && count - done >= NJI_LANES_MIN_COUNT) {
        const size_t take = NJI_MIN(count - done, (size_t)NJI_LANES_BATCH_MAX_COUNT);
        unblind_lanes(&b, engine, done, take);
        done += take;
    }
    for (; done < count; done++) unblind_one(&b, done);
    return NJ_OK;
}
