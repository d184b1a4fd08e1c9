/* Pre-signatures from peers, Schnorr and ECDSA: one that verifies can be adapted, and then gives its secret away. */
#include "fuzz.h"
#include "nightjar/adaptor.h"
#include "nightjar/ecdsa_adaptor.h"

static const uint8_t ADAPTOR_SECRET[32] = {8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8};

/* A secret that came out is the adaptor's discrete logarithm. */
static void check_secret(nj_status status, const uint8_t *secret, const uint8_t *adaptor) {
    uint8_t point[NJ_PUBLIC_KEY_LEN];
    CHECK_OUTPUT(status, secret, 32);
    if (status == NJ_OK) {
        CHECK(nj_public_key_create(&ctx, point, secret) == NJ_OK);
        CHECK_BYTES(point, adaptor, sizeof point);
    }
}

static void check_schnorr(fuzz_input *in, const uint8_t *public_key, const uint8_t *adaptor) {
    const uint8_t *presignature = fuzz_take(in, NJ_X_ADAPTOR_PRESIGNATURE_LEN), *msg = fuzz_take(in, 32), *other = fuzz_take(in, 64);
    uint8_t *signature = fuzz_buffer(64), *secret = fuzz_buffer(32);
    const nj_status verified = nj_x_adaptor_verify(&ctx, presignature, public_key + 1, adaptor, msg);
    const nj_status adapted = nj_x_adaptor_adapt(signature, presignature, ADAPTOR_SECRET);
    CHECK(verified == NJ_OK || verified == NJ_PEER_SIGNATURE);
    CHECK(adapted == NJ_OK || adapted == NJ_PEER_SIGNATURE || adapted == NJ_ERR_SECRET_KEY);
    CHECK_OUTPUT(adapted, signature, 64);
    if (verified == NJ_OK) {
        CHECK(adapted == NJ_OK && nj_schnorr_verify(public_key + 1, msg, 32, signature) == NJ_OK);
        CHECK(nj_x_adaptor_extract(&ctx, secret, presignature, signature, adaptor) == NJ_OK);
        CHECK_BYTES(secret, ADAPTOR_SECRET, 32);
    }
    check_secret(nj_x_adaptor_extract(&ctx, secret, presignature, other, adaptor), secret, adaptor);
}

static void check_ecdsa(fuzz_input *in, const uint8_t *public_key, const uint8_t *adaptor) {
    const uint8_t *presignature = fuzz_take(in, NJ_X_ECDSA_ADAPTOR_PRESIGNATURE_LEN), *msg = fuzz_take(in, 32), *other = fuzz_take(in, 64);
    uint8_t *signature = fuzz_buffer(NJ_X_ECDSA_SIGNATURE_LEN), *secret = fuzz_buffer(32);
    const nj_status verified = nj_x_ecdsa_adaptor_verify(&ctx, presignature, public_key, adaptor, msg);
    const nj_status adapted = nj_x_ecdsa_adaptor_adapt(signature, presignature, ADAPTOR_SECRET);
    CHECK(verified == NJ_OK || verified == NJ_PEER_SIGNATURE);
    CHECK(adapted == NJ_OK || adapted == NJ_PEER_SIGNATURE);
    CHECK_OUTPUT(adapted, signature, NJ_X_ECDSA_SIGNATURE_LEN);
    if (verified == NJ_OK) {
        CHECK(adapted == NJ_OK && nj_x_ecdsa_adaptor_extract(&ctx, secret, presignature, signature, adaptor) == NJ_OK);
        CHECK_BYTES(secret, ADAPTOR_SECRET, 32);
    }
    check_secret(nj_x_ecdsa_adaptor_extract(&ctx, secret, presignature, other, adaptor), secret, adaptor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    uint8_t public_key[NJ_PUBLIC_KEY_LEN], adaptor[NJ_PUBLIC_KEY_LEN];
    CHECK(nj_public_key_create(&ctx, public_key, NODE_SECRET) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, adaptor, ADAPTOR_SECRET) == NJ_OK);
    check_schnorr(&in, public_key, adaptor);
    check_ecdsa(&in, public_key, adaptor);
    return fuzz_close();
}
