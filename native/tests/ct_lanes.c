/* ct_lanes: the many-lane engine on arrays, under valgrind with the scalars marked as undefined memory. memcheck reports each branch and
 * each address that depends on undefined memory, so silence means constant time. "ct_lanes control" branches on a product: then
 * memcheck must report, which shows that the secrets went all the way. */
#include <valgrind/memcheck.h>

#include "curve/curve.h"
#include "lanes/lanes.h"

#include "harness.h"

#define COUNT 11 /* two groups, the second with lanes to spare */

static void multiply(uint8_t (*products)[NJ_PUBLIC_KEY_LEN], nji_lanes_batch *batch, uint8_t (*scalars)[32]) {
    nji_lanes_digits digits[NJI_LANES_GROUPS_MAX_COUNT];
    memset(digits, 0, sizeof digits);
    for (size_t i = 0; i < COUNT; i++) {
        nji_digits scalar;
        nji_digits_init(&scalar, scalars[i]);
        nji_lanes_set(&digits[i / NJI_LANES], i % NJI_LANES, &scalar);
    }
    nji_lanes_batch_multiply(batch, products, digits);
}

int main(int argc, char **argv) {
    static nji_lanes_batch batch;
    const int control = argc > 1 && strcmp(argv[1], "control") == 0;
    uint8_t generator[NJ_PUBLIC_KEY_LEN], scalars[COUNT][32], products[NJI_LANES_BATCH_MAX_COUNT][NJ_PUBLIC_KEY_LEN];
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "ct_lanes: run it under valgrind\n");
        return 2;
    }
    from_hex(generator, "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    nji_lanes_batch_init(&batch, &nji_lanes_portable, generator, 0, COUNT);
    memset(scalars, 0, sizeof scalars);
    for (size_t i = 1; i < COUNT; i++) random_bytes(scalars[i], sizeof scalars[i]);
    scalars[0][31] = 1;
    /* A zero makes an exceptional lane, which must not show either. */
    memset(scalars[COUNT - 1], 0, sizeof scalars[COUNT - 1]);
    VALGRIND_MAKE_MEM_UNDEFINED(scalars, sizeof scalars);
    multiply(products, &batch, scalars);
    if (!control) {
        VALGRIND_MAKE_MEM_DEFINED(products, sizeof products);
        VALGRIND_MAKE_MEM_DEFINED(batch.exceptional, sizeof batch.exceptional);
    }
    CHECK_BYTES(products[0], generator, sizeof generator);
    CHECK(!nji_lanes_batch_exceptional(&batch, 0) && nji_lanes_batch_exceptional(&batch, COUNT - 1));
    return harness_done("ct_lanes");
}
