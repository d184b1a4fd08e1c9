/* peeled.h - compares one result of a batch of peels with a single peel. */
#ifndef NJ_TEST_PEELED_H
#define NJ_TEST_PEELED_H

#include "base/base.h"
#include "harness.h"
#include "nightjar/onion.h"

#define PEELED_ONION_MAX_LEN 4096

/* path_key: NULL or zeros for none, as in a batch. */
static void check_peeled(const nj_ctx *context, const nj_key *node, const uint8_t *result, const uint8_t *onion, size_t onion_len,
                         const uint8_t *assoc, size_t assoc_len, const uint8_t *path_key) {
    static const uint8_t zeros[PEELED_ONION_MAX_LEN], none[NJ_PUBLIC_KEY_LEN];
    uint8_t next[PEELED_ONION_MAX_LEN], payload[PEELED_ONION_MAX_LEN], shared_secret[32], path[NJ_PATH_LEN];
    size_t payload_len;
    const nj_status status =
        nj_onion_peel(context, next, payload, &payload_len, shared_secret, path, node, onion, onion_len, assoc, assoc_len,
                      path_key == NULL || memcmp(path_key, none, sizeof none) == 0 ? NULL : path_key);
    CHECK(nji_load32_be(result + NJ_PEELED_STATUS_OFFSET) == (uint32_t)status);
    CHECK(nji_load32_be(result + NJ_PEELED_PAYLOAD_LEN_OFFSET) == payload_len);
    CHECK_BYTES(result + NJ_PEELED_SHARED_SECRET_OFFSET, shared_secret, sizeof shared_secret);
    CHECK_BYTES(result + NJ_PEELED_PATH_OFFSET, path, sizeof path);
    CHECK_BYTES(result + NJ_PEELED_NEXT_OFFSET, next, onion_len);
    CHECK_BYTES(result + NJ_PEELED_PAYLOAD_OFFSET(onion_len), payload, payload_len);
    CHECK_BYTES(result + NJ_PEELED_PAYLOAD_OFFSET(onion_len) + payload_len, zeros, NJ_ONION_PAYLOAD_ROOM_LEN(onion_len) - payload_len);
}

#endif
