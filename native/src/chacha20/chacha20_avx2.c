#include <immintrin.h>

#include "base/base.h"
#include "chacha20_internal.h"

/* Two blocks are a set: four registers, one for each row of the 4x4 state, whose 128-bit lane l is that row of block l. Three
 * sets and their temporaries fill the sixteen registers: nothing is spilled, so no key is left on the stack, and the rounds of
 * one set hide the latency of the others. Eight blocks side by side, one word per register, would spill. */
#define SET_LEN 128
#define MAX_SETS 3

#define EACH_SET _Pragma("GCC unroll 3") for (int s = 0; s < sets; s++)

static inline __m256i rotate16(__m256i x) {
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12,
                                                                            13)));
}

static inline __m256i rotate8(__m256i x) {
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(_mm_setr_epi8(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13,
                                                                            14)));
}

static inline __m256i rotate12(__m256i x) { return _mm256_or_si256(_mm256_slli_epi32(x, 12), _mm256_srli_epi32(x, 20)); }

static inline __m256i rotate7(__m256i x) { return _mm256_or_si256(_mm256_slli_epi32(x, 7), _mm256_srli_epi32(x, 25)); }

/* x = x + y; z = rotate(z XOR x), in every set. */
#define STEP(x, y, z, rotate)                                        \
    do {                                                             \
        EACH_SET x[s] = _mm256_add_epi32(x[s], y[s]);                \
        EACH_SET z[s] = rotate(_mm256_xor_si256(z[s], x[s]));        \
    } while (0)

/* Word w of each lane of x becomes the former word w + words (mod 4). */
#define TURN(x, words) EACH_SET x[s] = _mm256_shuffle_epi32(x[s], (words) == 1 ? 0x39 : (words) == 2 ? 0x4e : 0x93)

#define FOUR_QUARTER_ROUNDS       \
    do {                          \
        STEP(a, b, d, rotate16);  \
        STEP(c, d, b, rotate12);  \
        STEP(a, b, d, rotate8);   \
        STEP(c, d, b, rotate7);   \
    } while (0)

static inline void xor32(uint8_t *out, const uint8_t *in, __m256i stream) {
    _mm256_storeu_si256((__m256i *)out, _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)in), stream));
}

/* Out XOR in for one set. In: rows a, b, c, d. len counts from this set on, and may go beyond it. */
static inline void xor_set(uint8_t *out, const uint8_t *in, size_t len, __m256i a, __m256i b, __m256i c, __m256i d) {
    uint8_t tail[SET_LEN];
    uint8_t *to = out;
    if (len < SET_LEN) {
        memcpy(tail, in, len);
        in = to = tail;
    }
    xor32(to, in, _mm256_permute2x128_si256(a, b, 0x20));
    xor32(to + 32, in + 32, _mm256_permute2x128_si256(c, d, 0x20));
    xor32(to + 64, in + 64, _mm256_permute2x128_si256(a, b, 0x31));
    xor32(to + 96, in + 96, _mm256_permute2x128_si256(c, d, 0x31));
    if (len < SET_LEN) {
        memcpy(out, tail, len);
        nj_wipe(tail, sizeof tail);
    }
}

/* Row `row` of the state, for both blocks of a set. */
static inline __m256i load_row(const uint32_t *state, int row) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(state + 4 * row)));
}

/* Up to 2 * sets blocks, the first with the counter moved on by `block`. Inlined for each constant number of sets. */
__attribute__((always_inline)) static inline void xor_sets(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state,
                                                           uint32_t block, const int sets) {
    const __m256i two = _mm256_broadcastsi128_si256(_mm_setr_epi32(2, 0, 0, 0));
    const __m256i first = _mm256_setr_epi32((int)block, 0, 0, 0, (int)block + 1, 0, 0, 0);
    __m256i a[MAX_SETS], b[MAX_SETS], c[MAX_SETS], d[MAX_SETS];
    __m256i counters = _mm256_add_epi32(load_row(state, 3), first);
    EACH_SET {
        a[s] = load_row(state, 0);
        b[s] = load_row(state, 1);
        c[s] = load_row(state, 2);
        d[s] = counters;
        counters = _mm256_add_epi32(counters, two);
    }
    for (int i = 0; i < 10; i++) {
        FOUR_QUARTER_ROUNDS;
        /* Diagonals to columns. b is ready last, so it stays and the other rows turn against it. */
        TURN(a, 3);
        TURN(c, 1);
        TURN(d, 2);
        FOUR_QUARTER_ROUNDS;
        TURN(a, 1);
        TURN(c, 3);
        TURN(d, 2);
        /* All rows are in registers here: no round's outcome lives in a stack slot that nobody wipes. */
        EACH_SET __asm__("" : "+x"(a[s]), "+x"(b[s]), "+x"(c[s]), "+x"(d[s]));
    }
    /* Hides that it is the same state: the key is read again, and not kept in a stack slot either. */
    __asm__("" : "+r"(state));
    counters = _mm256_add_epi32(load_row(state, 3), first);
    EACH_SET {
        a[s] = _mm256_add_epi32(a[s], load_row(state, 0));
        b[s] = _mm256_add_epi32(b[s], load_row(state, 1));
        c[s] = _mm256_add_epi32(c[s], load_row(state, 2));
        d[s] = _mm256_add_epi32(d[s], counters);
        counters = _mm256_add_epi32(counters, two);
    }
    EACH_SET {
        const size_t done = (size_t)s * SET_LEN;
        if (done < len) xor_set(out + done, in + done, len - done, a[s], b[s], c[s], d[s]);
    }
}

void nji_chacha20_stream_avx2(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
    for (uint32_t block = 0; len != 0; block += 2 * MAX_SETS) {
        const size_t take = NJI_MIN(len, (size_t)MAX_SETS * SET_LEN);
        if (take > SET_LEN) {
            xor_sets(out, in, take, state, block, MAX_SETS);
        } else {
            xor_sets(out, in, take, state, block, 1);
        }
        out += take;
        in += take;
        len -= take;
    }
    _mm256_zeroupper();
}
