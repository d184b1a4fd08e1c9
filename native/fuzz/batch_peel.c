/* A batch of packets gives what single peels give, through the public call and on the many-lane engine on arrays. */
#include "fuzz.h"
#include "onion/onion_internal.h"
#include "peeled.h"

#define COUNT_MAX 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t options = fuzz_number(&in, 3), count = 1 + fuzz_number(&in, COUNT_MAX - 1), assoc_len = options & 1 ? 32 : 0;
    const uint8_t *path_keys = options & 2 ? fuzz_take(&in, count * NJ_PUBLIC_KEY_LEN) : NULL;
    const size_t onion_len = in.len < count * assoc_len ? 0 : (in.len - count * assoc_len) / count;
    if (onion_len >= NJ_ONION_MIN_LEN && onion_len <= PEELED_ONION_MAX_LEN) {
        const uint8_t *assocs = fuzz_take(&in, count * assoc_len), *onions = fuzz_take(&in, count * onion_len);
        uint8_t *results[2] = {fuzz_buffer(count * NJ_PEELED_LEN(onion_len)), fuzz_buffer(count * NJ_PEELED_LEN(onion_len))};
        const nji_peel_batch batch = {&ctx, &key, results[1], onions, onion_len, assocs, assoc_len, path_keys};
        CHECK(nj_onion_peel_batch(&ctx, results[0], &key, count, onions, onion_len, assocs, assoc_len, path_keys) == NJ_OK);
        memset(results[1], 0, count * NJ_PEELED_LEN(onion_len));
        nji_peel_batch_lanes(&batch, &nji_lanes_portable, 0, count);
        for (size_t i = 0; i < 2 * count; i++) {
            const size_t at = i % count;
            check_peeled(&ctx, &key, results[i / count] + at * NJ_PEELED_LEN(onion_len), onions + at * onion_len, onion_len,
                         assocs + at * assoc_len, assoc_len, path_keys == NULL ? NULL : path_keys + at * NJ_PUBLIC_KEY_LEN);
        }
    }
    return fuzz_close();
}
