/* Onions built for any routes: a batch gives what single builds give, and the first hop reads what it was told. */
#include "nodes.h"
#include "nightjar/onion.h"

#define COUNT_MAX 4
#define HOPS_MAX 4
#define PAYLOAD_MAX_LEN 400
#define ONION_MAX_LEN 1500

static void check_first_hop(const uint8_t *onion, size_t onion_len, size_t node, const uint8_t *payload, size_t payload_len,
                            const uint8_t *assoc, size_t assoc_len, const uint8_t *shared_secret) {
    uint8_t next[ONION_MAX_LEN], read[ONION_MAX_LEN], shared[NJ_SHARED_SECRET_LEN];
    size_t read_len;
    nj_key node_secret_key;
    node_key(&node_secret_key, node);
    CHECK(nj_onion_peel(&ctx, next, read, &read_len, shared, NULL, &node_secret_key, onion, onion_len, assoc, assoc_len, NULL) == NJ_OK);
    CHECK(read_len == payload_len);
    CHECK_BYTES(read, payload, payload_len);
    CHECK_BYTES(shared, shared_secret, sizeof shared);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    fuzz_input in = fuzz_open(data, len);
    const size_t onion_len = NJ_ONION_MIN_LEN + fuzz_number(&in, ONION_MAX_LEN - NJ_ONION_MIN_LEN);
    const size_t count = 1 + fuzz_number(&in, COUNT_MAX - 1), hop_count = 1 + fuzz_number(&in, HOPS_MAX - 1);
    const size_t assoc_len = fuzz_number(&in, 40);
    uint8_t *onions = fuzz_buffer(count * onion_len), *one = fuzz_buffer(onion_len), *hops = fuzz_buffer(count * hop_count * 33);
    uint8_t *secrets = fuzz_buffer(count * hop_count * 32), *one_secrets = fuzz_buffer(hop_count * 32);
    const uint8_t *session_keys = fuzz_take(&in, count * 32), *assocs = fuzz_take(&in, count * assoc_len), *payloads;
    uint32_t lens[COUNT_MAX * HOPS_MAX];
    size_t nodes[COUNT_MAX * HOPS_MAX], payloads_len = 0;
    nj_status statuses[COUNT_MAX];
    take_nodes(&in, hops, nodes, count * hop_count);
    for (size_t i = 0; i < count * hop_count; i++) {
        lens[i] = (uint32_t)fuzz_number(&in, PAYLOAD_MAX_LEN);
        payloads_len += lens[i];
    }
    payloads = fuzz_take(&in, payloads_len);
    CHECK(nj_onion_build_batch(&ctx, onions, onion_len, secrets, statuses, count, session_keys, hop_count, hops, payloads, payloads_len,
                               lens, assocs, assoc_len) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        const uint32_t *route_lens = lens + i * hop_count;
        const uint8_t *assoc = assocs + i * assoc_len;
        size_t route_len = 0;
        for (size_t h = 0; h < hop_count; h++) route_len += route_lens[h];
        CHECK(nj_onion_build(&ctx, one, onion_len, one_secrets, session_keys + i * 32, hop_count, hops + i * hop_count * 33, payloads,
                             route_len, route_lens, assoc, assoc_len) == statuses[i]);
        CHECK_BYTES(one, onions + i * onion_len, onion_len);
        CHECK_BYTES(one_secrets, secrets + i * hop_count * 32, hop_count * 32);
        CHECK_OUTPUT(statuses[i], one, onion_len);
        if (statuses[i] == NJ_OK && nodes[i * hop_count] != NODES_COUNT) {
            check_first_hop(one, onion_len, nodes[i * hop_count], payloads, route_lens[0], assoc, assoc_len, one_secrets);
        }
        payloads += route_len;
    }
    return fuzz_close();
}
