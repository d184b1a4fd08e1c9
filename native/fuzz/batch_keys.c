/* Batches of keys, shared secrets and signatures give what single calls give. */
#include "fuzz.h"
#include "nightjar/schnorr.h"

#define COUNT_MAX 20
#define MSG_MAX_LEN 100

static void check_keys(const uint8_t *secrets, size_t count) {
    uint8_t *keys = fuzz_buffer(count * NJ_PUBLIC_KEY_LEN), *one = fuzz_buffer(NJ_PUBLIC_KEY_LEN);
    nj_status statuses[COUNT_MAX];
    CHECK(nj_public_key_create_batch(&ctx, keys, statuses, count, secrets) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        CHECK(nj_public_key_create(&ctx, one, secrets + i * NJ_SECRET_KEY_LEN) == statuses[i]);
        CHECK_BYTES(one, keys + i * NJ_PUBLIC_KEY_LEN, NJ_PUBLIC_KEY_LEN);
        CHECK((nj_secret_key_check(secrets + i * NJ_SECRET_KEY_LEN) == NJ_OK) == (statuses[i] == NJ_OK));
    }
}

static void check_ecdh(const uint8_t *secrets, const uint8_t *keys, size_t count) {
    uint8_t *shared = fuzz_buffer(count * NJ_SHARED_SECRET_LEN), *one = fuzz_buffer(NJ_SHARED_SECRET_LEN);
    nj_status statuses[COUNT_MAX];
    CHECK(nj_ecdh_batch(&ctx, shared, statuses, count, secrets, keys) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *public_key = keys + i * NJ_PUBLIC_KEY_LEN;
        CHECK(nj_ecdh(&ctx, one, secrets + i * NJ_SECRET_KEY_LEN, public_key) == statuses[i]);
        CHECK_BYTES(one, shared + i * NJ_SHARED_SECRET_LEN, NJ_SHARED_SECRET_LEN);
        CHECK((nj_public_key_check(public_key) == NJ_OK) == (statuses[i] == NJ_OK || statuses[i] == NJ_ERR_SECRET_KEY));
    }
}

static void check_signatures(const uint8_t *keys, const uint8_t *msgs, size_t msg_len, const uint8_t *signatures, size_t count) {
    nj_status statuses[COUNT_MAX];
    CHECK(nj_schnorr_verify_batch(statuses, count, keys, msgs, msg_len, signatures) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        CHECK(nj_schnorr_verify(keys + i * NJ_XONLY_KEY_LEN, msgs + i * msg_len, msg_len,
                                signatures + i * NJ_SCHNORR_SIGNATURE_LEN) == statuses[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t count = 1 + fuzz_number(&in, COUNT_MAX - 1), msg_len = fuzz_number(&in, MSG_MAX_LEN);
    const uint8_t *secrets = fuzz_take(&in, count * NJ_SECRET_KEY_LEN), *keys = fuzz_take(&in, count * NJ_PUBLIC_KEY_LEN);
    const uint8_t *xonly_keys = fuzz_take(&in, count * NJ_XONLY_KEY_LEN), *msgs = fuzz_take(&in, count * msg_len);
    const uint8_t *signatures = fuzz_take(&in, count * NJ_SCHNORR_SIGNATURE_LEN);
    check_keys(secrets, count);
    check_ecdh(secrets, keys, count);
    check_signatures(xonly_keys, msgs, msg_len, signatures, count);
    return fuzz_close();
}
