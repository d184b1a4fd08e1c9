/* Blinded paths created for any nodes: a batch gives what single calls give, and the introduction node reads what it was told. */
#include "nodes.h"
#include "nightjar/blinded.h"

#define COUNT_MAX 4
#define HOPS_MAX 4
#define PAYLOAD_MAX_LEN 200

static void check_introduction(size_t node, const uint8_t *path_keys, size_t hop_count, const uint8_t *encrypted, const uint8_t *payload,
                               size_t payload_len) {
    uint8_t data[PAYLOAD_MAX_LEN], next[NJ_PUBLIC_KEY_LEN];
    nj_key introduction;
    node_key(&introduction, node);
    CHECK(nj_blinded_unblind(&ctx, data, next, &introduction, path_keys, encrypted, payload_len + NJ_AEAD_TAG_LEN) == NJ_OK);
    CHECK_BYTES(data, payload, payload_len);
    if (hop_count > 1) CHECK_BYTES(next, path_keys + NJ_PUBLIC_KEY_LEN, sizeof next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t count = 1 + fuzz_number(&in, COUNT_MAX - 1), hop_count = 1 + fuzz_number(&in, HOPS_MAX - 1), hops = count * hop_count;
    uint8_t *path_keys = fuzz_buffer(hops * 33), *ids = fuzz_buffer(hops * 33), *node_ids = fuzz_buffer(hops * 33);
    uint8_t *one_keys = fuzz_buffer(hop_count * 33), *one_ids = fuzz_buffer(hop_count * 33), *encrypted;
    const uint8_t *session_keys = fuzz_take(&in, count * 32), *payloads;
    uint32_t lens[COUNT_MAX * HOPS_MAX];
    size_t nodes[COUNT_MAX * HOPS_MAX], payloads_len = 0;
    nj_status statuses[COUNT_MAX];
    take_nodes(&in, node_ids, nodes, hops);
    for (size_t i = 0; i < hops; i++) {
        lens[i] = (uint32_t)fuzz_number(&in, PAYLOAD_MAX_LEN);
        payloads_len += lens[i];
    }
    payloads = fuzz_take(&in, payloads_len);
    encrypted = fuzz_buffer(payloads_len + hops * NJ_AEAD_TAG_LEN);
    CHECK(nj_blinded_path_create_batch(&ctx, path_keys, ids, encrypted, statuses, count, session_keys, hop_count, node_ids, payloads,
                                       payloads_len, lens) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        const size_t first = i * hop_count;
        size_t path_len = 0, encrypted_len;
        uint8_t *one;
        for (size_t h = 0; h < hop_count; h++) path_len += lens[first + h];
        encrypted_len = path_len + hop_count * NJ_AEAD_TAG_LEN;
        one = fuzz_buffer(encrypted_len);
        CHECK(nj_blinded_path_create(&ctx, one_keys, one_ids, one, session_keys + i * 32, hop_count, node_ids + first * 33, payloads,
                                     path_len, lens + first) == statuses[i]);
        CHECK_BYTES(one_keys, path_keys + first * 33, hop_count * 33);
        CHECK_BYTES(one_ids, ids + first * 33, hop_count * 33);
        CHECK_BYTES(one, encrypted, encrypted_len);
        CHECK_OUTPUT(statuses[i], one, encrypted_len);
        if (statuses[i] == NJ_OK && nodes[first] != NODES_COUNT) {
            check_introduction(nodes[first], one_keys, hop_count, one, payloads, lens[first]);
        }
        payloads += path_len;
        encrypted += encrypted_len;
    }
    return fuzz_close();
}
