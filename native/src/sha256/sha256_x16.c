#include "sha256_x16.h"

#include "sha256_x16_internal.h"

/* Every message goes on from where one stands, at the end of a block. */
static void start_from(nji_sha256_x16 *hash, const nji_sha256 *one, size_t lanes) {
    for (int i = 0; i < 8; i++) {
        for (size_t l = 0; l < NJI_SHA256_X16_LANES; l++) hash->state[i][l] = one->state[i];
    }
    hash->total = one->total;
    hash->lanes = lanes;
}

void nji_sha256_x16_init(nji_sha256_x16 *hash, size_t lanes) {
    nji_sha256 one;
    nji_sha256_init(&one);
    start_from(hash, &one, lanes);
}

/* Compresses the buffered block of each message. */
static void compress_buffered(nji_sha256_x16 *hash) {
    const uint8_t *blocks[NJI_SHA256_X16_LANES];
    for (size_t l = 0; l < hash->lanes; l++) blocks[l] = hash->block[l];
    nji_sha256_x16_compress(hash->state, blocks, 1, hash->lanes);
}

void nji_sha256_x16_update(nji_sha256_x16 *hash, const uint8_t *const *in, size_t len) {
    const size_t used = (size_t)(hash->total % NJI_SHA256_BLOCK_LEN);
    const uint8_t *at[NJI_SHA256_X16_LANES];
    size_t taken = 0;
    if (len == 0) return;
    hash->total += len;
    if (used != 0) {
        taken = NJI_MIN(NJI_SHA256_BLOCK_LEN - used, len);
        for (size_t l = 0; l < hash->lanes; l++) memcpy(hash->block[l] + used, in[l], taken);
        if (used + taken < NJI_SHA256_BLOCK_LEN) return;
        compress_buffered(hash);
    }
    const size_t blocks = (len - taken) / NJI_SHA256_BLOCK_LEN, rest = (len - taken) % NJI_SHA256_BLOCK_LEN;
    for (size_t l = 0; l < hash->lanes; l++) at[l] = in[l] + taken;
    if (blocks != 0) nji_sha256_x16_compress(hash->state, at, blocks, hash->lanes);
    for (size_t l = 0; l < hash->lanes; l++) memcpy(hash->block[l], at[l] + blocks * NJI_SHA256_BLOCK_LEN, rest);
}

void nji_sha256_x16_final(nji_sha256_x16 *hash, uint8_t *const *out) {
    /* As nji_sha256_final: a one bit, zeros, and in the last eight bytes of a block the length in bits. */
    const size_t length_at = NJI_SHA256_BLOCK_LEN - sizeof(uint64_t);
    size_t used = (size_t)(hash->total % NJI_SHA256_BLOCK_LEN);
    for (size_t l = 0; l < hash->lanes; l++) {
        hash->block[l][used] = 0x80;
        nji_zero(hash->block[l] + used + 1, NJI_SHA256_BLOCK_LEN - used - 1);
    }
    if (used >= length_at) {
        compress_buffered(hash);
        for (size_t l = 0; l < hash->lanes; l++) nji_zero(hash->block[l], length_at);
    }
    for (size_t l = 0; l < hash->lanes; l++) nji_store64_be(hash->block[l] + length_at, hash->total << 3);
    compress_buffered(hash);
    for (size_t l = 0; l < hash->lanes; l++) {
        for (int i = 0; i < 8; i++) nji_store32_be(out[l] + 4 * i, hash->state[i][l]);
    }
    nj_wipe(hash, sizeof *hash);
}

/* Starts a hash whose first block is the padded key, each byte XORed with `pad`. */
static void start_keyed(nji_sha256_x16 *hash, const uint8_t *const *keys, size_t key_len, size_t lanes, uint8_t pad) {
    nji_sha256_x16_init(hash, lanes);
    for (size_t l = 0; l < lanes; l++) {
        memset(hash->block[l], pad, NJI_SHA256_BLOCK_LEN);
        for (size_t i = 0; i < key_len; i++) hash->block[l][i] ^= keys[l][i];
    }
    hash->total = NJI_SHA256_BLOCK_LEN;
    compress_buffered(hash);
}

void nji_hmac_x16_init(nji_hmac_x16 *hmac, const uint8_t *const *keys, size_t key_len, size_t lanes) {
    start_keyed(&hmac->inner, keys, key_len, lanes, 0x36);
    start_keyed(&hmac->outer, keys, key_len, lanes, 0x5c);
}

void nji_hmac_x16_init_same(nji_hmac_x16 *hmac, const uint8_t *key, size_t key_len, size_t lanes) {
    nji_hmac one;
    nji_hmac_init(&one, key, key_len);
    start_from(&hmac->inner, &one.inner, lanes);
    start_from(&hmac->outer, &one.outer, lanes);
    nj_wipe(&one, sizeof one);
}

void nji_hmac_x16_update(nji_hmac_x16 *hmac, const uint8_t *const *in, size_t len) { nji_sha256_x16_update(&hmac->inner, in, len); }

void nji_hmac_x16_final(nji_hmac_x16 *hmac, uint8_t *const *out) {
    nji_sha256_x16_final(&hmac->inner, out);
    nji_sha256_x16_update(&hmac->outer, (const uint8_t *const *)out, NJ_SHA256_LEN);
    nji_sha256_x16_final(&hmac->outer, out);
}
