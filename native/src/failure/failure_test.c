/* Failure packets and attribution data: the vectors of BOLT 4, random routes, altered packets, bad input. */
#include "nightjar/failure.h"

#include "harness.h"
#include "nightjar/hash.h"

#define HOPS 5

/* BOLT 4 "Returning Errors": onion-error-test.json, shared secrets of its five hops, first hop first. */
static const char *const secrets_hex[HOPS] = {
    "53eb63ea8a3fec3b3cd433b85cd62a4b145e1dda09391b348c4e1cd36a03ea66",
    "a6519e98832a0b179f62123b3567c106db99ee37bef036e783263602f3488fae",
    "3a6b412548762f0dbccce5c7ae7bb8147d1caf9b5471c34120b30bc9c04891cc",
    "21e13c2d7cfe7e18836df50872466117a295783ab8aab0e7ecc8c725503ad02d",
    "b5756b9b542727dbafc6765a49488b023a725d631af688fc031217e90770c328",
};
/* SHA-256 of the packet that the origin gets for failure 2002 of the last hop. */
static const char *const origin_hash = "3ba4a39c222872dbe9d2a583aedb40d6baf29fc46c4379152997939d5144115c";

/* BOLT 4 "Returning Errors", attribution data, same route: SHA-256 of what each hop sends, first hop first. Hold times count from the
 * erring hop (1) to the first (5): the order that reproduces the specification's figures. */
static const char *const packet_hashes[HOPS] = {
    "0709ced8da7a15dae982a2c0edfe44fefa1a2aab5db8e207f63890455799ec07",
    "325918ac1a2c14568c50ad5493b60cec6b05b66278121f48a47a0de6cf675f2e",
    "d7023647b46913b9c2ddc4f60178b1ced9e87cdb07fb16d25f0778f1d1d11efb",
    "929b5202b7cddf44137ab09c9c9cce0b58d9d4d48d85d020a0dc1784527e56d3",
    "af9de55ab5c9355f9a438f96035a3d45be936b06d2383419457430db3d80db3b",
};
static const char *const failure_attribution_hashes[HOPS] = {
    "7fe8cee92a9d62492c9ef65d54f363f41563be0050c6bce084fbb0034405646b",
    "013c69b6b2abc0453348483f8cb81aafb991fb1846b9c4523c2d18522a18abe3",
    "5706b3765997d4716e76daf8853e552765e92114fc435716638b33fbc8c42d1c",
    "c4aad28856fa0e3a7b4a016ca993628fa1be20853ac923317c8847f8ce721806",
    "25ff586eab24fa8d3ea4170629269da6d89482b084a2dddf6569bb8695c691d0",
};
static const char *const success_attribution_hashes[HOPS] = {
    "7c8edc31d5900c0c8df5393c534cf54fa88d3fd91a6d0760f7353b98feae0587",
    "407543c483b29ec88a2cbc9039ef73cd4127e6e537fb297192695fd6cfacd571",
    "b4dc73f0964f4b693c50c171e184ad65b66e02f9f13f3ead33e3b813b3ae7f23",
    "559e20750750c4cf807f0d5fdd95077412509c2274466e60560acc63af91741c",
    "03fafa645fbc1fd1d623b7900b21e4968b85c02847c623fc667dd66d2718f3f2",
};

static uint8_t secrets[NJ_ATTRIBUTION_HOPS_COUNT * 32];

static void check_hash(const uint8_t *bytes, size_t len, const char *expected_hex) {
    uint8_t hash[32], expected[32];
    CHECK(nj_sha256(hash, bytes, len) == NJ_OK);
    from_hex(expected, expected_hex);
    CHECK_BYTES(hash, expected, 32);
}

static void test_official_failure(void) {
    static const uint8_t failure[2] = {0x20, 0x02};
    uint8_t packet[NJ_FAILURE_MIN_LEN], scratch[NJ_FAILURE_MIN_LEN], read[NJ_FAILURE_MIN_LEN];
    size_t len, hop;
    CHECK(nj_failure_create(packet, sizeof packet, secrets + 32 * 4, failure, 2) == NJ_OK);
    for (size_t i = HOPS; i-- > 0;) CHECK(nj_failure_wrap(packet, sizeof packet, secrets + 32 * i) == NJ_OK);
    check_hash(packet, sizeof packet, origin_hash);
    CHECK(nj_failure_decrypt(read, &len, &hop, scratch, packet, sizeof packet, secrets, HOPS) == NJ_OK);
    CHECK(hop == 4 && len == 2);
    CHECK_BYTES(read, failure, 2);
}

/* failure message: 400f, 8 bytes amount, 4 bytes height, TLV 34001 with 300 bytes 80. */
static size_t official_message(uint8_t *message) {
    size_t len = from_hex(message, "400f0000000000000064000c3500fd84d1fd012c");
    memset(message + len, 0x80, 300);
    return len + 300;
}

