/* What the engine leaves to code for one number. */
#include "curve/curve.h"
#include "lanes/lanes.h"

_Static_assert(NJI_LANES_COLUMNS == NJI_COMB_COLUMNS && NJI_LANES_ENTRIES == NJI_COMB_ENTRIES, "the comb of native/src/curve");

void nji_lanes_set(nji_lanes_digits *digits, size_t lane, const nji_digits *scalar) {
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < NJI_LANES_COLUMNS; i++) digits->columns[half][i][lane] = scalar->columns[half][i];
    }
}

void nji_lanes_set_all(nji_lanes_digits *digits, const nji_digits *scalar) {
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < NJI_LANES_COLUMNS; i++) memset(digits->columns[half][i], scalar->columns[half][i], NJI_LANES);
    }
}

void nji_lanes_invert(uint64_t limbs[5]) {
    nji_fe a;
    memcpy(a.n, limbs, sizeof a.n);
    fe_set_magnitude(&a, 1);
    nji_fe_invert(&a, &a);
    nji_fe_normalize(&a);
    memcpy(limbs, a.n, sizeof a.n);
    nj_wipe(&a, sizeof a);
}
