#include "curve/field.h"

/* Folds what is above 2^256 into the lowest limb, and carries through: all limbs but the top one of 52 bits. */
static void carry(uint64_t *n) {
    n[0] += (n[4] >> 48) * FE_C; /* at most 63 * 2^33 */
    n[4] &= FE_MASK48;
    for (int i = 0; i < 4; i++) {
        n[i + 1] += n[i] >> 52;
        n[i] &= FE_MASK52;
    }
}

void nji_fe_normalize(nji_fe *a) {
    uint64_t reduced[5], keep;
    FE_ASSERT(fe_magnitude(a) <= 62);
    carry(a->n);
    carry(a->n); /* now below 2^256 + 2^33: the second fold was of 0 or 1 */
    /* a - p is a + C - 2^256: what is left after the addition of C if that goes over 2^256. */
    memcpy(reduced, a->n, sizeof reduced);
    reduced[0] += FE_C;
    for (int i = 0; i < 4; i++) {
        reduced[i + 1] += reduced[i] >> 52;
        reduced[i] &= FE_MASK52;
    }
    keep = (reduced[4] >> 48) - 1; /* all ones if a is below p, else 0: a + C is below 2^257 */
    reduced[4] &= FE_MASK48;
    for (int i = 0; i < 5; i++) a->n[i] = (a->n[i] & keep) | (reduced[i] & ~keep);
    fe_set_magnitude(a, 1);
}

int nji_fe_read(nji_fe *r, const uint8_t *in) {
    uint64_t w[4];
    for (int i = 0; i < 4; i++) w[3 - i] = (uint64_t)nji_load32_be(in + 8 * i) << 32 | nji_load32_be(in + 8 * i + 4);
    fe_set_words(r, w);
    return !(w[3] == UINT64_MAX && w[2] == UINT64_MAX && w[1] == UINT64_MAX && w[0] >= (uint64_t)0 - FE_C);
}

void nji_fe_write(uint8_t *out, const nji_fe *a) {
    uint64_t w[4];
    fe_get_words(w, a);
    for (int i = 0; i < 4; i++) nji_store64_be(out + 8 * i, w[3 - i]);
    nj_wipe(w, sizeof w);
}

int nji_fe_is_zero(const nji_fe *a) {
    nji_fe t = *a;
    uint64_t any;
    nji_fe_normalize(&t);
    any = t.n[0] | t.n[1] | t.n[2] | t.n[3] | t.n[4];
    nj_wipe(&t, sizeof t);
    return (int)(1 ^ ((any | (0 - any)) >> 63));
}

/* p = 3 mod 4, so a^((p + 1) / 4) is a root if there is one. In binary (p + 1) / 4 is 223 ones, a zero, 22 ones, four zeros, two
 * ones, two zeros. A step squares so often, which shifts the exponent up, and multiplies by what an earlier step led to: the
 * comment is the exponent's binary form after it. */
static const struct {
    uint8_t squarings;
    int8_t factor;
} ROOT_STEPS[NJI_ROOT_STEPS] = {
    {1, 0},  /* 2 ones */
    {1, 0},  /* 3 ones */
    {3, 2},  /* 6 ones */
    {3, 2},  /* 9 ones */
    {2, 1},  /* 11 ones */
    {11, 5}, /* 22 ones */
    {22, 6}, /* 44 ones */
    {44, 7}, /* 88 ones */
    {88, 8}, /* 176 ones */
    {44, 7}, /* 220 ones */
    {3, 2},  /* 223 ones */
    {23, 6}, /* 223 ones, 0, 22 ones */
    {6, 1},  /* 223 ones, 0, 22 ones, 0000 11 */
    {2, -1}, /* (p + 1) / 4 */
};

void nji_root_init(nji_root *root, const nji_fe *a) {
    root->powers[0] = *a;
    root->value = *a;
    root->step = 0;
    root->squarings_left = ROOT_STEPS[0].squarings;
}

void nji_root_end_step(nji_root *root) {
    const int factor = ROOT_STEPS[root->step].factor;
    if (factor < 0) return;
    fe_mul(&root->value, &root->value, &root->powers[factor]);
    root->step++;
    root->powers[root->step] = root->value;
    root->squarings_left = ROOT_STEPS[root->step].squarings;
}

int nji_root_get(nji_fe *r, const nji_root *root) {
    nji_fe difference;
    fe_sqr(&difference, &root->value);
    fe_sub(&difference, &difference, &root->powers[0], 1);
    *r = root->value;
    return nji_fe_is_zero(&difference);
}

int nji_fe_sqrt(nji_fe *r, const nji_fe *a) {
    nji_root root;
    nji_root_init(&root, a);
    for (int i = 0; i < NJI_ROOT_SQUARINGS; i++) nji_root_square(&root);
    return nji_root_get(r, &root);
}
