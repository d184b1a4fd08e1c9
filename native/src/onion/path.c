#include "onion/onion_internal.h"

nj_status nji_path_share(const nj_ctx *ctx, nji_path *path, const nj_key *key, const uint8_t *path_key) {
    if (!nji_point_parse(&path->point, path_key)) return NJ_PEER_PATH_KEY;
    /* Node key times a foreign point: the constant-time way. */
    return nji_key_shared_secret(ctx, path->shared_secret, &path->point, key) ? NJ_OK : NJ_INTERNAL;
}

nj_status nji_path_blinded_secret(uint8_t *secret, const nji_path *path, const nj_key *key) {
    uint8_t factor[32];
    int ok;
    nj_kdf(factor, NJ_KDF_BLINDED_NODE_ID, path->shared_secret);
    memcpy(secret, nji_key_secret(key), NJ_SECRET_KEY_LEN);
    /* Node key times a factor: the constant-time way. */
    ok = nji_scalar_mul(secret, factor);
    nj_wipe(factor, sizeof factor);
    return ok ? NJ_OK : NJ_INTERNAL; /* a chance of 2^-128 */
}

nj_status nji_path_next(const nj_ctx *ctx, uint8_t *next_path_key, const nji_path *path) {
    return nji_ephemeral_next(ctx, next_path_key, &path->point, path->shared_secret) ? NJ_OK : NJ_INTERNAL;
}
