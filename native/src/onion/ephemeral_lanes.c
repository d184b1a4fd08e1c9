/* The chain of ephemeral keys for many senders at once. Spec: BOLT 4 "Blinding Ephemeral Onion Keys". */
#include "onion/onion_internal.h"

static const uint8_t ONE[NJ_SECRET_KEY_LEN] = {[NJ_SECRET_KEY_LEN - 1] = 1};

/* Goes on with 1 instead of a scalar that is none. */
static void set_aside(nji_ephemerals *e, size_t i) {
    e->alone[i] = 1;
    memcpy(e->secrets[i], ONE, sizeof ONE);
}

void nji_ephemerals_init(nji_ephemerals *e, const nji_lanes_engine *engine, const nji_lanes_table *generator, const uint8_t *session_keys,
                         size_t count) {
    e->engine = engine;
    e->generator = generator;
    e->count = count;
    memset(e->alone, 0, sizeof e->alone);
    memcpy(e->secrets, session_keys, count * NJ_SECRET_KEY_LEN);
    for (size_t i = 0; i < count; i++) {
        if (!nji_scalar_check(e->secrets[i])) set_aside(e, i);
    }
}

/* Both multiplications are constant time. */
static void multiply(nji_ephemerals *e, uint8_t (*products)[NJ_PUBLIC_KEY_LEN]) {
    nji_lanes_digits digits[NJI_LANES_GROUPS_MAX_COUNT];
    uint8_t created[NJI_LANES_BATCH_MAX_COUNT][NJ_PUBLIC_KEY_LEN], exceptional[NJI_LANES_GROUPS_MAX_COUNT];
    nji_digits scalar;
    memset(digits, 0, sizeof digits);
    for (size_t i = 0; i < e->count; i++) {
        nji_digits_init(&scalar, e->secrets[i]);
        nji_lanes_set(&digits[i / NJI_LANES], i % NJI_LANES, &scalar);
    }
    nji_lanes_batch_multiply(&e->hops, products, digits);
    nji_lanes_generator_multiply(e->generator, e->engine, created, exceptional, digits, e->hops.group_count);
    for (size_t i = 0; i < e->count; i++) {
        memcpy(e->keys[i], created[i], NJ_PUBLIC_KEY_LEN);
        if (!nji_lanes_batch_valid(&e->hops, i) || nji_lanes_batch_exceptional(&e->hops, i) ||
            exceptional[i / NJI_LANES] >> i % NJI_LANES & 1) {
            e->alone[i] = 1;
        }
    }
    nj_wipe(&scalar, sizeof scalar);
    nj_wipe(digits, sizeof digits);
}

void nji_ephemerals_share(nji_ephemerals *e, uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN], const uint8_t *hops, size_t stride) {
    uint8_t products[NJI_LANES_BATCH_MAX_COUNT][NJ_PUBLIC_KEY_LEN], factors[NJI_LANES_BATCH_MAX_COUNT][32];
    nji_lanes_batch_init(&e->hops, e->engine, hops, stride, e->count);
    multiply(e, products);
    nji_hash_points(shared_secrets, products, e->count);
    nji_blinding_factors(factors, e->keys[0], sizeof e->keys[0], shared_secrets, e->count);
    for (size_t i = 0; i < e->count; i++) {
        if (!nji_scalar_mul(e->secrets[i], factors[i])) set_aside(e, i); /* a chance of 2^-128 */
    }
    nj_wipe(products, sizeof products);
    nj_wipe(factors, sizeof factors);
}
