/* Schnorr adaptor signatures, in the encoding of libsecp256k1-zkp's proposal 299. */
#include "nightjar/adaptor.h"

#include "ec/ec.h"

/* Everything of a pre-signature in the making that must be wiped. */
typedef struct presign_state {
    uint8_t key[NJ_SECRET_KEY_LEN];   /* d, with an even public key */
    uint8_t nonce[NJ_SECRET_KEY_LEN]; /* k0, then k, then s */
    uint8_t masked[NJ_SECRET_KEY_LEN];
} presign_state;

/* nonce = H(key xor H(aux), adaptor, public key, msg). The adaptor is in it, since one nonce for two of them would give away the key. */
static int make_nonce(presign_state *state, const uint8_t *adaptor, const uint8_t *public_key, const uint8_t *msg,
                      const uint8_t *aux) {
    static const uint8_t no_aux[NJ_SCHNORR_AUX_LEN];
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "SchnorrAdaptor/aux");
    nji_sha256_update(&hash, aux != NULL ? aux : no_aux, NJ_SCHNORR_AUX_LEN);
    nji_sha256_final(&hash, state->masked);
    for (size_t i = 0; i < sizeof state->masked; i++) state->masked[i] ^= state->key[i];
    nji_tagged_hash_init(&hash, "SchnorrAdaptor/nonce");
    nji_sha256_update(&hash, state->masked, sizeof state->masked);
    nji_sha256_update(&hash, adaptor, NJ_PUBLIC_KEY_LEN);
    nji_sha256_update(&hash, public_key, NJ_XONLY_KEY_LEN);
    nji_sha256_update(&hash, msg, 32);
    nji_sha256_final(&hash, state->nonce);
    int ok = nji_scalar_reduce(state->nonce);
    nji_declassify(&ok, sizeof ok);
    return ok;
}

