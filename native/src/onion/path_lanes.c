/* What a node shares with the authors of many blinded paths. Spec: BOLT 4 "Route Blinding". */
#include "onion/onion_internal.h"

void nji_factors_set(nji_lanes_digits *digits, uint8_t *out_of_range, uint8_t (*factors)[32], size_t count) {
    nji_digits scalar;
    for (size_t i = 0; i < count; i++) {
        out_of_range[i] = (uint8_t)!nji_scalar_check(factors[i]);
        nji_digits_init(&scalar, factors[i]);
        nji_lanes_set(&digits[i / NJI_LANES], i % NJI_LANES, &scalar);
    }
    nj_wipe(&scalar, sizeof scalar);
}

void nji_paths_share(nji_paths *paths, nji_lanes_batch *lanes, const nj_key *key, const uint8_t *path_keys, size_t count) {
    nji_lanes_digits digits[NJI_LANES_GROUPS_MAX_COUNT];
    uint8_t products[NJI_LANES_BATCH_MAX_COUNT][NJ_PUBLIC_KEY_LEN], factors[NJI_LANES_BATCH_MAX_COUNT][32];
    nji_lanes_batch_init(lanes, lanes->engine, path_keys, NJ_PUBLIC_KEY_LEN, count);
    for (size_t g = 0; g < lanes->group_count; g++) nji_lanes_set_all(&digits[g], nji_key_digits(key));
    nji_lanes_batch_multiply(lanes, products, digits);
    nji_hash_points(paths->shared_secrets, products, count);
    nji_blinding_factors(factors, path_keys, NJ_PUBLIC_KEY_LEN, paths->shared_secrets, count);
    nji_factors_set(digits, paths->alone, factors, count);
    nji_lanes_batch_multiply(lanes, products, digits);
    for (size_t i = 0; i < count; i++) {
        memcpy(paths->next_keys[i], products[i], NJ_PUBLIC_KEY_LEN);
        paths->valid[i] = (uint8_t)nji_lanes_batch_valid(lanes, i);
        paths->alone[i] |= (uint8_t)nji_lanes_batch_exceptional(lanes, i);
    }
    /* Lanes past count had the node key for their factor, and the first path key. */
    nj_wipe(products, sizeof products);
    nj_wipe(digits, sizeof digits);
    nj_wipe(factors, sizeof factors);
}
