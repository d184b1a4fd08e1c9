/* HMAC (RFC 2104) and HKDF (RFC 5869) on SHA-256. */
#include "sha256.h"

void nji_hmac_init(nji_hmac *hmac, const uint8_t *key, size_t key_len) {
    uint8_t pad[NJI_SHA256_BLOCK_LEN] = {0};
    if (key_len > sizeof pad) {
        nji_sha256_init(&hmac->inner);
        nji_sha256_update(&hmac->inner, key, key_len);
        nji_sha256_final(&hmac->inner, pad);
    } else if (key_len != 0) {
        memcpy(pad, key, key_len);
    }
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36;
    nji_sha256_init(&hmac->inner);
    nji_sha256_update(&hmac->inner, pad, sizeof pad);
    for (size_t i = 0; i < sizeof pad; i++) pad[i] ^= 0x36 ^ 0x5c;
    nji_sha256_init(&hmac->outer);
    nji_sha256_update(&hmac->outer, pad, sizeof pad);
    nj_wipe(pad, sizeof pad);
}

void nji_hmac_update(nji_hmac *hmac, const uint8_t *in, size_t len) { nji_sha256_update(&hmac->inner, in, len); }

void nji_hmac_final(nji_hmac *hmac, uint8_t *out) {
    uint8_t inner[NJ_SHA256_LEN];
    nji_sha256_final(&hmac->inner, inner);
    nji_sha256_update(&hmac->outer, inner, sizeof inner);
    nji_sha256_final(&hmac->outer, out);
    nj_wipe(inner, sizeof inner);
}

/* MAC of up to three parts, which may be empty. */
static void hmac_parts(uint8_t *mac, const uint8_t *key, size_t key_len, const uint8_t *first, size_t first_len,
                       const uint8_t *second, size_t second_len, const uint8_t *third, size_t third_len) {
    nji_hmac hmac;
    nji_hmac_init(&hmac, key, key_len);
    nji_hmac_update(&hmac, first, first_len);
    nji_hmac_update(&hmac, second, second_len);
    nji_hmac_update(&hmac, third, third_len);
    nji_hmac_final(&hmac, mac);
}

nj_status nj_hmac_sha256(uint8_t *mac, const uint8_t *key, size_t key_len, const uint8_t *in, size_t in_len) {
    if (mac == NULL || (key == NULL && key_len != 0) || (in == NULL && in_len != 0)) {
        nji_zero(mac, NJ_SHA256_LEN);
        return NJ_ERR_ARGUMENT;
    }
    hmac_parts(mac, key, key_len, in, in_len, NULL, 0, NULL, 0);
    return NJ_OK;
}

/* RFC 5869 section 2.3. T(i) is a MAC of T(i-1), info and the byte i. */
static void hkdf_expand(uint8_t *okm, size_t okm_len, const uint8_t *prk, const uint8_t *info, size_t info_len) {
    uint8_t block[NJ_SHA256_LEN];
    size_t block_len = 0;
    for (uint8_t i = 1; okm_len != 0; i++) {
        hmac_parts(block, prk, NJ_SHA256_LEN, block, block_len, info, info_len, &i, 1);
        block_len = sizeof block;
        const size_t take = NJI_MIN(okm_len, block_len);
        memcpy(okm, block, take);
        okm += take;
        okm_len -= take;
    }
    nj_wipe(block, sizeof block);
}

nj_status nj_hkdf_sha256(uint8_t *okm, size_t okm_len, const uint8_t *salt, size_t salt_len, const uint8_t *ikm,
                         size_t ikm_len, const uint8_t *info, size_t info_len) {
    uint8_t prk[NJ_SHA256_LEN];
    nj_status status = NJ_OK;
    if ((okm == NULL && okm_len != 0) || (salt == NULL && salt_len != 0) || (ikm == NULL && ikm_len != 0) ||
        (info == NULL && info_len != 0) || okm_len > NJ_HKDF_SHA256_MAX_LEN) {
        status = NJ_ERR_ARGUMENT;
    } else if (nji_overlap(okm, okm_len, info, info_len)) {
        status = NJ_ERR_OVERLAP; /* info is read again after okm is begun */
    }
    if (status != NJ_OK) {
        nji_zero(okm, okm_len);
        return status;
    }
    hmac_parts(prk, salt, salt_len, ikm, ikm_len, NULL, 0, NULL, 0);
    hkdf_expand(okm, okm_len, prk, info, info_len);
    nj_wipe(prk, sizeof prk);
    return NJ_OK;
}
