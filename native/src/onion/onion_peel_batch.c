/* Many packets at once: on the many-lane engine where there is one, else one after the other. */
#include "onion/onion_internal.h"

const uint8_t *nji_peel_batch_path_key(const nji_peel_batch *batch, size_t i) {
    static const uint8_t none[NJ_PUBLIC_KEY_LEN];
    const uint8_t *path_key = batch->path_keys == NULL ? none : batch->path_keys + i * NJ_PUBLIC_KEY_LEN;
    return memcmp(path_key, none, sizeof none) == 0 ? NULL : path_key;
}

void nji_peel_batch_one(const nji_peel_batch *batch, size_t i) {
    const size_t onion_len = batch->onion_len;
    uint8_t *result = batch->results + i * NJ_PEELED_LEN(onion_len);
    size_t payload_len = 0;
    nji_peeled out = {result + NJ_PEELED_NEXT_OFFSET, result + NJ_PEELED_PAYLOAD_OFFSET(onion_len), &payload_len,
                      result + NJ_PEELED_SHARED_SECRET_OFFSET, result + NJ_PEELED_PATH_OFFSET};
    nj_status status = nji_onion_peel(batch->ctx, &out, batch->key, batch->onions + i * onion_len, onion_len,
                                      batch->assoc_len == 0 ? NULL : batch->assocs + i * batch->assoc_len, batch->assoc_len,
                                      nji_peel_batch_path_key(batch, i));
    nji_store32_be(result + NJ_PEELED_STATUS_OFFSET, (uint32_t)status);
    nji_store32_be(result + NJ_PEELED_PAYLOAD_LEN_OFFSET, (uint32_t)payload_len);
}

static void peel_all(const nji_peel_batch *batch, size_t count) {
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    size_t done = 0;
    while (engine != NULL && count - done >= NJI_LANES_MIN_COUNT) {
        const size_t take = NJI_MIN(count - done, (size_t)NJI_LANES_BATCH_MAX_COUNT);
        nji_peel_batch_lanes(batch, engine, done, take);
        done += take;
    }
    for (; done < count; done++) nji_peel_batch_one(batch, done);
}

nj_status nj_onion_peel_batch(const nj_ctx *ctx, uint8_t *peeled, const nj_key *key, size_t count, const uint8_t *onions,
                              size_t onion_len, const uint8_t *assocs, size_t assoc_len, const uint8_t *path_keys) {
    const nji_peel_batch batch = {ctx, key, peeled, onions, onion_len, assocs, assoc_len, path_keys};
    size_t result_len, out_len;
    if (count == 0) return NJ_OK;
    if (ctx == NULL || peeled == NULL || key == NULL || onions == NULL || (assocs == NULL && assoc_len != 0) ||
        count > NJ_PEEL_BATCH_MAX_COUNT || onion_len < NJ_ONION_MIN_LEN || onion_len > NJ_ONION_MAX_LEN ||
        assoc_len > NJ_ONION_ASSOC_MAX_LEN) {
        return NJ_ERR_ARGUMENT;
    }
    result_len = NJ_PEELED_LEN(onion_len);
    if (count > SIZE_MAX / result_len) return NJ_ERR_ARGUMENT; /* no such memory on a 32-bit machine */
    out_len = count * result_len;
    const nji_range outs[] = {{peeled, out_len}};
    const nji_range ins[] = {{onions, count * onion_len}, {assocs, count * assoc_len}, {path_keys, count * NJ_PUBLIC_KEY_LEN}};
    if (nji_outputs_overlap(outs, 1, ins, 3)) return NJ_ERR_OVERLAP;
    memset(peeled, 0, out_len);
    if (!nji_ctx_ready(ctx) || !nji_key_ready(key)) return NJ_ERR_HANDLE;
    peel_all(&batch, count);
    return NJ_OK;
}
