/* field.h - eight elements of the field of secp256k1, p = 2^256 - 2^32 - 977, one in each lane. Everything is constant time.
 *
 * An element is five limbs of 52 bits, least significant first. Two shapes:
 *   tight  limbs 0-3 below 2^52, limb 4 below 2^49: the value is the sum of limb i * 2^(52 i), below 2^257;
 *   loose  limb 4 below 2^49, and of limbs 0-3 only the low 52 bits count: what is above was added to the next limb already.
 * Multiplications read the low 52 bits of a limb only, so they take either; whatever is added or subtracted must be tight.
 *
 * A product is a wide number of ten columns, column k of weight 2^(52 k). fold brings it to five columns (mod p), a few additions
 * between fold and carry cost no reduction of their own, and carry makes an element of the columns. The column bounds stand at
 * each function; NJ_VERIFY_LANES checks them on the array guise of vec.
 */
#ifndef NJI_LANES_FIELD_H
#define NJI_LANES_FIELD_H

#include "lanes/vec.h"

#define FE_LIMBS 5
#define FE_TOP_MASK ((UINT64_C(1) << 48) - 1)
#define FE_C UINT64_C(0x1000003d1)        /* 2^256 mod p */
#define FE_R (FE_C << 4)                  /* 2^260 mod p */
#define FE_P0 UINT64_C(0xffffefffffc2f)   /* the limbs of p: P0, three times VEC_LIMB_MASK, FE_TOP_MASK */

#define FE_EACH(i) _Pragma("GCC unroll 5") for (int i = 0; i < FE_LIMBS; i++)

typedef struct fe {
    vec n[FE_LIMBS];
} fe;

/* Five columns below 2^60 on the way from fold to carry. */
typedef struct columns {
    vec n[FE_LIMBS];
} columns;

typedef struct wide {
    vec n[2 * FE_LIMBS];
} wide;

VEC_FN void fe_check_tight(const fe *a) {
    for (int i = 0; i < 4; i++) VEC_BELOW(a->n[i], UINT64_C(1) << 52);
    VEC_BELOW(a->n[4], UINT64_C(1) << 49);
    (void)a;
}

VEC_FN fe fe_set1(uint64_t small) {
    fe out;
    FE_EACH(i) out.n[i] = vec_set1(i == 0 ? small : 0);
    return out;
}

VEC_FN fe fe_select(vec_mask mask, const fe *yes, const fe *no) {
    fe out;
    FE_EACH(i) out.n[i] = vec_select(mask, yes->n[i], no->n[i]);
    return out;
}

/* Limb i of multiple * p, spread so that each is as large as its place allows. */
VEC_FN vec fe_p_limb(int i, uint64_t multiple) {
    return vec_set1(multiple * (i == 0 ? FE_P0 : i < 4 ? VEC_LIMB_MASK : FE_TOP_MASK));
}

/* Adds a * b. A column gets at most 5 low and 4 high halves, or 4 and 5, each below 2^52: 9 * 2^52. Column 9 gets the high half
 * of a product of two top limbs: below 2^46. */
VEC_FN void wide_add_product(wide *w, const fe *a, const fe *b) {
    FE_EACH(i) {
        FE_EACH(j) {
            w->n[i + j] = vec_mul_low(w->n[i + j], a->n[i], b->n[j]);
            w->n[i + j + 1] = vec_mul_high(w->n[i + j + 1], a->n[i], b->n[j]);
        }
    }
}

VEC_FN wide wide_zero(void) {
    wide w;
    _Pragma("GCC unroll 10") for (int k = 0; k < 2 * FE_LIMBS; k++) w.n[k] = vec_set1(0);
    return w;
}

VEC_FN wide wide_product(const fe *a, const fe *b) {
    wide w = wide_zero();
    wide_add_product(&w, a, b);
    return w;
}

/* a * a: the same sums as a product, so the same bounds. */
VEC_FN wide wide_square(const fe *a) {
    wide w = wide_zero();
    FE_EACH(i) {
        _Pragma("GCC unroll 5") for (int j = i + 1; j < FE_LIMBS; j++) {
            w.n[i + j] = vec_mul_low(w.n[i + j], a->n[i], a->n[j]);
            w.n[i + j + 1] = vec_mul_high(w.n[i + j + 1], a->n[i], a->n[j]);
        }
    }
    _Pragma("GCC unroll 10") for (int k = 1; k < 2 * FE_LIMBS - 1; k++) w.n[k] = vec_add(w.n[k], w.n[k]);
    FE_EACH(i) {
        w.n[2 * i] = vec_mul_low(w.n[2 * i], a->n[i], a->n[i]);
        w.n[2 * i + 1] = vec_mul_high(w.n[2 * i + 1], a->n[i], a->n[i]);
    }
    return w;
}

