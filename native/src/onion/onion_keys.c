#include "chacha20/chacha20.h"
#include "onion/onion_internal.h"
#include "sha256/sha256_x16.h"

void nji_layer_keys_derive(nji_layer_keys *keys, const uint8_t *shared_secret) {
    nj_kdf(keys->rho, NJ_KDF_RHO, shared_secret);
    nj_kdf(keys->mu, NJ_KDF_MU, shared_secret);
}

void nji_layer_cipher(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key, uint64_t offset) {
    /* The key is used for one stream only, so the nonce may be fixed. */
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN];
    nji_chacha20_xor(out, in, len, key, nonce, offset);
}

void nji_layer_hmac(uint8_t *hmac, const uint8_t *mu, const uint8_t *payloads, size_t payloads_len, const uint8_t *assoc,
                    size_t assoc_len) {
    nji_hmac state;
    nji_hmac_init(&state, mu, 32);
    nji_hmac_update(&state, payloads, payloads_len);
    nji_hmac_update(&state, assoc, assoc_len);
    nji_hmac_final(&state, hmac);
}

void nji_layer_hmacs(uint8_t (*hmacs)[NJ_ONION_HMAC_LEN], size_t count, uint8_t (*mus)[32], const uint8_t *onions, size_t onion_len,
                     const uint8_t *assocs, size_t assoc_len) {
    const nji_part mu = {mus[0], sizeof mus[0], sizeof mus[0]};
    const nji_part parts[] = {{onions + NJ_ONION_PAYLOADS_OFFSET, onion_len, onion_len - NJ_ONION_OVERHEAD_LEN},
                              {assocs, assoc_len, assoc_len}};
    nji_hmac_many(hmacs, count, &mu, parts, 2);
}

size_t nji_payload_prefix_write(uint8_t *out, size_t payload_len) {
    if (payload_len < 0xfd) {
        out[0] = (uint8_t)payload_len;
        return 1;
    }
    out[0] = 0xfd;
    out[1] = (uint8_t)(payload_len >> 8);
    out[2] = (uint8_t)payload_len;
    return 3;
}

size_t nji_bigsize_read(uint64_t *value, const uint8_t *in, size_t len) {
    size_t width;
    uint64_t number = 0;
    if (len == 0) return 0;
    if (in[0] < 0xfd) {
        *value = in[0];
        return 1;
    }
    width = (size_t)2 << (in[0] - 0xfd); /* 2, 4 or 8 bytes follow fd, fe or ff */
    if (len < 1 + width) return 0;
    for (size_t i = 1; i <= width; i++) number = number << 8 | in[i];
    /* Minimal: what half the width could hold must not come in this width (and below 0xfd, not in 3 bytes). */
    if (number < (width == 2 ? 0xfdu : (uint64_t)1 << 4 * width)) return 0;
    *value = number;
    return 1 + width;
}
