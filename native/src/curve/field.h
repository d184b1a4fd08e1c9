/* field.h - numbers modulo p = 2^256 - 2^32 - 977, the field of secp256k1, in five limbs of 52 bits. All constant time.
 *
 * Limbs may be larger than 52 bits. "Magnitude m" means: each of n[0..3] is at most m * (2^52 + 2^46), and n[4] at most m * 2^48.
 * An addition adds magnitudes, a multiplication gives magnitude 1 and takes factors whose magnitudes multiply to at most
 * FE_PRODUCT_MAX. Each function says what it takes and gives; a build with NJ_VERIFY_MAGNITUDES carries the magnitude along and checks it.
 * That changes the layout of nji_fe, so all files that pass one must be built alike (NJ_VERIFY_LANES of lanes/vec.h changes no layout).
 */
#ifndef NJI_CURVE_FIELD_H
#define NJI_CURVE_FIELD_H

#include "base/base.h"

typedef struct nji_fe {
    uint64_t n[5];
#ifdef NJ_VERIFY_MAGNITUDES
    int magnitude;
#endif
} nji_fe;

typedef unsigned __int128 nji_u128;

#define FE_LEN 32

#define FE_MASK52 0xfffffffffffffu
#define FE_MASK48 0xffffffffffffu
#define FE_C 0x1000003d1u          /* 2^256 mod p */
#define FE_R ((uint64_t)FE_C << 4) /* 2^260 mod p: what a carry out of five limbs of 52 bits is worth */
#define FE_PRODUCT_MAX 64          /* of magnitudes: see fe_reduce */

/* The limbs of p. */
#define FE_P0 (FE_MASK52 - FE_C + 1)
#define FE_P1 FE_MASK52
#define FE_P4 FE_MASK48

#ifdef NJ_VERIFY_MAGNITUDES
#include <assert.h>
static inline void fe_set_magnitude(nji_fe *a, int m) {
    a->magnitude = m;
    for (int i = 0; i < 4; i++) assert(a->n[i] <= (uint64_t)m * ((UINT64_C(1) << 52) + (UINT64_C(1) << 46)));
    assert(a->n[4] <= (uint64_t)m << 48);
}
static inline int fe_magnitude(const nji_fe *a) { return a->magnitude; }
#define FE_ASSERT(condition) assert(condition)
#else
#define fe_set_magnitude(a, m) ((void)0)
#define fe_magnitude(a) 0
#define FE_ASSERT(condition) ((void)0)
#endif

/* A constant from its limbs, normalized. */
#ifdef NJ_VERIFY_MAGNITUDES
#define FE_CONST(n0, n1, n2, n3, n4) {{n0, n1, n2, n3, n4}, 1}
#else
#define FE_CONST(n0, n1, n2, n3, n4) \
    {                                \
        {                            \
            n0, n1, n2, n3, n4       \
        }                            \
    }
#endif

#define FE_INLINE static inline __attribute__((always_inline))

/* r = a + b, magnitudes added. */
FE_INLINE void fe_add(nji_fe *r, const nji_fe *a, const nji_fe *b) {
    for (int i = 0; i < 5; i++) r->n[i] = a->n[i] + b->n[i];
    fe_set_magnitude(r, fe_magnitude(a) + fe_magnitude(b));
}

/* r = k * a for a small k, the magnitude times k. */
FE_INLINE void fe_times(nji_fe *r, const nji_fe *a, unsigned k) {
    for (int i = 0; i < 5; i++) r->n[i] = k * a->n[i];
    fe_set_magnitude(r, (int)k * fe_magnitude(a));
}

/* r = a - b for a b of magnitude at most m; of magnitude that of a, plus m + 1.
 * What is added is (m + 1) p, and each of its limbs is at least m times the bound of magnitude 1: limb 0 because
 * (m + 1) (2^52 - 2^33) >= m (2^52 + 2^46) for m <= 62, limb 4 because (m + 1) (2^48 - 1) >= m 2^48 for m < 2^48. */
