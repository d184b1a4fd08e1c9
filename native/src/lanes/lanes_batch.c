#include "lanes/lanes.h"

void nji_lanes_batch_init(nji_lanes_batch *batch, const nji_lanes_engine *engine, const uint8_t *keys, size_t stride, size_t count) {
    nji_lanes_point points[NJI_LANES_GROUPS_MAX_COUNT];
    const uint8_t *filled[NJI_LANES_BATCH_MAX_COUNT];
    batch->engine = engine;
    batch->count = count;
    batch->group_count = (count + NJI_LANES - 1) / NJI_LANES;
    /* Lanes without a point of their own repeat the first. */
    for (size_t i = 0; i < batch->group_count * NJI_LANES; i++) filled[i] = keys + (i < count ? i : 0) * stride;
    memset(batch->exceptional, 0, sizeof batch->exceptional);
    engine->decompress(points, batch->valid, filled, batch->group_count);
    for (size_t g = 0; g < batch->group_count; g++) engine->make_table(&batch->tables[g], &points[g]);
}

/* Which lanes are exceptional may be seen: no random scalar is. */
static void mark_exceptional(nji_lanes_batch *batch, uint8_t *exceptional) {
    nji_declassify(exceptional, batch->group_count);
    for (size_t g = 0; g < batch->group_count; g++) batch->exceptional[g] |= exceptional[g];
}

void nji_lanes_batch_multiply(nji_lanes_batch *batch, uint8_t (*products)[NJ_PUBLIC_KEY_LEN], const nji_lanes_digits *digits) {
    nji_lanes_jacobian jacobian[NJI_LANES_GROUPS_MAX_COUNT];
    uint8_t exceptional[NJI_LANES_GROUPS_MAX_COUNT];
    for (size_t g = 0; g < batch->group_count; g++) batch->engine->multiply(&jacobian[g], &batch->tables[g], &digits[g]);
    batch->engine->compress(products, exceptional, jacobian, batch->group_count);
    mark_exceptional(batch, exceptional);
    nj_wipe(jacobian, sizeof jacobian);
}

int nji_lanes_batch_valid(const nji_lanes_batch *batch, size_t i) { return batch->valid[i / NJI_LANES] >> i % NJI_LANES & 1; }

int nji_lanes_batch_exceptional(const nji_lanes_batch *batch, size_t i) {
    return batch->exceptional[i / NJI_LANES] >> i % NJI_LANES & 1;
}

void nji_lanes_batch_multiply_add(nji_lanes_batch *batch, uint8_t (*products)[NJ_PUBLIC_KEY_LEN], const nji_lanes_digits *digits,
                                  const nji_lanes_table *generator, const nji_lanes_digits *generator_digits) {
    nji_lanes_jacobian sums[NJI_LANES_GROUPS_MAX_COUNT], of_generator;
    uint8_t exceptional[NJI_LANES_GROUPS_MAX_COUNT];
    for (size_t g = 0; g < batch->group_count; g++) {
        batch->engine->multiply(&sums[g], &batch->tables[g], &digits[g]);
        batch->engine->multiply(&of_generator, generator, &generator_digits[g]);
        batch->engine->add(&sums[g], &sums[g], &of_generator);
    }
    batch->engine->compress(products, exceptional, sums, batch->group_count);
    mark_exceptional(batch, exceptional);
    nj_wipe(sums, sizeof sums);
    nj_wipe(&of_generator, sizeof of_generator);
}

void nji_lanes_generator_init(nji_lanes_table *generator, const nji_lanes_engine *engine) {
    /* SEC 2 section 2.4.1, compressed. */
    static const uint8_t key[NJ_PUBLIC_KEY_LEN] = {0x02, 0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0,
                                                   0x62, 0x95, 0xce, 0x87, 0x0b, 0x07, 0x02, 0x9b, 0xfc, 0xdb, 0x2d,
                                                   0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98};
    const uint8_t *keys[NJI_LANES];
    nji_lanes_point points;
    uint8_t valid;
    for (size_t l = 0; l < NJI_LANES; l++) keys[l] = key;
    engine->decompress(&points, &valid, keys, 1);
    engine->make_table(generator, &points);
}

void nji_lanes_generator_multiply(const nji_lanes_table *generator, const nji_lanes_engine *engine,
                                  uint8_t (*products)[NJ_PUBLIC_KEY_LEN], uint8_t *exceptional, const nji_lanes_digits *digits,
                                  size_t group_count) {
    nji_lanes_jacobian jacobian[NJI_LANES_GROUPS_MAX_COUNT];
    for (size_t g = 0; g < group_count; g++) engine->multiply(&jacobian[g], generator, &digits[g]);
    engine->compress(products, exceptional, jacobian, group_count);
    nji_declassify(exceptional, group_count);
    nj_wipe(jacobian, sizeof jacobian);
}
