/* Batches give what single peels give, byte for byte, whichever packets are bad, on every engine. NJ_TEST_LONG=1 makes it a million
 * packets. */
#include "onion/onion_internal.h"

#include "harness.h"
#include "peeled.h"

#define POOL 64
#define COUNT_MAX 70
#define ONION_MAX_LEN 2000
#define ASSOC_MAX_LEN 100

static nj_ctx ctx;
static nj_key key;
static uint8_t node_secret[32];

/* Good packets for this node, some over a path, of one length. */
typedef struct pool {
    size_t onion_len, assoc_len;
    uint8_t onions[POOL][ONION_MAX_LEN], assocs[POOL][ASSOC_MAX_LEN], path_keys[POOL][NJ_PUBLIC_KEY_LEN];
} pool;

/* The id of this node on a path that starts with it, and the path's key; or its own id, and no key. */
static void draw_node(uint8_t *id, uint8_t *path_key, int blinded) {
    uint8_t path_secret[32], shared_secret[32], factor[32], secret[32];
    memset(path_key, 0, NJ_PUBLIC_KEY_LEN);
    memcpy(secret, node_secret, sizeof secret);
    if (blinded) {
        random_bytes(path_secret, sizeof path_secret);
        CHECK(nj_public_key_create(&ctx, id, node_secret) == NJ_OK);
        CHECK(nj_public_key_create(&ctx, path_key, path_secret) == NJ_OK);
        CHECK(nj_ecdh(&ctx, shared_secret, path_secret, id) == NJ_OK);
        CHECK(nj_kdf(factor, NJ_KDF_BLINDED_NODE_ID, shared_secret) == NJ_OK);
        CHECK(nji_scalar_mul(secret, factor));
    }
    CHECK(nj_public_key_create(&ctx, id, secret) == NJ_OK);
}

/* Makes the payload's length unreadable under a matching HMAC: the ciphertext of the first byte is turned into that of 0xff. */
static void garble_payload(const pool *p, uint8_t *packet, const uint8_t *shared_secret, const uint8_t *assoc) {
    nji_layer_keys keys;
    uint8_t *payloads = packet + NJ_ONION_PAYLOADS_OFFSET;
    const size_t payloads_len = p->onion_len - NJ_ONION_OVERHEAD_LEN;
    nji_layer_keys_derive(&keys, shared_secret);
    payloads[0] = 0xff;
    nji_layer_cipher(payloads, payloads, 1, keys.rho, 0);
    nji_layer_hmac(payloads + payloads_len, keys.mu, payloads, payloads_len, assoc, p->assoc_len);
}

static void fill_pool(pool *p, size_t onion_len, size_t assoc_len) {
    p->onion_len = onion_len;
    p->assoc_len = assoc_len;
    for (size_t i = 0; i < POOL; i++) {
        uint8_t session_key[32], hops[2][33], secrets[2][32], payloads[600], next_secret[32];
        const uint32_t lens[2] = {(uint32_t)(2 + random_u64() % (i % 8 == 0 ? 400 : 200)), 30};
        random_bytes(session_key, 32);
        random_bytes(next_secret, 32);
        random_bytes(payloads, sizeof payloads);
        random_bytes(p->assocs[i], assoc_len);
        draw_node(hops[0], p->path_keys[i], i % 3 == 0);
        CHECK(nj_public_key_create(&ctx, hops[1], next_secret) == NJ_OK);
        CHECK(nj_onion_build(&ctx, p->onions[i], onion_len, secrets[0], session_key, 1 + i % 2, hops[0], payloads,
                             lens[0] + (i % 2 ? lens[1] : 0), lens, p->assocs[i], assoc_len) == NJ_OK);
        if (i % 16 == 7) garble_payload(p, p->onions[i], secrets[0], p->assocs[i]);
    }
}

/* Takes a packet from the pool, and in one case of three does it harm: any bit, the version, either key, the path key's absence. */
static void draw_packet(const pool *p, uint8_t *packet, uint8_t *assoc, uint8_t *path_key) {
    const size_t i = random_u64() % POOL;
    memcpy(packet, p->onions[i], p->onion_len);
    memcpy(assoc, p->assocs[i], p->assoc_len);
    memcpy(path_key, p->path_keys[i], NJ_PUBLIC_KEY_LEN);
    switch (random_u64() % 24) {
        case 0: packet[random_u64() % p->onion_len] ^= (uint8_t)(1 << random_u64() % 8); break;
        case 1: packet[0] = (uint8_t)random_u64(); break;
        case 2: packet[1] ^= 1; break;
        case 3: packet[1] = (uint8_t)random_u64(); break;
        case 4: random_bytes(packet + 1, 33); break;
        case 5: memset(packet + 2, 0xff, 32); break;
        case 6: path_key[32] ^= 1; break;
        case 7: memset(path_key, 0, NJ_PUBLIC_KEY_LEN); break;
    }
}

