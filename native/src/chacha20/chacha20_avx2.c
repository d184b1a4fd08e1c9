#include <immintrin.h>

#include "base/base.h"
#include "chacha20_internal.h"

/* Eight blocks side by side: lane l of x[i] is word i of block l. */
#define LANES 8
#define BATCH_LEN (LANES * 64)

static inline __m256i rotate16(__m256i x) {
    const __m128i order = _mm_setr_epi8(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(order));
}

static inline __m256i rotate8(__m256i x) {
    const __m128i order = _mm_setr_epi8(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14);
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(order));
}

static inline __m256i rotate12(__m256i x) { return _mm256_or_si256(_mm256_slli_epi32(x, 12), _mm256_srli_epi32(x, 20)); }

static inline __m256i rotate7(__m256i x) { return _mm256_or_si256(_mm256_slli_epi32(x, 7), _mm256_srli_epi32(x, 25)); }

/* Two quarter rounds at once: enough to hide latency, and little enough for sixteen registers. */
#define STEP(a, b, d, e, f, h, rotate)               \
    do {                                             \
        x[a] = _mm256_add_epi32(x[a], x[b]);         \
        x[e] = _mm256_add_epi32(x[e], x[f]);         \
        x[d] = rotate(_mm256_xor_si256(x[d], x[a])); \
        x[h] = rotate(_mm256_xor_si256(x[h], x[e])); \
    } while (0)
#define TWO_QUARTER_ROUNDS(a, b, c, d, e, f, g, h) \
    do {                                           \
        STEP(a, b, d, e, f, h, rotate16);          \
        STEP(c, d, b, g, h, f, rotate12);          \
        STEP(a, b, d, e, f, h, rotate8);           \
        STEP(c, d, b, g, h, f, rotate7);           \
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

/* x[i] += state[i], with the lanes' own counters. */
static inline void add_state(__m256i *x, const uint32_t *state, __m256i numbers) {
    for (int i = 0; i < 16; i++) x[i] = _mm256_add_epi32(x[i], _mm256_set1_epi32((int)state[i]));
    x[12] = _mm256_add_epi32(x[12], numbers);
}

/* Eight blocks, the first with the counter moved on by `block`. */
static inline void xor_batch(uint8_t *out, const uint8_t *in, const uint32_t *state, uint32_t block) {
    const __m256i numbers = _mm256_add_epi32(_mm256_set1_epi32((int)block), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    __m256i x[16];
    for (int i = 0; i < 16; i++) x[i] = _mm256_setzero_si256();
    add_state(x, state, numbers);
    for (int i = 0; i < 10; i++) {
        TWO_QUARTER_ROUNDS(0, 4, 8, 12, 1, 5, 9, 13);
        TWO_QUARTER_ROUNDS(2, 6, 10, 14, 3, 7, 11, 15);
        TWO_QUARTER_ROUNDS(0, 5, 10, 15, 1, 6, 11, 12);
        TWO_QUARTER_ROUNDS(2, 7, 8, 13, 3, 4, 9, 14);
    }
    /* Hides that it is the same state: the key is read again, and not kept in stack slots that nobody wipes. */
    __asm__("" : "+r"(state));
    add_state(x, state, numbers);
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