FE_INLINE void fe_sub(nji_fe *r, const nji_fe *a, const nji_fe *b, unsigned m) {
    FE_ASSERT(fe_magnitude(b) <= (int)m && m <= 62);
    r->n[0] = a->n[0] + (FE_P0 * (uint64_t)(m + 1) - b->n[0]);
    for (int i = 1; i < 4; i++) r->n[i] = a->n[i] + (FE_P1 * (uint64_t)(m + 1) - b->n[i]);
    r->n[4] = a->n[4] + (FE_P4 * (uint64_t)(m + 1) - b->n[4]);
    fe_set_magnitude(r, fe_magnitude(a) + (int)m + 1);
}

/* r = -a for an a of magnitude at most m; of magnitude m + 1. */
FE_INLINE void fe_negate(nji_fe *r, const nji_fe *a, unsigned m) {
    FE_ASSERT(fe_magnitude(a) <= (int)m && m <= 62);
    r->n[0] = FE_P0 * (uint64_t)(m + 1) - a->n[0];
    for (int i = 1; i < 4; i++) r->n[i] = FE_P1 * (uint64_t)(m + 1) - a->n[i];
    r->n[4] = FE_P4 * (uint64_t)(m + 1) - a->n[4];
    fe_set_magnitude(r, (int)m + 1);
}

/* A product of five limbs by five before reduction is nine columns, column k worth 2^(52 k). These macros give column k of a * b
 * and of a * a. */
#define FE_MUL(x, y) ((nji_u128)(x) * (y))
#define FE_COL0(a, b) FE_MUL(a[0], b[0])
#define FE_COL1(a, b) (FE_MUL(a[0], b[1]) + FE_MUL(a[1], b[0]))
#define FE_COL2(a, b) (FE_MUL(a[0], b[2]) + FE_MUL(a[1], b[1]) + FE_MUL(a[2], b[0]))
#define FE_COL3(a, b) (FE_MUL(a[0], b[3]) + FE_MUL(a[1], b[2]) + FE_MUL(a[2], b[1]) + FE_MUL(a[3], b[0]))
#define FE_COL4(a, b) (FE_MUL(a[0], b[4]) + FE_MUL(a[1], b[3]) + FE_MUL(a[2], b[2]) + FE_MUL(a[3], b[1]) + FE_MUL(a[4], b[0]))
#define FE_COL5(a, b) (FE_MUL(a[1], b[4]) + FE_MUL(a[2], b[3]) + FE_MUL(a[3], b[2]) + FE_MUL(a[4], b[1]))
#define FE_COL6(a, b) (FE_MUL(a[2], b[4]) + FE_MUL(a[3], b[3]) + FE_MUL(a[4], b[2]))
#define FE_COL7(a, b) (FE_MUL(a[3], b[4]) + FE_MUL(a[4], b[3]))
#define FE_COL8(a, b) FE_MUL(a[4], b[4])

/* The nine columns become five limbs of magnitude 1: n[0], n[2], n[3] below 2^52, n[1] below 2^52 + 2^45, n[4] below 2^48.
 *
 * Let the magnitudes multiply to M <= 64 (for a sum of two products: add up to). With L = 2^52 + 2^46 and T = 2^48, columns 0 to
 * 7 are below 5 M L^2 < 2^113, so sums with carries fit 128 bits. Columns 5 to 8 become limbs u5..u8 of 52 bits and u9: column 8
 * is at most M T^2 = 2^102, so u9 is below 2^51 and all five are factors of 64 bits. Column 4 is at most M (3 L^2 + 2 L T) <
 * 2^111.8; with u9 R < 2^88 and the carry from column 3 (below 2^62) it stays below 2^112, so what is above 2^256 fits 64 bits.
 * That times C is below 2^97: the carry into n[1] is below 2^45. */
