#include "base/base.h"
#include "sha256_internal.h"

const uint32_t nji_sha256_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate_right(uint32_t x, int bits) { return x >> bits | x << (32 - bits); }

/* One round of FIPS 180-4 section 6.2.2, with the eight variables renamed instead of moved. */
#define ROUND(a, b, c, d, e, f, g, h, k_plus_w)                                                                         \
    do {                                                                                                                \
        const uint32_t t = h + (rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25)) + (g ^ (e & (f ^ g))) + \
                           (k_plus_w);                                                                                  \
        d += t;                                                                                                         \
        h = t + (rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22)) + ((a & b) | (c & (a | b)));           \
    } while (0)

#define EIGHT_ROUNDS(i)                                     \
    do {                                                    \
        ROUND(a, b, c, d, e, f, g, h, k[i] + w[i]);         \
        ROUND(h, a, b, c, d, e, f, g, k[i + 1] + w[i + 1]); \
        ROUND(g, h, a, b, c, d, e, f, k[i + 2] + w[i + 2]); \
        ROUND(f, g, h, a, b, c, d, e, k[i + 3] + w[i + 3]); \
        ROUND(e, f, g, h, a, b, c, d, k[i + 4] + w[i + 4]); \
        ROUND(d, e, f, g, h, a, b, c, k[i + 5] + w[i + 5]); \
        ROUND(c, d, e, f, g, h, a, b, k[i + 6] + w[i + 6]); \
        ROUND(b, c, d, e, f, g, h, a, k[i + 7] + w[i + 7]); \
    } while (0)

/* Replaces W[t-16 .. t-1], kept modulo 16, by W[t .. t+15]. */
static inline void extend(uint32_t *w) {
    for (int i = 0; i < 16; i++) {
        const uint32_t w2 = w[(i + 14) % 16], w15 = w[(i + 1) % 16];
        w[i] += (rotate_right(w2, 17) ^ rotate_right(w2, 19) ^ w2 >> 10) + w[(i + 9) % 16] +
                (rotate_right(w15, 7) ^ rotate_right(w15, 18) ^ w15 >> 3);
    }
}

void nji_sha256_compress_portable(uint32_t *state, const uint8_t *blocks, size_t count) {
    uint32_t w[16];
    for (; count != 0; count--, blocks += 64) {
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 16; i++) w[i] = nji_load32_be(blocks + 4 * i);
        for (const uint32_t *k = nji_sha256_k;;) {
            EIGHT_ROUNDS(0);
            EIGHT_ROUNDS(8);
            k += 16;
            if (k == nji_sha256_k + 64) break;
            extend(w);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
    nj_wipe(w, sizeof w);
}
