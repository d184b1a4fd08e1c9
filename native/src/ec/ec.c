#include <secp256k1_ecdh.h>

#include "ec/secp.h"
#include "sha256/sha256.h"

int nji_point_parse(nji_point *point, const uint8_t *in) {
    memcpy(point->compressed, in, sizeof point->compressed);
    return nji_multiples_init(&point->multiples, in);
}

static void serialize(uint8_t *out, const secp256k1_pubkey *point) {
    size_t len = NJ_PUBLIC_KEY_LEN;
    secp256k1_ec_pubkey_serialize(secp256k1_context_static, out, &len, point, SECP256K1_EC_COMPRESSED);
}

int nji_public_key_create(const nj_ctx *ctx, uint8_t *public_key, const uint8_t *secret) {
    secp256k1_pubkey point;
    /* Constant time, and blinded by the context's seed. */
    int ok = secp256k1_ec_pubkey_create(nji_secp(ctx), &point, secret);
    nji_declassify(&ok, sizeof ok);
    nji_declassify(&point, sizeof point);
    if (ok) {
        serialize(public_key, &point);
    } else {
        nji_zero(public_key, NJ_PUBLIC_KEY_LEN);
    }
    return ok;
}

/* Hands the product over as it is. */
static int copy_compressed(unsigned char *out, const unsigned char *x, const unsigned char *y, void *data) {
    (void)data;
    out[0] = 0x02 | (y[31] & 1);
    memcpy(out + 1, x, 32);
    return 1;
}

/* For the scalars that the comb cannot do. Constant time: secp256k1_ecdh is, secp256k1_ec_pubkey_tweak_mul would not be. */
static int mul_by_secp(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *secret) {
    secp256k1_pubkey pubkey;
    int ok = secp256k1_ec_pubkey_parse(secp256k1_context_static, &pubkey, point->compressed, sizeof point->compressed) &&
             secp256k1_ecdh(nji_secp(ctx), out, &pubkey, secret, copy_compressed, NULL);
    if (!ok) nji_zero(out, NJ_PUBLIC_KEY_LEN);
    return ok;
}

/* out [33] = compressed(digits * point), digits being those of secret. Constant time. */
static int mul_digits(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const nji_digits *digits, const uint8_t *secret) {
    nji_affine product;
    int ok = nji_multiples_mul(&product, &point->multiples, digits);
    if (ok) {
        nji_affine_write(out, &product);
    } else {
        /* The branch shows that the secret is one of the few that the comb cannot do; no random one is. */
        ok = mul_by_secp(ctx, out, point, secret);
    }
    nj_wipe(&product, sizeof product);
    return ok;
}

int nji_point_mul_secret(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *secret) {
    nji_digits digits;
    int ok;
    if (!nji_scalar_check(secret)) {
        nji_zero(out, NJ_PUBLIC_KEY_LEN);
        return 0;
    }
    nji_digits_init(&digits, secret);
    ok = mul_digits(ctx, out, point, &digits, secret);
    nj_wipe(&digits, sizeof digits);
    return ok;
}

/* Replaces product by its hash if ok, else zeroes the hash. */
static int hash_product(uint8_t *shared_secret, uint8_t *product, int ok) {
    if (ok) {
        nj_sha256(shared_secret, product, NJ_PUBLIC_KEY_LEN);
    } else {
        nji_zero(shared_secret, NJ_SHARED_SECRET_LEN);
    }
    nj_wipe(product, NJ_PUBLIC_KEY_LEN);
    return ok;
}

int nji_shared_secret(const nj_ctx *ctx, uint8_t *shared_secret, const nji_point *point, const uint8_t *secret) {
    uint8_t product[NJ_PUBLIC_KEY_LEN];
    return hash_product(shared_secret, product, nji_point_mul_secret(ctx, product, point, secret));
}

int nji_key_shared_secret(const nj_ctx *ctx, uint8_t *shared_secret, const nji_point *point, const nj_key *key) {
    uint8_t product[NJ_PUBLIC_KEY_LEN];
    return hash_product(shared_secret, product, mul_digits(ctx, product, point, nji_key_digits(key), nji_key_secret(key)));
}

/* product = factor * point, factor being in range. 0 for the few factors that the comb cannot do. */
static int mul_public(nji_affine *product, const nji_point *point, const uint8_t *factor) {
    nji_digits digits;
    int ok;
    nji_digits_init(&digits, factor);
    ok = nji_multiples_mul_public(product, &point->multiples, &digits);
    nj_wipe(&digits, sizeof digits);
    return ok;
}

int nji_point_mul_public(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *factor) {
    nji_affine product;
    if (!nji_scalar_check(factor)) {
        nji_zero(out, NJ_PUBLIC_KEY_LEN);
        return 0;
    }
    if (!mul_public(&product, point, factor)) return mul_by_secp(ctx, out, point, factor);
    nji_affine_write(out, &product);
    return 1;
}

int nji_point_mul_add_public(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *factor, const uint8_t *term) {
    nji_affine product, addend, sum;
    uint8_t terms[2][NJ_PUBLIC_KEY_LEN];
    if (nji_scalar_check(factor) && nji_affine_read(&addend, term) && mul_public(&product, point, factor) &&
        nji_affine_add(&sum, &product, &addend)) {
        nji_affine_write(out, &sum);
        return 1;
    }
    /* Bad input, one of the few factors, or a sum of equal or opposite points: libsecp256k1 has no exceptions. */
    memcpy(terms[1], term, sizeof terms[1]);
    if (nji_point_mul_public(ctx, terms[0], point, factor)) return nji_point_sum(out, terms[0], 2);
    nji_zero(out, NJ_PUBLIC_KEY_LEN);
    return 0;
}

nj_status nj_secret_key_check(const uint8_t *secret_key) {
    if (secret_key == NULL) return NJ_ERR_ARGUMENT;
    return nji_scalar_check(secret_key) ? NJ_OK : NJ_ERR_SECRET_KEY;
}

nj_status nj_public_key_check(const uint8_t *public_key) {
    nji_affine point;
    if (public_key == NULL) return NJ_ERR_ARGUMENT;
    return nji_affine_read(&point, public_key) ? NJ_OK : NJ_ERR_PUBLIC_KEY;
}

static nj_status public_key_create(const nj_ctx *ctx, uint8_t *public_key, const uint8_t *secret_key) {
    if (ctx == NULL || secret_key == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    return nji_public_key_create(ctx, public_key, secret_key) ? NJ_OK : NJ_ERR_SECRET_KEY;
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
