#include "poly1305.h"

/* Numbers modulo p = 2^130 - 5 in limbs of 44, 44 and 42 bits: a block is 128 bits and a top bit, so 2^132 = 20 (mod p) folds
 * what a product has above the third limb. No branch and no address depends on a limb. */

typedef unsigned __int128 uint128;

#define MASK44 ((UINT64_C(1) << 44) - 1)
#define MASK42 ((UINT64_C(1) << 42) - 1)

void nji_poly1305_init(nji_poly1305 *mac, const uint8_t *key) {
    /* RFC 8439 section 2.5: the clamp clears the top four bits of bytes 3, 7, 11, 15 and the low two of bytes 4, 8, 12. */
    const uint64_t low = nji_load64_le(key) & UINT64_C(0x0ffffffc0fffffff);
    const uint64_t high = nji_load64_le(key + 8) & UINT64_C(0x0ffffffc0ffffffc);
    mac->r[0] = low & MASK44;
    mac->r[1] = (low >> 44 | high << 20) & MASK44;
    mac->r[2] = high >> 24;
    mac->h[0] = mac->h[1] = mac->h[2] = 0;
    mac->pad[0] = nji_load64_le(key + 16);
    mac->pad[1] = nji_load64_le(key + 24);
}

/* h = (h + block) * r, for each block. top is bit 40 of the third limb (2^128) for whole blocks, 0 for one padded already.
 * With a block added, limbs of h are below 2^46; those of r are below 2^44, 20 r below 2^49: three products fit 97 bits. */
static void absorb(nji_poly1305 *mac, const uint8_t *blocks, size_t count, uint64_t top) {
    const uint64_t r0 = mac->r[0], r1 = mac->r[1], r2 = mac->r[2], r1_20 = 20 * r1, r2_20 = 20 * r2;
    uint64_t h0 = mac->h[0], h1 = mac->h[1], h2 = mac->h[2];
    for (; count != 0; count--, blocks += NJI_POLY1305_BLOCK_LEN) {
        const uint64_t low = nji_load64_le(blocks), high = nji_load64_le(blocks + 8);
        h0 += low & MASK44;
        h1 += (low >> 44 | high << 20) & MASK44;
        h2 += high >> 24 | top;
        uint128 d0 = (uint128)h0 * r0 + (uint128)h1 * r2_20 + (uint128)h2 * r1_20;
        uint128 d1 = (uint128)h0 * r1 + (uint128)h1 * r0 + (uint128)h2 * r2_20;
        uint128 d2 = (uint128)h0 * r2 + (uint128)h1 * r1 + (uint128)h2 * r0;
        d1 += (uint64_t)(d0 >> 44);
        d2 += (uint64_t)(d1 >> 44);
        h0 = ((uint64_t)d0 & MASK44) + 5 * (uint64_t)(d2 >> 42); /* 2^130 = 5 (mod p) */
        h1 = ((uint64_t)d1 & MASK44) + (h0 >> 44);
        h0 &= MASK44;
        h2 = (uint64_t)d2 & MASK42;
    }
    mac->h[0] = h0;
    mac->h[1] = h1;
    mac->h[2] = h2;
}

void nji_poly1305_blocks(nji_poly1305 *mac, const uint8_t *blocks, size_t count) {
    absorb(mac, blocks, count, UINT64_C(1) << 40);
}

/* Brings h to its least residue: carries, then h + 5 - 2^130 if that is not negative, chosen by a mask. */
static void reduce(uint64_t *h) {
    for (int i = 0; i < 2; i++) { /* if the first pass carries out of the top limb, that becomes 0, and the second pass cannot */
        h[1] += h[0] >> 44;
        h[0] &= MASK44;
        h[2] += h[1] >> 44;
        h[1] &= MASK44;
        h[0] += 5 * (h[2] >> 42);
        h[2] &= MASK42;
    }
    const uint64_t g0 = h[0] + 5;
    const uint64_t g1 = h[1] + (g0 >> 44);
    const uint64_t g2 = h[2] + (g1 >> 44) - (UINT64_C(1) << 42);
    const uint64_t keep = 0 - (g2 >> 63); /* all ones if h < p */
    h[0] = (h[0] & keep) | (g0 & MASK44 & ~keep);
    h[1] = (h[1] & keep) | (g1 & MASK44 & ~keep);
    h[2] = (h[2] & keep) | (g2 & ~keep);
}

void nji_poly1305_final(nji_poly1305 *mac, uint8_t *tag, const uint8_t *rest, size_t rest_len) {
    if (rest_len != 0) {
        uint8_t block[NJI_POLY1305_BLOCK_LEN] = {0};
        memcpy(block, rest, rest_len);
        block[rest_len] = 1;
        absorb(mac, block, 1, 0);
        nj_wipe(block, sizeof block);
    }
    reduce(mac->h);
    const uint64_t low = mac->h[0] | mac->h[1] << 44, high = mac->h[1] >> 20 | mac->h[2] << 24;
    const uint64_t tag_low = low + mac->pad[0];
    nji_store64_le(tag, tag_low);
    nji_store64_le(tag + 8, high + mac->pad[1] + (tag_low < low));
    nj_wipe(mac, sizeof *mac);
}
