/* Inversion in constant time by division steps: D. J. Bernstein, B.-Y. Yang, "Fast constant-time gcd computation and modular
 * inversion" (2019), with delta starting at 1/2. P. Wuille's analysis (doc/safegcd_implementation.md of libsecp256k1) has for
 * that start: 590 division steps are enough for any input of 256 bits.
 *
 * A division step takes (delta, f, g), f odd, to (1 - delta, g, (g - f) / 2) if delta > 0 and g is odd, else to
 * (1 + delta, f, (g + (g mod 2) f) / 2). Starting from f = p, g = a it ends at f = +-1, g = 0. How the steps act depends on the
 * lowest bits only, so a round of 60 is done on single words, as a matrix with entries of at most 2^60. The matrix then is
 * applied to all of f and g, and modulo p to d and e, which keeps d a = f and e a = g modulo p.
 */
#include "curve/field.h"

#define HALF_STEPS 30
#define STEPS (2 * HALF_STEPS)
#define ROUNDS 10 /* of 60 steps: more than 590 */
#define LIMB_MASK ((UINT64_C(1) << STEPS) - 1)

/* Signed, five limbs of 60 bits, the top one with the sign: 2^300 is far above all that occurs here. */
typedef struct wide {
    int64_t n[5];
} wide;

/* p = P_TOP 2^240 - C: all limbs but the lowest and the highest are 0. */
#define P_LOW (-(int64_t)FE_C)
#define P_TOP ((int64_t)1 << 16)
#define C_INVERSE 0x838091dd2253531u /* 1 / C modulo 2^60 */

_Static_assert(((FE_C * C_INVERSE) & LIMB_MASK) == 1, "C_INVERSE is 1 / C");

typedef __int128 i128;

/* (f, g) after the steps is (u f + v g, q f + r g) / 2^steps. |u| + |v| and |q| + |r| are at most 2^steps. */
typedef struct matrix {
    int64_t u, v, q, r;
} matrix;

/* Half a round. A row of the matrix is carried along in one word, as u + 2^32 v: both are below 2^31 in size, and all that is
 * done to rows is adding, negating and doubling them. zeta is -(delta + 1/2), so that delta > 0 is zeta < 0. All constant time:
 * conditions are masks. f and g only need their lowest 30 bits to be right. */
static int64_t half_round(matrix *t, int64_t zeta, uint64_t f, uint64_t g) {
    uint64_t f_row = 1, g_row = UINT64_C(1) << 32;
    for (int i = 0; i < HALF_STEPS; i++) {
        const uint64_t positive = (uint64_t)(zeta >> 63), odd = 0 - (g & 1), swap = positive & odd;
        /* g += f, or g -= f where delta > 0, if g is odd. */
        g += ((f ^ positive) - positive) & odd;
        g_row += ((f_row ^ positive) - positive) & odd;
        /* f + (g - f) is the old g. */
        f += g & swap;
        f_row += g_row & swap;
        /* delta becomes 1 - delta, which is zeta to -zeta - 2, or 1 + delta, zeta to zeta - 1. */
        zeta = (zeta ^ (int64_t)swap) - 1;
        g >>= 1;
        f_row <<= 1;
    }
    t->u = (int32_t)(uint32_t)f_row;
    t->v = (int64_t)(f_row - (uint64_t)t->u) >> 32;
    t->q = (int32_t)(uint32_t)g_row;
    t->r = (int64_t)(g_row - (uint64_t)t->q) >> 32;
    return zeta;
}

/* A round: the second half on what the first leaves of the words, of which 30 bits are right, as many as it needs; then the
 * product of the two matrices. */
static int64_t divide_steps(matrix *t, int64_t zeta, uint64_t f, uint64_t g) {
    matrix first, second;
    zeta = half_round(&first, zeta, f, g);
    const uint64_t f_next = ((uint64_t)first.u * f + (uint64_t)first.v * g) >> HALF_STEPS;
    const uint64_t g_next = ((uint64_t)first.q * f + (uint64_t)first.r * g) >> HALF_STEPS;
    zeta = half_round(&second, zeta, f_next, g_next);
    t->u = second.u * first.u + second.v * first.q;
    t->v = second.u * first.v + second.v * first.r;
    t->q = second.q * first.u + second.r * first.q;
    t->r = second.q * first.v + second.r * first.r;
    return zeta;
}

