/* ct_adaptor: pre-signing, adapting and extracting under valgrind with the secrets marked as undefined memory. memcheck reports each
 * branch and each address that depends on undefined memory, so silence means constant time. "ct_adaptor control" looks at an
 * adapted signature that is still secret: memcheck must report that. */
#include <valgrind/memcheck.h>

#include "nightjar/adaptor.h"
#include "nightjar/ecdsa_adaptor.h"

#include "harness.h"

/* Secret key, aux and secret are undefined memory; the adaptor is not. */
static void use_ecdsa(const nj_ctx *ctx, const uint8_t *secret_key, uint8_t *secret, const uint8_t *adaptor, const uint8_t *aux,
                      const uint8_t *msg) {
    uint8_t presignature[162], signature[64];
    CHECK(nj_x_ecdsa_adaptor_presign(ctx, presignature, secret_key, adaptor, msg, aux) == NJ_OK);
    VALGRIND_MAKE_MEM_DEFINED(presignature, sizeof presignature);
    CHECK(nj_x_ecdsa_adaptor_adapt(signature, presignature, secret) == NJ_OK);
    VALGRIND_MAKE_MEM_DEFINED(signature, sizeof signature);
    CHECK(nj_x_ecdsa_adaptor_extract(ctx, secret, presignature, signature, adaptor) == NJ_OK);
}

int main(int argc, char **argv) {
    const int control = argc > 1 && strcmp(argv[1], "control") == 0;
    uint8_t secret_key[32], secret[32], adaptor[33], aux[32], msg[32], presignature[65], signature[64];
    nj_ctx ctx;
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "ct_adaptor: run it under valgrind\n");
        return 2;
    }
    memset(msg, 7, sizeof msg);
    CHECK(nj_ctx_init(&ctx, msg) == NJ_OK);
    for (int i = 0; i < 4; i++) {
        random_bytes(secret_key, sizeof secret_key);
        random_bytes(secret, sizeof secret);
        random_bytes(aux, sizeof aux);
        CHECK(nj_public_key_create(&ctx, adaptor, secret) == NJ_OK);
        VALGRIND_MAKE_MEM_UNDEFINED(secret_key, sizeof secret_key);
        VALGRIND_MAKE_MEM_UNDEFINED(secret, sizeof secret);
        VALGRIND_MAKE_MEM_UNDEFINED(aux, sizeof aux);
        use_ecdsa(&ctx, secret_key, secret, adaptor, aux, msg);
        VALGRIND_MAKE_MEM_UNDEFINED(secret, sizeof secret);
        CHECK(nj_x_adaptor_presign(&ctx, presignature, secret_key, adaptor, msg, aux) == NJ_OK);
        VALGRIND_MAKE_MEM_DEFINED(presignature, sizeof presignature);
        CHECK(nj_x_adaptor_adapt(signature, presignature, secret) == NJ_OK);
        if (!control) VALGRIND_MAKE_MEM_DEFINED(signature, sizeof signature);
        CHECK(nj_x_adaptor_extract(&ctx, secret, presignature, signature, adaptor) == NJ_OK);
        CHECK(signature[32] != 0 || signature[33] != 0);
    }
    return harness_done("ct_adaptor");
}
