/* Blinded paths: the two joined paths of BOLT 4, random paths opened hop by hop, bad input. */
#include "nightjar/blinded.h"

#include "harness.h"

/* BOLT 4 "Route Blinding": route-blinding-test.json. Hops 0 and 1 are Bob's path (session key 02..02), which he joins to hops 2 and 3,
 * Eve's (session key 01..01). Node keys are 42..42, 43..43, 44..44, 45..45. */
static const char *const node_ids[] = {
    "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c",
    "027f31ebc5462c1fdce1b737ecff52d37d75dea43ce11c74d25aa297165faa2007",
    "032c0b7cf95324a07d05398b240174dc0c2be444d96b159aa6c7f7b1e668680991",
    "02edabbd16b41c8371b92ef2f04c1185b4f03b6dcd52ba9b78d9d7c89c8f221145",
};
static const char *const datas[] = {
    "011a0000000000000000000000000000000000000000000000000000020800000000000006c10a0800240000009627100c06000b69e505"
    "dc0e00fd023103123456",
    "020800000000000004510821031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f0a0800300000006401f4"
    "0c06000b69c105dc0e00",
    "01230000000000000000000000000000000000000000000000000000000000000000000000020800000000000002310a060090000000fa"
    "0c06000b699105dc0e00",
    "011a00000000000000000000000000000000000000000000000000000604deadbeef0c06000b690105dc0e0f0200000000000000000000"
    "00000000fdffff0206c1",
};
static const char *const path_keys[] = {
    "024d4b6cd1361032ca9bd2aeb9d900aa4d45d9ead80ac9423374c451a7254d0766",
    "034e09f450a80c3d252b258aba0a61215bf60dda3b0dc78ffb0736ea1259dfd8a0",
    "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f",
    "03e09038ee76e50f444b19abf0a555e8697e035f62937168b80adf0931b31ce52a",
};
static const char *const blinded_ids[] = {
    "03da173ad2aee2f701f17e59fbd16cb708906d69838a5f088e8123fb36e89a2c25",
    "02e466727716f044290abf91a14a6d90e87487da160c2a3cbd0d465d7a78eb83a7",
    "036861b366f284f0a11738ffbf7eda46241a8977592878fe3175ae1d1e4754eccf",
    "021982a48086cb8984427d3727fe35a03d396b234f0701f5249daa12e8105c8dae",
};
static const char *const encrypteds[] = {
    "cd4100ff9c09ed28102b210ac73aa12d63e90852cebc496c49f57c49982088b49f2e70b99287fdee0aa58aa39913ab405813b999f66783"
    "aa2fe637b3cda91ffc0913c30324e2c6ce327e045183e4bffecb",
    "cc0f16524fd7f8bb0b1d8d40ad71709ef140174c76faa574cac401bb8992fef76c4d004aa485dd599ed1cf2715f57ff62da5aaec5d7b10"
    "d59b04d8a9d77e472b9b3ecc2179334e411be22fa4c02b467c7e",
    "0fa0a72cff3b64a3d6e1e4903cf8c8b0a17144aeb249dcb86561adee1f679ee8db3e561d9c43815fd4bcebf6f58c546da0cd8a9bf5cebd"
    "0d554802f6c0255e28e4a27343f761fe518cd897463187991105",
    "da1a7e5f7881219884beae6ae68971de73bab4c3055d9865b1afb60724a2e4d3f0489ad884f7f3f77149209f0df51efd6b276294a02e39"
    "49c7254fbc8b5cab58212d9a78983e1cf86fe218b30c4ca8f6d8",
};
static const char *const blinded_secrets[] = {
    "d12fec0332c3e9d224789a17ebd93595f37d37bd8ef8bd3d2e6ce50acb9e554f",
    "bfa697fbbc8bbc43ca076e6dd60d306038a32af216b9dc6fc4e59e5ae28823c1",
    "cebc115c7fce4c295dc396dea6c79115b289b8ceeceea2ed61cf31428d88fc4e",
    "ff4e07da8d92838bedd019ce532eb990ed73b574e54a67862a1df81b40c0d2af",
};
static const char *const next_path_keys[] = {
    "034e09f450a80c3d252b258aba0a61215bf60dda3b0dc78ffb0736ea1259dfd8a0",
    "03af5ccc91851cb294e3a364ce63347709a08cdffa58c672e9a5c587ddd1bbca60",
    "03e09038ee76e50f444b19abf0a555e8697e035f62937168b80adf0931b31ce52a",
    "038fc6859a402b96ce4998c537c823d6ab94d1598fca02c788ba5dd79fbae83589",
};

