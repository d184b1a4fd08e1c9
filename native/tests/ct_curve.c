/* ct_curve: runs every multiplication by a secret under valgrind with the secret marked as undefined memory. memcheck reports
 * each branch and each address that depends on undefined memory, so silence means constant time (but for instructions whose own
 * time depends on their operands: the code uses none). "ct_curve control" does the same and then looks at a product that is
 * still secret: memcheck must report that. */
#include <valgrind/memcheck.h>

#include "ec/ec.h"
#include "nightjar/hash.h"

#include "harness.h"

static nj_ctx ctx;
static nji_point point;

static void hide(void *secret, size_t len) { VALGRIND_MAKE_MEM_UNDEFINED(secret, len); }

static void show(void *public, size_t len) { VALGRIND_MAKE_MEM_DEFINED(public, len); }

static void check_secret_calls(const uint8_t *secret, int control) {
    uint8_t product[33], shared[32], key_shared[32], again[33];
    nj_key key;
    CHECK(nji_point_mul_secret(&ctx, product, &point, secret));
    CHECK(nji_shared_secret(&ctx, shared, &point, secret));
    CHECK(nj_key_init(&ctx, &key, secret) == NJ_OK);
    CHECK(nji_key_shared_secret(&ctx, key_shared, &point, &key));
    if (!control) show(product, sizeof product);
    show(shared, sizeof shared);
    show(key_shared, sizeof key_shared);
    CHECK_BYTES(key_shared, shared, sizeof shared);
    CHECK(nj_sha256(again, product, sizeof product) == NJ_OK);
    CHECK_BYTES(again, shared, sizeof shared);
    nj_key_wipe(&key);
}

int main(int argc, char **argv) {
    static const char *const secrets[] = {"0000000000000000000000000000000000000000000000000000000000000001",
                                          "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
                                          "41d57f2a70f3d8a3ea8a9b6c4c63eb1e5a1f7b2d0c9e8f7a6b5c4d3e2f1a0b9c"};
    const int control = argc > 1 && strcmp(argv[1], "control") == 0;
    uint8_t secret[32], out[33];
    if (!RUNNING_ON_VALGRIND) {
        fprintf(stderr, "ct_curve: run it under valgrind\n");
        return 2;
    }
    memset(secret, 7, sizeof secret);
    CHECK(nj_ctx_init(&ctx, secret) == NJ_OK);
    from_hex(out, "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    CHECK(nji_point_parse(&point, out));
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        from_hex(secret, secrets[i]);
        hide(secret, sizeof secret);
        check_secret_calls(secret, control);
    }
    return harness_done("ct_curve");
}
