#include "chacha20.h"

#include "chacha20_internal.h"

/* The constants are "expand 32-byte k". */
void nji_chacha20_set_state(uint32_t *state, const uint8_t *key, const uint8_t *nonce, uint32_t counter) {
    state[0] = 0x61707865;
    state[1] = 0x3320646e;
    state[2] = 0x79622d32;
    state[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) state[4 + i] = nji_load32_le(key + 4 * i);
    state[12] = counter;
    for (int i = 0; i < 3; i++) state[13 + i] = nji_load32_le(nonce + 4 * i);
}

/* A single block has nothing to put side by side, and scalar instructions have the lower latency. */
static void stream(const nji_chacha20_variant *variant, uint8_t *out, const uint8_t *in, size_t len, const uint32_t *state) {
    if (len <= NJI_CHACHA20_BLOCK_LEN) {
        nji_chacha20_stream_portable(out, in, len, state);
    } else {
        variant->stream(out, in, len, state);
    }
}

/* The rest of a block that begins before the wanted bytes: out = in XOR block[skip ..]. */
static void xor_inside_block(uint8_t *out, const uint8_t *in, size_t len, size_t skip, const uint32_t *state) {
    uint8_t block[NJI_CHACHA20_BLOCK_LEN] = {0};
    nji_chacha20_stream_portable(block, block, sizeof block, state);
    for (size_t i = 0; i < len; i++) out[i] = in[i] ^ block[skip + i];
    nj_wipe(block, sizeof block);
}

void nji_chacha20_xor_with(const nji_chacha20_variant *variant, uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key,
                           const uint8_t *nonce, uint64_t offset) {
    uint32_t state[16];
    const size_t skip = (size_t)(offset % NJI_CHACHA20_BLOCK_LEN);
    if (len == 0) return;
    nji_chacha20_set_state(state, key, nonce, (uint32_t)(offset / NJI_CHACHA20_BLOCK_LEN));
    if (skip != 0) {
        const size_t take = NJI_MIN(NJI_CHACHA20_BLOCK_LEN - skip, len);
        xor_inside_block(out, in, take, skip, state);
        out += take;
        in += take;
        len -= take;
        state[12]++;
    }
    if (len != 0) stream(variant, out, in, len, state);
    nj_wipe(state, sizeof state);
}

void nji_chacha20_xor(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *key, const uint8_t *nonce, uint64_t offset) {
    nji_chacha20_xor_with(nji_chacha20_variant_current(), out, in, len, key, nonce, offset);
}

nj_status nj_chacha20(uint8_t *out, const uint8_t *key, const uint8_t *nonce, uint32_t counter, const uint8_t *in,
                      size_t len) {
    /* Bytes left before the counter wraps: at most 2^38. */
    const uint64_t limit = ((UINT64_C(1) << 32) - counter) * NJI_CHACHA20_BLOCK_LEN;
    nj_status status = NJ_OK;
    if ((out == NULL && len != 0) || key == NULL || nonce == NULL || len > limit) {
        status = NJ_ERR_ARGUMENT;
    } else if ((out != in && nji_overlap(out, len, in, len)) || nji_overlap(out, len, key, NJ_CHACHA20_KEY_LEN) ||
               nji_overlap(out, len, nonce, NJ_CHACHA20_NONCE_LEN)) {
        status = NJ_ERR_OVERLAP;
    }
    if (status != NJ_OK) {
        nji_zero(out, len);
        return status;
    }
    if (in == NULL) {
        nji_zero(out, len);
        in = out;
    }
    nji_chacha20_xor(out, in, len, key, nonce, (uint64_t)counter * NJI_CHACHA20_BLOCK_LEN);
    return NJ_OK;
}