#define MAX_HOPS 20
#define MAX_DATA 400

static nj_ctx ctx;

static void check_official_path(size_t from, uint8_t session_byte) {
    uint8_t session_key[32], nodes[66], payloads[2 * MAX_DATA], keys[66], ids[66], encrypted[2 * MAX_DATA], expected[MAX_DATA];
    uint32_t lens[2];
    size_t at = 0, payloads_len = 0;
    memset(session_key, session_byte, sizeof session_key);
    for (size_t i = 0; i < 2; i++) {
        from_hex(nodes + 33 * i, node_ids[from + i]);
        lens[i] = (uint32_t)from_hex(payloads + payloads_len, datas[from + i]);
        payloads_len += lens[i];
    }
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 2, nodes, payloads, payloads_len, lens) == NJ_OK);
    for (size_t i = 0; i < 2; i++) {
        size_t len = from_hex(expected, encrypteds[from + i]);
        CHECK(len == lens[i] + NJ_AEAD_TAG_LEN);
        CHECK_BYTES(encrypted + at, expected, len);
        at += len;
        from_hex(expected, path_keys[from + i]);
        CHECK_BYTES(keys + 33 * i, expected, 33);
        from_hex(expected, blinded_ids[from + i]);
        CHECK_BYTES(ids + 33 * i, expected, 33);
    }
}

static void check_official_hop(size_t i) {
    uint8_t secret[32], path_key[33], encrypted[MAX_DATA], data[MAX_DATA], next[33], expected[MAX_DATA], blinded[32];
    size_t len = from_hex(encrypted, encrypteds[i]);
    nj_key key;
    memset(secret, (int)(0x42 + i), sizeof secret);
    from_hex(path_key, path_keys[i]);
    CHECK(nj_key_init(&ctx, &key, secret) == NJ_OK);
    CHECK(nj_blinded_unblind(&ctx, data, next, &key, path_key, encrypted, len) == NJ_OK);
    CHECK(from_hex(expected, datas[i]) == len - NJ_AEAD_TAG_LEN);
    CHECK_BYTES(data, expected, len - NJ_AEAD_TAG_LEN);
    from_hex(expected, next_path_keys[i]);
    CHECK_BYTES(next, expected, 33);
    CHECK(nj_blinded_secret_key(&ctx, blinded, &key, path_key) == NJ_OK);
    from_hex(expected, blinded_secrets[i]);
    CHECK_BYTES(blinded, expected, 32);
}

static void test_random_paths(void) {
    static uint8_t secrets[MAX_HOPS * 32], nodes[MAX_HOPS * 33], payloads[MAX_HOPS * MAX_DATA];
    static uint8_t keys[MAX_HOPS * 33], ids[MAX_HOPS * 33], encrypted[MAX_HOPS * (MAX_DATA + 16)];
    for (int run = 0; run < 30; run++) {
        size_t hops = 1 + random_u64() % MAX_HOPS, payloads_len = 0, at = 0, plain = 0;
        uint8_t session_key[32];
        uint32_t lens[MAX_HOPS];
        random_bytes(session_key, 32);
        random_bytes(secrets, sizeof secrets);
        random_bytes(payloads, sizeof payloads);
        for (size_t i = 0; i < hops; i++) {
            CHECK(nj_public_key_create(&ctx, nodes + 33 * i, secrets + 32 * i) == NJ_OK);
            lens[i] = (uint32_t)(random_u64() % MAX_DATA);
            payloads_len += lens[i];
        }
        CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, hops, nodes, payloads, payloads_len, lens) == NJ_OK);
        for (size_t i = 0; i < hops; i++) {
            uint8_t data[MAX_DATA], next[33], blinded[32], id[33];
            nj_key key;
            CHECK(nj_key_init(&ctx, &key, secrets + 32 * i) == NJ_OK);
            CHECK(nj_blinded_unblind(&ctx, data, next, &key, keys + 33 * i, encrypted + at, lens[i] + 16) == NJ_OK);
            CHECK_BYTES(data, payloads + plain, lens[i]);
            if (i + 1 < hops) CHECK_BYTES(next, keys + 33 * (i + 1), 33);
            CHECK(nj_blinded_secret_key(&ctx, blinded, &key, keys + 33 * i) == NJ_OK);
            CHECK(nj_public_key_create(&ctx, id, blinded) == NJ_OK);
            CHECK_BYTES(id, ids + 33 * i, 33);
            encrypted[at + random_u64() % (lens[i] + 16)] ^= 1;
            CHECK(nj_blinded_unblind(&ctx, data, next, &key, keys + 33 * i, encrypted + at, lens[i] + 16) == NJ_PEER_AEAD_TAG);
            at += lens[i] + 16;
            plain += lens[i];
        }
    }
}

