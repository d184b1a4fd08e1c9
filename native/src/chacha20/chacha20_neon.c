#include <arm_neon.h>

#include "base/base.h"
#include "chacha20_internal.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the stores assume little-endian lanes");

#define LANES 4
#define BATCH_LEN (LANES * 64)

/* Lane l of x[i] is word i of block l. */

static inline uint32x4_t rotate16(uint32x4_t x) {
    return vreinterpretq_u32_u16(vrev32q_u16(vreinterpretq_u16_u32(x)));
}

static inline uint32x4_t rotate8(uint32x4_t x) {
    static const uint8_t order[16] = {3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14};
    return vreinterpretq_u32_u8(vqtbl1q_u8(vreinterpretq_u8_u32(x), vld1q_u8(order)));
}

static inline uint32x4_t rotate12(uint32x4_t x) { return vsriq_n_u32(vshlq_n_u32(x, 12), x, 20); }

static inline uint32x4_t rotate7(uint32x4_t x) { return vsriq_n_u32(vshlq_n_u32(x, 7), x, 25); }

#define QUARTER_ROUND(a, b, c, d)               \
    do {                                        \
        x[a] = vaddq_u32(x[a], x[b]);           \
        x[d] = rotate16(veorq_u32(x[d], x[a])); \
        x[c] = vaddq_u32(x[c], x[d]);           \
        x[b] = rotate12(veorq_u32(x[b], x[c])); \
        x[a] = vaddq_u32(x[a], x[b]);           \
        x[d] = rotate8(veorq_u32(x[d], x[a]));  \
        x[c] = vaddq_u32(x[c], x[d]);           \
        x[b] = rotate7(veorq_u32(x[b], x[c]));  \
    } while (0)

static inline void xor16(uint8_t *out, const uint8_t *in, uint64x2_t stream) {
    vst1q_u8(out, veorq_u8(vld1q_u8(in), vreinterpretq_u8_u64(stream)));
}

/* Four words of four blocks: x[i] is word i of all of them, to be turned into 16 bytes of each. */
static inline void xor_words(uint8_t *out, const uint8_t *in, const uint32x4_t *x) {
    /* a, b: words 0 1 of blocks 0 and 2, 1 and 3; c, d: words 2 3 of the same. */
    const uint64x2_t a = vreinterpretq_u64_u32(vtrn1q_u32(x[0], x[1])), b = vreinterpretq_u64_u32(vtrn2q_u32(x[0], x[1]));
    const uint64x2_t c = vreinterpretq_u64_u32(vtrn1q_u32(x[2], x[3])), d = vreinterpretq_u64_u32(vtrn2q_u32(x[2], x[3]));
    xor16(out, in, vtrn1q_u64(a, c));
    xor16(out + 64, in + 64, vtrn1q_u64(b, d));
    xor16(out + 128, in + 128, vtrn2q_u64(a, c));
    xor16(out + 192, in + 192, vtrn2q_u64(b, d));
}

/* x[i] += state[i], with the lanes' own counters. */
static inline void add_state(uint32x4_t *x, const uint32_t *state, uint32x4_t numbers) {
    for (int i = 0; i < 16; i++) x[i] = vaddq_u32(x[i], vld1q_dup_u32(state + i));
    x[12] = vaddq_u32(x[12], numbers);
}

/* Four blocks, the first with the counter moved on by `block`. */
static inline void xor_batch(uint8_t *out, const uint8_t *in, const uint32_t *state, uint32_t block) {
    static const uint32_t lane_numbers[LANES] = {0, 1, 2, 3};
    const uint32x4_t numbers = vaddq_u32(vdupq_n_u32(block), vld1q_u32(lane_numbers));
    uint32x4_t x[16];
    for (int i = 0; i < 16; i++) x[i] = vdupq_n_u32(0);
    add_state(x, state, numbers);
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
    /* Hides that it is the same state: the key is read again, and not kept in stack slots that nobody wipes. */
    __asm__("" : "+r"(state));
    add_state(x, state, numbers);
    for (int i = 0; i < 16; i += 4) xor_words(out + 4 * i, in + 4 * i, x + i);
}

void nji_chacha20_stream_neon(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
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
}
