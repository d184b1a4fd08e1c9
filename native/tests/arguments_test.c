/* arguments_test: every function of the C API refuses NULL in the place of each pointer that must not be, and a context that was wiped. */
#include "nightjar/adaptor.h"
#include "nightjar/aead.h"
#include "nightjar/blinded.h"
#include "nightjar/ecdsa_adaptor.h"
#include "nightjar/failure.h"
#include "nightjar/hash.h"
#include "nightjar/musig.h"
#include "nightjar/onion.h"
#include "nightjar/ptlc.h"

#include "harness.h"

#define LEN NJ_ONION_PAYMENT_LEN

/* Which pointer is NULL. */
static size_t missing;
#define P(number, pointer) (missing == (number) ? NULL : (pointer))

/* The call is refused without any of its pointers 0 .. count - 1, and is no error of arguments with all of them. */
#define REFUSES(count, call) \
    for (missing = 0; missing <= (count); missing++) CHECK(((call) == NJ_ERR_ARGUMENT) == (missing < (count)))

/* The same of a call with the context c. */
static const nj_ctx *c;
static nj_ctx ctx, wiped_ctx, other_ctx;
#define REFUSES_WITH_CONTEXT(count, call) \
    c = &wiped_ctx;                       \
    missing = (count);                    \
    CHECK((call) == NJ_ERR_HANDLE);       \
    c = &ctx;                             \
    REFUSES(count, call)

static nj_key key, other_key;
static nj_status statuses[1];
static const uint32_t lens[1] = {20};
static uint8_t secret[32], point[33], msg[32], in[LEN], out[NJ_PEELED_LEN(LEN)], out2[LEN], out3[LEN], out4[LEN];
static size_t number, number2;

static void test_keys(void) {
    char text[10];
    REFUSES(2, nj_ctx_init(P(0, &other_ctx), P(1, secret)));
    REFUSES_WITH_CONTEXT(3, nj_key_init(P(0, c), P(1, &other_key), P(2, secret)));
    REFUSES(1, nj_secret_key_check(P(0, secret)));
    REFUSES(1, nj_public_key_check(P(0, point)));
    REFUSES_WITH_CONTEXT(3, nj_public_key_create(P(0, c), P(1, out), P(2, secret)));
    REFUSES_WITH_CONTEXT(4, nj_public_key_create_batch(P(0, c), P(1, out), P(2, statuses), 1, P(3, secret)));
    REFUSES_WITH_CONTEXT(4, nj_ecdh(P(0, c), P(1, out), P(2, secret), P(3, point)));
    REFUSES_WITH_CONTEXT(5, nj_ecdh_batch(P(0, c), P(1, out), P(2, statuses), 1, P(3, secret), P(4, point)));
    REFUSES(2, nj_kdf(P(0, out), NJ_KDF_RHO, P(1, secret)));
    REFUSES(1, nj_describe(P(0, text), sizeof text));
    REFUSES(2, nj_echo(P(0, out), P(1, in), 8));
    REFUSES_WITH_CONTEXT(4, nj_schnorr_sign(P(0, c), P(1, out), P(2, secret), P(3, msg), sizeof msg, NULL));
    REFUSES(3, nj_schnorr_verify(P(0, point + 1), P(1, msg), sizeof msg, P(2, in)));
    REFUSES(4, nj_schnorr_verify_batch(P(0, statuses), 1, P(1, point + 1), P(2, msg), sizeof msg, P(3, in)));
}

static void test_primitives(void) {
    REFUSES(2, nj_sha256(P(0, out), P(1, in), 8));
    REFUSES(3, nj_hmac_sha256(P(0, out), P(1, secret), sizeof secret, P(2, in), 8));
    REFUSES(4, nj_hkdf_sha256(P(0, out), 32, P(1, in), 8, P(2, secret), sizeof secret, P(3, msg), sizeof msg));
    REFUSES(3, nj_chacha20(P(0, out), P(1, secret), P(2, msg), 0, in, 8));
    REFUSES(5, nj_aead_encrypt(P(0, out), P(1, secret), P(2, msg), P(3, msg), 8, P(4, in), 8));
    REFUSES(5, nj_aead_decrypt(P(0, out), P(1, secret), P(2, msg), P(3, msg), 8, P(4, in), 30));
}

