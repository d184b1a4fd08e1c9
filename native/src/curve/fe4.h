/* fe4.h - four numbers modulo p side by side, five limbs of 52 bits each. Constant time.
 *
 * A multiplication takes three steps: products into columns, small multiples of other columns added or subtracted, also across
 * lanes, then one carry. "Carried" limbs are what a multiplication takes: 0 to 3 below 2^52, limb 4 below 2^50. "Columns" are
 * signed words, limb i worth 2^(52 i): those of a product are below 2^56.
 */
#ifndef NJI_CURVE_FE4_H
#define NJI_CURVE_FE4_H

#include "curve/field.h"
#include "curve/vec4.h"

typedef struct fe4 {
    v4 n[5];
} fe4;

#ifdef NJ_VERIFY_MAGNITUDES
#ifndef NJ_PORTABLE_LANES
#error "lanes can be looked at only where they are arrays"
#endif
static inline void fe4_check_carried(const fe4 *a) {
    for (int i = 0; i < 5; i++) {
        for (int l = 0; l < 4; l++) assert(a->n[i].w[l] < UINT64_C(1) << (i < 4 ? 52 : 50));
    }
}
static inline void fe4_check_product(const fe4 *a) {
    for (int i = 0; i < 5; i++) {
        for (int l = 0; l < 4; l++) assert(a->n[i].w[l] < UINT64_C(1) << 56);
    }
}
static inline void fe4_check_columns(const fe4 *a) {
    for (int i = 0; i < 5; i++) {
        for (int l = 0; l < 4; l++) {
            const int64_t column = (int64_t)a->n[i].w[l];
            assert(column < INT64_C(1) << 61 && column >= -(INT64_C(1) << 60));
        }
    }
}
#else
#define fe4_check_carried(a) ((void)0)
#define fe4_check_product(a) ((void)0)
#define fe4_check_columns(a) ((void)0)
#endif

/* Runs a statement for each limb i. */
#define FE4_EACH(...)                                                    \
    do {                                                                 \
        _Pragma("GCC unroll 5") for (int i = 0; i < 5; i++) __VA_ARGS__; \
    } while (0)

/* Columns of the products of carried numbers.
 *
 * Column k of the nine, plus one, takes at most five low halves and four high halves, or four and five: below 9 * 2^52. Columns 5
 * to 9 are worth R = 2^37 - something times columns 0 to 4: their low 52 bits go in as products, and so do the few bits above
 * them, which are worth one limb more. Column 9 has none: it is the high half of the product of two limbs below 2^50. The high
 * half of its own product with R, below 2^33, is worth R in column 0 again. A column so gets less than 9 + 3 times 2^52. */
V4_INLINE void fe4_mul(fe4 *r, const fe4 *a, const fe4 *b) {
    const v4 zero = v4_set1(0), fold = v4_set1(FE_R);
    v4 low[9], high[9], column[10], top;
    fe4_check_carried(a);
    fe4_check_carried(b);
    for (int k = 0; k < 9; k++) low[k] = high[k] = zero;
#pragma GCC unroll 5
    for (int i = 0; i < 5; i++) {
#pragma GCC unroll 5
        for (int j = 0; j < 5; j++) {
            low[i + j] = v4_mul_low(low[i + j], a->n[i], b->n[j]);
            high[i + j] = v4_mul_high(high[i + j], a->n[i], b->n[j]);
        }
    }
    column[0] = low[0];
    for (int k = 1; k < 9; k++) column[k] = v4_add(low[k], high[k - 1]);
    column[9] = high[8];
    top = v4_mul_high(zero, column[9], fold);
#pragma GCC unroll 5
    for (int k = 0; k < 5; k++) {
        r->n[k] = v4_mul_low(column[k], column[k + 5], fold);
        if (k == 0) r->n[k] = v4_mul_low(r->n[k], top, fold);
        if (k == 1) r->n[k] = v4_mul_high(r->n[k], top, fold);
        if (k > 0) r->n[k] = v4_mul_low(v4_mul_high(r->n[k], column[k + 4], fold), v4_shr(column[k + 4], 52), fold);
    }
    fe4_check_product(r);
}

#define FE4_BIAS (UINT64_C(1) << 12)

/* Carries columns of at least -2^60 and below 2^61.
 *
 * FE4_BIAS p makes the number positive: 2^60 = FE4_BIAS 2^48 goes to column 4, which then is at least 0 and below 2^62, and
 * FE4_BIAS C is taken from column 0. What column 4 has above 2^48, less one, is folded into column 0; the one stays as 2^48, so
 * that a negative carry from below does not make limb 4 negative. The carries are between -2^9 and 2^10, so limb 4 ends above
 * 2^48 - 2^10 and below 2^49 + 2^11. */
V4_INLINE void fe4_carry(fe4 *r, const fe4 *a) {
    const v4 mask = v4_set1(V4_MASK52);
    v4 n0 = a->n[0], n1 = a->n[1], n2 = a->n[2], n3 = a->n[3], n4, above;
    fe4_check_columns(a);
    n4 = v4_add(a->n[4], v4_set1(FE4_BIAS << 48));
    above = v4_shr(n4, 48);
    n4 = v4_or(v4_and(n4, v4_set1(FE_MASK48)), v4_set1(UINT64_C(1) << 48));
    n0 = v4_mul_low(v4_sub(n0, v4_set1((FE4_BIAS + 1) * (uint64_t)FE_C)), above, v4_set1(FE_C));
    n1 = v4_add(n1, v4_sar(n0, 52));
    n2 = v4_add(n2, v4_sar(n1, 52));
    n3 = v4_add(n3, v4_sar(n2, 52));
    n4 = v4_add(n4, v4_sar(n3, 52));
    r->n[0] = v4_and(n0, mask);
    r->n[1] = v4_and(n1, mask);
    r->n[2] = v4_and(n2, mask);
    r->n[3] = v4_and(n3, mask);
    r->n[4] = n4;
    fe4_check_carried(r);
}

/* Lanes rearranged, taken from b where the mask says so, or zeroed where it does not. */
#define fe4_permute(r, a, l0, l1, l2, l3) FE4_EACH((r)->n[i] = v4_permute((a)->n[i], l0, l1, l2, l3))
#define fe4_permute2(r, a, b, l0, l1, l2, l3) FE4_EACH((r)->n[i] = v4_permute2((a)->n[i], (b)->n[i], l0, l1, l2, l3))
#define fe4_blend(r, a, b, mask) FE4_EACH((r)->n[i] = v4_blend((a)->n[i], (b)->n[i], mask))

/* One number, normalized, in a lane, and back. */
V4_INLINE void fe4_get(nji_fe *r, const fe4 *a, int lane) {
    for (int i = 0; i < 5; i++) {
        uint64_t words[4];
        v4_store(words, a->n[i]);
        r->n[i] = words[lane];
    }
    fe_set_magnitude(r, 3); /* limb 4 is below 2^49 + 2^11 */
}

V4_INLINE void fe4_set(fe4 *r, const nji_fe *a0, const nji_fe *a1, const nji_fe *a2, const nji_fe *a3) {
    FE4_EACH(r->n[i] = v4_set(a0->n[i], a1->n[i], a2->n[i], a3->n[i]));
}

#endif
