/* What each hop of a route adds to a point, or takes off. */
#include "ec/ec.h"
#include "nightjar/ptlc.h"

/* out = point + blind G, or point - blind G if sign is 1. */
static nj_status shift_point(const nj_ctx *ctx, uint8_t *out, const uint8_t *point, const uint8_t *blind, uint8_t sign) {
    uint8_t terms[2][NJ_PUBLIC_KEY_LEN];
    if (ctx == NULL || point == NULL || blind == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    memcpy(terms[0], point, sizeof terms[0]);
    /* The blind meets the constant-time multiplication only; its product is as public as the sum. */
    if (!nji_public_key_create(ctx, terms[1], blind)) return NJ_ERR_SECRET_KEY;
    nji_declassify(terms[1], sizeof terms[1]);
    terms[1][0] ^= sign;
    return nji_point_sum(out, terms[0], 2) ? NJ_OK : NJ_ERR_PUBLIC_KEY;
}

static nj_status shift_point_or_zero(const nj_ctx *ctx, uint8_t *out, const uint8_t *point, const uint8_t *blind, uint8_t sign) {
    nj_status status;
    if (out == NULL) return NJ_ERR_ARGUMENT;
    status = shift_point(ctx, out, point, blind, sign);
    if (status != NJ_OK) nji_zero(out, NJ_PUBLIC_KEY_LEN);
    return status;
}

nj_status nj_x_ptlc_blind_point(const nj_ctx *ctx, uint8_t *out, const uint8_t *point, const uint8_t *blind) {
    return shift_point_or_zero(ctx, out, point, blind, 0);
}

nj_status nj_x_ptlc_unblind_point(const nj_ctx *ctx, uint8_t *out, const uint8_t *point, const uint8_t *blind) {
    return shift_point_or_zero(ctx, out, point, blind, 1);
}

static nj_status shift_scalar(uint8_t *out, const uint8_t *scalar, const uint8_t *blind, uint8_t sign) {
    uint8_t term[NJ_SECRET_KEY_LEN], sum[NJ_SECRET_KEY_LEN];
    int ok;
    if (out == NULL) return NJ_ERR_ARGUMENT;
    if (scalar == NULL || blind == NULL) {
        nji_zero(out, NJ_SECRET_KEY_LEN);
        return NJ_ERR_ARGUMENT;
    }
    memcpy(sum, scalar, sizeof sum);
    memcpy(term, blind, sizeof term);
    ok = nji_scalar_check(sum) && nji_scalar_check(term);
    if (ok) {
        nji_scalar_negate_if(term, sign);
        ok = nji_scalar_add(sum, term);
    }
    if (ok) {
        memcpy(out, sum, sizeof sum);
    } else {
        nji_zero(out, NJ_SECRET_KEY_LEN);
    }
    nj_wipe(term, sizeof term);
    nj_wipe(sum, sizeof sum);
    return ok ? NJ_OK : NJ_ERR_SECRET_KEY;
}

nj_status nj_x_ptlc_blind_scalar(uint8_t *out, const uint8_t *scalar, const uint8_t *blind) {
    return shift_scalar(out, scalar, blind, 0);
}

nj_status nj_x_ptlc_unblind_scalar(uint8_t *out, const uint8_t *scalar, const uint8_t *blind) {
    return shift_scalar(out, scalar, blind, 1);
}
