#include "chacha20.h"

#include <sys/mman.h>

#include "chacha20_internal.h"
#include "cpu/cpu.h"
#include "harness.h"

#define BIG_LEN 65535
#define GUARD_AREA_LEN 8192
#define LAST_BLOCK ((UINT64_C(1) << 32) - 1)

static const size_t LENGTHS[] = {0,   1,   63,  64,  65,   127,  128,  129,  255,  256,  257,  511,  512,
                                 513, 767, 768, 769, 1023, 1024, 1025, 1280, 1281, 1300, 1366, 1408, 1535,
                                 1536, 1537, 2047, 2048, 2049, 2600, BIG_LEN};
#define LENGTH_COUNT (sizeof LENGTHS / sizeof LENGTHS[0])

static uint8_t key[32], nonce[12], text[BIG_LEN + 3], expected[BIG_LEN + 3], actual[BIG_LEN + 6];

static const nji_chacha20_variant *portable(void) { return nji_chacha20_variant_at(nji_chacha20_variant_count() - 1); }

static const struct {
    const char *key;
    const char *nonce;
    uint32_t counter;
    const char *in; /* "" for zeros */
    const char *out;
} RFC8439[] = {
    /* RFC 8439 section 2.3.2 (the block), 2.4.2 (a message), appendix A.1 vectors 1 to 5. */
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "000000090000004a00000000", 1, "",
     "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
     "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "000000000000004a00000000", 1,
     "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666"
     "657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e",
     "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b3571639d624e65152ab"
     "8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab77937365af90bbf74a35be6b40b8eedf2785e42874d"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", 0, "",
     "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
     "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", 1, "",
     "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
     "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"},
    {"0000000000000000000000000000000000000000000000000000000000000001", "000000000000000000000000", 1, "",
     "3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a"
     "8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0"},
    {"00ff000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", 2, "",
     "72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca"
     "13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000002", 0, "",
     "c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c7"
     "8a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d"},
};

/* The variant's own function: nji_chacha20_xor_with leaves a single block to the portable one. */
static void stream(const nji_chacha20_variant *variant, uint8_t *out, const uint8_t *in, size_t len, const uint8_t *k,
                   const uint8_t *n, uint32_t counter) {
    uint32_t state[16], before[16];
    nji_chacha20_set_state(state, k, n, counter);
    memcpy(before, state, sizeof state);
    variant->stream(out, in, len, state);
    CHECK_BYTES(state, before, sizeof state);
}

static void test_rfc8439(const nji_chacha20_variant *variant) {
    uint8_t k[32], n[12], in[114], wanted[114], out[114];
    for (size_t i = 0; i < sizeof RFC8439 / sizeof RFC8439[0]; i++) {
        const size_t len = from_hex(wanted, RFC8439[i].out);
        from_hex(k, RFC8439[i].key);
        from_hex(n, RFC8439[i].nonce);
        memset(in, 0, sizeof in);
        from_hex(in, RFC8439[i].in);
        stream(variant, out, in, len, k, n, RFC8439[i].counter);
        CHECK_BYTES(out, wanted, len);
        nji_chacha20_xor_with(variant, out, in, len, k, n, (uint64_t)RFC8439[i].counter * 64);
        CHECK_BYTES(out, wanted, len);
        CHECK(nj_chacha20(out, k, n, RFC8439[i].counter, in, len) == NJ_OK);
        CHECK_BYTES(out, wanted, len);
        if (RFC8439[i].in[0] != '\0') continue;
        memset(out, 0xa5, sizeof out);
        CHECK(nj_chacha20(out, k, n, RFC8439[i].counter, NULL, len) == NJ_OK);
        CHECK_BYTES(out, wanted, len);
    }
}

/* One length at one offset: out of place and in place, every misalignment, nothing written outside. */
static void test_length(const nji_chacha20_variant *variant, size_t len, uint64_t offset) {
    nji_chacha20_xor_with(portable(), expected, text, len, key, nonce, offset);
    for (size_t out_shift = 0; out_shift <= 3; out_shift++) {
        uint8_t *out = actual + 1 + out_shift;
        for (size_t in_shift = 0; in_shift <= 3; in_shift += 3) {
            uint8_t in_copy[3];
            memcpy(in_copy, text + len, in_shift); /* moves the text up by in_shift, and back */
            memmove(text + in_shift, text, len);
            out[-1] = out[len] = 0xa5;
            nji_chacha20_xor_with(variant, out, text + in_shift, len, key, nonce, offset);
            CHECK(out[-1] == 0xa5 && out[len] == 0xa5);
            CHECK_BYTES(out, expected, len);
            memmove(text, text + in_shift, len);
            memcpy(text + len, in_copy, in_shift);
        }
        memcpy(out, text, len);
        nji_chacha20_xor_with(variant, out, out, len, key, nonce, offset);
        CHECK(out[-1] == 0xa5 && out[len] == 0xa5);
        CHECK_BYTES(out, expected, len);
    }
}

static void test_lengths(const nji_chacha20_variant *variant) {
    static const uint64_t offsets[] = {0, 1, 63, 64, 100, 512, 1300, (UINT64_C(1) << 37) - 65};
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        for (size_t j = 0; j < sizeof offsets / sizeof offsets[0]; j++) test_length(variant, LENGTHS[i], offsets[j]);
        if (LENGTHS[i] > 0) test_length(variant, LENGTHS[i], (LAST_BLOCK + 1) * 64 - LENGTHS[i]); /* up to the last byte */
    }
    for (size_t len = 0; len <= 1600; len++) {
        memset(actual, 0xa5, len + 1);
        nji_chacha20_xor_with(portable(), expected, text, len, key, nonce, 7 * 64);
        stream(variant, actual, text, len, key, nonce, 7);
        CHECK_BYTES(actual, expected, len);
        CHECK(actual[len] == 0xa5);
    }
}

