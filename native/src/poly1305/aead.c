/* ChaCha20-Poly1305, RFC 8439 section 2.8. */
#include "nightjar/aead.h"

#include "chacha20/chacha20.h"
#include "poly1305.h"

/* Block 0 of the stream is the one-time key, so 2^32 - 1 blocks are left for the message. */
#define MESSAGE_MAX_LEN ((UINT64_C(1) << 38) - NJI_CHACHA20_BLOCK_LEN)

_Static_assert(NJ_AEAD_TAG_LEN == NJI_POLY1305_TAG_LEN, "the AEAD's tag is Poly1305's");

/* Takes data, then zeros up to the next block. */
static void absorb_padded(nji_poly1305 *mac, const uint8_t *data, size_t len) {
    const size_t rest = len % NJI_POLY1305_BLOCK_LEN;
    nji_poly1305_blocks(mac, data, len / NJI_POLY1305_BLOCK_LEN);
    if (rest != 0) {
        uint8_t block[NJI_POLY1305_BLOCK_LEN] = {0};
        memcpy(block, data + len - rest, rest);
        nji_poly1305_blocks(mac, block, 1);
    }
}

/* The tag of associated data and ciphertext. */
static void make_tag(uint8_t *tag, const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_len,
                     const uint8_t *ciphertext, size_t len) {
    nji_poly1305 mac;
    uint8_t one_time_key[NJI_POLY1305_KEY_LEN] = {0};
    uint8_t lengths[NJI_POLY1305_BLOCK_LEN];
    nji_chacha20_xor(one_time_key, one_time_key, sizeof one_time_key, key, nonce, 0);
    nji_poly1305_init(&mac, one_time_key);
    nj_wipe(one_time_key, sizeof one_time_key);
    absorb_padded(&mac, aad, aad_len);
    absorb_padded(&mac, ciphertext, len);
    nji_store64_le(lengths, aad_len);
    nji_store64_le(lengths + 8, len);
    nji_poly1305_blocks(&mac, lengths, 1);
    nji_poly1305_final(&mac, tag, NULL, 0);
}

/* Writing out must not change what is still to be read: only in may be overwritten, and only in step. */
static nj_status check(const uint8_t *out, size_t out_len, const uint8_t *key, const uint8_t *nonce, const uint8_t *aad,
                       size_t aad_len, const uint8_t *in, size_t in_len) {
    if ((out == NULL && out_len != 0) || key == NULL || nonce == NULL || (aad == NULL && aad_len != 0) ||
        (in == NULL && in_len != 0)) {
        return NJ_ERR_ARGUMENT;
    }
    if ((out != in && nji_overlap(out, out_len, in, in_len)) || nji_overlap(out, out_len, aad, aad_len) ||
        nji_overlap(out, out_len, key, NJ_CHACHA20_KEY_LEN) || nji_overlap(out, out_len, nonce, NJ_CHACHA20_NONCE_LEN)) {
        return NJ_ERR_OVERLAP;
    }
    return NJ_OK;
}

nj_status nj_aead_encrypt(uint8_t *out, const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_len,
                          const uint8_t *in, size_t in_len) {
    /* No buffer has such a length, so there is none to zero. */
    if (in_len > MESSAGE_MAX_LEN || in_len > SIZE_MAX - NJ_AEAD_TAG_LEN) return NJ_ERR_ARGUMENT;
    const nj_status status = check(out, in_len + NJ_AEAD_TAG_LEN, key, nonce, aad, aad_len, in, in_len);
    if (status != NJ_OK) {
        nji_zero(out, in_len + NJ_AEAD_TAG_LEN);
        return status;
    }
    nji_chacha20_xor(out, in, in_len, key, nonce, NJI_CHACHA20_BLOCK_LEN);
    make_tag(out + in_len, key, nonce, aad, aad_len, out, in_len);
    return NJ_OK;
}

nj_status nj_aead_decrypt(uint8_t *out, const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_len,
                          const uint8_t *in, size_t in_len) {
    uint8_t tag[NJ_AEAD_TAG_LEN];
    if (in_len < NJ_AEAD_TAG_LEN) return NJ_PEER_AEAD_TAG;
    const size_t len = in_len - NJ_AEAD_TAG_LEN;
    if (len > MESSAGE_MAX_LEN) return NJ_ERR_ARGUMENT;
    nj_status status = check(out, len, key, nonce, aad, aad_len, in, in_len);
    if (status == NJ_OK) {
        make_tag(tag, key, nonce, aad, aad_len, in, len);
        int match = nji_equal(tag, in + len, sizeof tag);
        nji_declassify(&match, sizeof match); /* validity shows */
        if (!match) status = NJ_PEER_AEAD_TAG;
    }
    if (status != NJ_OK) {
        nji_zero(out, len);
    } else {
        nji_chacha20_xor(out, in, len, key, nonce, NJI_CHACHA20_BLOCK_LEN);
    }
    nj_wipe(tag, sizeof tag); /* a right tag for a forged message is worth as much as the key, once */
    return status;
}
