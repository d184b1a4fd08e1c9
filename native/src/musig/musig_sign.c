/* BIP327 sessions and partial signatures. */
#include "musig/musig_internal.h"

static const uint64_t MAGIC = 0xe80b5d3c92f6417au;

_Static_assert(sizeof(nji_musig_session) <= sizeof(nj_x_musig_session), "a session fits its storage");

const nji_musig_session *nji_musig_session_of(const nj_x_musig_session *session) {
    const nji_musig_session *body = (const nji_musig_session *)(const void *)session;
    return body->magic == MAGIC ? body : NULL;
}

static int hash_coefficient(uint8_t *coefficient, const uint8_t *nonce, const uint8_t *key, const uint8_t *msg, size_t msg_len) {
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "MuSig/noncecoef");
    nji_sha256_update(&hash, nonce, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    nji_sha256_update(&hash, key, NJ_XONLY_KEY_LEN);
    nji_sha256_update(&hash, msg, msg_len);
    nji_sha256_final(&hash, coefficient);
    return nji_scalar_reduce(coefficient);
}

/* point [33] = first + coefficient * second, where zeros are infinity. */
static int combine_halves(const nj_ctx *ctx, uint8_t *point, const uint8_t *halves, const uint8_t *coefficient) {
    const uint8_t *second = halves + NJ_PUBLIC_KEY_LEN;
    nji_point parsed;
    if (second[0] == 0) {
        memcpy(point, halves, NJ_PUBLIC_KEY_LEN);
        return 1;
    }
    if (!nji_point_parse(&parsed, second)) return 0;
    if (halves[0] == 0) return nji_point_mul_public(ctx, point, &parsed, coefficient);
    /* Zeroed if the sum is infinity, as it should be: the coefficient is in range, and the first half a point. */
    nji_point_mul_add_public(ctx, point, &parsed, coefficient, halves);
    return 1;
}

static nj_status begin(const nj_ctx *ctx, nji_musig_session *session, const nj_x_musig_keys *keys, const uint8_t *aggregate_nonce,
                       const uint8_t *adaptor, const uint8_t *msg, size_t msg_len) {
    static const uint8_t generator[NJ_PUBLIC_KEY_LEN] = {0x02, 0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0,
                                                         0x62, 0x95, 0xce, 0x87, 0x0b, 0x07, 0x02, 0x9b, 0xfc, 0xdb, 0x2d,
                                                         0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98};
    uint8_t nonce[NJ_X_MUSIG_PUBLIC_NONCE_LEN];
    if (ctx == NULL || keys == NULL || aggregate_nonce == NULL || (msg == NULL && msg_len != 0)) return NJ_ERR_ARGUMENT;
    const nji_musig_keys *body = nji_musig_keys_of(keys);
    if (!nji_ctx_ready(ctx) || body == NULL) return NJ_ERR_HANDLE;
    memcpy(nonce, aggregate_nonce, sizeof nonce);
    if (!nji_musig_is_point(nonce) || !nji_musig_is_point(nonce + NJ_PUBLIC_KEY_LEN)) return NJ_ERR_PUBLIC_KEY;
    if (adaptor != NULL) {
        if (nj_public_key_check(adaptor) != NJ_OK) return NJ_ERR_PUBLIC_KEY;
        nji_musig_point_add(nonce, adaptor);
    }
    if (!hash_coefficient(session->coefficient, nonce, body->point + 1, msg, msg_len) ||
        !combine_halves(ctx, session->nonce, nonce, session->coefficient)) {
        return NJ_INTERNAL;
    }
    if (session->nonce[0] == 0) memcpy(session->nonce, generator, sizeof generator);
    return nji_schnorr_challenge(session->challenge, session->nonce + 1, body->point + 1, msg, msg_len) ? NJ_OK : NJ_INTERNAL;
}

nj_status nj_x_musig_session_init(const nj_ctx *ctx, nj_x_musig_session *session, const nj_x_musig_keys *keys,
                                  const uint8_t *aggregate_nonce, const uint8_t *adaptor, const uint8_t *msg, size_t msg_len) {
    nji_musig_session *body = (nji_musig_session *)(void *)session;
    nj_status status;
    if (session == NULL) return NJ_ERR_ARGUMENT;
    nji_zero(session, sizeof *session);
    status = begin(ctx, body, keys, aggregate_nonce, adaptor, msg, msg_len);
    if (status == NJ_OK) {
        body->magic = MAGIC;
    } else {
        nji_zero(session, sizeof *session);
    }
    return status;
}

/* 1 if a signer's key counts negatively: g gacc = -1. */
static uint8_t counts_negatively(const nji_musig_keys *keys) { return (keys->point[0] & 1) ^ keys->negated; }

/* Everything of a partial signature in the making that must be wiped. */
typedef struct sign_state {
    uint8_t key[NJ_SECRET_KEY_LEN];
    uint8_t first[NJ_SECRET_KEY_LEN];
    uint8_t second[NJ_SECRET_KEY_LEN];
} sign_state;

