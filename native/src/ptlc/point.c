/* The payment point, from what is public. */
#include "ptlc/ptlc_internal.h"

static void put16(nji_sha256 *hash, size_t n) {
    const uint8_t bytes[2] = {(uint8_t)(n >> 8), (uint8_t)n};
    nji_sha256_update(hash, bytes, sizeof bytes);
}

int nji_ptlc_nu_ok(size_t nu) { return nu >= 2 && nu <= NJ_X_PTLC_MAX_NONCES; }

static void hash_message(uint8_t *out, const uint8_t *message) {
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "nightjar/ptlc/receipt");
    nji_sha256_update(&hash, message, NJ_X_PTLC_MESSAGE_LEN);
    nji_sha256_final(&hash, out);
}

static int hash_coefficient(uint8_t *out, const uint8_t *message, const uint8_t *msg_hash, const uint8_t *nonces, size_t nu) {
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "nightjar/ptlc/noncecoef");
    nji_sha256_update(&hash, message + NJI_PTLC_PAYEE, 32);
    nji_sha256_update(&hash, message + NJI_PTLC_EPOCH_ID, NJ_X_PTLC_EPOCH_ID_LEN + 4); /* the index follows */
    put16(&hash, nu);
    nji_sha256_update(&hash, nonces, nu * NJ_PUBLIC_KEY_LEN);
    nji_sha256_update(&hash, msg_hash, 32);
    nji_sha256_final(&hash, out);
    return nji_scalar_reduce(out);
}

/* sum [33] = factor * sum + term. */
static int multiply_add(const nj_ctx *ctx, uint8_t *sum, const uint8_t *factor, const uint8_t *term) {
    nji_point point;
    return nji_point_parse(&point, sum) && nji_point_mul_add_public(ctx, sum, &point, factor, term);
}

/* r [33] = nonces[0] + b nonces[1] + b^2 nonces[2] + ..., by Horner. */
static int combine(const nj_ctx *ctx, uint8_t *r, const uint8_t *b, const uint8_t *nonces, size_t nu) {
    memcpy(r, nonces + (nu - 1) * NJ_PUBLIC_KEY_LEN, NJ_PUBLIC_KEY_LEN);
    for (size_t j = nu - 1; j-- > 0;) {
        if (!multiply_add(ctx, r, b, nonces + j * NJ_PUBLIC_KEY_LEN)) return 0;
    }
    return 1;
}

int nji_ptlc_answer_init(const nj_ctx *ctx, nji_ptlc_answer *answer, const uint8_t *message, const uint8_t *nonces, size_t nu) {
    uint8_t msg_hash[32], even_r[NJ_PUBLIC_KEY_LEN];
    const uint8_t *payee = message + NJI_PTLC_PAYEE;
    hash_message(msg_hash, message);
    if (!hash_coefficient(answer->coefficient, message, msg_hash, nonces, nu) ||
        !combine(ctx, answer->r, answer->coefficient, nonces, nu) ||
        !nji_schnorr_challenge(answer->challenge, answer->r + 1, payee, msg_hash, sizeof msg_hash)) {
        return 0;
    }
    /* A BIP340 signature is for the even one of R and -R, and of P and -P. */
    even_r[0] = answer->point[0] = 2;
    memcpy(even_r + 1, answer->r + 1, 32);
    memcpy(answer->point + 1, payee, 32);
    return multiply_add(ctx, answer->point, answer->challenge, even_r);
}

nj_status nj_x_ptlc_hash(uint8_t *hash, const uint8_t *message) {
    if (hash == NULL) return NJ_ERR_ARGUMENT;
    if (message == NULL) {
        nji_zero(hash, 32);
        return NJ_ERR_ARGUMENT;
    }
    hash_message(hash, message);
    return NJ_OK;
}

static nj_status compute(const nj_ctx *ctx, uint8_t *point, uint8_t *r, const uint8_t *message, const uint8_t *nonces, size_t nu) {
    nji_ptlc_answer answer;
    if (ctx == NULL || message == NULL || nonces == NULL || !nji_ptlc_nu_ok(nu)) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_ptlc_answer_init(ctx, &answer, message, nonces, nu)) return NJ_ERR_PUBLIC_KEY;
    memcpy(point, answer.point, sizeof answer.point);
    memcpy(r, answer.r + 1, 32);
    return NJ_OK;
}

nj_status nj_x_ptlc_point(const nj_ctx *ctx, uint8_t *point, uint8_t *r, const uint8_t *message, const uint8_t *nonces,
                          size_t nu) {
    nj_status status = point != NULL && r != NULL ? compute(ctx, point, r, message, nonces, nu) : NJ_ERR_ARGUMENT;
    if (status != NJ_OK) {
        nji_zero(point, NJ_PUBLIC_KEY_LEN);
        nji_zero(r, 32);
    }
    return status;
}
