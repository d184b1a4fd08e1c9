/* chacha20_internal.h - the variants of the ChaCha20 stream function. */
#ifndef NJI_CHACHA20_INTERNAL_H
#define NJI_CHACHA20_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

/* out = in XOR the stream of `state`, len bytes from the start of the block that the counter names. Reads no byte beyond in[len]
 * and writes none beyond out[len]. out equals in, or is disjoint. Does not change state: the caller counts. */
typedef void nji_chacha20_stream_fn(uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state);

typedef struct nji_chacha20_variant {
    const char *name;
    uint32_t required; /* NJI_CPU_ bits, all of them */
    nji_chacha20_stream_fn *stream;
} nji_chacha20_variant;

/* The variants built in, best first; the last is portable and requires nothing. */
size_t nji_chacha20_variant_count(void);
const nji_chacha20_variant *nji_chacha20_variant_at(size_t index);

/* The best variant that this machine supports. */
const nji_chacha20_variant *nji_chacha20_variant_current(void);

/* The sixteen words of RFC 8439 section 2.3: constants, key, counter (word 12), nonce. */
void nji_chacha20_set_state(uint32_t *state, const uint8_t *key, const uint8_t *nonce, uint32_t counter);

/* nji_chacha20_xor on a given variant. */
void nji_chacha20_xor_with(const nji_chacha20_variant *variant, uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key,
                           const uint8_t *nonce, uint64_t offset);

nji_chacha20_stream_fn nji_chacha20_stream_portable;
nji_chacha20_stream_fn nji_chacha20_stream_avx2;
nji_chacha20_stream_fn nji_chacha20_stream_avx512;
nji_chacha20_stream_fn nji_chacha20_stream_neon;

#endif