static void test_bad_input(void) {
    uint8_t session_key[32], node[33], payload[8] = {1}, keys[33], ids[33], encrypted[64], data[64], next[33];
    uint32_t len = 8;
    nj_key key;
    memset(session_key, 5, sizeof session_key);
    CHECK(nj_public_key_create(&ctx, node, session_key) == NJ_OK);
    CHECK(nj_key_init(&ctx, &key, session_key) == NJ_OK);
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 0, node, payload, 8, &len) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 256, node, payload, 8, &len) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 1, node, payload, 7, &len) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_path_create(&ctx, keys, keys, encrypted, session_key, 1, node, payload, 8, &len) == NJ_ERR_OVERLAP);
    len = NJ_BLINDED_DATA_MAX_LEN - 15;
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 1, node, payload, len, &len) == NJ_ERR_ARGUMENT);
    len = 8;
    node[0] = 4;
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 1, node, payload, 8, &len) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_blinded_unblind(&ctx, data, next, &key, node, encrypted, 24) == NJ_PEER_PATH_KEY);
    CHECK(nj_blinded_secret_key(&ctx, data, &key, node) == NJ_PEER_PATH_KEY);
    node[0] = 2;
    memset(session_key, 0, sizeof session_key);
    CHECK(nj_blinded_path_create(&ctx, keys, ids, encrypted, session_key, 1, node, payload, 8, &len) == NJ_ERR_SECRET_KEY);
    for (size_t short_len = 0; short_len < 16; short_len++) {
        CHECK(nj_blinded_unblind(&ctx, data, next, &key, node, encrypted, short_len) == NJ_PEER_AEAD_TAG);
    }
    nj_key_wipe(&key);
    CHECK(nj_blinded_unblind(&ctx, data, next, &key, node, encrypted, 24) == NJ_ERR_HANDLE);
}

/* Hops of every small count, and more than a chunk, bad ones among them: what single calls give. */
#define BATCH_MAX 70
#define BATCH_DATA_LEN 50
static void test_unblind_batch(void) {
    static uint8_t keys[BATCH_MAX][33], encrypted[BATCH_MAX][BATCH_DATA_LEN + 16], data[BATCH_MAX][BATCH_DATA_LEN], next[BATCH_MAX][33];
    uint8_t secret[32], node[33], id[33], payload[BATCH_DATA_LEN], expected_next[33];
    const uint32_t len = BATCH_DATA_LEN;
    nj_status statuses[BATCH_MAX];
    nj_key key;
    random_bytes(secret, sizeof secret);
    CHECK(nj_key_init(&ctx, &key, secret) == NJ_OK && nj_public_key_create(&ctx, node, secret) == NJ_OK);
    for (size_t count = 1; count <= BATCH_MAX; count += count < 10 ? 1 : 15) {
        for (size_t i = 0; i < count; i++) {
            random_bytes(secret, sizeof secret);
            random_bytes(payload, sizeof payload);
            CHECK(nj_blinded_path_create(&ctx, keys[i], id, encrypted[i], secret, 1, node, payload, sizeof payload, &len) == NJ_OK);
            if (random_u64() % 6 == 0) encrypted[i][random_u64() % sizeof encrypted[i]] ^= 1;
            if (random_u64() % 6 == 0) keys[i][0] ^= (uint8_t)(1 + random_u64() % 7);
        }
        CHECK(nj_blinded_unblind_batch(&ctx, data[0], next[0], statuses, &key, count, keys[0], encrypted[0], sizeof encrypted[0]) ==
              NJ_OK);
        for (size_t i = 0; i < count; i++) {
            CHECK(nj_blinded_unblind(&ctx, payload, expected_next, &key, keys[i], encrypted[i], sizeof encrypted[i]) == statuses[i]);
            CHECK_BYTES(data[i], payload, sizeof payload);
            CHECK_BYTES(next[i], expected_next, sizeof expected_next);
        }
    }
    CHECK(nj_blinded_unblind_batch(&ctx, data[0], next[0], statuses, &key, 2, keys[0], encrypted[0], 15) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_unblind_batch(&ctx, data[0], next[0], NULL, &key, 2, keys[0], encrypted[0], 20) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_unblind_batch(&ctx, encrypted[1], next[0], statuses, &key, 2, keys[0], encrypted[0], 66) == NJ_ERR_OVERLAP);
    nj_key_wipe(&key);
    CHECK(nj_blinded_unblind_batch(&ctx, data[0], next[0], statuses, &key, 2, keys[0], encrypted[0], 66) == NJ_ERR_HANDLE);
}

