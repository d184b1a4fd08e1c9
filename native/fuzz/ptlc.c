/* Reusable invoices: payment points of any message and nonces, claims of messages for this recipient, blinded points and scalars. */
#include "fuzz.h"
#include "nightjar/ptlc.h"

#define NU_MAX 5

/* Offsets in a message, from ptlc.h. */
#define PAYEE 65
#define EPOCH_ID 185
#define INDEX 201

/* A payer's computation, of what a peer sent. */
static void check_point(const uint8_t *message, const uint8_t *nonces, size_t nu) {
    uint8_t *point = fuzz_buffer(NJ_PUBLIC_KEY_LEN), *r = fuzz_buffer(32);
    const nj_status status = nj_x_ptlc_point(&ctx, point, r, message, nonces, nu);
    CHECK(status == NJ_OK || status == NJ_ERR_PUBLIC_KEY);
    CHECK_OUTPUT(status, point, NJ_PUBLIC_KEY_LEN);
    CHECK(status != NJ_OK || nj_public_key_check(point) == NJ_OK);
}

/* What this recipient claims is the discrete logarithm of what a payer computes. */
static void check_claim(uint8_t *message, const uint8_t *epoch_secret, size_t nu) {
    uint8_t payee[NJ_PUBLIC_KEY_LEN], nonces[NU_MAX][NJ_PUBLIC_KEY_LEN], point[NJ_PUBLIC_KEY_LEN], claimed[NJ_PUBLIC_KEY_LEN];
    uint8_t r[32], claim_r[32], claim[32];
    const uint32_t index = (uint32_t)message[INDEX] << 24 | (uint32_t)message[INDEX + 1] << 16 | (uint32_t)message[INDEX + 2] << 8 |
                           message[INDEX + 3];
    CHECK(nj_x_ptlc_claim(&ctx, claim, r, epoch_secret, NODE_SECRET, message, nu) == NJ_ERR_ARGUMENT && is_zero(claim, sizeof claim));
    CHECK(nj_public_key_create(&ctx, payee, NODE_SECRET) == NJ_OK);
    memcpy(message + PAYEE, payee + 1, 32);
    CHECK(nj_x_ptlc_epoch_id(message + EPOCH_ID, epoch_secret) == NJ_OK);
    CHECK(nj_x_ptlc_nonces(&ctx, nonces[0], epoch_secret, NODE_SECRET, index, 1, nu) == NJ_OK);
    CHECK(nj_x_ptlc_point(&ctx, point, r, message, nonces[0], nu) == NJ_OK);
    CHECK(nj_x_ptlc_claim(&ctx, claim, claim_r, epoch_secret, NODE_SECRET, message, nu) == NJ_OK);
    CHECK_BYTES(claim_r, r, sizeof r);
    CHECK(nj_public_key_create(&ctx, claimed, claim) == NJ_OK);
    CHECK_BYTES(claimed, point, sizeof point);
}

/* A blinded point is that of the blinded scalar, and blinding can be undone. */
static void check_blinds(const uint8_t *scalar, const uint8_t *point, const uint8_t *blind) {
    uint8_t blinded[NJ_PUBLIC_KEY_LEN], sum[32], of_sum[NJ_PUBLIC_KEY_LEN], own[NJ_PUBLIC_KEY_LEN];
    const int scalar_ok = nj_public_key_create(&ctx, own, scalar) == NJ_OK;
    nj_status status = nj_x_ptlc_blind_point(&ctx, blinded, point, blind);
    CHECK_OUTPUT(status, blinded, sizeof blinded);
    if (status == NJ_OK) {
        CHECK(nj_x_ptlc_unblind_point(&ctx, blinded, blinded, blind) == NJ_OK);
        CHECK_BYTES(blinded, point, sizeof blinded);
    }
    status = nj_x_ptlc_blind_scalar(sum, scalar, blind);
    CHECK_OUTPUT(status, sum, sizeof sum);
    if (scalar_ok) CHECK(nj_x_ptlc_blind_point(&ctx, blinded, own, blind) == (status == NJ_OK ? NJ_OK : nj_secret_key_check(blind) == NJ_OK ? NJ_ERR_PUBLIC_KEY : NJ_ERR_SECRET_KEY));
    if (status == NJ_OK) {
        CHECK(nj_public_key_create(&ctx, of_sum, sum) == NJ_OK);
        CHECK_BYTES(of_sum, blinded, sizeof blinded);
        CHECK(nj_x_ptlc_unblind_scalar(sum, sum, blind) == NJ_OK);
        CHECK_BYTES(sum, scalar, sizeof sum);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t nu = 2 + fuzz_number(&in, NU_MAX - 2);
    uint8_t *message = fuzz_take(&in, NJ_X_PTLC_MESSAGE_LEN);
    const uint8_t *epoch_secret = fuzz_take(&in, 32), *scalar = fuzz_take(&in, 32), *blind = fuzz_take(&in, 32);
    const uint8_t *nonces = fuzz_take(&in, nu * NJ_PUBLIC_KEY_LEN);
    check_point(message, nonces, nu);
    check_claim(message, epoch_secret, nu);
    check_blinds(scalar, nonces, blind);
    return fuzz_close();
}
