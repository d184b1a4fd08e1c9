/* ct_batches: every batch call that meets secrets, on the many-lane engine on arrays (constant_time.h). */
#include "nightjar/blinded.h"
#include "onion/onion_internal.h"

#include "constant_time.h"

#define COUNT 10 /* two groups, the second with lanes to spare */
#define HOPS 2
#define PAYLOAD_LEN 40
#define DATA_LEN (PAYLOAD_LEN + NJ_AEAD_TAG_LEN)

/* In the place of the library's, which would choose the engine by the processor. */
const nji_lanes_engine *nji_lanes_engine_current(void) { return &nji_lanes_portable; }

static nj_ctx ctx;
static nj_key key;
static uint8_t node_secret[32], node[33];
static uint8_t secrets[COUNT][32], keys[COUNT * HOPS][33], payloads[COUNT * HOPS][PAYLOAD_LEN], assocs[COUNT][32];
static uint32_t lens[COUNT * HOPS];
static nj_status statuses[COUNT];

static void check_statuses(void) {
    for (size_t i = 0; i < COUNT; i++) CHECK(statuses[i] == NJ_OK);
}

static void check_keys(void) {
    static uint8_t public_keys[COUNT][33];
    hide(secrets, sizeof secrets);
    CHECK(nj_public_key_create_batch(&ctx, public_keys[0], statuses, COUNT, secrets[0]) == NJ_OK);
    check_statuses();
    show(public_keys, sizeof public_keys);
    CHECK(public_keys[0][0] == 2 || public_keys[0][0] == 3);
}

static void check_ecdh(void) {
    static uint8_t shared[COUNT][32];
    hide(secrets, sizeof secrets);
    CHECK(nj_ecdh_batch(&ctx, shared[0], statuses, COUNT, secrets[0], keys[0]) == NJ_OK);
    check_statuses();
    show(shared, sizeof shared);
    CHECK(memcmp(shared[0], shared[1], 32) != 0);
}

static void check_build(uint8_t (*onions)[NJ_ONION_PAYMENT_LEN], uint8_t (*shared)[32]) {
    hide(secrets, sizeof secrets);
    hide(payloads, sizeof payloads);
    CHECK(nj_onion_build_batch(&ctx, onions[0], NJ_ONION_PAYMENT_LEN, shared[0], statuses, COUNT, secrets[0], HOPS, keys[0], payloads[0],
                               sizeof payloads, lens, assocs[0], 32) == NJ_OK);
    check_statuses();
    show(onions, COUNT * sizeof *onions);
    show(shared, COUNT * HOPS * sizeof *shared);
    CHECK(memcmp(onions[0], onions[1], sizeof onions[0]) != 0);
}

/* Packets of which one does not match its HMAC; with path_keys, messages. */
static void check_peel(uint8_t (*onions)[NJ_ONION_PAYMENT_LEN], uint8_t (*path_keys)[33]) {
    static uint8_t peeled[COUNT][NJ_PEELED_LEN(NJ_ONION_PAYMENT_LEN)];
    CHECK(nj_onion_peel_batch(&ctx, peeled[0], &key, COUNT, onions[0], NJ_ONION_PAYMENT_LEN, assocs[0], 32,
                              path_keys == NULL ? NULL : path_keys[0]) == NJ_OK);
    for (size_t i = 0; i < COUNT; i++) {
        const uint32_t status = nji_load32_be(peeled[i] + NJ_PEELED_STATUS_OFFSET);
        CHECK(status == (i == 1 ? NJ_PEER_ONION_HMAC : NJ_OK));
    }
    show(peeled, sizeof peeled);
    CHECK(memcmp(peeled[0], peeled[2], sizeof peeled[0]) != 0);
}

static void check_create_paths(uint8_t (*path_keys)[33], uint8_t (*ids)[33], uint8_t (*data)[DATA_LEN]) {
    hide(secrets, sizeof secrets);
    hide(payloads, sizeof payloads);
    CHECK(nj_blinded_path_create_batch(&ctx, path_keys[0], ids[0], data[0], statuses, COUNT, secrets[0], 1, keys[0], payloads[0],
                                       COUNT * PAYLOAD_LEN, lens) == NJ_OK);
    check_statuses();
    show(path_keys, COUNT * sizeof *path_keys);
    show(ids, COUNT * sizeof *ids);
    show(data, COUNT * sizeof *data);
    CHECK(memcmp(ids[0], ids[1], 33) != 0);
}

/* Data of which one has a wrong tag. */
static void check_unblind(uint8_t (*path_keys)[33], uint8_t (*encrypted)[DATA_LEN]) {
    static uint8_t data[COUNT][PAYLOAD_LEN], next[COUNT][33];
    encrypted[1][0] ^= 1;
    CHECK(nj_blinded_unblind_batch(&ctx, data[0], next[0], statuses, &key, COUNT, path_keys[0], encrypted[0], DATA_LEN) == NJ_OK);
    for (size_t i = 0; i < COUNT; i++) CHECK(statuses[i] == (i == 1 ? NJ_PEER_AEAD_TAG : NJ_OK));
    show(data, sizeof data);
    show(next, sizeof next);
    CHECK(memcmp(next[0], next[2], 33) != 0);
}

int main(int argc, char **argv) {
    static uint8_t onions[COUNT][NJ_ONION_PAYMENT_LEN], shared[COUNT * HOPS][32], path_keys[COUNT][33], ids[COUNT][33];
    static uint8_t data[COUNT][DATA_LEN];
    constant_time_start(argc, argv);
    random_bytes(secrets[0], sizeof secrets);
    random_bytes(payloads[0], sizeof payloads);
    memset(node_secret, 7, sizeof node_secret);
    CHECK(nj_ctx_init(&ctx, node_secret) == NJ_OK && nj_public_key_create(&ctx, node, node_secret) == NJ_OK);
    for (size_t i = 0; i < COUNT * HOPS; i++) {
        memcpy(keys[i], node, sizeof node);
        lens[i] = PAYLOAD_LEN;
    }
    hide(node_secret, sizeof node_secret);
    CHECK(nj_key_init(&ctx, &key, node_secret) == NJ_OK);
    check_keys();
    check_ecdh();
    check_build(onions, shared);
    onions[1][100] ^= 1;
    check_peel(onions, NULL);
    check_create_paths(path_keys, ids, data);
    check_unblind(path_keys, data);
    /* Messages for the blinded ids. */
    for (size_t i = 0; i < COUNT; i++) memcpy(keys[i * HOPS], ids[i], sizeof ids[i]);
    check_build(onions, shared);
    onions[1][100] ^= 1;
    check_peel(onions, path_keys);
    return harness_done("ct_batches");
}
