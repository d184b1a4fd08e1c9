#include <immintrin.h>

#include "sha256_internal.h"
#include "sha256_x16_internal.h"

#define LANES 16

/* FIPS 180-4 section 4.1.2; 0x96 is the XOR of three, 0xca the choice of the second or third by the first, 0xe8 the majority. */
#define XOR3(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0x96)
#define BIG_SIGMA(x, r, s, t) XOR3(_mm512_ror_epi32(x, r), _mm512_ror_epi32(x, s), _mm512_ror_epi32(x, t))
#define SMALL_SIGMA(x, r, s, t) XOR3(_mm512_ror_epi32(x, r), _mm512_ror_epi32(x, s), _mm512_srli_epi32(x, t))

/* One round with the eight variables renamed instead of moved. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                                                      \
    do {                                                                                                                      \
        h = _mm512_add_epi32(_mm512_add_epi32(h, _mm512_add_epi32(w[(i) % 16], _mm512_set1_epi32((int)k[i]))),                \
                             _mm512_add_epi32(BIG_SIGMA(e, 6, 11, 25), _mm512_ternarylogic_epi32(e, f, g, 0xca)));            \
        d = _mm512_add_epi32(d, h);                                                                                           \
        h = _mm512_add_epi32(h, _mm512_add_epi32(BIG_SIGMA(a, 2, 13, 22), _mm512_ternarylogic_epi32(a, b, c, 0xe8)));         \
    } while (0)

#define EIGHT_ROUNDS(i)                         \
    do {                                        \
        ROUND(a, b, c, d, e, f, g, h, i);       \
        ROUND(h, a, b, c, d, e, f, g, (i) + 1); \
        ROUND(g, h, a, b, c, d, e, f, (i) + 2); \
        ROUND(f, g, h, a, b, c, d, e, (i) + 3); \
        ROUND(e, f, g, h, a, b, c, d, (i) + 4); \
        ROUND(d, e, f, g, h, a, b, c, (i) + 5); \
        ROUND(c, d, e, f, g, h, a, b, (i) + 6); \
        ROUND(b, c, d, e, f, g, h, a, (i) + 7); \
    } while (0)

/* Replaces W[t-16 .. t-1], kept modulo 16, by W[t .. t+15]. */
static inline void extend(__m512i *w) {
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
        w[i] = _mm512_add_epi32(_mm512_add_epi32(w[i], SMALL_SIGMA(w[(i + 14) % 16], 17, 19, 10)),
                                _mm512_add_epi32(w[(i + 9) % 16], SMALL_SIGMA(w[(i + 1) % 16], 7, 18, 3)));
    }
}

/* Row l of the matrix of 16 x 16 words is block l; afterwards row i holds word i of all blocks, lane l that of block l. Two steps
 * transpose 4 x 4 words inside the 128-bit lanes, two the 4 x 4 lanes. */
static inline void load_transposed(__m512i *w, const uint8_t *const *blocks, size_t offset) {
    const __m512i big_endian = _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
    __m512i t[16];
#pragma GCC unroll 16
    for (int l = 0; l < 16; l++) w[l] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[l] + offset), big_endian);
#pragma GCC unroll 4
    for (int l = 0; l < 16; l += 4) {
        const __m512i low01 = _mm512_unpacklo_epi32(w[l], w[l + 1]), high01 = _mm512_unpackhi_epi32(w[l], w[l + 1]);
        const __m512i low23 = _mm512_unpacklo_epi32(w[l + 2], w[l + 3]), high23 = _mm512_unpackhi_epi32(w[l + 2], w[l + 3]);
        t[l] = _mm512_unpacklo_epi64(low01, low23);
        t[l + 1] = _mm512_unpackhi_epi64(low01, low23);
        t[l + 2] = _mm512_unpacklo_epi64(high01, high23);
        t[l + 3] = _mm512_unpackhi_epi64(high01, high23);
    }
    /* Lane q of t[4 b + c] is word 4 q + c of blocks 4 b .. 4 b + 3. */
#pragma GCC unroll 4
    for (int c = 0; c < 4; c++) {
        const __m512i low01 = _mm512_shuffle_i32x4(t[c], t[4 + c], 0x44), high01 = _mm512_shuffle_i32x4(t[c], t[4 + c], 0xee);
        const __m512i low23 = _mm512_shuffle_i32x4(t[8 + c], t[12 + c], 0x44);
        const __m512i high23 = _mm512_shuffle_i32x4(t[8 + c], t[12 + c], 0xee);
        w[c] = _mm512_shuffle_i32x4(low01, low23, 0x88);
        w[4 + c] = _mm512_shuffle_i32x4(low01, low23, 0xdd);
        w[8 + c] = _mm512_shuffle_i32x4(high01, high23, 0x88);
        w[12 + c] = _mm512_shuffle_i32x4(high01, high23, 0xdd);
    }
}

void nji_sha256_x16_compress_avx512(uint32_t (*state)[LANES], const uint8_t *const *blocks, size_t count, size_t lanes) {
    const uint8_t *in[LANES];
    __m512i s[8], w[16];
    for (size_t l = 0; l < LANES; l++) in[l] = blocks[l < lanes ? l : 0];
    for (int i = 0; i < 8; i++) s[i] = _mm512_load_si512(state[i]);
    for (size_t offset = 0; offset != count * 64; offset += 64) {
        __m512i a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
        load_transposed(w, in, offset);
        for (const uint32_t *k = nji_sha256_k;;) {
            EIGHT_ROUNDS(0);
            EIGHT_ROUNDS(8);
            k += 16;
            if (k == nji_sha256_k + 64) break;
            extend(w);
        }
        s[0] = _mm512_add_epi32(s[0], a);
        s[1] = _mm512_add_epi32(s[1], b);
        s[2] = _mm512_add_epi32(s[2], c);
        s[3] = _mm512_add_epi32(s[3], d);
        s[4] = _mm512_add_epi32(s[4], e);
        s[5] = _mm512_add_epi32(s[5], f);
        s[6] = _mm512_add_epi32(s[6], g);
        s[7] = _mm512_add_epi32(s[7], h);
    }
    for (int i = 0; i < 8; i++) _mm512_store_si512(state[i], s[i]);
    _mm256_zeroupper();
}