static void test_official_attribution(void) {
    static uint8_t message[400], packet[1060], attribution[NJ_ATTRIBUTION_LEN], success[NJ_ATTRIBUTION_LEN], scratch[1060];
    static uint8_t read[1060];
    uint32_t times[HOPS];
    size_t message_len = official_message(message), verified, len, hop;
    CHECK(nj_failure_create(packet, sizeof packet, secrets + 32 * 4, message, message_len) == NJ_OK);
    for (size_t i = HOPS; i-- > 0;) {
        uint32_t hold_time = (uint32_t)(HOPS - i);
        CHECK(nj_attribution_wrap(attribution, packet, sizeof packet, secrets + 32 * i, hold_time) == NJ_OK);
        check_hash(packet, sizeof packet, packet_hashes[i]);
        check_hash(attribution, sizeof attribution, failure_attribution_hashes[i]);
        CHECK(nj_attribution_wrap(success, NULL, 0, secrets + 32 * i, hold_time) == NJ_OK);
        check_hash(success, sizeof success, success_attribution_hashes[i]);
    }
    CHECK(nj_failure_decrypt(read, &len, &hop, scratch, packet, sizeof packet, secrets, HOPS) == NJ_OK);
    CHECK(hop == 4 && len == message_len);
    CHECK_BYTES(read, message, len);
    CHECK(nj_attribution_decrypt(times, &verified, scratch, attribution, packet, sizeof packet, secrets, HOPS) == NJ_OK);
    CHECK(verified == HOPS);
    for (size_t i = 0; i < HOPS; i++) CHECK(times[i] == HOPS - i);
    CHECK(nj_attribution_decrypt(times, &verified, NULL, success, NULL, 0, secrets, HOPS) == NJ_OK);
    CHECK(verified == HOPS && times[0] == HOPS && times[HOPS - 1] == 1);
}

/* Any erring hop on any route; a hop that alters what passes is found, as is one that leaves attribution out. */
static void test_random_routes(void) {
    static uint8_t packet[2000], scratch[2000], read[2000], message[1500], attribution[NJ_ATTRIBUTION_LEN];
    for (int run = 0; run < 200; run++) {
        size_t hops = 1 + random_u64() % NJ_ATTRIBUTION_HOPS_COUNT, erring = random_u64() % hops, len = random_u64() % 1500;
        size_t packet_len = len + 36 < 292 ? 292 : len + 36 + random_u64() % 100, read_len, hop, verified;
        size_t altered = random_u64() % (erring + 1);
        uint32_t times[NJ_ATTRIBUTION_HOPS_COUNT];
        random_bytes(secrets, sizeof secrets);
        random_bytes(message, len);
        memset(attribution, 0, sizeof attribution);
        CHECK(nj_failure_create(packet, packet_len, secrets + 32 * erring, message, len) == NJ_OK);
        for (size_t i = erring + 1; i-- > 0;) {
            CHECK(nj_attribution_wrap(attribution, packet, packet_len, secrets + 32 * i, (uint32_t)(1000 + i)) == NJ_OK);
            if (run % 2 == 1 && i == altered) packet[random_u64() % packet_len] ^= 1;
        }
        CHECK(nj_attribution_decrypt(times, &verified, scratch, attribution, packet, packet_len, secrets, hops) == NJ_OK);
        if (run % 2 == 0) {
            CHECK(nj_failure_decrypt(read, &read_len, &hop, scratch, packet, packet_len, secrets, hops) == NJ_OK);
            CHECK(hop == erring && read_len == len);
            CHECK_BYTES(read, message, len);
            CHECK(verified >= erring + 1);
            for (size_t i = 0; i <= erring; i++) CHECK(times[i] == 1000 + i);
        } else {
            /* What left hop `altered` is not what it authenticated: that hop is the first that does not verify. */
            CHECK(nj_failure_decrypt(read, &read_len, &hop, scratch, packet, packet_len, secrets, hops) == NJ_PEER_FAILURE);
            CHECK(verified == altered && read_len == 0);
        }
    }
}

static void test_bad_input(void) {
    uint8_t packet[400], scratch[400], read[400], attribution[NJ_ATTRIBUTION_LEN];
    uint32_t times[NJ_ATTRIBUTION_HOPS_COUNT];
    size_t len, hop, verified;
    random_bytes(packet, sizeof packet);
    random_bytes(attribution, sizeof attribution);
    CHECK(nj_failure_create(packet, 291, secrets, packet, 0) == NJ_ERR_ARGUMENT);
    CHECK(nj_failure_create(packet, 292, secrets, read, 257) == NJ_ERR_ARGUMENT);
    CHECK(nj_failure_create(packet, 65536, secrets, read, 2) == NJ_ERR_ARGUMENT);
    CHECK(nj_failure_create(packet, 292, secrets, packet + 10, 2) == NJ_ERR_OVERLAP);
    for (size_t short_len = 0; short_len < 40; short_len++) {
        CHECK(nj_failure_decrypt(read, &len, &hop, scratch, packet, short_len, secrets, 5) == NJ_PEER_FAILURE);
        CHECK(len == 0);
    }
    CHECK(nj_failure_decrypt(read, &len, &hop, scratch, packet, 300, secrets, 0) == NJ_ERR_ARGUMENT);
    CHECK(nj_failure_decrypt(read, &len, &hop, packet, packet, 300, secrets, 5) == NJ_ERR_OVERLAP);
    CHECK(nj_attribution_decrypt(times, &verified, scratch, attribution, packet, 300, secrets, 21) == NJ_ERR_ARGUMENT);
    CHECK(nj_attribution_decrypt(times, &verified, scratch, attribution, packet, 300, secrets, 20) == NJ_OK);
    CHECK(verified == 0 && times[0] == 0);
    CHECK(nj_attribution_wrap(attribution, attribution + 4, 300, secrets, 1) == NJ_ERR_OVERLAP);
    CHECK(nj_failure_wrap(NULL, 1, secrets) == NJ_ERR_ARGUMENT);
}

int main(void) {
    for (size_t i = 0; i < HOPS; i++) from_hex(secrets + 32 * i, secrets_hex[i]);
    test_official_failure();
    test_official_attribution();
    test_random_routes();
    test_bad_input();
    return harness_done("failure_test");
}
