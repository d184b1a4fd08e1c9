/* Onions: random routes built and peeled, every kind of bad packet, batches. Official vectors run on every provider in
 * java/testkit; the packet of BOLT 4 is also in selftest.c. */
#include "nightjar/onion.h"

#include "ec/ec.h"
#include "harness.h"
#include "onion/onion_internal.h"

#define MAX_HOPS 20
#define MAX_LEN (NJ_ONION_OVERHEAD_LEN + 32768)

static nj_ctx ctx;
static uint8_t onion[MAX_LEN], next[MAX_LEN], payload[MAX_LEN], payloads[MAX_LEN], copy[MAX_LEN];

typedef struct random_route {
    size_t hop_count, onion_len, payloads_len, assoc_len;
    uint8_t session_key[32], assoc[32];
    uint8_t secret_keys[MAX_HOPS * 32], hops[MAX_HOPS * 33], shared_secrets[MAX_HOPS * 32];
    uint32_t payload_lens[MAX_HOPS];
} random_route;

static void draw_route(random_route *r, size_t onion_len, size_t max_hops) {
    size_t room = onion_len - NJ_ONION_OVERHEAD_LEN;
    memset(r, 0, sizeof *r);
    r->onion_len = onion_len;
    r->assoc_len = random_u64() % 2 * 32;
    random_bytes(r->session_key, 32);
    random_bytes(r->assoc, 32);
    do {
        size_t spare = room / (r->hop_count + 1), len = 2 + random_u64() % (spare < 40 ? 1 : spare - 37);
        size_t i = r->hop_count, needed = len + 32 + (len < 0xfd ? 1 : 3);
        if (needed > room) break;
        random_bytes(r->secret_keys + i * 32, 32);
        CHECK(nj_public_key_create(&ctx, r->hops + i * 33, r->secret_keys + i * 32) == NJ_OK);
        r->payload_lens[i] = (uint32_t)len;
        r->payloads_len += len;
        room -= needed;
        r->hop_count++;
    } while (r->hop_count < max_hops && room >= NJ_ONION_HOP_MIN_LEN);
    random_bytes(payloads, r->payloads_len);
}

static nj_status build(random_route *r) {
    return nj_onion_build(&ctx, onion, r->onion_len, r->shared_secrets, r->session_key, r->hop_count, r->hops, payloads,
                          r->payloads_len, r->payload_lens, r->assoc, r->assoc_len);
}

static nj_status peel_with(const uint8_t *secret_key, const uint8_t *packet, size_t len, const uint8_t *assoc, size_t assoc_len,
                           const uint8_t *path_key, size_t *payload_len, uint8_t *shared_secret) {
    nj_key key;
    CHECK(nj_key_init(&ctx, &key, secret_key) == NJ_OK);
    return nj_onion_peel(&ctx, next, payload, payload_len, shared_secret, NULL, &key, packet, len, assoc, assoc_len, path_key);
}

static int is_zero(const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0) return 0;
    }
    return 1;
}

static void check_route(random_route *r) {
    const uint8_t *expected = payloads;
    CHECK(build(r) == NJ_OK);
    for (size_t i = 0; i < r->hop_count; i++) {
        uint8_t shared_secret[32];
        size_t payload_len;
        CHECK(peel_with(r->secret_keys + 32 * i, onion, r->onion_len, r->assoc, r->assoc_len, NULL, &payload_len,
                        shared_secret) == NJ_OK);
        CHECK(payload_len == r->payload_lens[i]);
        CHECK_BYTES(payload, expected, payload_len);
        CHECK_BYTES(shared_secret, r->shared_secrets + 32 * i, 32);
        CHECK(is_zero(next + r->onion_len - 32, 32) == (i + 1 == r->hop_count));
        expected += payload_len;
        memcpy(onion, next, r->onion_len);
    }
}

static void test_random_routes(void) {
    static random_route r;
    for (int i = 0; i < 100; i++) {
        size_t len = NJ_ONION_MIN_LEN + random_u64() % 3000;
        draw_route(&r, len, 1 + random_u64() % MAX_HOPS);
        check_route(&r);
    }
    for (size_t len = NJ_ONION_MIN_LEN; len < NJ_ONION_MIN_LEN + 80; len++) {
        draw_route(&r, len, 2);
        check_route(&r);
    }
    draw_route(&r, MAX_LEN, MAX_HOPS);
    check_route(&r);
}

