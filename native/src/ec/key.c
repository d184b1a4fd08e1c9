/* Contexts and long-lived keys: what lives inside their opaque storage. */
#include <secp256k1_preallocated.h>

#include "ec/secp.h"

/* libsecp256k1 wants its context aligned as malloc would; the opaque storage starts at 8. */
#define SECP_ALIGNMENT 16

typedef struct context {
    uint64_t magic;
    uint8_t storage[sizeof(nj_ctx) - sizeof(uint64_t)];
} context;

typedef struct key_body {
    uint64_t magic;
    uint8_t secret[NJ_SECRET_KEY_LEN];
    nji_digits digits;
} key_body;

_Static_assert(sizeof(context) == sizeof(nj_ctx), "context fills its storage");
_Static_assert(sizeof(key_body) <= sizeof(nj_key), "key fits its storage");

/* In the constant-time tests libsecp256k1 says, as we do, what of a secret may be seen. */
#ifdef NJ_SECP256K1_DECLASSIFY
#define SECP_FLAGS SECP256K1_CONTEXT_DECLASSIFY
#else
#define SECP_FLAGS SECP256K1_CONTEXT_NONE
#endif

/* Random-looking, so that uninitialised memory is told from a ready object. */
static const uint64_t CTX_MAGIC = 0x9c4f1d7a6be02853u;
static const uint64_t KEY_MAGIC = 0x37a1e85cd2946f0bu;

static uint8_t *secp_storage(uint8_t *storage) {
    uintptr_t misaligned = (uintptr_t)storage % SECP_ALIGNMENT;
    return storage + (misaligned == 0 ? 0 : SECP_ALIGNMENT - misaligned);
}

const secp256k1_context *nji_secp(const nj_ctx *ctx) {
    const context *body = (const context *)(const void *)ctx;
    return (const secp256k1_context *)(const void *)secp_storage((uint8_t *)(uintptr_t)body->storage);
}

/* libsecp256k1 then returns 0 from the call, which becomes NJ_INTERNAL. The default would abort the process. */
static void no_abort(const char *message, void *data) {
    (void)message;
    (void)data;
}

int nji_ctx_ready(const nj_ctx *ctx) { return ((const context *)(const void *)ctx)->magic == CTX_MAGIC; }

nj_status nj_ctx_init(nj_ctx *ctx, const uint8_t *seed) {
    context *body = (context *)(void *)ctx;
    secp256k1_context *secp;
    if (ctx == NULL) return NJ_ERR_ARGUMENT;
    nji_zero(ctx, sizeof *ctx);
    if (seed == NULL) return NJ_ERR_ARGUMENT;
    if (secp256k1_context_preallocated_size(SECP_FLAGS) > sizeof body->storage - SECP_ALIGNMENT) return NJ_INTERNAL;
    secp = secp256k1_context_preallocated_create(secp_storage(body->storage), SECP_FLAGS);
    secp256k1_context_set_illegal_callback(secp, no_abort, NULL);
    secp256k1_context_set_error_callback(secp, no_abort, NULL);
    if (!secp256k1_context_randomize(secp, seed)) {
        nj_wipe(ctx, sizeof *ctx);
        return NJ_INTERNAL;
    }
    body->magic = CTX_MAGIC;
    return NJ_OK;
}

void nj_ctx_wipe(nj_ctx *ctx) {
    if (ctx != NULL) nj_wipe(ctx, sizeof *ctx);
}

int nji_key_ready(const nj_key *key) { return ((const key_body *)(const void *)key)->magic == KEY_MAGIC; }

const uint8_t *nji_key_secret(const nj_key *key) { return ((const key_body *)(const void *)key)->secret; }

const nji_digits *nji_key_digits(const nj_key *key) { return &((const key_body *)(const void *)key)->digits; }

nj_status nj_key_init(const nj_ctx *ctx, nj_key *key, const uint8_t *secret_key) {
    key_body *body = (key_body *)(void *)key;
    if (key == NULL) return NJ_ERR_ARGUMENT;
    nji_zero(key, sizeof *key);
    if (ctx == NULL || secret_key == NULL) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    if (!nji_scalar_check(secret_key)) return NJ_ERR_SECRET_KEY;
    memcpy(body->secret, secret_key, NJ_SECRET_KEY_LEN);
    nji_digits_init(&body->digits, secret_key);
    body->magic = KEY_MAGIC;
    return NJ_OK;
}

void nj_key_wipe(nj_key *key) {
    if (key != NULL) nj_wipe(key, sizeof *key);
}
