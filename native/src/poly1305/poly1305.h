/* poly1305.h - the one-time authenticator of RFC 8439 section 2.5. */
#ifndef NJI_POLY1305_H
#define NJI_POLY1305_H

#include "base/base.h"

#define NJI_POLY1305_KEY_LEN 32
#define NJI_POLY1305_BLOCK_LEN 16
#define NJI_POLY1305_TAG_LEN 16

typedef struct nji_poly1305 {
    uint64_t r[3];   /* the clamped multiplier; limbs of 44, 44 and 42 bits */
    uint64_t h[3];   /* the accumulator, partly reduced; same limbs */
    uint64_t pad[2]; /* added at the end, modulo 2^128 */
} nji_poly1305;

/* A key authenticates one message only. In: key [32]. */
void nji_poly1305_init(nji_poly1305 *mac, const uint8_t *key);

/* Takes `count` whole blocks. */
void nji_poly1305_blocks(nji_poly1305 *mac, const uint8_t *blocks, size_t count);

/* Takes the rest of the message (under 16 bytes), writes the 16-byte tag and wipes the state. */
void nji_poly1305_final(nji_poly1305 *mac, uint8_t *tag, const uint8_t *rest, size_t rest_len);

#endif
