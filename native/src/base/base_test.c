#include "base.h"
#include "harness.h"

static void test_wipe(void) {
    uint8_t data[67];
    for (size_t len = 0; len <= 65; len++) {
        memset(data, 0xa5, sizeof data);
        nj_wipe(data + 1, len);
        CHECK(data[0] == 0xa5 && data[1 + len] == 0xa5);
        for (size_t i = 0; i < len; i++) CHECK(data[1 + i] == 0);
    }
    nj_wipe(NULL, 0);
    nji_zero(NULL, 8);
}

static void test_equal(void) {
    uint8_t a[33], b[33];
    random_bytes(a, sizeof a);
    memcpy(b, a, sizeof a);
    CHECK(nji_equal(a, b, 0) == 1);
    CHECK(nji_equal(a, b, sizeof a) == 1);
    for (size_t i = 0; i < sizeof a; i++) {
        for (int bit = 0; bit < 8; bit++) {
            b[i] ^= (uint8_t)(1 << bit);
            CHECK(nji_equal(a, b, sizeof a) == 0);
            CHECK(nji_equal(a, b, i) == 1);
            b[i] ^= (uint8_t)(1 << bit);
        }
    }
    memset(a, 0x00, sizeof a);
    memset(b, 0xff, sizeof b);
    CHECK(nji_equal(a, b, sizeof a) == 0);
}

static void test_overlap(void) {
    const uint8_t data[8] = {0};
    for (size_t a = 0; a <= 4; a++) {
        for (size_t b = 0; b <= 4; b++) {
            for (size_t a_len = 0; a_len <= 4; a_len++) {
                for (size_t b_len = 0; b_len <= 4; b_len++) {
                    int shared = 0;
                    for (size_t i = 0; i < 8; i++) shared |= i >= a && i < a + a_len && i >= b && i < b + b_len;
                    CHECK(nji_overlap(data + a, a_len, data + b, b_len) == shared);
                }
            }
        }
    }
    CHECK(nji_overlap(NULL, 4, data, 4) == 0);
    CHECK(nji_overlap(data, 4, NULL, 4) == 0);
}

static void test_integers(void) {
    const uint8_t bytes[9] = {0x00, 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8}; /* read from 1 on: misaligned */
    uint8_t out[9] = {0};
    CHECK(nji_load32_be(bytes + 1) == 0x8192a3b4u);
    CHECK(nji_load32_le(bytes + 1) == 0xb4a39281u);
    CHECK(nji_load64_le(bytes + 1) == 0xf8e7d6c5b4a39281u);
    nji_store32_be(out + 1, 0x8192a3b4u);
    CHECK_BYTES(out, bytes, 5);
    nji_store32_le(out + 1, 0xb4a39281u);
    CHECK_BYTES(out, bytes, 5);
    nji_store64_be(out + 1, 0x8192a3b4c5d6e7f8u);
    CHECK_BYTES(out, bytes, 9);
    memset(out, 0, sizeof out);
    nji_store64_le(out + 1, 0xf8e7d6c5b4a39281u);
    CHECK_BYTES(out, bytes, 9);
}

static void test_status(void) {
    int named = 0;
    CHECK(strcmp(nj_status_name(NJ_OK), "ok") == 0);
    CHECK(strcmp(nj_status_name(NJ_PEER_ONION_HMAC), "onion hmac") == 0);
    CHECK(strcmp(nj_status_name((nj_status)1), "unknown") == 0);
    CHECK(strcmp(nj_status_name((nj_status)-1), "unknown") == 0);
    for (int a = 0; a < 1000; a++) {
        const char *name = nj_status_name((nj_status)a);
        if (strcmp(name, "unknown") == 0) continue;
        named++;
        for (int b = 0; b < a; b++) CHECK(strcmp(name, nj_status_name((nj_status)b)) != 0);
    }
    CHECK(named >= 18);
}

static void test_version(void) {
    CHECK(nj_abi_version() == NJ_ABI_VERSION);
    CHECK(strcmp(nj_version(), NJ_VERSION) == 0);
}

static void test_echo(void) {
    uint8_t in[100], out[100];
    random_bytes(in, sizeof in);
    CHECK(nj_echo(out, in, sizeof in) == NJ_OK);
    CHECK_BYTES(out, in, sizeof in);
    CHECK(nj_echo(in, in, sizeof in) == NJ_OK);
    CHECK_BYTES(out, in, sizeof in);
    CHECK(nj_echo(NULL, NULL, 0) == NJ_OK);
    CHECK(nj_echo(NULL, in, 1) == NJ_ERR_ARGUMENT);
    CHECK(nj_echo(out, NULL, sizeof out) == NJ_ERR_ARGUMENT);
}

int main(void) {
    test_wipe();
    test_equal();
    test_overlap();
    test_integers();
    test_status();
    test_version();
    test_echo();
    return harness_done("base_test");
}