static nj_status sign(const nj_ctx *ctx, sign_state *state, uint8_t *partial, const uint8_t *secret_nonce, const uint8_t *secret_key,
                      const nj_x_musig_keys *keys, const nj_x_musig_session *session) {
    uint8_t public_key[NJ_PUBLIC_KEY_LEN], coefficient[32];
    if (ctx == NULL || secret_key == NULL || keys == NULL || session == NULL) return NJ_ERR_ARGUMENT;
    const nji_musig_keys *k = nji_musig_keys_of(keys);
    const nji_musig_session *s = nji_musig_session_of(session);
    if (!nji_ctx_ready(ctx) || k == NULL || s == NULL) return NJ_ERR_HANDLE;
    memcpy(state->first, secret_nonce, sizeof state->first);
    memcpy(state->second, secret_nonce + 32, sizeof state->second);
    if (!nji_scalar_check(state->first) || !nji_scalar_check(state->second) || !nji_public_key_create(ctx, public_key, secret_key)) {
        return NJ_ERR_SECRET_KEY;
    }
    if (memcmp(public_key, secret_nonce + 64, sizeof public_key) != 0) return NJ_ERR_ARGUMENT;
    nji_scalar_negate_if(state->first, s->nonce[0] & 1);
    nji_scalar_negate_if(state->second, s->nonce[0] & 1);
    memcpy(state->key, secret_key, sizeof state->key);
    nji_scalar_negate_if(state->key, counts_negatively(k));
    nji_musig_key_coefficient(coefficient, k, public_key);
    /* s = k1 + b k2 + e a d */
    if (!nji_scalar_mul(state->second, s->coefficient) || !nji_scalar_mul(state->key, coefficient) ||
        !nji_scalar_mul(state->key, s->challenge) || !nji_scalar_add(state->first, state->second) ||
        !nji_scalar_add(state->first, state->key)) {
        return NJ_INTERNAL;
    }
    memcpy(partial, state->first, sizeof state->first);
    return NJ_OK;
}

nj_status nj_x_musig_sign(const nj_ctx *ctx, uint8_t *partial, uint8_t *secret_nonce, const uint8_t *secret_key,
                          const nj_x_musig_keys *keys, const nj_x_musig_session *session) {
    sign_state state;
    nj_status status = NJ_ERR_ARGUMENT;
    if (partial != NULL && secret_nonce != NULL) {
        status = sign(ctx, &state, partial, secret_nonce, secret_key, keys, session);
        nj_wipe(&state, sizeof state);
    }
    if (status != NJ_OK) nji_zero(partial, NJ_SECRET_KEY_LEN);
    if (secret_nonce != NULL) nj_wipe(secret_nonce, NJ_X_MUSIG_SECRET_NONCE_LEN);
    return status;
}

static nj_status deterministic_sign(const nj_ctx *ctx, uint8_t *secret_nonce, uint8_t *public_nonce, uint8_t *partial,
                                    const uint8_t *secret_key, const uint8_t *other_nonce, const nj_x_musig_keys *keys,
                                    const uint8_t *msg, size_t msg_len, const uint8_t *random) {
    uint8_t nonces[2][NJ_X_MUSIG_PUBLIC_NONCE_LEN], aggregate_nonce[NJ_X_MUSIG_PUBLIC_NONCE_LEN], public_key[NJ_PUBLIC_KEY_LEN];
    nj_x_musig_session session;
    nj_status status;
    if (ctx == NULL || secret_key == NULL || other_nonce == NULL || keys == NULL || (msg == NULL && msg_len != 0)) return NJ_ERR_ARGUMENT;
    const nji_musig_keys *k = nji_musig_keys_of(keys);
    if (!nji_ctx_ready(ctx) || k == NULL) return NJ_ERR_HANDLE;
    if (!nji_musig_deterministic_nonce(ctx, secret_nonce, public_nonce, secret_key, other_nonce, k, msg, msg_len, random)) {
        return NJ_ERR_SECRET_KEY;
    }
    memcpy(public_key, secret_nonce + 64, sizeof public_key);
    memcpy(nonces[0], public_nonce, sizeof nonces[0]);
    memcpy(nonces[1], other_nonce, sizeof nonces[1]);
    status = nj_x_musig_nonce_aggregate(aggregate_nonce, nonces[0], 2);
    if (status == NJ_OK) status = nj_x_musig_session_init(ctx, &session, keys, aggregate_nonce, NULL, msg, msg_len);
    if (status == NJ_OK) status = nj_x_musig_sign(ctx, partial, secret_nonce, secret_key, keys, &session);
    if (status != NJ_OK) return status;
    /* A wrong and a right answer over one nonce would give the key away, and this nonce comes again. */
    nji_declassify(partial, NJ_SECRET_KEY_LEN);
    return nj_x_musig_verify(ctx, partial, public_nonce, public_key, keys, &session) == NJ_OK ? NJ_OK : NJ_INTERNAL;
}