#define CREATE_HOPS_MAX 4
/* Paths of every small count, and more than a chunk, with bad session keys and nodes among them: what single calls give. */
static void test_create_batch(size_t count) {
    static uint8_t session_keys[BATCH_MAX][32], nodes[BATCH_MAX * CREATE_HOPS_MAX][33], payloads[BATCH_MAX * CREATE_HOPS_MAX * BATCH_DATA_LEN];
    static uint8_t created_keys[BATCH_MAX * CREATE_HOPS_MAX][33], ids[BATCH_MAX * CREATE_HOPS_MAX][33];
    static uint8_t encrypted[BATCH_MAX * CREATE_HOPS_MAX * (BATCH_DATA_LEN + 16)];
    uint8_t expected_keys[CREATE_HOPS_MAX * 33], expected_ids[CREATE_HOPS_MAX * 33], expected[CREATE_HOPS_MAX * (BATCH_DATA_LEN + 16)];
    uint32_t lens[BATCH_MAX * CREATE_HOPS_MAX];
    nj_status statuses[BATCH_MAX];
    const size_t hop_count = 1 + random_u64() % CREATE_HOPS_MAX;
    size_t payloads_len = 0, at = 0, encrypted_at = 0;
    random_bytes(payloads, sizeof payloads);
    for (size_t i = 0; i < count; i++) {
        random_bytes(session_keys[i], 32);
        if (random_u64() % 10 == 0) memset(session_keys[i], random_u64() % 2 ? 0 : 0xff, 32);
        for (size_t h = i * hop_count; h < (i + 1) * hop_count; h++) {
            uint8_t secret[32];
            random_bytes(secret, sizeof secret);
            CHECK(nj_public_key_create(&ctx, nodes[h], secret) == NJ_OK);
            if (random_u64() % 20 == 0) nodes[h][0] ^= 4;
            lens[h] = (uint32_t)(random_u64() % (BATCH_DATA_LEN + 1));
            payloads_len += lens[h];
        }
    }
    CHECK(nj_blinded_path_create_batch(&ctx, created_keys[0], ids[0], encrypted, statuses, count, session_keys[0], hop_count, nodes[0],
                                       payloads, payloads_len, lens) == NJ_OK);
    for (size_t i = 0; i < count; i++) {
        size_t len = 0;
        for (size_t h = 0; h < hop_count; h++) len += lens[i * hop_count + h];
        CHECK(nj_blinded_path_create(&ctx, expected_keys, expected_ids, expected, session_keys[i], hop_count, nodes[i * hop_count],
                                     payloads + at, len, lens + i * hop_count) == statuses[i]);
        CHECK_BYTES(created_keys[i * hop_count], expected_keys, hop_count * 33);
        CHECK_BYTES(ids[i * hop_count], expected_ids, hop_count * 33);
        CHECK_BYTES(encrypted + encrypted_at, expected, len + hop_count * 16);
        at += len;
        encrypted_at += len + hop_count * 16;
    }
    CHECK(nj_blinded_path_create_batch(&ctx, created_keys[0], ids[0], encrypted, statuses, count, session_keys[0], hop_count, nodes[0],
                                       payloads, payloads_len + 1, lens) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_path_create_batch(&ctx, created_keys[0], ids[0], encrypted, statuses, count, session_keys[0], 0, nodes[0], payloads,
                                       payloads_len, lens) == NJ_ERR_ARGUMENT);
    CHECK(nj_blinded_path_create_batch(&ctx, created_keys[0], created_keys[0], encrypted, statuses, count, session_keys[0], hop_count, nodes[0],
                                       payloads, payloads_len, lens) == NJ_ERR_OVERLAP);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    check_official_path(0, 2);
    check_official_path(2, 1);
    for (size_t i = 0; i < 4; i++) check_official_hop(i);
    test_random_paths();
    test_bad_input();
    test_unblind_batch();
    for (size_t count = 1; count <= BATCH_MAX; count += count < 10 ? 1 : 15) test_create_batch(count);
    return harness_done("blinded_test");
}
