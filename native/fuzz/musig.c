/* What cosigners send, keys, nonces and partial signatures; and this node signing beside them. */
#include "fuzz.h"
#include "nightjar/musig.h"

#define COUNT_MAX 4
#define MSG_MAX_LEN 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t count = 1 + fuzz_number(&in, COUNT_MAX - 1), options = fuzz_number(&in, 3), msg_len = fuzz_number(&in, MSG_MAX_LEN);
    const uint8_t *tweak = fuzz_take(&in, 32), *msg = fuzz_take(&in, msg_len), *random = fuzz_take(&in, 32);
    uint8_t *public_keys = fuzz_take(&in, count * NJ_PUBLIC_KEY_LEN), *nonces = fuzz_take(&in, count * NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    uint8_t *partials = fuzz_take(&in, count * 32);
    const uint8_t *adaptor = options & 1 ? fuzz_take(&in, NJ_PUBLIC_KEY_LEN) : NULL;
    uint8_t secret_nonce[NJ_X_MUSIG_SECRET_NONCE_LEN], aggregate_nonce[NJ_X_MUSIG_PUBLIC_NONCE_LEN], presignature[65];
    uint8_t own_nonce[NJ_X_MUSIG_PUBLIC_NONCE_LEN], partial[32];
    nj_x_musig_keys keys;
    nj_x_musig_session session;
    nj_status status;
    /* This node is the first. */
    CHECK(nj_public_key_create(&ctx, public_keys, NODE_SECRET) == NJ_OK);
    CHECK(nj_x_musig_nonce(&ctx, secret_nonce, nonces, random, NODE_SECRET, public_keys, NULL, msg, msg_len, NULL, 0) == NJ_OK);
    status = nj_x_musig_aggregate(&ctx, &keys, public_keys, count);
    CHECK(status == NJ_OK || status == NJ_ERR_PUBLIC_KEY);
    if (status == NJ_OK && options & 2) status = nj_x_musig_tweak(&ctx, &keys, tweak, options & 1);
    if (status == NJ_OK) {
        /* The last nonce for the aggregate of all others'. */
        const nj_status signed_last = nj_x_musig_deterministic_sign(&ctx, own_nonce, partial, NODE_SECRET, nonces + (count - 1) * 66, &keys,
                                                                    msg, msg_len, options & 1 ? random : NULL);
        CHECK(signed_last == NJ_OK || signed_last == NJ_ERR_PUBLIC_KEY);
        CHECK_OUTPUT(signed_last, own_nonce, sizeof own_nonce);
        CHECK_OUTPUT(signed_last, partial, sizeof partial);
    }
    if (status == NJ_OK) status = nj_x_musig_nonce_aggregate(aggregate_nonce, nonces, count);
    if (status == NJ_OK) status = nj_x_musig_session_init(&ctx, &session, &keys, aggregate_nonce, adaptor, msg, msg_len);
    CHECK(status == NJ_OK || status == NJ_ERR_PUBLIC_KEY || status == NJ_ERR_SECRET_KEY);
    if (status == NJ_OK) {
        CHECK(nj_x_musig_sign(&ctx, partials, secret_nonce, NODE_SECRET, &keys, &session) == NJ_OK);
        CHECK(is_zero(secret_nonce, sizeof secret_nonce));
        for (size_t i = 0; i < count; i++) {
            status = nj_x_musig_verify(&ctx, partials + i * 32, nonces + i * 66, public_keys + i * 33, &keys, &session);
            CHECK(status == NJ_OK || (i != 0 && status == NJ_PEER_SIGNATURE));
        }
        status = nj_x_musig_combine(presignature, &keys, &session, partials, count);
        CHECK(status == NJ_OK || status == NJ_PEER_SIGNATURE);
        CHECK_OUTPUT(status, presignature, sizeof presignature);
    }
    return fuzz_close();
}
