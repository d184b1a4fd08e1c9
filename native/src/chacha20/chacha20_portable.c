#include "base/base.h"
#include "chacha20.h"
#include "chacha20_internal.h"

static inline uint32_t rotate_left(uint32_t x, int bits) { return x << bits | x >> (32 - bits); }

/* RFC 8439 section 2.1. */
#define QUARTER_ROUND(a, b, c, d)            \
    do {                                     \
        x[a] += x[b];                        \
        x[d] = rotate_left(x[d] ^ x[a], 16); \
        x[c] += x[d];                        \
        x[b] = rotate_left(x[b] ^ x[c], 12); \
        x[a] += x[b];                        \
        x[d] = rotate_left(x[d] ^ x[a], 8);  \
        x[c] += x[d];                        \
        x[b] = rotate_left(x[b] ^ x[c], 7);  \
    } while (0)

/* RFC 8439 section 2.3, the block as words, with the counter moved on by `block`. */
static void make_block(uint32_t *x, const uint32_t *state, uint32_t block) {
    memcpy(x, state, NJI_CHACHA20_BLOCK_LEN);
    x[12] += block;
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
    for (int i = 0; i < 16; i++) x[i] += state[i];
    x[12] += block;
}

void nji_chacha20_stream_portable(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
    uint32_t words[16];
    uint8_t bytes[NJI_CHACHA20_BLOCK_LEN];
    for (uint32_t block = 0; len != 0; block++) {
        const size_t take = NJI_MIN(len, sizeof bytes);
        make_block(words, state, block);
        for (int i = 0; i < 16; i++) nji_store32_le(bytes + 4 * i, words[i]);
        for (size_t i = 0; i < take; i++) out[i] = in[i] ^ bytes[i];
        out += take;
        in += take;
        len -= take;
    }
    nj_wipe(words, sizeof words);
    nj_wipe(bytes, sizeof bytes);
}