#define FE_REDUCE(r, COL)                                \
    do {                                                 \
        nji_u128 acc = COL(5);                           \
        uint64_t u5, u6, u7, u8, u9, low;                \
        u5 = (uint64_t)acc & FE_MASK52;                  \
        acc = (acc >> 52) + COL(6);                      \
        u6 = (uint64_t)acc & FE_MASK52;                  \
        acc = (acc >> 52) + COL(7);                      \
        u7 = (uint64_t)acc & FE_MASK52;                  \
        acc = (acc >> 52) + COL(8);                      \
        u8 = (uint64_t)acc & FE_MASK52;                  \
        u9 = (uint64_t)(acc >> 52);                      \
        acc = FE_MUL(u5, FE_R) + COL(0);                 \
        low = (uint64_t)acc & FE_MASK52;                 \
        acc = (acc >> 52) + FE_MUL(u6, FE_R) + COL(1);   \
        const uint64_t r1 = (uint64_t)acc & FE_MASK52;   \
        acc = (acc >> 52) + FE_MUL(u7, FE_R) + COL(2);   \
        const uint64_t r2 = (uint64_t)acc & FE_MASK52;   \
        acc = (acc >> 52) + FE_MUL(u8, FE_R) + COL(3);   \
        const uint64_t r3 = (uint64_t)acc & FE_MASK52;   \
        acc = (acc >> 52) + FE_MUL(u9, FE_R) + COL(4);   \
        (r)->n[4] = (uint64_t)acc & FE_MASK48;           \
        acc = low + FE_MUL((uint64_t)(acc >> 48), FE_C); \
        (r)->n[0] = (uint64_t)acc & FE_MASK52;           \
        (r)->n[1] = r1 + (uint64_t)(acc >> 52);          \
        (r)->n[2] = r2;                                  \
        (r)->n[3] = r3;                                  \
        fe_set_magnitude(r, 1);                          \
    } while (0)

/* r = a * b. r may be a or b. */
FE_INLINE void fe_mul(nji_fe *r, const nji_fe *a, const nji_fe *b) {
    FE_ASSERT(fe_magnitude(a) * fe_magnitude(b) <= FE_PRODUCT_MAX);
    const uint64_t x[5] = {a->n[0], a->n[1], a->n[2], a->n[3], a->n[4]};
    const uint64_t y[5] = {b->n[0], b->n[1], b->n[2], b->n[3], b->n[4]};
#define FE_COLUMN(k) FE_COL##k(x, y)
    FE_REDUCE(r, FE_COLUMN);
#undef FE_COLUMN
}

/* r = a * b + c * d with one reduction; the products of magnitudes add up to at most FE_PRODUCT_MAX. r may be any of them. */
FE_INLINE void fe_mul_add(nji_fe *r, const nji_fe *a, const nji_fe *b, const nji_fe *c, const nji_fe *d) {
    FE_ASSERT(fe_magnitude(a) * fe_magnitude(b) + fe_magnitude(c) * fe_magnitude(d) <= FE_PRODUCT_MAX);
    const uint64_t *x = a->n, *y = b->n, *z = c->n, *w = d->n;
#define FE_COLUMN(k) (FE_COL##k(x, y) + FE_COL##k(z, w))
    nji_fe t;
    FE_REDUCE(&t, FE_COLUMN);
    *r = t;
#undef FE_COLUMN
}

/* r = a * a. r may be a. */
FE_INLINE void fe_sqr(nji_fe *r, const nji_fe *a) {
    FE_ASSERT(fe_magnitude(a) * fe_magnitude(a) <= FE_PRODUCT_MAX);
    const uint64_t x[5] = {a->n[0], a->n[1], a->n[2], a->n[3], a->n[4]};
    const uint64_t d[5] = {2 * x[0], 2 * x[1], 2 * x[2], 2 * x[3], 0};
#define FE_SQUARE0 FE_MUL(x[0], x[0])
#define FE_SQUARE1 FE_MUL(d[0], x[1])
#define FE_SQUARE2 (FE_MUL(d[0], x[2]) + FE_MUL(x[1], x[1]))
#define FE_SQUARE3 (FE_MUL(d[0], x[3]) + FE_MUL(d[1], x[2]))
#define FE_SQUARE4 (FE_MUL(d[0], x[4]) + FE_MUL(d[1], x[3]) + FE_MUL(x[2], x[2]))
#define FE_SQUARE5 (FE_MUL(d[1], x[4]) + FE_MUL(d[2], x[3]))
#define FE_SQUARE6 (FE_MUL(d[2], x[4]) + FE_MUL(x[3], x[3]))
#define FE_SQUARE7 FE_MUL(d[3], x[4])
#define FE_SQUARE8 FE_MUL(x[4], x[4])
#define FE_COLUMN(k) FE_SQUARE##k
    FE_REDUCE(r, FE_COLUMN);
#undef FE_COLUMN
}

