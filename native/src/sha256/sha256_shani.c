/* Compiled without AVX flags: see native/cmake/isa.cmake. */
#include <immintrin.h>

#include "cpu/cpu.h"
#include "sha256_internal.h"

/* The instructions want the state as two registers, words from high to low: abef = A B E F, cdgh = C D G H. */

/* Four rounds on message words w and constants K[i .. i+3]. The instruction does two rounds and swaps the roles of the halves. */
#define ROUNDS(i, w)                                                                     \
    do {                                                                                 \
        const __m128i kw = _mm_add_epi32(w, _mm_load_si128((const __m128i *)(k + (i)))); \
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, kw);                                    \
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(kw, 0x0e));           \
    } while (0)

/* Replaces w0 = W[t-16 .. t-13] by W[t .. t+3]; w1, w2, w3 are the twelve words after it. */
#define EXTEND(w0, w1, w2, w3) \
    w0 = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4)), w3)

#define SIXTEEN_ROUNDS(i)       \
    do {                        \
        EXTEND(w0, w1, w2, w3); \
        ROUNDS(i, w0);          \
        EXTEND(w1, w2, w3, w0); \
        ROUNDS((i) + 4, w1);    \
        EXTEND(w2, w3, w0, w1); \
        ROUNDS((i) + 8, w2);    \
        EXTEND(w3, w0, w1, w2); \
        ROUNDS((i) + 12, w3);   \
    } while (0)

void nji_sha256_compress_shani(uint32_t *state, const uint8_t *blocks, size_t count) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    /* SHA-NI is legacy-SSE encoded: while upper register halves are dirty, each instruction merges with them (1.7 times slower
     * on Zen 5). */
    if (nji_cpu_avx_state()) __asm__ volatile("vzeroupper" : : : "memory");

    const __m128i dcba = _mm_loadu_si128((const __m128i *)state), hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
    const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);

    for (; count != 0; count--, blocks += 64) {
        const uint32_t *k = nji_sha256_k;
        /* Hides that k is the same each time: else the compiler copies all constants to the stack before the loop. */
        __asm__("" : "+r"(k));
        const __m128i *in = (const __m128i *)blocks;
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w0 = _mm_shuffle_epi8(_mm_loadu_si128(in), big_endian);
        __m128i w1 = _mm_shuffle_epi8(_mm_loadu_si128(in + 1), big_endian);
        __m128i w2 = _mm_shuffle_epi8(_mm_loadu_si128(in + 2), big_endian);
        __m128i w3 = _mm_shuffle_epi8(_mm_loadu_si128(in + 3), big_endian);
        ROUNDS(0, w0);
        ROUNDS(4, w1);
        ROUNDS(8, w2);
        ROUNDS(12, w3);
        SIXTEEN_ROUNDS(16);
        SIXTEEN_ROUNDS(32);
        SIXTEEN_ROUNDS(48);
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }

    const __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