/* Payloads that fill the packet to the last byte, around the BigSize step from 1 to 3 bytes. */
static void test_exact_fit(void) {
    static random_route r;
    for (uint32_t len = 250; len < 256; len++) {
        size_t room = len + 32 + (len < 0xfd ? 1 : 3);
        draw_route(&r, NJ_ONION_OVERHEAD_LEN + room, 1);
        r.payload_lens[0] = len;
        r.payloads_len = len;
        check_route(&r);
        r.onion_len--;
        CHECK(build(&r) == NJ_ERR_ONION_SIZE);
        CHECK(is_zero(onion, r.onion_len) && is_zero(r.shared_secrets, 32));
    }
}

/* A packet for one hop whose decrypted hop payloads start with any bytes, and whose HMAC is right. */
static void make_hostile(const uint8_t *hop, const uint8_t *assoc, const char *head_hex, size_t payloads_len,
                         uint8_t *shared_secret) {
    uint8_t session_key[32], head[16];
    size_t head_len = from_hex(head, head_hex);
    nji_layer_keys keys;
    random_bytes(session_key, 32);
    CHECK(nj_public_key_create(&ctx, onion + 1, session_key) == NJ_OK);
    CHECK(nj_ecdh(&ctx, shared_secret, session_key, hop) == NJ_OK);
    onion[0] = 0;
    random_bytes(onion + 34, payloads_len);
    memcpy(onion + 34, head, head_len);
    nji_layer_keys_derive(&keys, shared_secret);
    nji_layer_cipher(onion + 34, onion + 34, payloads_len, keys.rho, 0);
    nji_layer_hmac(onion + 34 + payloads_len, keys.mu, onion + 34, payloads_len, assoc, 32);
}

static void test_hostile_lengths(void) {
    /* 0, 1; not minimal; one more than fits (1300 - 3 - 32 = 1265) and more; 2^31, 2^32 + 5, 2^63, 2^64 - 1. */
    static const char *const bad[] = {"00", "01", "fd0000", "fd0002", "fd00fc", "fe00000100", "fe0000ffff", "ff0000000000000012",
                                      "ff00000000ffffffff", "fd04f2", "fd0514", "fdffff", "fe00010000", "fe80000000", "feffffffff",
                                      "ff0000000100000005", "ff8000000000000000", "ffffffffffffffffff"};
    static const struct { const char *head; size_t len; } good[] = {{"02", 2}, {"fc", 252}, {"fd00fd", 253}, {"fd04f1", 1265}};
    uint8_t node_secret[32], node[33], assoc[32], expected_secret[32], shared_secret[32];
    size_t payload_len;
    random_bytes(node_secret, 32);
    random_bytes(assoc, 32);
    CHECK(nj_public_key_create(&ctx, node, node_secret) == NJ_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        /* The smallest packets too, where the BigSize itself can leave no room for the HMAC. */
        for (size_t len = NJ_ONION_MIN_LEN; len <= 1366; len += len < NJ_ONION_MIN_LEN + 12 ? 1 : 1253) {
            make_hostile(node, assoc, bad[i], len - NJ_ONION_OVERHEAD_LEN, expected_secret);
            CHECK(peel_with(node_secret, onion, len, assoc, 32, NULL, &payload_len, shared_secret) == NJ_PEER_ONION_PAYLOAD);
            CHECK_BYTES(shared_secret, expected_secret, 32);
            CHECK(payload_len == 0 && is_zero(next, len) && is_zero(payload, NJ_ONION_PAYLOAD_ROOM_LEN(len)));
        }
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        make_hostile(node, assoc, good[i].head, 1300, expected_secret);
        CHECK(peel_with(node_secret, onion, 1366, assoc, 32, NULL, &payload_len, shared_secret) == NJ_OK);
        CHECK(payload_len == good[i].len);
    }
}

