/* sha.h - SHA-256 as OpenSSL has it, on our own: see evp.h. */
#ifndef NJ_BENCH_OWN_SHA_H
#define NJ_BENCH_OWN_SHA_H

#include "sha256/sha256.h"

#define SHA256_CBLOCK 64
#define SHA256_DIGEST_LENGTH 32

typedef nji_sha256 SHA256_CTX;

static inline void SHA256_Init(SHA256_CTX *sha) { nji_sha256_init(sha); }
static inline void SHA256_Update(SHA256_CTX *sha, const void *in, size_t len) { nji_sha256_update(sha, in, len); }
static inline void SHA256_Final(uint8_t *hash, SHA256_CTX *sha) { nji_sha256_final(sha, hash); }

#endif
