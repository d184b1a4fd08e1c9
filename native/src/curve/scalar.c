/* Scalars, modulo the group order n, as columns of the comb. All constant time. Numbers are little-endian words of 64 bits. */
#include "curve/curve.h"

#define WORDS 4

static const uint64_t ORDER[WORDS] = {0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe, 0xffffffffffffffff};

/* (1 + lambda) (2^129 - 1) mod n: see nji_digits_init. */
static const uint64_t SHIFT[WORDS] = {0xb5c2c1dcde9798d9, 0x589ae84826ba29e4, 0xc2bdd6bf7c118d6b, 0xa4e88a7dcb13034e};

/* A short basis of the lattice of all (u, v) with u + v lambda = 0 mod n: (A1, -B1) and (A2, A1). Their determinant is n. */
static const uint64_t A1[3] = {0xe86c90e49284eb15, 0x3086d221a7d46bcd, 0};
static const uint64_t B1[3] = {0x6f547fa90abfe4c3, 0xe4437ed6010e8828, 0};
static const uint64_t A2[3] = {0x57c1108d9d44cfd8, 0x14ca50f7a8e2f3f6, 1};

/* 2^320 A1 / n and 2^320 B1 / n, rounded. */
static const uint64_t G1[3] = {0x3daa8a1471e8ca80, 0xe86c90e49284eb15, 0x3086d221a7d46bcd};
static const uint64_t G2[3] = {0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828};

/* r = a + b, and gives the carry. */
static uint64_t add(uint64_t *r, const uint64_t *a, const uint64_t *b, int words) {
    nji_u128 acc = 0;
    for (int i = 0; i < words; i++) {
        acc += (nji_u128)a[i] + b[i];
        r[i] = (uint64_t)acc;
        acc >>= 64;
    }
    return (uint64_t)acc;
}

