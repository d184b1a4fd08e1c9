#include "onion/onion_internal.h"
#include "sha256/sha256_x16.h"

/* factor [32] = SHA256(ephemeral key [33] || shared secret [32]). */
static void blinding_factor(uint8_t *factor, const uint8_t *ephemeral_key, const uint8_t *shared_secret) {
    nji_sha256 hash;
    nji_sha256_init(&hash);
    nji_sha256_update(&hash, ephemeral_key, NJ_PUBLIC_KEY_LEN);
    nji_sha256_update(&hash, shared_secret, NJ_SHARED_SECRET_LEN);
    nji_sha256_final(&hash, factor);
}

void nji_blinding_factors(uint8_t (*factors)[32], const uint8_t *keys, size_t stride, uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN],
                          size_t count) {
    const nji_part parts[] = {{keys, stride, NJ_PUBLIC_KEY_LEN}, {shared_secrets[0], NJ_SHARED_SECRET_LEN, NJ_SHARED_SECRET_LEN}};
    nji_sha256_many(factors, count, parts, 2);
}

void nji_ephemeral_init(nji_ephemeral *ephemeral, const uint8_t *session_key) {
    memcpy(ephemeral->secret, session_key, sizeof ephemeral->secret);
}

nj_status nji_ephemeral_share(const nj_ctx *ctx, uint8_t *shared_secret, nji_ephemeral *ephemeral, const nji_point *hop) {
    uint8_t factor[32];
    int ok;
    /* Both are constant time in the ephemeral secret, and refuse only an invalid one: that is the session key. */
    if (!nji_public_key_create(ctx, ephemeral->key, ephemeral->secret) ||
        !nji_shared_secret(ctx, shared_secret, hop, ephemeral->secret)) {
        return NJ_ERR_SECRET_KEY;
    }
    blinding_factor(factor, ephemeral->key, shared_secret);
    ok = nji_scalar_mul(ephemeral->secret, factor);
    nj_wipe(factor, sizeof factor);
    return ok ? NJ_OK : NJ_INTERNAL; /* a chance of 2^-128 */
}

int nji_ephemeral_next(const nj_ctx *ctx, uint8_t *next_key, const nji_point *point, const uint8_t *shared_secret) {
    uint8_t factor[32];
    int ok;
    blinding_factor(factor, point->compressed, shared_secret);
    nji_declassify(factor, sizeof factor);
    ok = nji_point_mul_public(ctx, next_key, point, factor);
    nj_wipe(factor, sizeof factor);
    return ok;
}
