/* ct_musig: making nonces and partial signatures under valgrind with the secrets marked as undefined memory. memcheck reports each
 * branch and each address that depends on undefined memory, so silence means constant time. "ct_musig control" looks at a secret
 * nonce: memcheck must report that. */
#include <valgrind/memcheck.h>

#include "nightjar/musig.h"

#include "harness.h"

int main(int argc, char **argv) {
    const int control = argc > 1 && strcmp(argv[1], "control") == 0;
    uint8_t random[32], secret_key[32], public_key[33], secret_nonce[97], nonce[66], other_nonce[66], msg[32], partial[32];
    nj_x_musig_keys keys;
    nj_x_musig_session session;
    nj_ctx ctx;
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "ct_musig: run it under valgrind\n");
        return 2;
    }
    memset(msg, 7, sizeof msg);
    CHECK(nj_ctx_init(&ctx, msg) == NJ_OK);
    for (int i = 0; i < 4; i++) {
        random_bytes(secret_key, sizeof secret_key);
        random_bytes(random, sizeof random);
        CHECK(nj_public_key_create(&ctx, public_key, secret_key) == NJ_OK);
        CHECK(nj_x_musig_aggregate(&ctx, &keys, public_key, 1) == NJ_OK);
        VALGRIND_MAKE_MEM_UNDEFINED(secret_key, sizeof secret_key);
        VALGRIND_MAKE_MEM_UNDEFINED(random, sizeof random);
        CHECK(nj_x_musig_nonce(&ctx, secret_nonce, nonce, random, secret_key, public_key, NULL, msg, sizeof msg, NULL, 0) == NJ_OK);
        if (control) CHECK(secret_nonce[0] != 0 || secret_nonce[1] != 0);
        CHECK(nj_x_musig_session_init(&ctx, &session, &keys, nonce, NULL, msg, sizeof msg) == NJ_OK);
        CHECK(nj_x_musig_sign(&ctx, partial, secret_nonce, secret_key, &keys, &session) == NJ_OK);
        VALGRIND_MAKE_MEM_DEFINED(partial, sizeof partial);
        CHECK(nj_x_musig_verify(&ctx, partial, nonce, public_key, &keys, &session) == NJ_OK);
        memcpy(other_nonce, nonce, sizeof nonce);
        CHECK(nj_x_musig_deterministic_sign(&ctx, nonce, partial, secret_key, other_nonce, &keys, msg, sizeof msg, NULL) == NJ_OK);
        CHECK(nj_x_musig_deterministic_sign(&ctx, nonce, partial, secret_key, other_nonce, &keys, msg, sizeof msg, random) == NJ_OK);
    }
    return harness_done("ct_musig");
}