nj_status nj_x_musig_deterministic_sign(const nj_ctx *ctx, uint8_t *public_nonce, uint8_t *partial, const uint8_t *secret_key,
                                        const uint8_t *other_nonce, const nj_x_musig_keys *keys, const uint8_t *msg, size_t msg_len,
                                        const uint8_t *random) {
    uint8_t secret_nonce[NJ_X_MUSIG_SECRET_NONCE_LEN];
    nj_status status = NJ_ERR_ARGUMENT;
    if (public_nonce != NULL && partial != NULL) {
        status = deterministic_sign(ctx, secret_nonce, public_nonce, partial, secret_key, other_nonce, keys, msg, msg_len, random);
        nj_wipe(secret_nonce, sizeof secret_nonce);
    }
    if (status != NJ_OK) {
        nji_zero(public_nonce, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
        nji_zero(partial, NJ_SECRET_KEY_LEN);
    }
    return status;
}

/* 1 if s G = R1 + b R2 + e a g P, the nonce with the sign that makes R even. */
static int verify(const nj_ctx *ctx, const uint8_t *partial, const uint8_t *public_nonce, const uint8_t *public_key,
                  const nji_musig_keys *keys, const nji_musig_session *session) {
    uint8_t nonce[NJ_PUBLIC_KEY_LEN], signer[NJ_PUBLIC_KEY_LEN], sum[NJ_PUBLIC_KEY_LEN], actual[NJ_PUBLIC_KEY_LEN], factor[32];
    nji_point key;
    /* A signer's halves are points: what stands for infinity is for the aggregate. Anything else malformed ends as no point below. */
    if (public_nonce[0] == 0 || public_nonce[NJ_PUBLIC_KEY_LEN] == 0 ||
        !combine_halves(ctx, nonce, public_nonce, session->coefficient)) {
        return 0;
    }
    nonce[0] ^= session->nonce[0] & 1;
    memcpy(signer, public_key, sizeof signer);
    signer[0] ^= counts_negatively(keys);
    nji_musig_key_coefficient(factor, keys, public_key);
    return nji_point_parse(&key, signer) && nji_scalar_mul(factor, session->challenge) &&
           nji_point_mul_add_public(ctx, sum, &key, factor, nonce) && nji_public_key_create(ctx, actual, partial) &&
           nji_equal(sum, actual, sizeof sum);
}

nj_status nj_x_musig_verify(const nj_ctx *ctx, const uint8_t *partial, const uint8_t *public_nonce, const uint8_t *public_key,
                            const nj_x_musig_keys *keys, const nj_x_musig_session *session) {
    if (ctx == NULL || partial == NULL || public_nonce == NULL || public_key == NULL || keys == NULL || session == NULL) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_musig_keys *k = nji_musig_keys_of(keys);
    const nji_musig_session *s = nji_musig_session_of(session);
    if (!nji_ctx_ready(ctx) || k == NULL || s == NULL) return NJ_ERR_HANDLE;
    return verify(ctx, partial, public_nonce, public_key, k, s) ? NJ_OK : NJ_PEER_SIGNATURE;
}

static nj_status combine(uint8_t *presignature, const nj_x_musig_keys *keys, const nj_x_musig_session *session,
                         const uint8_t *partials, size_t count) {
    uint8_t sum[32];
    if (keys == NULL || session == NULL || partials == NULL || count == 0 || count > NJ_BATCH_MAX_COUNT) return NJ_ERR_ARGUMENT;
    const nji_musig_keys *k = nji_musig_keys_of(keys);
    const nji_musig_session *s = nji_musig_session_of(session);
    if (k == NULL || s == NULL) return NJ_ERR_HANDLE;
    memcpy(sum, k->tweak, sizeof sum);
    if (nji_scalar_mul(sum, s->challenge)) nji_scalar_negate_if(sum, k->point[0] & 1); /* zeros for a tweak of zero */
    for (size_t i = 0; i < count; i++) {
        if (!nji_musig_is_scalar(partials + i * 32)) return NJ_PEER_SIGNATURE;
        nji_musig_scalar_add(sum, partials + i * 32);
    }
    memcpy(presignature, s->nonce, sizeof s->nonce);
    memcpy(presignature + NJ_PUBLIC_KEY_LEN, sum, sizeof sum);
    return nji_scalar_check(sum) ? NJ_OK : NJ_PEER_SIGNATURE;
}

nj_status nj_x_musig_combine(uint8_t *presignature, const nj_x_musig_keys *keys, const nj_x_musig_session *session,
                             const uint8_t *partials, size_t count) {
    nj_status status;
    if (presignature == NULL) return NJ_ERR_ARGUMENT;
    status = combine(presignature, keys, session, partials, count);
    if (status != NJ_OK) nji_zero(presignature, NJ_X_ADAPTOR_PRESIGNATURE_LEN);
    return status;
}