static void test_bad_packets(void) {
    static random_route r;
    static const size_t bad_lens[] = {0, 1, 33, 65, 66, 97, 98, 100};
    uint8_t shared_secret[32], stranger[32];
    size_t payload_len;
    random_bytes(stranger, 32);
    draw_route(&r, 1366, 3);
    CHECK(build(&r) == NJ_OK);
    for (size_t i = 0; i < sizeof bad_lens / sizeof *bad_lens; i++) {
        CHECK(peel_with(r.secret_keys, onion, bad_lens[i], r.assoc, r.assoc_len, NULL, &payload_len, shared_secret) ==
              NJ_PEER_ONION_LENGTH);
        CHECK(payload_len == 0 && is_zero(shared_secret, 32));
    }
    memcpy(copy, onion, 1366);
    for (size_t i = 0; i < 1366; i++) {
        nj_status status;
        if (i > 40 && i < 1330 && i % 50 != 0) continue;
        copy[i] ^= (uint8_t)(1 << random_u64() % 8);
        status = peel_with(r.secret_keys, copy, 1366, r.assoc, r.assoc_len, NULL, &payload_len, shared_secret);
        if (i == 0) {
            CHECK(status == NJ_PEER_ONION_VERSION);
        } else if (i == 1) {
            CHECK(status == NJ_PEER_ONION_KEY || status == NJ_PEER_ONION_HMAC); /* 02 and 03 differ in one bit */
        } else if (i < 34) {
            CHECK(status == NJ_PEER_ONION_KEY || status == NJ_PEER_ONION_HMAC);
        } else {
            CHECK(status == NJ_PEER_ONION_HMAC);
        }
        CHECK(is_zero(next, 1366) && is_zero(shared_secret, 32) && payload_len == 0);
        copy[i] = onion[i];
    }
    CHECK(peel_with(stranger, onion, 1366, r.assoc, r.assoc_len, NULL, &payload_len, shared_secret) == NJ_PEER_ONION_HMAC);
    CHECK(peel_with(r.secret_keys, onion, 1365, r.assoc, r.assoc_len, NULL, &payload_len, shared_secret) == NJ_PEER_ONION_HMAC);
    memset(copy + 1, 0xff, 33);
    copy[1] = 2;
    CHECK(peel_with(r.secret_keys, copy, 1366, r.assoc, r.assoc_len, NULL, &payload_len, shared_secret) == NJ_PEER_ONION_KEY);
}

/* A blinded hop: the onion is for the blinded node id, the node peels with its own key and the path key.
 * Spec: BOLT 4 "Route Blinding". */
static void test_path_key(void) {
    static random_route r;
    uint8_t path_secret[32], path_key[33], blinding_secret[32], blinded_secret[32], factor[32], shared_secret[32];
    size_t payload_len;
    for (int i = 0; i < 20; i++) {
        draw_route(&r, 1366, 2);
        random_bytes(path_secret, 32);
        CHECK(nj_public_key_create(&ctx, path_key, path_secret) == NJ_OK);
        CHECK(nj_ecdh(&ctx, blinding_secret, path_secret, r.hops) == NJ_OK);
        CHECK(nj_kdf(factor, NJ_KDF_BLINDED_NODE_ID, blinding_secret) == NJ_OK);
        memcpy(blinded_secret, r.secret_keys, 32);
        CHECK(nji_scalar_mul(blinded_secret, factor));
        CHECK(nj_public_key_create(&ctx, r.hops, blinded_secret) == NJ_OK);
        CHECK(build(&r) == NJ_OK);
        CHECK(peel_with(r.secret_keys, onion, 1366, r.assoc, r.assoc_len, path_key, &payload_len, shared_secret) == NJ_OK);
        CHECK(payload_len == r.payload_lens[0]);
        CHECK_BYTES(payload, payloads, payload_len);
        CHECK(peel_with(r.secret_keys, onion, 1366, r.assoc, r.assoc_len, NULL, &payload_len, shared_secret) ==
              NJ_PEER_ONION_HMAC);
        path_key[0] = 5;
        CHECK(peel_with(r.secret_keys, onion, 1366, r.assoc, r.assoc_len, path_key, &payload_len, shared_secret) ==
              NJ_PEER_PATH_KEY);
    }
}

#define BATCH 9

