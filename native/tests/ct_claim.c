/* ct_claim: what becomes of a recipient's secrets from the pool to the receipt, in the order of a payment over two hops: nonces, payment
 * point, route, claim, and what the payer learns. Epoch secret and receipt secret are undefined memory from the beginning, and so is what
 * the recipient works out of them, until it leaves. */
#include "nightjar/ptlc.h"
#include "nightjar/schnorr.h"

#include "constant_time.h"

#define INDICES 5
#define NU 2

static nj_ctx ctx;

typedef struct payment {
    uint8_t message[NJ_X_PTLC_MESSAGE_LEN], point[33], r[32], hop_secret[32], recipient_secret[32];
} payment;

/* The pool is public: it goes to the LSP. */
static void create_pool(uint8_t pool[INDICES][NU][33], const uint8_t *epoch_secret, const uint8_t *receipt_secret) {
    CHECK(nj_x_ptlc_nonces(&ctx, pool[0][0], epoch_secret, receipt_secret, 0, INDICES, NU) == NJ_OK);
    for (size_t i = 0; i < INDICES * NU; i++) CHECK(nj_public_key_check(pool[0][i]) == NJ_OK);
}

/* The payer's part: public, but for the onion's secrets, of which it makes the blinds. */
static void lock(payment *p, const uint8_t *nonces) {
    uint8_t blind[32];
    const uint8_t *const secrets[] = {p->recipient_secret, p->hop_secret};
    CHECK(nj_x_ptlc_point(&ctx, p->point, p->r, p->message, nonces, NU) == NJ_OK);
    random_bytes(p->hop_secret, sizeof p->hop_secret);
    random_bytes(p->recipient_secret, sizeof p->recipient_secret);
    hide(p->hop_secret, sizeof p->hop_secret);
    hide(p->recipient_secret, sizeof p->recipient_secret);
    for (int i = 0; i < 2; i++) {
        CHECK(nj_x_ptlc_blind(blind, secrets[i]) == NJ_OK);
        CHECK(nj_x_ptlc_blind_point(&ctx, p->point, p->point, blind) == NJ_OK);
    }
}

/* The hop takes its blind off the point, the recipient its own; then it claims, and its blind goes on the scalar that leaves. */
static void claim(uint8_t *scalar, payment *p, const uint8_t *epoch_secret, const uint8_t *receipt_secret, const uint8_t *nonces) {
    uint8_t blind[32], point[33], expected[33], r[32];
    CHECK(nj_x_ptlc_blind(blind, p->hop_secret) == NJ_OK);
    CHECK(nj_x_ptlc_unblind_point(&ctx, p->point, p->point, blind) == NJ_OK);
    CHECK(nj_x_ptlc_point(&ctx, expected, r, p->message, nonces, NU) == NJ_OK);
    CHECK(nj_x_ptlc_blind(blind, p->recipient_secret) == NJ_OK);
    CHECK(nj_x_ptlc_unblind_point(&ctx, point, p->point, blind) == NJ_OK);
    CHECK_BYTES(point, expected, sizeof point);
    CHECK(nj_x_ptlc_claim(&ctx, scalar, r, epoch_secret, receipt_secret, p->message, NU) == NJ_OK);
    CHECK_BYTES(r, p->r, sizeof r);
    CHECK(nj_x_ptlc_blind_scalar(scalar, scalar, blind) == NJ_OK);
    show(scalar, 32); /* to the hop: it settles the PTLC */
    CHECK(scalar[0] != 0 || scalar[1] != 0);
}

/* The scalar goes back to the payer, through the hop's blind and the recipient's: a BIP340 signature. */
static void receive(payment *p, uint8_t *scalar, const uint8_t *payee) {
    uint8_t blind[32], hash[32], signature[64];
    CHECK(nj_x_ptlc_blind(blind, p->hop_secret) == NJ_OK);
    CHECK(nj_x_ptlc_blind_scalar(scalar, scalar, blind) == NJ_OK);
    CHECK(nj_x_ptlc_unblind_scalar(scalar, scalar, blind) == NJ_OK);
    CHECK(nj_x_ptlc_blind(blind, p->recipient_secret) == NJ_OK);
    CHECK(nj_x_ptlc_unblind_scalar(scalar, scalar, blind) == NJ_OK);
    show(scalar, 32); /* the receipt may be shown */
    memcpy(signature, p->r, 32);
    memcpy(signature + 32, scalar, 32);
    CHECK(nj_x_ptlc_hash(hash, p->message) == NJ_OK);
    CHECK(nj_schnorr_verify(payee, hash, sizeof hash, signature) == NJ_OK);
}

int main(int argc, char **argv) {
    uint8_t epoch_secret[32], receipt_secret[32], payee[33], epoch_id[16], pool[INDICES][NU][33], scalar[32];
    constant_time_start(argc, argv);
    random_bytes(epoch_secret, sizeof epoch_secret);
    random_bytes(receipt_secret, sizeof receipt_secret);
    CHECK(nj_ctx_init(&ctx, epoch_secret) == NJ_OK);
    receipt_secret[0] &= 0x7f; /* surely below the group order */
    hide(epoch_secret, sizeof epoch_secret);
    hide(receipt_secret, sizeof receipt_secret);
    CHECK(nj_public_key_create(&ctx, payee, receipt_secret) == NJ_OK);
    CHECK(nj_x_ptlc_epoch_id(epoch_id, epoch_secret) == NJ_OK);
    create_pool(pool, epoch_secret, receipt_secret);
    for (uint8_t index = 0; index < INDICES; index++) {
        payment p;
        random_bytes(p.message, sizeof p.message);
        memcpy(p.message + 65, payee + 1, 32);
        memcpy(p.message + 185, epoch_id, sizeof epoch_id);
        memset(p.message + 201, 0, 3);
        p.message[204] = index;
        lock(&p, pool[index][0]);
        claim(scalar, &p, epoch_secret, receipt_secret, pool[index][0]);
        receive(&p, scalar, payee + 1);
    }
    return harness_done("ct_claim");
}
