/* Scalars for the engine: halved by the curve's endomorphism, then in signed odd digits. Constant time throughout.
 *
 * A half v of 26 windows of 5 bits stands for the sum of (2 v_i - 1) 2^i over its 130 bits, that is 2 v - (2^130 - 1). No digit of
 * it is zero, so every multiplication takes the same steps. With v = r + 2^128, r in -2^128 .. 2^128, both halves together are
 *     q = 2 (r1 + lambda r2) - (2^129 - 1) (1 + lambda)   mod n.
 * So s = (q + (2^129 - 1) (1 + lambda)) / 2 mod n is split into r1 + lambda r2 by the short vectors (a1, b1), (a2, b2) of the lattice
 * of the endomorphism (Gallant, Lambert, Vanstone, CRYPTO 2001): r1 = s - c1 a1 - c2 a2, r2 = -c1 b1 - c2 b2, with c1, c2 the nearest
 * integers to s b2 / n and -s b1 / n. Those come from a product with a rounded quotient of 2^384, off by one at the most. Both r are
 * below 2^127.5 then; 192 bits with sign hold all of it.
 */
#include "lanes/lanes.h"

typedef unsigned __int128 uint128;

/* Least significant word first. */
static const uint64_t ORDER[4] = {0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe, 0xffffffffffffffff};
/* (2^129 - 1) (1 + lambda) mod n. */
static const uint64_t OFFSET[4] = {0xb5c2c1dcde9798d9, 0x589ae84826ba29e4, 0xc2bdd6bf7c118d6b, 0xa4e88a7dcb13034e};
/* 2^384 b2 / n and -2^384 b1 / n, rounded. */
static const uint64_t QUOTIENT1[4] = {0xe893209a45dbb031, 0x3daa8a1471e8ca7f, 0xe86c90e49284eb15, 0x3086d221a7d46bcd};
static const uint64_t QUOTIENT2[4] = {0x1571b4ae8ac47f71, 0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828};
/* a1 = b2, -b1, a2. */
static const uint64_t A1[3] = {0xe86c90e49284eb15, 0x3086d221a7d46bcd, 0};
static const uint64_t MINUS_B1[3] = {0x6f547fa90abfe4c3, 0xe4437ed6010e8828, 0};
static const uint64_t A2[3] = {0x57c1108d9d44cfd8, 0x14ca50f7a8e2f3f6, 1};

/* out = a + b, and the carry. */
static uint64_t add(uint64_t *out, const uint64_t *a, const uint64_t *b, int words) {
    uint128 carry = 0;
    for (int i = 0; i < words; i++) {
        carry += (uint128)a[i] + b[i];
        out[i] = (uint64_t)carry;
        carry >>= 64;
    }
    return (uint64_t)carry;
}

/* out = a - b, and the borrow. */
static uint64_t sub(uint64_t *out, const uint64_t *a, const uint64_t *b, int words) {
    uint64_t borrow = 0;
    for (int i = 0; i < words; i++) {
        const uint128 difference = (uint128)a[i] - b[i] - borrow;
        out[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow;
}

/* s = (q + OFFSET) / 2 mod n, for q below n. */
static void shift_and_halve(uint64_t *s, const uint64_t *q) {
    uint64_t sum[4], less[4], order_or_zero[4], carry, keep;
    carry = add(sum, q, OFFSET, 4);
    /* The sum is below 2 n: take n away unless that borrows more than was carried. */
    keep = 0 - (uint64_t)(sub(less, sum, ORDER, 4) > carry);
    for (int i = 0; i < 4; i++) sum[i] = (sum[i] & keep) | (less[i] & ~keep);
    for (int i = 0; i < 4; i++) order_or_zero[i] = ORDER[i] & (0 - (sum[0] & 1));
    carry = add(sum, sum, order_or_zero, 4);
    for (int i = 0; i < 4; i++) s[i] = sum[i] >> 1 | (i == 3 ? carry : sum[i + 1]) << 63;
    nj_wipe(sum, sizeof sum);
    nj_wipe(less, sizeof less);
}

/* out [2] = a * b / 2^384, rounded: below 2^128, as the quotients are below 2^256 and a below n. */
static void multiply_shift(uint64_t *out, const uint64_t *a, const uint64_t *b) {
    uint64_t product[8] = {0};
    for (int i = 0; i < 4; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < 4; j++) {
            const uint128 t = (uint128)a[i] * b[j] + product[i + j] + carry;
            product[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        product[i + 4] = carry;
    }
    const uint64_t half[2] = {product[5] >> 63, 0};
    add(out, product + 6, half, 2);
    nj_wipe(product, sizeof product);
}

/* out [3] = c [2] * b [3] mod 2^192. */
static void multiply_low(uint64_t *out, const uint64_t *c, const uint64_t *b) {
    uint128 t = (uint128)c[0] * b[0];
    out[0] = (uint64_t)t;
    t = (uint128)c[0] * b[1] + (uint64_t)(t >> 64);
    const uint128 u = (uint128)c[1] * b[0] + (uint64_t)t;
    out[1] = (uint64_t)u;
    out[2] = (uint64_t)(t >> 64) + (uint64_t)(u >> 64) + c[0] * b[2] + c[1] * b[1];
}

/* The windows of r + 2^128, r in 192 bits with sign. */
static void write_windows(uint8_t *windows, uint64_t *r) {
    r[2] += 1;
    for (int i = 0; i < NJI_LANES_WINDOWS; i++) {
        const int word = 5 * i / 64, bit = 5 * i % 64;
        uint64_t bits = r[word] >> bit;
        if (bit > 64 - 5) bits |= r[word + 1] << (64 - bit);
        windows[i] = (uint8_t)(bits & 31);
    }
}

void nji_lanes_recode(nji_lanes_recoding *recoding, const uint8_t *in) {
    uint64_t q[4], s[4], c1[2], c2[2], first[3], second[3], r[3];
    for (int i = 0; i < 4; i++) q[i] = (uint64_t)nji_load32_be(in + 24 - 8 * i) << 32 | nji_load32_be(in + 28 - 8 * i);
    shift_and_halve(s, q);
    multiply_shift(c1, s, QUOTIENT1);
    multiply_shift(c2, s, QUOTIENT2);
    multiply_low(first, c1, A1);
    multiply_low(second, c2, A2);
    sub(r, s, first, 3);
    sub(r, r, second, 3);
    write_windows(recoding->windows[0], r);
    multiply_low(first, c1, MINUS_B1);
    multiply_low(second, c2, A1);
    sub(r, first, second, 3);
    write_windows(recoding->windows[1], r);
    nj_wipe(q, sizeof q);
    nj_wipe(s, sizeof s);
    nj_wipe(c1, sizeof c1);
    nj_wipe(c2, sizeof c2);
    nj_wipe(first, sizeof first);
    nj_wipe(second, sizeof second);
    nj_wipe(r, sizeof r);
}

void nji_lanes_set(nji_lanes_digits *digits, size_t lane, const nji_lanes_recoding *recoding) {
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < NJI_LANES_WINDOWS; i++) digits->windows[half][i][lane] = recoding->windows[half][i];
    }
}

void nji_lanes_set_all(nji_lanes_digits *digits, const nji_lanes_recoding *recoding) {
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < NJI_LANES_WINDOWS; i++) memset(digits->windows[half][i], recoding->windows[half][i], NJI_LANES);
    }
}