/* Every packet of a batch gives what it gives alone, whichever of them is bad. */
static void test_batch(void) {
    static uint8_t onions[BATCH * 1366], assocs[BATCH * 32], path_keys[BATCH * 33], results[BATCH * NJ_PEELED_LEN(1366)];
    static random_route r;
    uint8_t node_secret[32], shared_secret[32];
    nj_key key;
    random_bytes(node_secret, 32);
    CHECK(nj_key_init(&ctx, &key, node_secret) == NJ_OK);
    for (size_t bad = 0; bad <= BATCH; bad++) {
        for (size_t i = 0; i < BATCH; i++) {
            draw_route(&r, 1366, 3);
            r.assoc_len = 32;
            CHECK(nj_public_key_create(&ctx, r.hops, node_secret) == NJ_OK);
            CHECK(build(&r) == NJ_OK);
            if (i == bad) onion[(size_t[]){0, 1, 20, 100, 1340}[bad % 5]] ^= 0x40;
            memcpy(onions + i * 1366, onion, 1366);
            memcpy(assocs + i * 32, r.assoc, 32);
        }
        memset(path_keys, 0, sizeof path_keys);
        if (bad < BATCH) path_keys[(bad + 1) % BATCH * 33 + 32] = 1; /* not all zero, so a path key, and a bad one */
        CHECK(nj_onion_peel_batch(&ctx, results, &key, BATCH, onions, 1366, assocs, 32, bad % 2 == 0 ? path_keys : NULL) == NJ_OK);
        for (size_t i = 0; i < BATCH; i++) {
            const uint8_t *result = results + i * NJ_PEELED_LEN(1366);
            const uint8_t *path_key = bad % 2 == 0 && bad < BATCH && i == (bad + 1) % BATCH ? path_keys + i * 33 : NULL;
            size_t payload_len;
            nj_status status = peel_with(node_secret, onions + i * 1366, 1366, assocs + i * 32, 32, path_key, &payload_len,
                                         shared_secret);
            CHECK((status == NJ_OK) == (i != bad && path_key == NULL));
            CHECK(nji_load32_be(result + NJ_PEELED_STATUS_OFFSET) == (uint32_t)status);
            CHECK(nji_load32_be(result + NJ_PEELED_PAYLOAD_LEN_OFFSET) == payload_len);
            CHECK_BYTES(result + NJ_PEELED_SHARED_SECRET_OFFSET, shared_secret, 32);
            CHECK_BYTES(result + NJ_PEELED_NEXT_OFFSET, next, 1366);
            CHECK_BYTES(result + NJ_PEELED_PAYLOAD_OFFSET(1366), payload, payload_len);
            CHECK(is_zero(result + NJ_PEELED_PAYLOAD_OFFSET(1366) + payload_len, NJ_ONION_PAYLOAD_ROOM_LEN(1366) - payload_len));
        }
    }
    CHECK(nj_onion_peel_batch(&ctx, NULL, NULL, 0, NULL, 0, NULL, 0, NULL) == NJ_OK);
    CHECK(nj_onion_peel_batch(&ctx, results, &key, 1, onions, 100, assocs, 32, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_onion_peel_batch(&ctx, results, &key, NJ_PEEL_BATCH_MAX_COUNT + 1, onions, 1366, assocs, 32, NULL) ==
          NJ_ERR_ARGUMENT);
    CHECK(nj_onion_peel_batch(&ctx, onions, &key, 2, onions + 5, 1366, assocs, 32, NULL) == NJ_ERR_OVERLAP);
    nj_key_wipe(&key);
    CHECK(nj_onion_peel_batch(&ctx, results, &key, 1, onions, 1366, assocs, 32, NULL) == NJ_ERR_HANDLE);
}

static void test_bad_builds(void) {
    static random_route r;
    uint8_t saved[33];
    draw_route(&r, 1366, 3);
    memcpy(saved, r.hops, 33);
    r.hops[0] = 4;
    CHECK(build(&r) == NJ_ERR_PUBLIC_KEY && is_zero(onion, 1366));
    memcpy(r.hops, saved, 33);
    memset(r.session_key, 0, 32);
    CHECK(build(&r) == NJ_ERR_SECRET_KEY && is_zero(onion, 1366));
    memset(r.session_key, 1, 32);
    r.payload_lens[0]++;
    CHECK(build(&r) == NJ_ERR_ARGUMENT);
    r.payload_lens[0] = 1;
    CHECK(build(&r) == NJ_ERR_PAYLOAD);
    r.payload_lens[0] = 0xffffffff;
    CHECK(build(&r) == NJ_ERR_ARGUMENT);
    draw_route(&r, 1366, 3);
    r.hop_count = 0;
    CHECK(build(&r) == NJ_ERR_ARGUMENT);
    r.hop_count = NJ_ONION_HOPS_MAX_COUNT + 1;
    CHECK(build(&r) == NJ_ERR_ARGUMENT);
    draw_route(&r, 1366, 1);
    r.onion_len = NJ_ONION_MIN_LEN - 1;
    CHECK(build(&r) == NJ_ERR_ARGUMENT);
    r.onion_len = NJ_ONION_MAX_LEN + 1;
    CHECK(build(&r) == NJ_ERR_ARGUMENT);
    r.onion_len = 1366;
    CHECK(nj_onion_build(&ctx, onion, 1366, onion + 40, r.session_key, 1, r.hops, payloads, r.payloads_len, r.payload_lens, NULL,
                         0) == NJ_ERR_OVERLAP);
    CHECK(nj_onion_build(&ctx, onion, 1366, r.shared_secrets, onion + 1365, 1, r.hops, payloads, r.payloads_len, r.payload_lens,
                         NULL, 0) == NJ_ERR_OVERLAP);
    CHECK(nj_onion_build(&ctx, onion, 1366, r.shared_secrets, r.session_key, 1, r.hops, payloads, r.payloads_len, r.payload_lens,
                         NULL, 32) == NJ_ERR_ARGUMENT);
}

static void test_bad_peel_arguments(void) {
    uint8_t secret[32], shared_secret[32];
    size_t payload_len;
    nj_key key;
    memset(secret, 3, sizeof secret);
    CHECK(nj_key_init(&ctx, &key, secret) == NJ_OK);
    CHECK(nj_onion_peel(&ctx, NULL, payload, &payload_len, shared_secret, NULL, &key, onion, 1366, NULL, 0, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, NULL, &key, NULL, 1366, NULL, 0, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, NULL, &key, onion, 1366, NULL, 1, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_onion_peel(&ctx, onion + 8, payload, &payload_len, shared_secret, NULL, &key, onion, 1366, NULL, 0, NULL) ==
          NJ_ERR_OVERLAP);
    CHECK(nj_onion_peel(&ctx, next, onion, &payload_len, shared_secret, NULL, &key, onion, 1366, NULL, 0, NULL) == NJ_ERR_OVERLAP);
    CHECK(nj_onion_peel(&ctx, next, next, &payload_len, shared_secret, NULL, &key, onion, 1366, NULL, 0, NULL) == NJ_ERR_OVERLAP);
    nj_key_wipe(&key);
    memset(next, 1, 1366);
    CHECK(nj_onion_peel(&ctx, next, payload, &payload_len, shared_secret, NULL, &key, onion, 1366, NULL, 0, NULL) == NJ_ERR_HANDLE);
    CHECK(is_zero(next, 1366));
}

static void test_bigsize(void) {
    static const struct { const char *hex; uint64_t value; size_t read; } cases[] = {
        {"00", 0, 1}, {"fc", 252, 1}, {"fd00fd", 253, 3}, {"fdffff", 65535, 3}, {"fe00010000", 65536, 5},
        {"feffffffff", 4294967295u, 5}, {"ff0000000100000000", 4294967296u, 9}, {"ffffffffffffffffff", UINT64_MAX, 9},
        {"", 0, 0}, {"fd00fc", 0, 0}, {"fe0000ffff", 0, 0}, {"ff00000000ffffffff", 0, 0}, {"fd00", 0, 0}, {"feffff", 0, 0},
        {"ffffffffff", 0, 0}, {"fd", 0, 0}, {"fe", 0, 0}, {"ff", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t in[9];
        uint64_t value = 0;
        size_t len = from_hex(in, cases[i].hex);
        CHECK(nji_bigsize_read(&value, in, len) == cases[i].read);
        CHECK(value == cases[i].value);
    }
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_bigsize();
    test_random_routes();
    test_exact_fit();
    test_hostile_lengths();
    test_bad_packets();
    test_path_key();
    test_batch();
    test_bad_builds();
    test_bad_peel_arguments();
    return harness_done("onion_test");
}
