#include <immintrin.h>

#include "base/base.h"
#include "chacha20_internal.h"

#define LANES 8
#define BATCH_LEN (LANES * 64)

/* Lane l of x[i] is word i of block l. */

static inline __m256i rotate16(__m256i x) {
    return _mm256_shuffle_epi8(x, _mm256_setr_epi8(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13, 2, 3, 0, 1, 6, 7, 4, 5,
                                                   10, 11, 8, 9, 14, 15, 12, 13));
}

static inline __m256i rotate8(__m256i x) {
    return _mm256_shuffle_epi8(x, _mm256_setr_epi8(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14, 3, 0, 1, 2, 7, 4, 5, 6,
                                                   11, 8, 9, 10, 15, 12, 13, 14));
}

static inline __m256i rotate12(__m256i x) { return _mm256_or_si256(_mm256_slli_epi32(x, 12), _mm256_srli_epi32(x, 20)); }

static inline __m256i rotate7(__m256i x) { return _mm256_or_si256(_mm256_slli_epi32(x, 7), _mm256_srli_epi32(x, 25)); }

#define QUARTER_ROUND(a, b, c, d)                          \
    do {                                                   \
        x[a] = _mm256_add_epi32(x[a], x[b]);               \
        x[d] = rotate16(_mm256_xor_si256(x[d], x[a]));     \
        x[c] = _mm256_add_epi32(x[c], x[d]);               \
        x[b] = rotate12(_mm256_xor_si256(x[b], x[c]));     \
        x[a] = _mm256_add_epi32(x[a], x[b]);               \
        x[d] = rotate8(_mm256_xor_si256(x[d], x[a]));      \
        x[c] = _mm256_add_epi32(x[c], x[d]);               \
        x[b] = rotate7(_mm256_xor_si256(x[b], x[c]));      \
    } while (0)

/* In: x[0..7], lane l of x[i] is word i of block l. Out: x[l] is words 0 to 7 of block l. */
static inline void transpose(__m256i *x) {
    __m256i t[8], u[8];
    for (int i = 0; i < 8; i += 2) { /* pairs of words, of blocks 0 1 | 4 5 and 2 3 | 6 7 */
        t[i] = _mm256_unpacklo_epi32(x[i], x[i + 1]);
        t[i + 1] = _mm256_unpackhi_epi32(x[i], x[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) { /* u[i+j]: words i to i+3 of blocks j | j+4 */
        u[i] = _mm256_unpacklo_epi64(t[i], t[i + 2]);
        u[i + 1] = _mm256_unpackhi_epi64(t[i], t[i + 2]);
        u[i + 2] = _mm256_unpacklo_epi64(t[i + 1], t[i + 3]);
        u[i + 3] = _mm256_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
    for (int j = 0; j < 4; j++) { /* low halves: block j; high halves: block j+4 */
        x[j] = _mm256_permute2x128_si256(u[j], u[j + 4], 0x20);
        x[j + 4] = _mm256_permute2x128_si256(u[j], u[j + 4], 0x31);
    }
}

static inline void xor32(uint8_t *out, const uint8_t *in, __m256i stream) {
    _mm256_storeu_si256((__m256i *)out, _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)in), stream));
}

/* Eight blocks, the first with the counter moved on by `block`. */
static inline void xor_batch(uint8_t *out, const uint8_t *in, const uint32_t *state, uint32_t block) {
    __m256i x[16];
    const __m256i counters = _mm256_add_epi32(_mm256_set1_epi32((int)(state[12] + block)),
                                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    for (int i = 0; i < 16; i++) x[i] = _mm256_set1_epi32((int)state[i]);
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
    for (int i = 0; i < 16; i++) x[i] = _mm256_add_epi32(x[i], i == 12 ? counters : _mm256_set1_epi32((int)state[i]));
    transpose(x);
    transpose(x + 8);
    for (int l = 0; l < LANES; l++) {
        xor32(out + 64 * l, in + 64 * l, x[l]);
        xor32(out + 64 * l + 32, in + 64 * l + 32, x[8 + l]);
    }
}

void nji_chacha20_stream_avx2(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
    uint32_t block = 0;
    for (; len >= BATCH_LEN; len -= BATCH_LEN) {
        xor_batch(out, in, state, block);
        block += LANES;
        out += BATCH_LEN;
        in += BATCH_LEN;
    }
    if (len != 0) {
        uint8_t tail[BATCH_LEN];
        memcpy(tail, in, len);
        memset(tail + len, 0, sizeof tail - len);
        xor_batch(tail, tail, state, block);
        memcpy(out, tail, len);
        nj_wipe(tail, sizeof tail);
    }
    _mm256_zeroupper();
}
