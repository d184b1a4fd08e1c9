/* aead.h - ChaCha20 and ChaCha20-Poly1305. Conventions: nightjar.h. */
#ifndef NIGHTJAR_AEAD_H
#define NIGHTJAR_AEAD_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_CHACHA20_KEY_LEN 32
#define NJ_CHACHA20_NONCE_LEN 12
#define NJ_AEAD_TAG_LEN 16

/* XOR the ChaCha20 key stream into data. It hides, it does not authenticate.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also if the 32-bit block counter would wrap; NJ_ERR_OVERLAP unless out equals in or is
 *          disjoint, or if out overlaps key or nonce.
 * Out: out [len].
 * In: key [32]; nonce [12]; counter: number of the first 64-byte block; in [len], or NULL for zero bytes (the bare key stream).
 * CT: key and in are secret; variable time in len.  Spec: RFC 8439 section 2.4.  Alloc: none. */
NJ_API nj_status nj_chacha20(uint8_t *out, const uint8_t *key, const uint8_t *nonce, uint32_t counter, const uint8_t *in,
                             size_t len);

/* Encrypt and authenticate.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also if in_len exceeds 2^38 - 64 (then out is not touched); NJ_ERR_OVERLAP unless out equals
 *          in or is disjoint, or if out overlaps key, nonce or aad.
 * Out: out [in_len + 16]: ciphertext, then tag.
 * In: key [32]; nonce [12], never twice for one key; aad [aad_len]; in [in_len].
 * CT: all contents; variable time in the lengths.  Spec: RFC 8439 section 2.8.  Alloc: none. */
NJ_API nj_status nj_aead_encrypt(uint8_t *out, const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_len,
                                 const uint8_t *in, size_t in_len);

/* Check and decrypt. Nothing is decrypted before the tag is checked.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_OVERLAP as nj_aead_encrypt; NJ_PEER_AEAD_TAG, also if in_len is under 16.
 * Out: out [in_len - 16].
 * In: key [32]; nonce [12]; aad [aad_len]; in [in_len]: ciphertext, then tag.
 * CT: all contents; only success shows; variable time in the lengths.  Spec: RFC 8439 section 2.8.  Alloc: none. */
NJ_API nj_status nj_aead_decrypt(uint8_t *out, const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_len,
                                 const uint8_t *in, size_t in_len);

#ifdef __cplusplus
}
#endif

#endif