/* (f, g) = (u f + v g, q f + r g) / 2^60, which is exact. */
static void apply(wide *f, wide *g, const matrix *t) {
    i128 cf = (i128)t->u * f->n[0] + (i128)t->v * g->n[0];
    i128 cg = (i128)t->q * f->n[0] + (i128)t->r * g->n[0];
    cf >>= STEPS;
    cg >>= STEPS;
    for (int i = 1; i < 5; i++) {
        cf += (i128)t->u * f->n[i] + (i128)t->v * g->n[i];
        cg += (i128)t->q * f->n[i] + (i128)t->r * g->n[i];
        f->n[i - 1] = (int64_t)((uint64_t)cf & LIMB_MASK);
        g->n[i - 1] = (int64_t)((uint64_t)cg & LIMB_MASK);
        cf >>= STEPS;
        cg >>= STEPS;
    }
    f->n[4] = (int64_t)cf;
    g->n[4] = (int64_t)cg;
}

/* Makes limbs 0 to 3 non-negative and of 60 bits, so that limb 4 has the number's sign. */
static void carry(wide *a) {
    for (int i = 0; i < 4; i++) {
        a->n[i + 1] += a->n[i] >> STEPS;
        a->n[i] &= (int64_t)LIMB_MASK;
    }
}

/* Adds p to a negative number. Carried, in and out. */
static void add_p_if_negative(wide *a) {
    const int64_t negative = a->n[4] >> 63;
    a->n[0] += P_LOW & negative;
    a->n[4] += P_TOP & negative;
    carry(a);
}

/* r = (u d + v e) / 2^60 modulo p, for d and e above -p and below p, and so is r: with the m, -2^60 < m <= 0, that makes u d + v
 * e + m p a multiple of 2^60, the quotient is above -2 p and below p, and p is added if it is negative. r may be d or e. */
static void combine_modulo(wide *r, int64_t u, int64_t v, const wide *d, const wide *e) {
    i128 acc = (i128)u * d->n[0] + (i128)v * e->n[0];
    /* p = -C modulo 2^60, so m = acc / C. */
    const int64_t m = -(int64_t)((0 - (uint64_t)acc * C_INVERSE) & LIMB_MASK);
    acc = (acc + (i128)m * P_LOW) >> STEPS;
    for (int i = 1; i < 5; i++) {
        acc += (i128)u * d->n[i] + (i128)v * e->n[i];
        if (i == 4) acc += (i128)m * P_TOP;
        r->n[i - 1] = (int64_t)((uint64_t)acc & LIMB_MASK);
        acc >>= STEPS;
    }
    r->n[4] = (int64_t)acc;
    add_p_if_negative(r);
}

void nji_fe_invert(nji_fe *r, const nji_fe *a) {
    wide f = {{P_LOW, 0, 0, 0, P_TOP}}, g, d = {{0}}, e = {{1}}, next;
    uint64_t w[4];
    int64_t zeta = -1;
    matrix t;
    nji_fe number = *a;
    nji_fe_normalize(&number);
    fe_get_words(w, &number);
    g.n[0] = (int64_t)(w[0] & LIMB_MASK);
    g.n[1] = (int64_t)((w[0] >> 60 | w[1] << 4) & LIMB_MASK);
    g.n[2] = (int64_t)((w[1] >> 56 | w[2] << 8) & LIMB_MASK);
    g.n[3] = (int64_t)((w[2] >> 52 | w[3] << 12) & LIMB_MASK);
    g.n[4] = (int64_t)(w[3] >> 48);
    for (int i = 0; i < ROUNDS; i++) {
        zeta = divide_steps(&t, zeta, (uint64_t)f.n[0], (uint64_t)g.n[0]);
        apply(&f, &g, &t);
        combine_modulo(&next, t.u, t.v, &d, &e);
        combine_modulo(&e, t.q, t.r, &d, &e);
        d = next;
    }
    /* d a = f = +-1 (or d = 0 for a = 0): d with the sign of f, then made positive. */
    const int64_t negative = f.n[4] >> 63;
    for (int i = 0; i < 5; i++) d.n[i] = (d.n[i] ^ negative) - negative;
    carry(&d);
    add_p_if_negative(&d);
    w[0] = (uint64_t)d.n[0] | (uint64_t)d.n[1] << 60;
    w[1] = (uint64_t)d.n[1] >> 4 | (uint64_t)d.n[2] << 56;
    w[2] = (uint64_t)d.n[2] >> 8 | (uint64_t)d.n[3] << 52;
    w[3] = (uint64_t)d.n[3] >> 12 | (uint64_t)d.n[4] << 48;
    fe_set_words(r, w);
    nj_wipe(&f, sizeof f);
    nj_wipe(&g, sizeof g);
    nj_wipe(&d, sizeof d);
    nj_wipe(&e, sizeof e);
    nj_wipe(&next, sizeof next);
    nj_wipe(&t, sizeof t);
    nj_wipe(&number, sizeof number);
    nj_wipe(w, sizeof w);
}
