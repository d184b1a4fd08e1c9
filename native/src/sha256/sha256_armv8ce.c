#include <arm_neon.h>

#include "sha256_internal.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the loads assume little-endian lanes");

/* Four rounds on message words w and constants K[i .. i+3]. */
#define ROUNDS(i, w)                                                       \
    do {                                                                   \
        const uint32x4_t kw = vaddq_u32(w, vld1q_u32(nji_sha256_k + (i))); \
        const uint32x4_t abcd_before = abcd;                               \
        abcd = vsha256hq_u32(abcd, efgh, kw);                              \
        efgh = vsha256h2q_u32(efgh, abcd_before, kw);                      \
    } while (0)

/* Replaces w0 = W[t-16 .. t-13] by W[t .. t+3]; w1, w2, w3 are the twelve words after it. */
#define EXTEND(w0, w1, w2, w3) w0 = vsha256su1q_u32(vsha256su0q_u32(w0, w1), w2, w3)

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

static inline uint32x4_t load_big_endian(const uint8_t *p) { return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(p))); }

void nji_sha256_compress_armv8ce(uint32_t *state, const uint8_t *blocks, size_t count) {
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
    for (; count != 0; count--, blocks += 64) {
        const uint32x4_t abcd_start = abcd, efgh_start = efgh;
        uint32x4_t w0 = load_big_endian(blocks), w1 = load_big_endian(blocks + 16);
        uint32x4_t w2 = load_big_endian(blocks + 32), w3 = load_big_endian(blocks + 48);
        ROUNDS(0, w0);
        ROUNDS(4, w1);
        ROUNDS(8, w2);
        ROUNDS(12, w3);
        SIXTEEN_ROUNDS(16);
        SIXTEEN_ROUNDS(32);
        SIXTEEN_ROUNDS(48);
        abcd = vaddq_u32(abcd, abcd_start);
        efgh = vaddq_u32(efgh, efgh_start);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}
