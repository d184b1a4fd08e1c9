/* The recipient's answer: the discrete logarithm of the payment point. */
#include "ptlc/nonces.h"

/* Everything of a claim that must be wiped. */
typedef struct claim_state {
    nji_ptlc_epoch epoch;
    uint8_t key[NJ_SECRET_KEY_LEN];
    uint8_t nonce[NJ_SECRET_KEY_LEN];
    uint8_t claim[NJ_SECRET_KEY_LEN];
} claim_state;

/* key = the receipt key with an even point. 0 if the secret is no scalar, or the message is for another payee. */
static nj_status set_key(const nj_ctx *ctx, claim_state *state, const uint8_t *receipt_secret, const uint8_t *message) {
    uint8_t payee[NJ_PUBLIC_KEY_LEN];
    if (!nji_public_key_create(ctx, payee, receipt_secret)) return NJ_ERR_SECRET_KEY;
    if (!nji_equal(payee + 1, message + NJI_PTLC_PAYEE, 32)) return NJ_ERR_ARGUMENT;
    memcpy(state->key, receipt_secret, sizeof state->key);
    nji_scalar_negate_if(state->key, payee[0] & 1);
    return NJ_OK;
}

/* claim = k + e d, where k is the sum of b^j r_j, and its sign makes R even. */
static int answer_message(claim_state *state, const nji_ptlc_answer *answer, uint32_t index, size_t nu) {
    nji_ptlc_nonce(state->claim, &state->epoch, index, nu - 1);
    for (size_t j = nu - 1; j-- > 0;) {
        nji_ptlc_nonce(state->nonce, &state->epoch, index, j);
        if (!nji_scalar_mul(state->claim, answer->coefficient) || !nji_scalar_add(state->claim, state->nonce)) return 0;
    }
    nji_scalar_negate_if(state->claim, answer->r[0] & 1);
    return nji_scalar_mul(state->key, answer->challenge) && nji_scalar_add(state->claim, state->key);
}

static int make_nonces(const nj_ctx *ctx, uint8_t *nonces, claim_state *state, uint32_t index, size_t nu) {
    for (size_t j = 0; j < nu; j++) {
        nji_ptlc_nonce(state->nonce, &state->epoch, index, j);
        if (!nji_public_key_create(ctx, nonces + j * NJ_PUBLIC_KEY_LEN, state->nonce)) return 0;
    }
    return 1;
}

static nj_status compute(const nj_ctx *ctx, claim_state *state, uint8_t *r, const uint8_t *epoch_secret,
                         const uint8_t *receipt_secret, const uint8_t *message, size_t nu) {
    uint8_t epoch_id[NJ_X_PTLC_EPOCH_ID_LEN], nonces[NJ_X_PTLC_MAX_NONCES][NJ_PUBLIC_KEY_LEN], point[NJ_PUBLIC_KEY_LEN];
    nji_ptlc_answer answer;
    nj_status status;
    if (ctx == NULL || epoch_secret == NULL || receipt_secret == NULL || message == NULL || !nji_ptlc_nu_ok(nu)) {
        return NJ_ERR_ARGUMENT;
    }
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    status = set_key(ctx, state, receipt_secret, message);
    if (status != NJ_OK) return status;
    nji_ptlc_epoch_id(epoch_id, epoch_secret);
    if (!nji_equal(epoch_id, message + NJI_PTLC_EPOCH_ID, sizeof epoch_id)) return NJ_ERR_ARGUMENT;
    nji_ptlc_epoch_init(&state->epoch, epoch_secret, receipt_secret);
    const uint32_t index = nji_load32_be(message + NJI_PTLC_INDEX);
    /* A fault on the way must not give out half an answer: what comes out is checked against the point. */
    if (!make_nonces(ctx, nonces[0], state, index, nu) || !nji_ptlc_answer_init(ctx, &answer, message, nonces[0], nu) ||
        !answer_message(state, &answer, index, nu) || !nji_public_key_create(ctx, point, state->claim) ||
        !nji_equal(point, answer.point, sizeof point)) {
        return NJ_INTERNAL;
    }
    memcpy(r, answer.r + 1, 32);
    return NJ_OK;
}

nj_status nj_x_ptlc_claim(const nj_ctx *ctx, uint8_t *claim, uint8_t *r, const uint8_t *epoch_secret,
                          const uint8_t *receipt_secret, const uint8_t *message, size_t nu) {
    claim_state state;
    nj_status status;
    if (claim == NULL || r == NULL) {
        nji_zero(claim, NJ_SECRET_KEY_LEN);
        nji_zero(r, 32);
        return NJ_ERR_ARGUMENT;
    }
    status = compute(ctx, &state, r, epoch_secret, receipt_secret, message, nu);
    if (status == NJ_OK) {
        memcpy(claim, state.claim, sizeof state.claim);
    } else {
        nji_zero(claim, NJ_SECRET_KEY_LEN);
        nji_zero(r, 32);
    }
    nj_wipe(&state, sizeof state);
    return status;
}
