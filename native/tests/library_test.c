/* library_test: the shared library as a program meets it: found by the loader, its exported functions called, its known answers
 * right. */
#include "nightjar/onion.h"

#include "harness.h"

int main(void) {
    char text[256];
    uint8_t seed[NJ_SEED_LEN];
    nj_ctx ctx;
    CHECK(nj_abi_version() == NJ_ABI_VERSION && strcmp(nj_version(), NJ_VERSION) == 0);
    CHECK(nj_describe(text, sizeof text) == NJ_OK);
    printf("%s\n", text);
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    CHECK(nj_selftest(&ctx) == NJ_OK);
    nj_ctx_wipe(&ctx);
    return harness_done("library_test");
}