static void test_onions(void) {
    REFUSES_WITH_CONTEXT(8, nj_onion_build(P(0, c), P(1, out), LEN, P(2, out2), P(3, secret), 1, P(4, point), P(5, in), 20, P(6, lens), P(7, msg), 1));
    REFUSES_WITH_CONTEXT(9, nj_onion_build_batch(P(0, c), P(1, out), LEN, P(2, out2), P(8, statuses), 1, P(3, secret), 1, P(4, point), P(5, in), 20,
                                                 P(6, lens), P(7, msg), 1));
    REFUSES_WITH_CONTEXT(8, nj_onion_peel(P(0, c), P(1, out2), P(2, out3), P(3, &number), P(4, out4), NULL, P(5, &key), P(6, in), LEN, P(7, msg), 1, NULL));
    REFUSES_WITH_CONTEXT(5, nj_onion_peel_batch(P(0, c), P(1, out), P(2, &key), 1, P(3, in), LEN, P(4, msg), 1, NULL));
}

static void test_paths(void) {
    REFUSES_WITH_CONTEXT(8, nj_blinded_path_create(P(0, c), P(1, out), P(2, out2), P(3, out3), P(4, secret), 1, P(5, point), P(6, in), 20, P(7, lens)));
    REFUSES_WITH_CONTEXT(9, nj_blinded_path_create_batch(P(0, c), P(1, out), P(2, out2), P(3, out3), P(8, statuses), 1, P(4, secret), 1, P(5, point),
                                                         P(6, in), 20, P(7, lens)));
    REFUSES_WITH_CONTEXT(6, nj_blinded_unblind(P(0, c), P(1, out), P(2, out2), P(3, &key), P(4, point), P(5, in), 40));
    REFUSES_WITH_CONTEXT(7, nj_blinded_unblind_batch(P(0, c), P(1, out), P(2, out2), P(6, statuses), P(3, &key), 1, P(4, point), P(5, in), 40));
    REFUSES_WITH_CONTEXT(4, nj_blinded_secret_key(P(0, c), P(1, out), P(2, &key), P(3, point)));
}

static void test_failures(void) {
    uint32_t hold_times[1];
    REFUSES(3, nj_failure_create(P(0, out), NJ_FAILURE_MIN_LEN, P(1, secret), P(2, msg), 2));
    REFUSES(2, nj_failure_wrap(P(0, out), 300, P(1, secret)));
    REFUSES(6, nj_failure_decrypt(P(0, out2), P(1, &number), P(2, &number2), P(3, out3), P(4, in), 300, P(5, secret), 1));
    REFUSES(3, nj_attribution_wrap(P(0, out), P(1, out2), 300, P(2, secret), 1));
    REFUSES(6, nj_attribution_decrypt(P(0, hold_times), P(1, &number), P(2, out2), P(3, in), P(4, out3), 300, P(5, secret), 1));
}

static void test_adaptors(void) {
    REFUSES_WITH_CONTEXT(5, nj_x_adaptor_presign(P(0, c), P(1, out), P(2, secret), P(3, point), P(4, msg), NULL));
    REFUSES_WITH_CONTEXT(5, nj_x_adaptor_verify(P(0, c), P(1, in), P(2, point + 1), P(3, point), P(4, msg)));
    REFUSES(3, nj_x_adaptor_adapt(P(0, out), P(1, in), P(2, secret)));
    REFUSES_WITH_CONTEXT(5, nj_x_adaptor_extract(P(0, c), P(1, out), P(2, in), P(3, out2), P(4, point)));
    REFUSES_WITH_CONTEXT(5, nj_x_ecdsa_adaptor_presign(P(0, c), P(1, out), P(2, secret), P(3, point), P(4, msg), NULL));
    REFUSES_WITH_CONTEXT(5, nj_x_ecdsa_adaptor_verify(P(0, c), P(1, in), P(2, point), P(3, point), P(4, msg)));
    REFUSES(3, nj_x_ecdsa_adaptor_adapt(P(0, out), P(1, in), P(2, secret)));
    REFUSES_WITH_CONTEXT(5, nj_x_ecdsa_adaptor_extract(P(0, c), P(1, out), P(2, in), P(3, out2), P(4, point)));
}

