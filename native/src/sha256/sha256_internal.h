/* sha256_internal.h - the variants of the SHA-256 compression function. */
#ifndef NJI_SHA256_INTERNAL_H
#define NJI_SHA256_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

/* Takes `count` 64-byte blocks into the eight state words. */
typedef void nji_sha256_compress_fn(uint32_t *state, const uint8_t *blocks, size_t count);

typedef struct nji_sha256_variant {
    const char *name;
    uint32_t required; /* NJI_CPU_ bits, all of them */
    nji_sha256_compress_fn *compress;
} nji_sha256_variant;

/* The variants built in, best first; the last is portable and requires nothing. */
size_t nji_sha256_variant_count(void);
const nji_sha256_variant *nji_sha256_variant_at(size_t index);

/* The round constants K of FIPS 180-4 section 4.2.2, aligned for vector operands. */
extern const uint32_t nji_sha256_k[64] __attribute__((aligned(16)));

/* Compresses with the best variant that this machine supports. */
nji_sha256_compress_fn nji_sha256_compress;

nji_sha256_compress_fn nji_sha256_compress_portable;
nji_sha256_compress_fn nji_sha256_compress_shani;
nji_sha256_compress_fn nji_sha256_compress_armv8ce;

#endif
