/* Many packets at once: on the many-lane engine where there is one, else one after the other. */
#include "onion/onion_internal.h"

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