static void test_musig(void) {
    uint8_t secret_nonce[97], nonce[66];
    nj_x_musig_keys keys;
    nj_x_musig_session session;
    REFUSES_WITH_CONTEXT(3, nj_x_musig_aggregate(P(0, c), P(1, &keys), P(2, point), 1));
    REFUSES(2, nj_x_musig_public_key(P(0, out), P(1, &keys)));
    REFUSES_WITH_CONTEXT(6, nj_x_musig_nonce(P(0, c), P(1, secret_nonce), P(2, nonce), P(3, msg), NULL, P(4, point), NULL, NULL, 0, P(5, in), 8));
    REFUSES(2, nj_x_musig_nonce_aggregate(P(0, out), P(1, nonce), 1));
    REFUSES_WITH_CONTEXT(5, nj_x_musig_session_init(P(0, c), P(1, &session), P(2, &keys), P(3, nonce), NULL, P(4, msg), sizeof msg));
    REFUSES_WITH_CONTEXT(6, nj_x_musig_verify(P(0, c), P(1, in), P(2, nonce), P(3, point), P(4, &keys), P(5, &session)));
    REFUSES(4, nj_x_musig_combine(P(0, out), P(1, &keys), P(2, &session), P(3, secret), 1));
    REFUSES_WITH_CONTEXT(6, nj_x_musig_sign(P(0, c), P(1, out), P(2, secret_nonce), P(3, secret), P(4, &keys), P(5, &session)));
    REFUSES_WITH_CONTEXT(6, nj_x_musig_deterministic_sign(P(0, c), P(1, out2), P(2, out), P(3, secret), P(4, nonce), P(5, &keys), NULL, 0,
                                                          NULL));
    /* Remade each time, since a refused tweak zeroes them. */
    REFUSES_WITH_CONTEXT(3, (nj_x_musig_aggregate(&ctx, &keys, point, 1), nj_x_musig_tweak(P(0, c), P(1, &keys), P(2, secret), 1)));
}

static void test_ptlcs(void) {
    uint8_t nonces[66];
    memcpy(nonces, point, 33);
    memcpy(nonces + 33, point, 33);
    memcpy(in + 65, point + 1, 32);
    CHECK(nj_x_ptlc_epoch_id(in + 185, secret) == NJ_OK);
    REFUSES(2, nj_x_ptlc_epoch_id(P(0, out), P(1, secret)));
    REFUSES_WITH_CONTEXT(4, nj_x_ptlc_nonces(P(0, c), P(1, out), P(2, secret), P(3, secret), 0, 1, 2));
    REFUSES_WITH_CONTEXT(5, nj_x_ptlc_point(P(0, c), P(1, out), P(2, out2), P(3, in), P(4, nonces), 2));
    REFUSES_WITH_CONTEXT(6, nj_x_ptlc_claim(P(0, c), P(1, out), P(2, out2), P(3, secret), P(4, secret), P(5, in), 2));
    REFUSES(2, nj_x_ptlc_hash(P(0, out), P(1, in)));
    REFUSES(2, nj_x_ptlc_blind(P(0, out), P(1, secret)));
    REFUSES_WITH_CONTEXT(4, nj_x_ptlc_blind_point(P(0, c), P(1, out), P(2, point), P(3, secret)));
    REFUSES_WITH_CONTEXT(4, nj_x_ptlc_unblind_point(P(0, c), P(1, out), P(2, point), P(3, secret)));
    REFUSES(3, nj_x_ptlc_blind_scalar(P(0, out), P(1, secret), P(2, secret)));
    REFUSES(3, nj_x_ptlc_unblind_scalar(P(0, out), P(1, secret), P(2, secret)));
}

int main(void) {
    memset(secret, 7, sizeof secret);
    memset(msg, 8, sizeof msg);
    memset(in, 9, sizeof in);
    CHECK(nj_ctx_init(&ctx, secret) == NJ_OK && nj_key_init(&ctx, &key, secret) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, point, secret) == NJ_OK);
    test_keys();
    test_primitives();
    test_onions();
    test_paths();
    test_failures();
    test_adaptors();
    test_musig();
    test_ptlcs();
    return harness_done("arguments_test");
}