/* Doubles every column. */
VEC_FN void wide_double(wide *w) { _Pragma("GCC unroll 10") for (int k = 0; k < 2 * FE_LIMBS; k++) w->n[k] = vec_add(w->n[k], w->n[k]); }

/* In: columns below 27 * 2^52 (three products), column 9 below 2^48. Out: columns below 2^57, congruent.
 * Columns 5-9 pass on what is above 52 bits, then each is worth R = 2^260 mod p (37 bits) of the column five below it. Column 9
 * stays below 2^49, so its product is below 2^86 and what that has above column 4, t, below 2^34: t * R, below 2^71, goes to
 * columns 0 and 1. A column gets three halves at the most: 30 * 2^52. */
VEC_FN columns fold(wide *w) {
    const vec r = vec_set1(FE_R);
    columns out;
    _Pragma("GCC unroll 10") for (int k = 0; k < 9; k++) VEC_BELOW(w->n[k], UINT64_C(27) << 52);
    VEC_BELOW(w->n[9], UINT64_C(1) << 48);
    _Pragma("GCC unroll 5") for (int k = 5; k < 9; k++) w->n[k + 1] = vec_add(w->n[k + 1], vec_shr(w->n[k], 52));
    const vec t = vec_mul_high(vec_set1(0), w->n[9], r);
    out.n[0] = vec_mul_low(w->n[0], w->n[5], r);
    _Pragma("GCC unroll 5") for (int k = 1; k < FE_LIMBS; k++) {
        out.n[k] = vec_mul_low(vec_mul_high(w->n[k], w->n[k + 4], r), w->n[k + 5], r);
    }
    out.n[0] = vec_mul_low(out.n[0], t, r);
    out.n[1] = vec_mul_high(out.n[1], t, r);
    FE_EACH(i) VEC_BELOW(out.n[i], UINT64_C(1) << 57);
    return out;
}

/* In: columns below 2^63. What is above 2^256, below 2^15, is worth C = 2^256 mod p each (33 bits): a low half holds the product,
 * and column 0 stays below 2^64. Each column passes on at most 2^12, so limb 4 ends below 2^48 + 2^12. */
VEC_FN fe carry_loose(const columns *c) {
    fe out;
    FE_EACH(i) VEC_BELOW(c->n[i], UINT64_C(1) << 63);
    out.n[0] = vec_mul_low(c->n[0], vec_shr(c->n[4], 48), vec_set1(FE_C));
    out.n[1] = vec_add(c->n[1], vec_shr(out.n[0], 52));
    out.n[2] = vec_add(c->n[2], vec_shr(out.n[1], 52));
    out.n[3] = vec_add(c->n[3], vec_shr(out.n[2], 52));
    out.n[4] = vec_add(vec_and(c->n[4], vec_set1(FE_TOP_MASK)), vec_shr(out.n[3], 52));
    return out;
}

/* The same, and clears the bits of limbs 0-3 that were passed on. */
VEC_FN fe carry_tight(const columns *c) {
    fe out = carry_loose(c);
    _Pragma("GCC unroll 4") for (int i = 0; i < 4; i++) out.n[i] = vec_and(out.n[i], vec_set1(VEC_LIMB_MASK));
    fe_check_tight(&out);
    return out;
}

/* In: columns as fold leaves them, doubled once at the most: the outcome is below 2^59. */
VEC_FN void columns_double(columns *c) { FE_EACH(i) c->n[i] = vec_add(c->n[i], c->n[i]); }

VEC_FN void columns_triple(columns *c) { FE_EACH(i) c->n[i] = vec_add(c->n[i], vec_add(c->n[i], c->n[i])); }

/* Columns as fold leaves them, below 2^57, become their negative: 1024 p has limbs above 2^61, and above 2^57 in limb 4. */
VEC_FN void columns_negate(columns *c) { FE_EACH(i) c->n[i] = vec_sub(fe_p_limb(i, 1024), c->n[i]); }

VEC_FN void columns_add(columns *c, const fe *tight) { FE_EACH(i) c->n[i] = vec_add(c->n[i], tight->n[i]); }