static nj_status presign(const nj_ctx *ctx, presign_state *state, uint8_t *presignature, const uint8_t *secret_key,
                         const uint8_t *adaptor, const uint8_t *msg, const uint8_t *aux) {
    uint8_t public_key[NJ_PUBLIC_KEY_LEN], terms[2][NJ_PUBLIC_KEY_LEN], challenge[32];
    if (ctx == NULL || secret_key == NULL || adaptor == NULL || msg == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (nj_public_key_check(adaptor) != NJ_OK) return NJ_ERR_PUBLIC_KEY;
    if (!nji_public_key_create(ctx, public_key, secret_key)) return NJ_ERR_SECRET_KEY;
    memcpy(state->key, secret_key, sizeof state->key);
    nji_scalar_negate_if(state->key, public_key[0] & 1);
    memcpy(terms[1], adaptor, sizeof terms[1]);
    if (!make_nonce(state, adaptor, public_key + 1, msg, aux) || !nji_public_key_create(ctx, terms[0], state->nonce) ||
        !nji_point_sum(presignature, terms[0], 2) ||
        !nji_schnorr_challenge(challenge, presignature + 1, public_key + 1, msg, 32)) {
        return NJ_INTERNAL;
    }
    nji_scalar_negate_if(state->nonce, presignature[0] & 1);
    if (!nji_scalar_mul(state->key, challenge) || !nji_scalar_add(state->nonce, state->key)) return NJ_INTERNAL;
    memcpy(presignature + NJ_PUBLIC_KEY_LEN, state->nonce, sizeof state->nonce);
    return NJ_OK;
}

nj_status nj_x_adaptor_presign(const nj_ctx *ctx, uint8_t *presignature, const uint8_t *secret_key, const uint8_t *adaptor,
                               const uint8_t *msg, const uint8_t *aux) {
    presign_state state;
    nj_status status;
    if (presignature == NULL) return NJ_ERR_ARGUMENT;
    status = presign(ctx, &state, presignature, secret_key, adaptor, msg, aux);
    if (status != NJ_OK) nji_zero(presignature, NJ_X_ADAPTOR_PRESIGNATURE_LEN);
    nj_wipe(&state, sizeof state);
    return status;
}

/* The adaptor point of a pre-signature that is valid for one: T = R - A or R + A, where A = s G - e P. */
static int implied_adaptor(const nj_ctx *ctx, uint8_t *adaptor, const uint8_t *presignature, const uint8_t *public_key,
                           const uint8_t *msg) {
    uint8_t terms[2][NJ_PUBLIC_KEY_LEN], challenge[32], key[NJ_PUBLIC_KEY_LEN];
    const uint8_t odd = presignature[0] & 1;
    nji_point point;
    /* An even R: T = R - s G + e P; an odd one: T = R + s G - e P. */
    key[0] = 2 | odd;
    memcpy(key + 1, public_key, NJ_XONLY_KEY_LEN);
    if (!nji_point_parse(&point, key) || !nji_schnorr_challenge(challenge, presignature + 1, public_key, msg, 32) ||
        !nji_public_key_create(ctx, terms[1], presignature + NJ_PUBLIC_KEY_LEN) ||
        !nji_point_mul_add_public(ctx, terms[0], &point, challenge, presignature)) {
        return 0;
    }
    terms[1][0] ^= !odd;
    return nji_point_sum(adaptor, terms[0], 2);
}

nj_status nj_x_adaptor_verify(const nj_ctx *ctx, const uint8_t *presignature, const uint8_t *public_key, const uint8_t *adaptor,
                              const uint8_t *msg) {
    uint8_t implied[NJ_PUBLIC_KEY_LEN];
    if (ctx == NULL || presignature == NULL || public_key == NULL || adaptor == NULL || msg == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (nj_public_key_check(adaptor) != NJ_OK) return NJ_ERR_PUBLIC_KEY;
    return implied_adaptor(ctx, implied, presignature, public_key, msg) && nji_equal(implied, adaptor, sizeof implied)
               ? NJ_OK
               : NJ_PEER_SIGNATURE;
}

static nj_status adapt(uint8_t *scalar, const uint8_t *presignature, const uint8_t *secret) {
    uint8_t term[NJ_SECRET_KEY_LEN];
    nj_status status = NJ_ERR_SECRET_KEY;
    if (presignature == NULL || secret == NULL) return NJ_ERR_ARGUMENT;
    if (nj_public_key_check(presignature) != NJ_OK || !nji_scalar_check(presignature + NJ_PUBLIC_KEY_LEN)) return NJ_PEER_SIGNATURE;
    if (!nji_scalar_check(secret)) return NJ_ERR_SECRET_KEY;
    memcpy(term, secret, sizeof term);
    nji_scalar_negate_if(term, presignature[0] & 1);
    memcpy(scalar, presignature + NJ_PUBLIC_KEY_LEN, NJ_SECRET_KEY_LEN);
    if (nji_scalar_add(scalar, term)) status = NJ_OK;
    nj_wipe(term, sizeof term);
    return status;
}

nj_status nj_x_adaptor_adapt(uint8_t *signature, const uint8_t *presignature, const uint8_t *secret) {
    uint8_t scalar[NJ_SECRET_KEY_LEN];
    nj_status status;
    if (signature == NULL) return NJ_ERR_ARGUMENT;
    status = adapt(scalar, presignature, secret);
    if (status == NJ_OK) {
        memmove(signature, presignature + 1, 32);
        memcpy(signature + 32, scalar, sizeof scalar);
    } else {
        nji_zero(signature, NJ_SCHNORR_SIGNATURE_LEN);
    }
    nj_wipe(scalar, sizeof scalar);
    return status;
}

static nj_status extract(const nj_ctx *ctx, uint8_t *secret, const uint8_t *presignature, const uint8_t *signature,
                         const uint8_t *adaptor) {
    uint8_t term[NJ_SECRET_KEY_LEN], point[NJ_PUBLIC_KEY_LEN];
    if (ctx == NULL || presignature == NULL || signature == NULL || adaptor == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    memcpy(term, presignature + NJ_PUBLIC_KEY_LEN, sizeof term);
    memcpy(secret, signature + 32, NJ_SECRET_KEY_LEN);
    if (!nji_equal(signature, presignature + 1, 32) || (presignature[0] != 2 && presignature[0] != 3) || !nji_scalar_negate(term) ||
        !nji_scalar_check(secret) || !nji_scalar_add(secret, term)) {
        return NJ_PEER_SIGNATURE;
    }
    nji_scalar_negate_if(secret, presignature[0] & 1);
    return nji_public_key_create(ctx, point, secret) && nji_equal(point, adaptor, sizeof point) ? NJ_OK : NJ_PEER_SIGNATURE;
}

nj_status nj_x_adaptor_extract(const nj_ctx *ctx, uint8_t *secret, const uint8_t *presignature, const uint8_t *signature,
                               const uint8_t *adaptor) {
    nj_status status;
    if (secret == NULL) return NJ_ERR_ARGUMENT;
    status = extract(ctx, secret, presignature, signature, adaptor);
    if (status != NJ_OK) nj_wipe(secret, NJ_SECRET_KEY_LEN);
    return status;
}
