/* ECDSA adaptor signatures. Spec: dlcspecs "ECDSA-adaptor". */
#include "nightjar/ecdsa_adaptor.h"

#include "adaptor/dleq.h"

/* Offsets in a pre-signature. */
#define R 0
#define R_A 33
#define S_A 66
#define PROOF_B 98
#define PROOF_C 130

/* r [32] = x of a point mod the group order. 0 if that is 0. */
static int point_r(uint8_t *r, const uint8_t *point) {
    memcpy(r, point + 1, 32);
    return nji_scalar_reduce(r);
}

/* out [32] = s_a = (msg + r key) / nonce. */
static int make_s(uint8_t *out, const uint8_t *r, const uint8_t *key, const uint8_t *nonce, const uint8_t *msg) {
    uint8_t hash[32], inverse[NJ_SECRET_KEY_LEN];
    int ok;
    memcpy(hash, msg, sizeof hash);
    memcpy(out, key, NJ_SECRET_KEY_LEN);
    nji_scalar_reduce(hash);
    ok = nji_scalar_invert(inverse, nonce) && nji_scalar_mul(out, r) && nji_scalar_add(out, hash) && nji_scalar_mul(out, inverse);
    nj_wipe(inverse, sizeof inverse);
    return ok;
}

static nj_status presign(const nj_ctx *ctx, uint8_t *nonce, uint8_t *presignature, const uint8_t *secret_key, const uint8_t *adaptor,
                         const uint8_t *msg, const uint8_t *aux) {
    uint8_t r[32];
    nji_point point;
    if (ctx == NULL || secret_key == NULL || adaptor == NULL || msg == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_scalar_check(secret_key)) return NJ_ERR_SECRET_KEY;
    if (!nji_point_parse(&point, adaptor)) return NJ_ERR_PUBLIC_KEY;
    if (!nji_adaptor_nonce(nonce, "ECDSAadaptor/non", secret_key, adaptor, msg, aux) ||
        !nji_point_mul_secret(ctx, presignature + R, &point, nonce) || !nji_public_key_create(ctx, presignature + R_A, nonce)) {
        return NJ_INTERNAL;
    }
    nji_declassify(presignature + R, NJ_PUBLIC_KEY_LEN);
    return point_r(r, presignature + R) && make_s(presignature + S_A, r, secret_key, nonce, msg) &&
                   nji_dleq_prove(ctx, presignature + PROOF_B, presignature + PROOF_C, nonce, adaptor, presignature + R_A,
                                  presignature + R, aux)
               ? NJ_OK
               : NJ_INTERNAL;
}

nj_status nj_x_ecdsa_adaptor_presign(const nj_ctx *ctx, uint8_t *presignature, const uint8_t *secret_key, const uint8_t *adaptor,
                                     const uint8_t *msg, const uint8_t *aux) {
    uint8_t nonce[NJ_SECRET_KEY_LEN];
    nj_status status;
    if (presignature == NULL) return NJ_ERR_ARGUMENT;
    status = presign(ctx, nonce, presignature, secret_key, adaptor, msg, aux);
    if (status != NJ_OK) nj_wipe(presignature, NJ_X_ECDSA_ADAPTOR_PRESIGNATURE_LEN);
    nj_wipe(nonce, sizeof nonce);
    return status;
}

/* point [33] = msg G + r key. */
static int commit_point(const nj_ctx *ctx, uint8_t *point, const uint8_t *r, const nji_point *key, const uint8_t *msg) {
    uint8_t terms[2][NJ_PUBLIC_KEY_LEN], hash[32];
    memcpy(hash, msg, sizeof hash);
    if (!nji_point_mul_public(ctx, terms[1], key, r)) return 0;
    if (!nji_scalar_reduce(hash)) { /* a message of 0 adds nothing */
        memcpy(point, terms[1], NJ_PUBLIC_KEY_LEN);
        return 1;
    }
    return nji_public_key_create(ctx, terms[0], hash) && nji_point_sum(point, terms[0], 2);
}

/* 1 if R and the proof are right, and (msg G + r key) / s_a = R_a. */
static int verify(const nj_ctx *ctx, const uint8_t *presignature, const nji_point *key, const uint8_t *adaptor, const uint8_t *msg) {
    uint8_t r[32], point[NJ_PUBLIC_KEY_LEN], product[NJ_PUBLIC_KEY_LEN];
    nji_point nonce;
    return nji_dleq_verify(ctx, presignature + PROOF_B, presignature + PROOF_C, adaptor, presignature + R_A, presignature + R) &&
           point_r(r, presignature + R) && commit_point(ctx, point, r, key, msg) && nji_point_parse(&nonce, presignature + R_A) &&
           nji_point_mul_public(ctx, product, &nonce, presignature + S_A) && nji_equal(product, point, sizeof point);
}

