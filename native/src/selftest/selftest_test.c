#include "harness.h"
#include "nightjar/nightjar.h"

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    char text[256], cut[8];
    nj_ctx ctx;
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    CHECK(nj_selftest(&ctx) == NJ_OK);
    CHECK(nj_selftest(NULL) == NJ_SELFTEST);
    CHECK(nj_describe(text, sizeof text) == NJ_OK);
    printf("%s\n", text);
    CHECK(strstr(text, "libsecp256k1") != NULL && strstr(text, "lanes ") != NULL);
    CHECK(nj_describe(cut, sizeof cut) == NJ_OK && strlen(cut) == sizeof cut - 1);
    CHECK(nj_describe(NULL, 1) == NJ_ERR_ARGUMENT && nj_describe(text, 0) == NJ_ERR_ARGUMENT);
    nj_ctx_wipe(&ctx);
    CHECK(nj_selftest(&ctx) == NJ_SELFTEST);
    return harness_done("selftest_test");
}
