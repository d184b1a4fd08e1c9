#include "sha256.h"

#include "sha256_internal.h"

/* FIPS 180-4 section 5.3.3. */
static const uint32_t INITIAL[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

void nji_sha256_init(nji_sha256 *hash) {
    memcpy(hash->state, INITIAL, sizeof hash->state);
    hash->total = 0;
}

void nji_sha256_update(nji_sha256 *hash, const uint8_t *in, size_t len) {
    size_t used = (size_t)(hash->total % NJI_SHA256_BLOCK_LEN);
    if (len == 0) return;
    hash->total += len;
    if (used != 0) {
        const size_t take = NJI_MIN(NJI_SHA256_BLOCK_LEN - used, len);
        memcpy(hash->block + used, in, take);
        if (used + take < NJI_SHA256_BLOCK_LEN) return;
        nji_sha256_compress(hash->state, hash->block, 1);
        in += take;
        len -= take;
    }
    const size_t blocks = len / NJI_SHA256_BLOCK_LEN;
    if (blocks != 0) nji_sha256_compress(hash->state, in, blocks);
    memcpy(hash->block, in + blocks * NJI_SHA256_BLOCK_LEN, len % NJI_SHA256_BLOCK_LEN);
}

void nji_sha256_final(nji_sha256 *hash, uint8_t *out) {
    /* FIPS 180-4 section 5.1.1: a one bit, zeros, and in the last eight bytes of a block the length in bits. */
    const size_t length_at = NJI_SHA256_BLOCK_LEN - sizeof(uint64_t);
    size_t used = (size_t)(hash->total % NJI_SHA256_BLOCK_LEN);
    hash->block[used++] = 0x80;
    if (used > length_at) {
        nji_zero(hash->block + used, NJI_SHA256_BLOCK_LEN - used);
        nji_sha256_compress(hash->state, hash->block, 1);
        used = 0;
    }
    nji_zero(hash->block + used, length_at - used);
    nji_store64_be(hash->block + length_at, hash->total << 3);
    nji_sha256_compress(hash->state, hash->block, 1);
    for (int i = 0; i < 8; i++) nji_store32_be(out + 4 * i, hash->state[i]);
    nj_wipe(hash, sizeof *hash);
}

nj_status nj_sha256(uint8_t *hash, const uint8_t *in, size_t in_len) {
    nji_sha256 state;
    if (hash == NULL) return NJ_ERR_ARGUMENT;
    if (in == NULL && in_len != 0) {
        nji_zero(hash, NJ_SHA256_LEN);
        return NJ_ERR_ARGUMENT;
    }
    nji_sha256_init(&state);
    nji_sha256_update(&state, in, in_len);
    nji_sha256_final(&state, hash);
    return NJ_OK;
}