nj_status nj_x_ecdsa_adaptor_verify(const nj_ctx *ctx, const uint8_t *presignature, const uint8_t *public_key, const uint8_t *adaptor,
                                    const uint8_t *msg) {
    nji_point key;
    if (ctx == NULL || presignature == NULL || public_key == NULL || adaptor == NULL || msg == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_point_parse(&key, public_key) || nj_public_key_check(adaptor) != NJ_OK) return NJ_ERR_PUBLIC_KEY;
    return verify(ctx, presignature, &key, adaptor, msg) ? NJ_OK : NJ_PEER_SIGNATURE;
}

/* 1 if a pre-signature has the form of one; the proof's b may be any 32 bytes. */
static int well_formed(const uint8_t *presignature) {
    uint8_t r[32];
    return nj_public_key_check(presignature + R) == NJ_OK && nj_public_key_check(presignature + R_A) == NJ_OK &&
           point_r(r, presignature + R) && nji_scalar_check(presignature + S_A) && nji_scalar_check(presignature + PROOF_C);
}

/* Negates a scalar above half the group order. Constant time. */
static void make_low(uint8_t *scalar) {
    uint8_t twice[32], high;
    /* 2 s mod n is odd just if s is above n / 2, since n is odd. */
    memcpy(twice, scalar, sizeof twice);
    nji_scalar_add(twice, scalar);
    high = twice[31] & 1;
    nji_scalar_negate_if(scalar, high);
    nj_wipe(twice, sizeof twice);
}

static nj_status adapt(uint8_t *s, const uint8_t *presignature, const uint8_t *secret) {
    if (presignature == NULL || secret == NULL) return NJ_ERR_ARGUMENT;
    if (!well_formed(presignature)) return NJ_PEER_SIGNATURE;
    if (!nji_scalar_check(secret)) return NJ_ERR_SECRET_KEY;
    if (!nji_scalar_invert(s, secret) || !nji_scalar_mul(s, presignature + S_A)) return NJ_INTERNAL;
    make_low(s);
    return NJ_OK;
}

nj_status nj_x_ecdsa_adaptor_adapt(uint8_t *signature, const uint8_t *presignature, const uint8_t *secret) {
    uint8_t s[32];
    nj_status status;
    if (signature == NULL) return NJ_ERR_ARGUMENT;
    status = adapt(s, presignature, secret);
    if (status == NJ_OK) {
        point_r(signature, presignature + R);
        memcpy(signature + 32, s, sizeof s);
    } else {
        nji_zero(signature, NJ_X_ECDSA_SIGNATURE_LEN);
    }
    nj_wipe(s, sizeof s);
    return status;
}

static nj_status extract(const nj_ctx *ctx, uint8_t *secret, const uint8_t *presignature, const uint8_t *signature,
                         const uint8_t *adaptor) {
    uint8_t r[32], point[NJ_PUBLIC_KEY_LEN];
    if (ctx == NULL || presignature == NULL || signature == NULL || adaptor == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!well_formed(presignature) || !point_r(r, presignature + R) || !nji_equal(r, signature, sizeof r) ||
        !nji_scalar_check(signature + 32) || !nji_scalar_invert(secret, signature + 32) ||
        !nji_scalar_mul(secret, presignature + S_A) || !nji_public_key_create(ctx, point, secret) ||
        (adaptor[0] != 2 && adaptor[0] != 3) || !nji_equal(point + 1, adaptor + 1, sizeof point - 1)) {
        return NJ_PEER_SIGNATURE;
    }
    /* A low s may be that of the negative secret. */
    nji_scalar_negate_if(secret, (point[0] ^ adaptor[0]) & 1);
    return NJ_OK;
}

nj_status nj_x_ecdsa_adaptor_extract(const nj_ctx *ctx, uint8_t *secret, const uint8_t *presignature, const uint8_t *signature,
                                     const uint8_t *adaptor) {
    uint8_t found[NJ_SECRET_KEY_LEN];
    nj_status status;
    if (secret == NULL) return NJ_ERR_ARGUMENT;
    status = extract(ctx, found, presignature, signature, adaptor);
    if (status == NJ_OK) {
        memcpy(secret, found, sizeof found);
    } else {
        nji_zero(secret, NJ_SECRET_KEY_LEN);
    }
    nj_wipe(found, sizeof found);
    return status;
}