/* The stream does not depend on where a call begins. */
static void test_offsets(const nji_chacha20_variant *variant) {
    nji_chacha20_xor_with(portable(), expected, text, 2600, key, nonce, 0);
    for (size_t offset = 0; offset <= 1300; offset += 7) {
        nji_chacha20_xor_with(variant, actual, text + offset, 2600 - offset, key, nonce, offset);
        CHECK_BYTES(actual, expected + offset, 2600 - offset);
        const size_t inside = 64 - offset % 64; /* ends with its first block */
        nji_chacha20_xor_with(variant, actual, text + offset, inside, key, nonce, offset);
        CHECK_BYTES(actual, expected + offset, inside);
    }
}

/* A page that cannot be touched follows the data: reading or writing past its end is a crash. */
static void test_guard(const nji_chacha20_variant *variant) {
    uint8_t *area = mmap(NULL, 2 * GUARD_AREA_LEN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(area != MAP_FAILED);
    CHECK(mprotect(area + GUARD_AREA_LEN, GUARD_AREA_LEN, PROT_NONE) == 0);
    for (size_t len = 1; len <= 2600; len += len < 140 ? 1 : 61) {
        uint8_t *data = area + GUARD_AREA_LEN - len;
        memcpy(data, text, len);
        nji_chacha20_xor_with(portable(), expected, text, len, key, nonce, 0);
        stream(variant, data, data, len, key, nonce, 0);
        CHECK_BYTES(data, expected, len);
    }
    CHECK(munmap(area, 2 * GUARD_AREA_LEN) == 0);
}

static void test_variants(void) {
    const size_t count = nji_chacha20_variant_count();
    int used = 0;
    CHECK(portable()->required == 0);
    for (size_t i = 0; i < count; i++) {
        const nji_chacha20_variant *variant = nji_chacha20_variant_at(i);
        const int supported = (variant->required & nji_cpu_features()) == variant->required;
        printf("chacha20 %s: %s\n", variant->name, supported ? "tested" : "not supported by this machine");
        if (!supported) continue;
        if (used++ == 0) CHECK(strcmp(nji_chacha20_variant_name(), variant->name) == 0);
        test_rfc8439(variant);
        test_lengths(variant);
        test_offsets(variant);
        test_guard(variant);
    }
}

static void check_refused(nj_status wanted, nj_status status, const uint8_t *out, size_t len) {
    CHECK(status == wanted);
    for (size_t i = 0; i < len; i++) CHECK(out[i] == 0);
}

static void test_counter(void) {
    uint8_t out[129];
    /* The last two blocks of the stream are there; one byte more is not. */
    nji_chacha20_xor_with(portable(), expected, text, 128, key, nonce, (LAST_BLOCK - 1) * 64);
    CHECK(nj_chacha20(out, key, nonce, UINT32_MAX - 1, text, 128) == NJ_OK);
    CHECK_BYTES(out, expected, 128);
    check_refused(NJ_ERR_ARGUMENT, nj_chacha20(out, key, nonce, UINT32_MAX - 1, text, 129), out, 129);
    memset(out, 0xa5, sizeof out);
    check_refused(NJ_ERR_ARGUMENT, nj_chacha20(out, key, nonce, UINT32_MAX, text, 65), out, 65);
    CHECK(out[65] == 0xa5);
    CHECK(nj_chacha20(out, key, nonce, UINT32_MAX, text + 64, 64) == NJ_OK);
    CHECK_BYTES(out, expected + 64, 64);
}

static void test_arguments(void) {
    uint8_t data[400], k[32], out[100];
    memset(data, 0xa5, sizeof data);
    CHECK(nj_chacha20(NULL, key, nonce, 0, NULL, 0) == NJ_OK);
    CHECK(nj_chacha20(NULL, key, nonce, 0, text, 1) == NJ_ERR_ARGUMENT);
    memset(out, 0xa5, sizeof out);
    check_refused(NJ_ERR_ARGUMENT, nj_chacha20(out, NULL, nonce, 0, text, 100), out, 100);
    memset(out, 0xa5, sizeof out);
    check_refused(NJ_ERR_ARGUMENT, nj_chacha20(out, key, NULL, 0, text, 100), out, 100);

    check_refused(NJ_ERR_OVERLAP, nj_chacha20(data + 100, key, nonce, 0, data + 101, 100), data + 100, 100);
    CHECK(data[99] == 0xa5 && data[200] == 0xa5);
    check_refused(NJ_ERR_OVERLAP, nj_chacha20(data + 100, key, nonce, 0, data + 1, 100), data + 100, 100);
    check_refused(NJ_ERR_OVERLAP, nj_chacha20(k, k, nonce, 0, NULL, 1), k, 1);
    memset(data, 0xa5, sizeof data);
    check_refused(NJ_ERR_OVERLAP, nj_chacha20(data, key, data + 63, 0, text, 64), data, 64);
    CHECK(nj_chacha20(data + 100, key, nonce, 0, data, 100) == NJ_OK);
    CHECK(nj_chacha20(data + 100, key, nonce, 0, data + 200, 100) == NJ_OK);
    CHECK(nj_chacha20(data + 100, key, nonce, 0, data + 100, 100) == NJ_OK);
}

int main(void) {
    random_bytes(key, sizeof key);
    random_bytes(nonce, sizeof nonce);
    random_bytes(text, sizeof text);
    test_variants();
    test_counter();
    test_arguments();
    return harness_done("chacha20_test");
}