/* Subtracts one tight element, or three: 4 p has limbs above 3 * 2^52, and above 3 * (2^48 + 2^12) in limb 4. */
VEC_FN void columns_sub(columns *c, const fe *tight) {
    FE_EACH(i) c->n[i] = vec_sub(vec_add(c->n[i], fe_p_limb(i, 4)), tight->n[i]);
}
VEC_FN void columns_sub_double(columns *c, const fe *tight) {
    FE_EACH(i) c->n[i] = vec_sub(vec_add(c->n[i], fe_p_limb(i, 4)), vec_add(tight->n[i], tight->n[i]));
}

/* (c or -c) - tight: c as fold leaves it, its sign changed in the lanes of `minus`. 1024 p - tight is above 2^57 in every limb. */
VEC_FN void columns_sign_and_sub(columns *c, const fe *tight, vec_mask minus) {
    FE_EACH(i) c->n[i] = vec_add_or_sub(vec_sub(fe_p_limb(i, 1024), tight->n[i]), c->n[i], minus);
}

VEC_FN fe fe_mul(const fe *a, const fe *b) {
    wide w = wide_product(a, b);
    columns c = fold(&w);
    return carry_loose(&c);
}

VEC_FN fe fe_mul_tight(const fe *a, const fe *b) {
    wide w = wide_product(a, b);
    columns c = fold(&w);
    return carry_tight(&c);
}

VEC_FN fe fe_sqr(const fe *a) {
    wide w = wide_square(a);
    columns c = fold(&w);
    return carry_loose(&c);
}

/* a + b, loose; both tight. */
VEC_FN fe fe_add(const fe *a, const fe *b) {
    columns c;
    FE_EACH(i) c.n[i] = vec_add(a->n[i], b->n[i]);
    return carry_loose(&c);
}

/* a - b, loose; both tight. */
VEC_FN fe fe_sub(const fe *a, const fe *b) {
    columns c;
    FE_EACH(i) c.n[i] = a->n[i];
    columns_sub(&c, b);
    return carry_loose(&c);
}

/* -a, tight; a tight. */
VEC_FN fe fe_negate(const fe *a) {
    columns c;
    FE_EACH(i) c.n[i] = vec_sub(fe_p_limb(i, 4), a->n[i]);
    return carry_tight(&c);
}

/* The value below p of an element of either shape, tight.
 * Loose to tight; then two rounds take what is above 2^256: the first leaves less than 2^256 + 2^34, the second less than 2^256,
 * hence below p + 2^33. Adding C overflows 2^256 exactly if the value is p or more, and leaves the value less p. */
VEC_FN fe fe_canonical(const fe *a) {
    columns c;
    fe t, plus_c;
    FE_EACH(i) c.n[i] = i < 4 ? vec_and(a->n[i], vec_set1(VEC_LIMB_MASK)) : a->n[i];
    t = carry_tight(&c);
    FE_EACH(i) c.n[i] = t.n[i];
    t = carry_tight(&c);
    FE_EACH(i) c.n[i] = t.n[i];
    c.n[0] = vec_add(c.n[0], vec_set1(FE_C));
    plus_c.n[0] = c.n[0];
    _Pragma("GCC unroll 4") for (int i = 1; i < FE_LIMBS; i++) plus_c.n[i] = vec_add(c.n[i], vec_shr(plus_c.n[i - 1], 52));
    const vec_mask below_p = vec_equal(vec_shr(plus_c.n[4], 48), vec_set1(0));
    FE_EACH(i) plus_c.n[i] = vec_and(plus_c.n[i], vec_set1(i < 4 ? VEC_LIMB_MASK : FE_TOP_MASK));
    return fe_select(below_p, &t, &plus_c);
}

/* Of canonical elements. */
VEC_FN vec_mask fe_is_zero(const fe *a) {
    vec bits = a->n[0];
    _Pragma("GCC unroll 4") for (int i = 1; i < FE_LIMBS; i++) bits = vec_or(bits, a->n[i]);
    return vec_equal(bits, vec_set1(0));
}

VEC_FN vec_mask fe_equal(const fe *a, const fe *b) {
    vec bits = vec_xor(a->n[0], b->n[0]);
    _Pragma("GCC unroll 4") for (int i = 1; i < FE_LIMBS; i++) bits = vec_or(bits, vec_xor(a->n[i], b->n[i]));
    return vec_equal(bits, vec_set1(0));
}

#endif