/* r = a if take is 1, and stays if it is 0. Constant time. */
FE_INLINE void fe_take_if(nji_fe *r, const nji_fe *a, uint64_t take) {
    const uint64_t mask = 0 - take;
    for (int i = 0; i < 5; i++) r->n[i] ^= (r->n[i] ^ a->n[i]) & mask;
    fe_set_magnitude(r, fe_magnitude(a) > fe_magnitude(r) ? fe_magnitude(a) : fe_magnitude(r));
}

/* A number below 2^256 as words of 64 bits, lowest first. */
FE_INLINE void fe_set_words(nji_fe *r, const uint64_t w[4]) {
    r->n[0] = w[0] & FE_MASK52;
    r->n[1] = (w[0] >> 52 | w[1] << 12) & FE_MASK52;
    r->n[2] = (w[1] >> 40 | w[2] << 24) & FE_MASK52;
    r->n[3] = (w[2] >> 28 | w[3] << 36) & FE_MASK52;
    r->n[4] = w[3] >> 16;
    fe_set_magnitude(r, 1);
}

/* The other way round, for a normalized number. */
FE_INLINE void fe_get_words(uint64_t w[4], const nji_fe *a) {
    w[0] = a->n[0] | a->n[1] << 52;
    w[1] = a->n[1] >> 12 | a->n[2] << 40;
    w[2] = a->n[2] >> 24 | a->n[3] << 28;
    w[3] = a->n[3] >> 36 | a->n[4] << 16;
}

/* The smallest number that a may stand for: limbs of 52 bits, below p. Takes any magnitude up to 62. */
void nji_fe_normalize(nji_fe *a);

/* Reads 32 big-endian bytes. 0 if they are not below p (and then r is not to be used). */
int nji_fe_read(nji_fe *r, const uint8_t *in);

/* Writes 32 big-endian bytes of a normalized number. */
void nji_fe_write(uint8_t *out, const nji_fe *a);

/* 1 if a is 0 modulo p, else 0. Takes any magnitude up to 62. */
int nji_fe_is_zero(const nji_fe *a);

/* r = a square root of a, if there is one: 1 if so, else 0 (and r is not to be used). Takes magnitude 1. */
int nji_fe_sqrt(nji_fe *r, const nji_fe *a);

/* The same one squaring after the other, to go on beside other work: nji_root_init, NJI_ROOT_SQUARINGS times nji_root_square,
 * then nji_root_get. */
#define NJI_ROOT_SQUARINGS 253
#define NJI_ROOT_STEPS 14

typedef struct nji_root {
    nji_fe powers[NJI_ROOT_STEPS + 1]; /* [0] is a, [i] what step i led to */
    nji_fe value;
    int step;
    int squarings_left; /* of this step */
} nji_root;

void nji_root_init(nji_root *root, const nji_fe *a);

/* What follows the last squaring of a step. */
void nji_root_end_step(nji_root *root);

/* Does nothing once the root is there. Inline, so that vector registers survive. */
FE_INLINE void nji_root_square(nji_root *root) {
    if (root->squarings_left == 0) return;
    fe_sqr(&root->value, &root->value);
    if (__builtin_expect(--root->squarings_left == 0, 0)) nji_root_end_step(root);
}

int nji_root_get(nji_fe *r, const nji_root *root);

/* r = 1 / a modulo p, and 0 for 0. Takes any magnitude up to 62. */
void nji_fe_invert(nji_fe *r, const nji_fe *a);

#endif
