#include "lanes/lanes.h"

void nji_lanes_batch_init(nji_lanes_batch *batch, const nji_lanes_engine *engine, const uint8_t *const *keys, size_t count) {
    nji_lanes_point points[NJI_LANES_GROUPS_MAX_COUNT];
    const uint8_t *filled[NJI_LANES_BATCH_MAX_COUNT];
    batch->engine = engine;
    batch->count = count;
    batch->group_count = (count + NJI_LANES - 1) / NJI_LANES;
    /* Lanes without a point of their own repeat the first. */
    for (size_t i = 0; i < batch->group_count * NJI_LANES; i++) filled[i] = keys[i < count ? i : 0];
    memset(batch->exceptional, 0, sizeof batch->exceptional);
    engine->decompress(points, batch->valid, filled, batch->group_count);
    for (size_t g = 0; g < batch->group_count; g++) engine->make_table(&batch->tables[g], &points[g]);
}

void nji_lanes_batch_multiply(nji_lanes_batch *batch, uint8_t (*products)[NJ_PUBLIC_KEY_LEN], const nji_lanes_digits *digits) {
    nji_lanes_jacobian jacobian[NJI_LANES_GROUPS_MAX_COUNT];
    uint8_t exceptional[NJI_LANES_GROUPS_MAX_COUNT];
    for (size_t g = 0; g < batch->group_count; g++) batch->engine->multiply(&jacobian[g], &batch->tables[g], &digits[g]);
    batch->engine->compress(products, exceptional, jacobian, batch->group_count);
    for (size_t g = 0; g < batch->group_count; g++) batch->exceptional[g] |= exceptional[g];
    nj_wipe(jacobian, sizeof jacobian);
}

int nji_lanes_batch_valid(const nji_lanes_batch *batch, size_t i) { return batch->valid[i / NJI_LANES] >> i % NJI_LANES & 1; }

int nji_lanes_batch_exceptional(const nji_lanes_batch *batch, size_t i) {
    return batch->exceptional[i / NJI_LANES] >> i % NJI_LANES & 1;
}
