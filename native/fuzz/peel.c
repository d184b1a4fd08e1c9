/* One packet, for a payment or a message, peeled again and again while it can be. */
#include "fuzz.h"
#include "nightjar/onion.h"

#define PEELS_MAX_COUNT 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t options = fuzz_number(&in, 3), assoc_len = options & 1 ? 32 : 0;
    const uint8_t *assoc = fuzz_take(&in, assoc_len), *path_key = options & 2 ? fuzz_take(&in, NJ_PUBLIC_KEY_LEN) : NULL;
    const size_t onion_len = in.len;
    const size_t room = onion_len < NJ_ONION_MIN_LEN ? 0 : NJ_ONION_PAYLOAD_ROOM_LEN(onion_len);
    const uint8_t *onion = fuzz_take(&in, onion_len);
    uint8_t *shared_secret = fuzz_buffer(NJ_SHARED_SECRET_LEN), *path = fuzz_buffer(NJ_PATH_LEN);
    for (int i = 0; i < PEELS_MAX_COUNT; i++) {
        uint8_t *next = fuzz_buffer(onion_len), *payload = fuzz_buffer(room);
        size_t payload_len = 1;
        const nj_status status =
            nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, path, &key, onion, onion_len, assoc, assoc_len, path_key);
        CHECK(status == NJ_OK || (status >= NJ_PEER_ONION_LENGTH && status <= NJ_PEER_PATH_KEY));
        CHECK(payload_len <= room && (status == NJ_OK) == (payload_len >= NJ_ONION_PAYLOAD_MIN_LEN));
        CHECK_OUTPUT(status, next, onion_len);
        CHECK_OUTPUT(status, payload, room);
        CHECK(status == NJ_OK || status == NJ_PEER_ONION_PAYLOAD || is_zero(shared_secret, NJ_SHARED_SECRET_LEN));
        CHECK((status == NJ_OK && path_key != NULL) || is_zero(path, NJ_PATH_LEN));
        if (status != NJ_OK) break;
        CHECK(next[0] == 0 && nj_public_key_check(next + NJ_ONION_VERSION_LEN) == NJ_OK);
        onion = next;
    }
    return fuzz_close();
}
