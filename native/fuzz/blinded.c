/* Data of blinded hops opened: a batch gives what single calls give. */
#include "fuzz.h"
#include "nightjar/blinded.h"

#define COUNT_MAX 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t count = 1 + fuzz_number(&in, COUNT_MAX - 1);
    const uint8_t *path_keys = fuzz_take(&in, count * NJ_PUBLIC_KEY_LEN);
    const size_t encrypted_len = in.len / count;
    if (encrypted_len >= NJ_AEAD_TAG_LEN && encrypted_len <= NJ_BLINDED_DATA_MAX_LEN) {
        const size_t data_len = encrypted_len - NJ_AEAD_TAG_LEN;
        const uint8_t *encrypted = fuzz_take(&in, count * encrypted_len);
        uint8_t *opened = fuzz_buffer(count * data_len), *next = fuzz_buffer(count * NJ_PUBLIC_KEY_LEN);
        uint8_t *one = fuzz_buffer(data_len), *one_next = fuzz_buffer(NJ_PUBLIC_KEY_LEN), *secret = fuzz_buffer(NJ_SECRET_KEY_LEN);
        nj_status statuses[COUNT_MAX];
        CHECK(nj_blinded_unblind_batch(&ctx, opened, next, statuses, &key, count, path_keys, encrypted, encrypted_len) == NJ_OK);
        for (size_t i = 0; i < count; i++) {
            const uint8_t *path_key = path_keys + i * NJ_PUBLIC_KEY_LEN;
            CHECK(nj_blinded_unblind(&ctx, one, one_next, &key, path_key, encrypted + i * encrypted_len, encrypted_len) == statuses[i]);
            CHECK_BYTES(one, opened + i * data_len, data_len);
            CHECK_BYTES(one_next, next + i * NJ_PUBLIC_KEY_LEN, NJ_PUBLIC_KEY_LEN);
            CHECK_OUTPUT(statuses[i], one, data_len);
            CHECK((nj_blinded_secret_key(&ctx, secret, &key, path_key) == NJ_OK) == (statuses[i] != NJ_PEER_PATH_KEY));
        }
    }
    return fuzz_close();
}
