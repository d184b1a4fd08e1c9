/* hash.h - SHA-256, HMAC-SHA256 and HKDF-SHA256. Conventions: nightjar.h. */
#ifndef NIGHTJAR_HASH_H
#define NIGHTJAR_HASH_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_SHA256_LEN 32
#define NJ_HKDF_SHA256_MAX_LEN (255 * NJ_SHA256_LEN)

/* Hash a message.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: hash [32].  In: in [in_len].
 * CT: in's contents.  Spec: FIPS 180-4.  Alloc: none. */
NJ_API nj_status nj_sha256(uint8_t *hash, const uint8_t *in, size_t in_len);

/* Authenticate a message.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: mac [32].  In: key [key_len], any length; in [in_len].
 * CT: contents of key and in.  Spec: RFC 2104, FIPS 198-1.  Alloc: none. */
NJ_API nj_status nj_hmac_sha256(uint8_t *mac, const uint8_t *key, size_t key_len, const uint8_t *in, size_t in_len);

/* Extract and expand key material.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also if okm_len exceeds 8160; NJ_ERR_OVERLAP if okm overlaps info.
 * Out: okm [okm_len].  In: salt [salt_len]; ikm [ikm_len]; info [info_len].
 * CT: contents of salt, ikm and info.  Spec: RFC 5869.  Alloc: none. */
NJ_API nj_status nj_hkdf_sha256(uint8_t *okm, size_t okm_len, const uint8_t *salt, size_t salt_len, const uint8_t *ikm,
                                size_t ikm_len, const uint8_t *info, size_t info_len);

#ifdef __cplusplus
}
#endif

#endif
