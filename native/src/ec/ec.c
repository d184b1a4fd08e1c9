#include <secp256k1_ecdh.h>

#include "ec/secp.h"
#include "sha256/sha256.h"

int nji_scalar_check(const uint8_t *scalar) { return secp256k1_ec_seckey_verify(secp256k1_context_static, scalar); }

int nji_scalar_mul(uint8_t *scalar, const uint8_t *factor) {
    /* The seckey functions are constant time. */
    return secp256k1_ec_seckey_tweak_mul(secp256k1_context_static, scalar, factor);
}

int nji_point_parse(nji_point *point, const uint8_t *in) {
    return secp256k1_ec_pubkey_parse(secp256k1_context_static, nji_pubkey(point), in, NJ_PUBLIC_KEY_LEN);
}

void nji_point_serialize(uint8_t *out, const nji_point *point) {
    size_t len = NJ_PUBLIC_KEY_LEN;
    secp256k1_ec_pubkey_serialize(secp256k1_context_static, out, &len, nji_const_pubkey(point), SECP256K1_EC_COMPRESSED);
}

int nji_point_create(const nj_ctx *ctx, nji_point *point, const uint8_t *secret) {
    /* Constant time, and blinded by the context's seed. */
    return secp256k1_ec_pubkey_create(nji_secp(ctx), nji_pubkey(point), secret);
}

/* Hands the product over as it is: our own SHA-256 is faster than the one built into libsecp256k1. */
static int copy_compressed(unsigned char *out, const unsigned char *x, const unsigned char *y, void *data) {
    (void)data;
    out[0] = 0x02 | (y[31] & 1);
    memcpy(out + 1, x, 32);
    return 1;
}

int nji_point_mul_secret(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *secret) {
    /* secp256k1_ecdh is constant time in its scalar; secp256k1_ec_pubkey_tweak_mul would not be. */
    int ok = secp256k1_ecdh(nji_secp(ctx), out, nji_const_pubkey(point), secret, copy_compressed, NULL);
    if (!ok) nji_zero(out, NJ_PUBLIC_KEY_LEN);
    return ok;
}

int nji_shared_secret(const nj_ctx *ctx, uint8_t *shared_secret, const nji_point *point, const uint8_t *secret) {
    uint8_t product[NJ_PUBLIC_KEY_LEN];
    int ok = nji_point_mul_secret(ctx, product, point, secret);
    if (ok) {
        nj_sha256(shared_secret, product, sizeof product);
    } else {
        nji_zero(shared_secret, NJ_SHARED_SECRET_LEN);
    }
    nj_wipe(product, sizeof product);
    return ok;
}

int nji_point_mul_public(const nj_ctx *ctx, nji_point *point, const uint8_t *factor) {
    return secp256k1_ec_pubkey_tweak_mul(nji_secp(ctx), nji_pubkey(point), factor);
}

nj_status nj_secret_key_check(const uint8_t *secret_key) {
    if (secret_key == NULL) return NJ_ERR_ARGUMENT;
    return nji_scalar_check(secret_key) ? NJ_OK : NJ_ERR_SECRET_KEY;
}

nj_status nj_public_key_check(const uint8_t *public_key) {
    nji_point point;
    if (public_key == NULL) return NJ_ERR_ARGUMENT;
    return nji_point_parse(&point, public_key) ? NJ_OK : NJ_ERR_PUBLIC_KEY;
}

static nj_status public_key_create(const nj_ctx *ctx, uint8_t *public_key, const uint8_t *secret_key) {
    nji_point point;
    if (ctx == NULL || secret_key == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_point_create(ctx, &point, secret_key)) return NJ_ERR_SECRET_KEY;
    nji_point_serialize(public_key, &point);
    return NJ_OK;
}

nj_status nj_public_key_create(const nj_ctx *ctx, uint8_t *public_key, const uint8_t *secret_key) {
    nj_status status;
    if (public_key == NULL) return NJ_ERR_ARGUMENT;
    status = public_key_create(ctx, public_key, secret_key);
    if (status != NJ_OK) nji_zero(public_key, NJ_PUBLIC_KEY_LEN);
    return status;
}

static nj_status ecdh(const nj_ctx *ctx, uint8_t *shared_secret, const uint8_t *secret_key, const uint8_t *public_key) {
    nji_point point;
    if (ctx == NULL || secret_key == NULL || public_key == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_point_parse(&point, public_key)) return NJ_ERR_PUBLIC_KEY;
    return nji_shared_secret(ctx, shared_secret, &point, secret_key) ? NJ_OK : NJ_ERR_SECRET_KEY;
}

nj_status nj_ecdh(const nj_ctx *ctx, uint8_t *shared_secret, const uint8_t *secret_key, const uint8_t *public_key) {
    nj_status status;
    if (shared_secret == NULL) return NJ_ERR_ARGUMENT;
    status = ecdh(ctx, shared_secret, secret_key, public_key);
    if (status != NJ_OK) nji_zero(shared_secret, NJ_SHARED_SECRET_LEN);
    return status;
}
