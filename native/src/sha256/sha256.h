/* sha256.h - streaming SHA-256, HMAC and HKDF for the core. */
#ifndef NJI_SHA256_H
#define NJI_SHA256_H

#include "base/base.h"
#include "nightjar/hash.h"

#define NJI_SHA256_BLOCK_LEN 64

typedef struct nji_sha256 {
    uint32_t state[8];
    uint64_t total; /* bytes taken so far */
    uint8_t block[NJI_SHA256_BLOCK_LEN];
} nji_sha256;

typedef struct nji_hmac {
    nji_sha256 inner;
    nji_sha256 outer;
} nji_hmac;

void nji_sha256_init(nji_sha256 *hash);
void nji_sha256_update(nji_sha256 *hash, const uint8_t *in, size_t len);
/* Writes 32 bytes and wipes the state. */
void nji_sha256_final(nji_sha256 *hash, uint8_t *out);

void nji_hmac_init(nji_hmac *hmac, const uint8_t *key, size_t key_len);
void nji_hmac_update(nji_hmac *hmac, const uint8_t *in, size_t len);
/* Writes 32 bytes and wipes the state. */
void nji_hmac_final(nji_hmac *hmac, uint8_t *out);

/* Name of the variant in use, for nj_describe. */
const char *nji_sha256_variant_name(void);

#endif
