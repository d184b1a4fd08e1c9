#include <immintrin.h>

#include "base/base.h"
#include "chacha20_internal.h"

#define LANES 16
#define BATCH_LEN (LANES * 64)

/* Lane l of x[i] is word i of block l. */

#define QUARTER_ROUND(a, b, c, d)                                      \
    do {                                                               \
        x[a] = _mm512_add_epi32(x[a], x[b]);                           \
        x[d] = _mm512_rol_epi32(_mm512_xor_si512(x[d], x[a]), 16);     \
        x[c] = _mm512_add_epi32(x[c], x[d]);                           \
        x[b] = _mm512_rol_epi32(_mm512_xor_si512(x[b], x[c]), 12);     \
        x[a] = _mm512_add_epi32(x[a], x[b]);                           \
        x[d] = _mm512_rol_epi32(_mm512_xor_si512(x[d], x[a]), 8);      \
        x[c] = _mm512_add_epi32(x[c], x[d]);                           \
        x[b] = _mm512_rol_epi32(_mm512_xor_si512(x[b], x[c]), 7);      \
    } while (0)

/* In: lane l of x[i] is word i of block l. Out: x[l] is block l. */
static inline void transpose(__m512i *x) {
    __m512i t[16];
    for (int i = 0; i < 16; i += 4) { /* t[i+j]: words i to i+3 of blocks j | j+4 | j+8 | j+12 */
        const __m512i a = _mm512_unpacklo_epi32(x[i], x[i + 1]), b = _mm512_unpackhi_epi32(x[i], x[i + 1]);
        const __m512i c = _mm512_unpacklo_epi32(x[i + 2], x[i + 3]), d = _mm512_unpackhi_epi32(x[i + 2], x[i + 3]);
        t[i] = _mm512_unpacklo_epi64(a, c);
        t[i + 1] = _mm512_unpackhi_epi64(a, c);
        t[i + 2] = _mm512_unpacklo_epi64(b, d);
        t[i + 3] = _mm512_unpackhi_epi64(b, d);
    }
    for (int j = 0; j < 4; j++) { /* a, c: blocks j | j+4; b, d: blocks j+8 | j+12 */
        const __m512i a = _mm512_shuffle_i32x4(t[j], t[j + 4], 0x44), b = _mm512_shuffle_i32x4(t[j], t[j + 4], 0xee);
        const __m512i c = _mm512_shuffle_i32x4(t[j + 8], t[j + 12], 0x44), d = _mm512_shuffle_i32x4(t[j + 8], t[j + 12], 0xee);
        x[j] = _mm512_shuffle_i32x4(a, c, 0x88);
        x[j + 4] = _mm512_shuffle_i32x4(a, c, 0xdd);
        x[j + 8] = _mm512_shuffle_i32x4(b, d, 0x88);
        x[j + 12] = _mm512_shuffle_i32x4(b, d, 0xdd);
    }
}

/* Up to sixteen blocks, the first with the counter moved on by `block`. */
static inline void xor_batch(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state, uint32_t block) {
    __m512i x[16];
    const __m512i counters = _mm512_add_epi32(_mm512_set1_epi32((int)(state[12] + block)),
                                              _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    for (int i = 0; i < 16; i++) x[i] = _mm512_set1_epi32((int)state[i]);
    x[12] = counters;
    for (int i = 0; i < 10; i++) {
        QUARTER_ROUND(0, 4, 8, 12);
        QUARTER_ROUND(1, 5, 9, 13);
        QUARTER_ROUND(2, 6, 10, 14);
        QUARTER_ROUND(3, 7, 11, 15);
        QUARTER_ROUND(0, 5, 10, 15);
        QUARTER_ROUND(1, 6, 11, 12);
        QUARTER_ROUND(2, 7, 8, 13);
        QUARTER_ROUND(3, 4, 9, 14);
    }
    for (int i = 0; i < 16; i++) x[i] = _mm512_add_epi32(x[i], i == 12 ? counters : _mm512_set1_epi32((int)state[i]));
    transpose(x);
    for (int l = 0; l < LANES && (size_t)(64 * l) < len; l++) {
        const size_t left = len - (size_t)(64 * l);
        /* Masked-off bytes are neither read nor written, so the last block needs no buffer. */
        const __mmask64 mask = left >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
        _mm512_mask_storeu_epi8(out + 64 * l, mask, _mm512_xor_si512(_mm512_maskz_loadu_epi8(mask, in + 64 * l), x[l]));
    }
}

void nji_chacha20_stream_avx512(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
    for (uint32_t block = 0; len != 0; block += LANES) {
        const size_t take = NJI_MIN(len, BATCH_LEN);
        xor_batch(out, in, take, state, block);
        out += take;
        in += take;
        len -= take;
    }
    _mm256_zeroupper();
}
