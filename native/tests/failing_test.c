/* failing_test: where memory cannot be allocated and no random number be had, everything works as ever: the core, and what it uses of
 * libsecp256k1, asks for neither. The linker puts these functions in the place of the C library's (-Wl,--wrap). */
#include "nightjar/nightjar.h"

#include "harness.h"

static int calls;

void *__wrap_malloc(size_t len);
void *__wrap_calloc(size_t count, size_t len);
void *__wrap_realloc(void *memory, size_t len);
long __wrap_getrandom(void *buffer, size_t len, unsigned flags);
int __wrap_getentropy(void *buffer, size_t len);

void *__wrap_malloc(size_t len) { return calls++, (void)len, NULL; }
void *__wrap_calloc(size_t count, size_t len) { return calls++, (void)count, (void)len, NULL; }
void *__wrap_realloc(void *memory, size_t len) { return calls++, (void)memory, (void)len, NULL; }
long __wrap_getrandom(void *buffer, size_t len, unsigned flags) { return calls++, (void)buffer, (void)len, (void)flags, -1; }
int __wrap_getentropy(void *buffer, size_t len) { return calls++, (void)buffer, (void)len, -1; }

int main(void) {
    uint8_t seed[NJ_SEED_LEN], key[32] = {1}, public_keys[9][NJ_PUBLIC_KEY_LEN], secrets[9][NJ_SECRET_KEY_LEN];
    nj_status statuses[9];
    char text[256];
    nj_ctx ctx;
    random_bytes(seed, sizeof seed);
    random_bytes(secrets[0], sizeof secrets);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    CHECK(nj_selftest(&ctx) == NJ_OK);
    CHECK(nj_describe(text, sizeof text) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, public_keys[0], key) == NJ_OK);
    CHECK(nj_public_key_create_batch(&ctx, public_keys[0], statuses, 9, secrets[0]) == NJ_OK);
    nj_ctx_wipe(&ctx);
    CHECK(calls == 0);
    return harness_done("failing_test");
}
