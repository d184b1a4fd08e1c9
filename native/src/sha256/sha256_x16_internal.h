/* sha256_x16_internal.h - the variants of the many-message compression function. */
#ifndef NJI_SHA256_X16_INTERNAL_H
#define NJI_SHA256_X16_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

/* Takes `count` 64-byte blocks of each of `lanes` messages (1 .. 16) into column l of the eight state words. What is in the other
 * columns afterwards counts for nothing. */
typedef void nji_sha256_x16_compress_fn(uint32_t (*state)[16], const uint8_t *const *blocks, size_t count, size_t lanes);

typedef struct nji_sha256_x16_variant {
    const char *name;
    uint32_t required; /* NJI_CPU_ bits, all of them */
    size_t lanes_min;  /* with fewer messages the next row is faster */
    nji_sha256_x16_compress_fn *compress;
} nji_sha256_x16_variant;

/* The variants built in, best first; the last is portable and requires nothing. */
size_t nji_sha256_x16_variant_count(void);
const nji_sha256_x16_variant *nji_sha256_x16_variant_at(size_t index);

/* Compresses with the best variant that this machine supports. */
nji_sha256_x16_compress_fn nji_sha256_x16_compress;

nji_sha256_x16_compress_fn nji_sha256_x16_compress_portable;
nji_sha256_x16_compress_fn nji_sha256_x16_compress_avx512;

#endif