/* r = a - b, and gives the borrow. */
static uint64_t subtract(uint64_t *r, const uint64_t *a, const uint64_t *b, int words) {
    uint64_t borrow = 0;
    for (int i = 0; i < words; i++) {
        const nji_u128 difference = (nji_u128)a[i] - b[i] - borrow;
        r[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow;
}

/* r [3] = a [2] * b [3] mod 2^192. */
static void multiply_low(uint64_t *r, const uint64_t *a, const uint64_t *b) {
    nji_u128 acc = (nji_u128)a[0] * b[0];
    r[0] = (uint64_t)acc;
    acc = (acc >> 64) + (nji_u128)a[0] * b[1];
    r[1] = (uint64_t)acc;
    r[2] = (uint64_t)(acc >> 64) + a[0] * b[2] + a[1] * b[1];
    acc = (nji_u128)a[1] * b[0] + r[1];
    r[1] = (uint64_t)acc;
    r[2] += (uint64_t)(acc >> 64);
}

/* r [2] = k [4] * g [3] / 2^320, rounded. */
static void multiply_high(uint64_t *r, const uint64_t *k, const uint64_t *g) {
    uint64_t product[WORDS + 3] = {0};
    for (int i = 0; i < 3; i++) {
        nji_u128 acc = 0;
        for (int j = 0; j < WORDS; j++) {
            acc += (nji_u128)k[j] * g[i] + product[i + j];
            product[i + j] = (uint64_t)acc;
            acc >>= 64;
        }
        product[i + WORDS] = (uint64_t)acc;
    }
    const uint64_t round[2] = {product[4] >> 63, 0};
    add(r, product + 5, round, 2);
    nj_wipe(product, sizeof product);
}

/* r = a / 2 mod n, for a < n. */
static void halve(uint64_t *r, const uint64_t *a) {
    const uint64_t odd = 0 - (a[0] & 1);
    uint64_t t[WORDS], top;
    for (int i = 0; i < WORDS; i++) t[i] = ORDER[i] & odd;
    top = add(t, t, a, WORDS);
    for (int i = 0; i < WORDS; i++) r[i] = t[i] >> 1 | (i + 1 < WORDS ? t[i + 1] : top) << 63;
    nj_wipe(t, sizeof t);
}

/* r = a + SHIFT mod n, for a < n. */
static void add_shift(uint64_t *r, const uint64_t *a) {
    uint64_t t[WORDS], carry, borrow, keep;
    carry = add(r, a, SHIFT, WORDS);
    borrow = subtract(t, r, ORDER, WORDS);
    keep = 0 - (borrow & (carry ^ 1)); /* the sum was below n */
    for (int i = 0; i < WORDS; i++) r[i] = (r[i] & keep) | (t[i] & ~keep);
    nj_wipe(t, sizeof t);
}

/* k1 + k2 lambda = k mod n, both in two's complement of 192 bits, their absolute values below 2^128: with c1 = k A1 / n and
 * c2 = k B1 / n rounded, (k1, k2) = (k, 0) - c1 (A1, -B1) - c2 (A2, A1) is at most half of each basis vector away from 0, and
 * what the roundings add: |k1| <= (A1 + A2) / 2 + 2^64 < 0.64 * 2^128, |k2| <= (B1 + A1) / 2 + 2^64 < 0.55 * 2^128. */
static void split(uint64_t *k1, uint64_t *k2, const uint64_t *k) {
    uint64_t c1[2], c2[2], t[3];
    multiply_high(c1, k, G1);
    multiply_high(c2, k, G2);
    multiply_low(t, c1, A1);
    subtract(k1, k, t, 3);
    multiply_low(t, c2, A2);
    subtract(k1, k1, t, 3);
    multiply_low(k2, c1, B1);
    multiply_low(t, c2, A1);
    subtract(k2, k2, t, 3);
    nj_wipe(c1, sizeof c1);
    nj_wipe(c2, sizeof c2);
    nj_wipe(t, sizeof t);
}

/* 26 bits of v, from bit `from` on. */
static uint64_t tooth(const uint64_t *v, unsigned from) {
    const unsigned word = from / 64, shift = from % 64;
    const uint64_t low = v[word] >> shift, high = shift == 0 ? 0 : v[word + 1] << (64 - shift);
    return (low | high) & ((1u << NJI_COMB_COLUMNS) - 1);
}

/* The lowest eight bits, each in a byte of its own: every byte keeps one bit of all eight, and adding 0x7f carries it to the top. */
static uint64_t spread(uint64_t bits) {
    const uint64_t apart = (bits & 0xff) * 0x0101010101010101 & 0x8040201008040201;
    return (apart + 0x7f7f7f7f7f7f7f7f) >> 7 & 0x0101010101010101;
}

/* Bit i of column j is bit j + i * NJI_COMB_COLUMNS of v [3], below 2^130. */
static void columns(uint8_t *out, const uint64_t *v) {
    uint64_t teeth[NJI_COMB_TEETH];
#pragma GCC unroll 5
    for (unsigned i = 0; i < NJI_COMB_TEETH; i++) teeth[i] = tooth(v, i * NJI_COMB_COLUMNS);
#pragma GCC unroll 4
    for (unsigned first = 0; first < NJI_COMB_COLUMNS; first += 8) {
        uint64_t eight = 0;
#pragma GCC unroll 5
        for (unsigned i = 0; i < NJI_COMB_TEETH; i++) eight |= spread(teeth[i] >> first) << i;
        for (unsigned j = first; j < NJI_MIN(first + 8, (unsigned)NJI_COMB_COLUMNS); j++, eight >>= 8) out[j] = (uint8_t)eight;
    }
    nj_wipe(teeth, sizeof teeth);
}

void nji_digits_init(nji_digits *digits, const uint8_t *scalar) {
    /* 130 bits v_i that count as +1 or -1 stand for 2 v - (2^130 - 1). Let s = (k + (1 + lambda) (2^129 - 1)) / 2, split into s1
     * and s2, and v = s1 + 2^128, w = s2 + 2^128, both above 0 and below 2^129. Then 2 v - (2^130 - 1) + lambda (2 w - (2^130 -
     * 1)) = 2 s + (1 + lambda) (2^129 - 2^130 + 1) = k. */
    uint64_t k[WORDS], v[3], w[3];
    for (int i = 0; i < WORDS; i++) {
        k[WORDS - 1 - i] = (uint64_t)nji_load32_be(scalar + 8 * i) << 32 | nji_load32_be(scalar + 8 * i + 4);
    }
    add_shift(k, k);
    halve(k, k);
    split(v, w, k);
    v[2]++;
    w[2]++;
    columns(digits->columns[0], v);
    columns(digits->columns[1], w);
    nj_wipe(k, sizeof k);
    nj_wipe(v, sizeof v);
    nj_wipe(w, sizeof w);
}
