#include <immintrin.h>

#include "base/base.h"
#include "chacha20_internal.h"

/* Four blocks are a set: four registers, one for each row of the 4x4 state, whose 128-bit lane l is that row of block l. A whole
 * onion stream (22 blocks) fits into the six sets that the registers hold at once, and the rounds of one set hide the latency
 * of the others. With sixteen blocks side by side, one word per register, 22 blocks would take two passes. */
#define SET_LEN 256
#define MAX_SETS 6

#define EACH_SET _Pragma("GCC unroll 6") for (int s = 0; s < sets; s++)

/* x = x + y; z = (z XOR x) rotated left, in every set. */
#define STEP(x, y, z, bits)                                                   \
    do {                                                                      \
        EACH_SET x[s] = _mm512_add_epi32(x[s], y[s]);                         \
        EACH_SET z[s] = _mm512_rol_epi32(_mm512_xor_si512(z[s], x[s]), bits); \
    } while (0)

/* Word w of each lane of x becomes the former word w + words (mod 4). */
#define TURN(x, words) \
    EACH_SET x[s] = _mm512_shuffle_epi32(x[s], (_MM_PERM_ENUM)((words) == 1 ? 0x39 : (words) == 2 ? 0x4e : 0x93))

#define FOUR_QUARTER_ROUNDS \
    do {                    \
        STEP(a, b, d, 16);  \
        STEP(c, d, b, 12);  \
        STEP(a, b, d, 8);   \
        STEP(c, d, b, 7);   \
    } while (0)

/* Out XOR in for one set. In: rows a, b, c, d. len counts from this set on, and may go beyond it. */
static inline void xor_set(uint8_t *out, const uint8_t *in, size_t len, __m512i a, __m512i b, __m512i c, __m512i d) {
    /* Rows to blocks: ab_low = a0 a1 b0 b1 (lanes), and so on; then block 0 = a0 b0 c0 d0. */
    const __m512i ab_low = _mm512_shuffle_i32x4(a, b, 0x44), ab_high = _mm512_shuffle_i32x4(a, b, 0xee);
    const __m512i cd_low = _mm512_shuffle_i32x4(c, d, 0x44), cd_high = _mm512_shuffle_i32x4(c, d, 0xee);
    const __m512i blocks[4] = {
        _mm512_shuffle_i32x4(ab_low, cd_low, 0x88), _mm512_shuffle_i32x4(ab_low, cd_low, 0xdd),
        _mm512_shuffle_i32x4(ab_high, cd_high, 0x88), _mm512_shuffle_i32x4(ab_high, cd_high, 0xdd)};
#pragma GCC unroll 4
    for (int l = 0; l < 4; l++, len -= 64, in += 64, out += 64) {
        if (len < 64) {
            /* Masked-off bytes are neither read nor written, so a last part of a block needs no buffer. */
            const __mmask64 mask = (UINT64_C(1) << len) - 1;
            if (mask != 0) _mm512_mask_storeu_epi8(out, mask, _mm512_xor_si512(_mm512_maskz_loadu_epi8(mask, in), blocks[l]));
            return;
        }
        _mm512_storeu_si512(out, _mm512_xor_si512(_mm512_loadu_si512(in), blocks[l]));
    }
}

/* Row `row` of the state, for all four blocks of a set. */
static inline __m512i load_row(const uint32_t *state, int row) {
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(state + 4 * row)));
}

/* Up to 4 * sets blocks, the first with the counter moved on by `block`. Inlined for each constant number of sets. */
__attribute__((always_inline)) static inline void xor_sets(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state,
                                                           uint32_t block, const int sets) {
    const __m512i four = _mm512_broadcast_i32x4(_mm_setr_epi32(4, 0, 0, 0));
    const __m512i numbers = _mm512_setr_epi32(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
    const __m512i first = _mm512_add_epi32(numbers, _mm512_broadcast_i32x4(_mm_setr_epi32((int)block, 0, 0, 0)));
    __m512i a[MAX_SETS], b[MAX_SETS], c[MAX_SETS], d[MAX_SETS];
    __m512i counters = _mm512_add_epi32(load_row(state, 3), first);
    EACH_SET {
        a[s] = load_row(state, 0);
        b[s] = load_row(state, 1);
        c[s] = load_row(state, 2);
        d[s] = counters;
        counters = _mm512_add_epi32(counters, four);
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
        /* All rows are in registers here: no round's outcome stays in a stack slot that nobody wipes. */
        EACH_SET __asm__("" : "+v"(a[s]), "+v"(b[s]), "+v"(c[s]), "+v"(d[s]));
    }
    /* Hides that it is the same state: the key is read again, and not kept in a stack slot either. */
    __asm__("" : "+r"(state));
    counters = _mm512_add_epi32(load_row(state, 3), first);
    EACH_SET {
        if ((size_t)s * SET_LEN < len) {
            xor_set(out + s * SET_LEN, in + s * SET_LEN, len - (size_t)s * SET_LEN, _mm512_add_epi32(a[s], load_row(state, 0)),
                    _mm512_add_epi32(b[s], load_row(state, 1)), _mm512_add_epi32(c[s], load_row(state, 2)),
                    _mm512_add_epi32(d[s], counters));
        }
        counters = _mm512_add_epi32(counters, four);
    }
}

void nji_chacha20_stream_avx512(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
    for (uint32_t block = 0; len != 0; block += 4 * MAX_SETS) {
        const size_t take = NJI_MIN(len, (size_t)MAX_SETS * SET_LEN);
        if (take > 4 * SET_LEN) {
            xor_sets(out, in, take, state, block, MAX_SETS);
        } else if (take > 2 * SET_LEN) {
            xor_sets(out, in, take, state, block, 4);
        } else {
            xor_sets(out, in, take, state, block, 2);
        }
        out += take;
        in += take;
        len -= take;
    }
    _mm256_zeroupper();
}
