/* ct_ptlc: what a recipient and the hops of a route do with secrets, under valgrind with the secrets marked as undefined memory.
 * memcheck reports each branch and each address that depends on undefined memory, so silence means constant time. "ct_ptlc
 * control" looks at a claim that is still secret: memcheck must report that. */
#include <valgrind/memcheck.h>

#include "nightjar/ptlc.h"

#include "harness.h"

int main(int argc, char **argv) {
    const int control = argc > 1 && strcmp(argv[1], "control") == 0;
    uint8_t epoch_secret[32], receipt_secret[32], message[NJ_X_PTLC_MESSAGE_LEN];
    uint8_t nonces[2][33], point[33], r[32], claim[32], blind[32];
    nj_ctx ctx;
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "ct_ptlc: run it under valgrind\n");
        return 2;
    }
    memset(receipt_secret, 7, sizeof receipt_secret);
    CHECK(nj_ctx_init(&ctx, receipt_secret) == NJ_OK);
    for (int i = 0; i < 4; i++) {
        random_bytes(epoch_secret, sizeof epoch_secret);
        random_bytes(receipt_secret, sizeof receipt_secret);
        random_bytes(message, sizeof message);
        VALGRIND_MAKE_MEM_UNDEFINED(epoch_secret, sizeof epoch_secret);
        VALGRIND_MAKE_MEM_UNDEFINED(receipt_secret, sizeof receipt_secret);
        CHECK(nj_public_key_create(&ctx, point, receipt_secret) == NJ_OK);
        memcpy(message + 65, point + 1, 32);
        CHECK(nj_x_ptlc_epoch_id(message + 185, epoch_secret) == NJ_OK);
        memset(message + 201, 0, 4);
        CHECK(nj_x_ptlc_nonces(&ctx, nonces[0], epoch_secret, receipt_secret, 0, 1, 2) == NJ_OK);
        CHECK(nj_x_ptlc_point(&ctx, point, r, message, nonces[0], 2) == NJ_OK);
        CHECK(nj_x_ptlc_claim(&ctx, claim, r, epoch_secret, receipt_secret, message, 2) == NJ_OK);
        CHECK(nj_x_ptlc_blind(blind, epoch_secret) == NJ_OK);
        CHECK(nj_x_ptlc_blind_point(&ctx, point, point, blind) == NJ_OK);
        CHECK(nj_x_ptlc_unblind_point(&ctx, point, point, blind) == NJ_OK);
        CHECK(nj_x_ptlc_blind_scalar(claim, claim, blind) == NJ_OK);
        CHECK(nj_x_ptlc_unblind_scalar(claim, claim, blind) == NJ_OK);
        if (!control) VALGRIND_MAKE_MEM_DEFINED(claim, sizeof claim);
        CHECK(nj_public_key_create(&ctx, nonces[0], claim) == NJ_OK);
        CHECK_BYTES(nonces[0], point, sizeof point);
        CHECK(claim[0] != 0 || claim[1] != 0);
    }
    return harness_done("ct_ptlc");
}
