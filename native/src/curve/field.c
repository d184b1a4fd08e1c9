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
    return (int)(1 ^ ((any | (0 - any)) >> 63));
}

/* r = a^(2^count). */
static void square_times(nji_fe *r, const nji_fe *a, int count) {
    nji_fe t = *a;
    for (int i = 0; i < count; i++) fe_sqr(&t, &t);
    *r = t;
}

/* r = a^(2^shift) * b: shifts the exponent of a up, and adds that of b. */
static void shift_and_add(nji_fe *r, const nji_fe *a, int shift, const nji_fe *b) {
    nji_fe t;
    square_times(&t, a, shift);
    fe_mul(r, &t, b);
}

int nji_fe_sqrt(nji_fe *r, const nji_fe *a) {
    /* p = 3 mod 4, so a^((p + 1) / 4) is a root if there is one. In binary (p + 1) / 4 is 223 ones, a zero, 22 ones, four zeros,
     * two ones, two zeros. onesN is a^(2^N - 1). */
    nji_fe ones2, ones3, ones6, ones9, ones11, ones22, ones44, ones88, ones176, ones220, ones223, root, difference;
    shift_and_add(&ones2, a, 1, a);
    shift_and_add(&ones3, &ones2, 1, a);
    shift_and_add(&ones6, &ones3, 3, &ones3);
    shift_and_add(&ones9, &ones6, 3, &ones3);
    shift_and_add(&ones11, &ones9, 2, &ones2);
    shift_and_add(&ones22, &ones11, 11, &ones11);
    shift_and_add(&ones44, &ones22, 22, &ones22);
    shift_and_add(&ones88, &ones44, 44, &ones44);
    shift_and_add(&ones176, &ones88, 88, &ones88);
    shift_and_add(&ones220, &ones176, 44, &ones44);
    shift_and_add(&ones223, &ones220, 3, &ones3);
    shift_and_add(&root, &ones223, 23, &ones22);
    shift_and_add(&root, &root, 6, &ones2);
    square_times(&root, &root, 2);
    fe_sqr(&difference, &root);
    fe_sub(&difference, &difference, a, 1);
    *r = root;
    return nji_fe_is_zero(&difference);
}