/* On one engine, or through the public call if that is NULL. */
static void test_round(const pool *p, const nji_lanes_engine *engine, size_t count) {
    static uint8_t onions[COUNT_MAX * ONION_MAX_LEN], assocs[COUNT_MAX * ASSOC_MAX_LEN], path_keys[COUNT_MAX * NJ_PUBLIC_KEY_LEN];
    static uint8_t results[COUNT_MAX * NJ_PEELED_LEN(ONION_MAX_LEN)];
    const int with_paths = random_u64() % 4 != 0;
    for (size_t i = 0; i < count; i++) {
        draw_packet(p, onions + i * p->onion_len, assocs + i * p->assoc_len, path_keys + i * NJ_PUBLIC_KEY_LEN);
    }
    if (engine == NULL) {
        CHECK(nj_onion_peel_batch(&ctx, results, &key, count, onions, p->onion_len, assocs, p->assoc_len,
                                  with_paths ? path_keys : NULL) == NJ_OK);
    } else {
        const nji_peel_batch batch = {&ctx, &key, results, onions, p->onion_len, assocs, p->assoc_len, with_paths ? path_keys : NULL};
        memset(results, 0, count * NJ_PEELED_LEN(p->onion_len));
        nji_peel_batch_lanes(&batch, engine, 0, count);
    }
    for (size_t i = 0; i < count; i++) {
        check_peeled(&ctx, &key, results + i * NJ_PEELED_LEN(p->onion_len), onions + i * p->onion_len, p->onion_len,
                     assocs + i * p->assoc_len, p->assoc_len, with_paths ? path_keys + i * NJ_PUBLIC_KEY_LEN : NULL);
    }
}

static void test_pool(size_t onion_len, size_t assoc_len, size_t packets) {
    static pool p;
    fill_pool(&p, onion_len, assoc_len);
    test_round(&p, &nji_lanes_portable, 1 + random_u64() % NJI_LANES_BATCH_MAX_COUNT);
    for (size_t count = 1; count <= 17; count++) test_round(&p, NULL, count);
    for (size_t done = 0, count; done < packets; done += count) {
        count = 1 + random_u64() % COUNT_MAX;
        test_round(&p, NULL, count);
    }
}

#define BUILD_MAX 70
#define HOPS_MAX 5

/* Builds give what single builds give, with bad keys and payloads in any place. */
static void test_builds(size_t count) {
    static uint8_t onions[BUILD_MAX][NJ_ONION_PAYMENT_LEN], secrets[BUILD_MAX * HOPS_MAX][32], session_keys[BUILD_MAX][32];
    static uint8_t hops[BUILD_MAX * HOPS_MAX][33], payloads[BUILD_MAX * HOPS_MAX * 1000], assocs[BUILD_MAX][32];
    uint8_t expected[NJ_ONION_PAYMENT_LEN], expected_secrets[HOPS_MAX][32];
    uint32_t lens[BUILD_MAX * HOPS_MAX];
    nj_status statuses[BUILD_MAX];
    const size_t hop_count = 1 + random_u64() % HOPS_MAX, assoc_len = random_u64() % 2 * 32;
    size_t payloads_len = 0;
    const uint8_t *payload = payloads;
    for (size_t i = 0; i < count; i++) {
        random_bytes(session_keys[i], 32);
        random_bytes(assocs[i], 32);
        if (random_u64() % 10 == 0) memset(session_keys[i], random_u64() % 2 ? 0 : 0xff, 32);
        for (size_t h = i * hop_count; h < (i + 1) * hop_count; h++) {
            uint8_t secret[32];
            random_bytes(secret, sizeof secret);
            CHECK(nj_public_key_create(&ctx, hops[h], secret) == NJ_OK);
            if (random_u64() % 30 == 0) hops[h][0] ^= 4;
            lens[h] = (uint32_t)(random_u64() % 30 == 0 ? random_u64() % 1000 : 2 + random_u64() % 200);
            payloads_len += lens[h];
        }
    }
    random_bytes(payloads, payloads_len);
    CHECK(nj_onion_build_batch(&ctx, onions[0], sizeof onions[0], secrets[0], statuses, count, session_keys[0], hop_count, hops[0],
                               payloads, payloads_len, lens, assocs[0], assoc_len) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        size_t len = 0;
        for (size_t h = 0; h < hop_count; h++) len += lens[i * hop_count + h];
        CHECK(nj_onion_build(&ctx, expected, sizeof expected, expected_secrets[0], session_keys[i], hop_count, hops[i * hop_count],
                             payload, len, lens + i * hop_count, assoc_len == 0 ? NULL : assocs[i],
                             assoc_len) == statuses[i]);
        CHECK_BYTES(onions[i], expected, sizeof expected);
        CHECK_BYTES(secrets[i * hop_count], expected_secrets, hop_count * 32);
        payload += len;
    }
    CHECK(nj_onion_build_batch(&ctx, onions[0], sizeof onions[0], secrets[0], statuses, count, session_keys[0], hop_count, hops[0],
                               payloads, payloads_len + 1, lens, assocs[0], assoc_len) == NJ_ERR_ARGUMENT);
    CHECK(nj_onion_build_batch(&ctx, onions[0], sizeof onions[0], secrets[0], statuses, count, secrets[0], hop_count, hops[0],
                               payloads, payloads_len, lens, assocs[0], assoc_len) == NJ_ERR_OVERLAP);
}

int main(void) {
    const size_t packets = getenv("NJ_TEST_LONG") != NULL ? 250000 : 500;
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    random_bytes(node_secret, sizeof node_secret);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK && nj_key_init(&ctx, &key, node_secret) == NJ_OK);
    test_pool(NJ_ONION_PAYMENT_LEN, 32, packets);
    test_pool(NJ_ONION_PAYMENT_LEN, 0, packets); /* onion messages */
    test_pool(653, ASSOC_MAX_LEN, packets);
    test_pool(ONION_MAX_LEN, 1, packets);
    for (size_t count = 1; count <= BUILD_MAX; count += count < 10 ? 1 : 15) test_builds(count);
    nj_key_wipe(&key);
    nj_ctx_wipe(&ctx);
    return harness_done("onion_batch_test");
}
