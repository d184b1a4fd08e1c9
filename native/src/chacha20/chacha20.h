/* chacha20.h - the ChaCha20 key stream from any byte on. */
#ifndef NJI_CHACHA20_H
#define NJI_CHACHA20_H

#include "base/base.h"
#include "nightjar/aead.h"

#define NJI_CHACHA20_BLOCK_LEN 64

/* out = in XOR the stream of (key, nonce) starting at byte `offset` of the stream (counter 0 is byte 0). out equals in, or is
 * disjoint. The caller keeps offset + len within 2^38 bytes. */
void nji_chacha20_xor(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key, const uint8_t *nonce, uint64_t offset);

/* Name of the variant in use, for nj_describe. */
const char *nji_chacha20_variant_name(void);

#endif
