#include "sha256.h"

#include "cpu/cpu.h"
#include "harness.h"
#include "sha256_internal.h"
#include "sha256_x16.h"
#include "sha256_x16_internal.h"

#define BIG_LEN 65535

static const size_t LENGTHS[] = {0,   1,   31,  32,  33,  55,   56,   57,   63,   64,   65,   111,  119,
                                 120, 127, 128, 129, 255, 256,  257,  511,  512,  513,  1023, 1024, 1025,
                                 1300, 1332, 1366, 2600, BIG_LEN};
#define LENGTH_COUNT (sizeof LENGTHS / sizeof LENGTHS[0])

static uint8_t big[BIG_LEN + 3];

/* FIPS 180-4 written out plainly on a given variant: the padding here shares no code with sha256.c. */
static void hash_with(const nji_sha256_variant *variant, uint8_t *out, const uint8_t *in, size_t len) {
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint8_t last[128] = {0};
    const size_t whole = len / 64, rest = len % 64, last_len = rest < 56 ? 64 : 128;
    variant->compress(state, in, whole);
    if (rest != 0) memcpy(last, in + 64 * whole, rest);
    last[rest] = 0x80;
    for (int i = 0; i < 8; i++) last[last_len - 1 - (size_t)i] = (uint8_t)((uint64_t)len * 8 >> 8 * i);
    variant->compress(state, last, last_len / 64);
    for (int i = 0; i < 32; i++) out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static const struct {
    const char *text;
    const char *hash;
} FIPS[] = {
    /* FIPS 180-4's examples (NIST CSRC "SHA256.pdf", and the two-block 896-bit message of "SHA2_Additional.pdf"), and "". */
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};

static void test_variant(const nji_sha256_variant *variant) {
    const nji_sha256_variant *portable = nji_sha256_variant_at(nji_sha256_variant_count() - 1);
    uint8_t expected[32], actual[32];
    for (size_t i = 0; i < sizeof FIPS / sizeof FIPS[0]; i++) {
        from_hex(expected, FIPS[i].hash);
        hash_with(variant, actual, (const uint8_t *)FIPS[i].text, strlen(FIPS[i].text));
        CHECK_BYTES(actual, expected, 32);
    }
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        for (size_t shift = 0; shift <= 3; shift++) {
            hash_with(portable, expected, big + shift, LENGTHS[i]);
            hash_with(variant, actual, big + shift, LENGTHS[i]);
            CHECK_BYTES(actual, expected, 32);
        }
    }
    uint32_t state[8], before[8];
    random_bytes((uint8_t *)state, sizeof state);
    memcpy(before, state, sizeof state);
    variant->compress(state, NULL, 0);
    CHECK_BYTES(state, before, sizeof state);
}

static void test_variants(void) {
    const size_t count = nji_sha256_variant_count();
    int used = 0;
    CHECK(nji_sha256_variant_at(count - 1)->required == 0);
    for (size_t i = 0; i < count; i++) {
        const nji_sha256_variant *variant = nji_sha256_variant_at(i);
        const int supported = (variant->required & nji_cpu_features()) == variant->required;
        printf("sha256 %s: %s\n", variant->name, supported ? "tested" : "not supported by this machine");
        if (supported) test_variant(variant);
        if (supported && used++ == 0) CHECK(strcmp(nji_sha256_variant_name(), variant->name) == 0);
    }
}

/* Blocks of 1 to 16 messages, out of line with each other, against the same messages one by one. */
static void test_x16_variant(const nji_sha256_x16_variant *variant) {
    for (size_t lanes = 1; lanes <= NJI_SHA256_X16_LANES; lanes++) {
        for (size_t count = 0; count <= 5; count++) {
            _Alignas(64) uint32_t state[8][NJI_SHA256_X16_LANES];
            uint32_t expected[8];
            const uint8_t *blocks[NJI_SHA256_X16_LANES];
            random_bytes((uint8_t *)state, sizeof state);
            uint32_t before[8][NJI_SHA256_X16_LANES];
            memcpy(before, state, sizeof state);
            for (size_t l = 0; l < lanes; l++) blocks[l] = big + random_u64() % 1000;
            variant->compress(state, blocks, count, lanes);
            for (size_t l = 0; l < lanes; l++) {
                for (int i = 0; i < 8; i++) expected[i] = before[i][l];
                nji_sha256_compress_portable(expected, blocks[l], count);
                for (int i = 0; i < 8; i++) CHECK(state[i][l] == expected[i]);
            }
        }
    }
}

static void test_x16_variants(void) {
    CHECK(nji_sha256_x16_variant_at(nji_sha256_x16_variant_count() - 1)->required == 0);
    for (size_t i = 0; i < nji_sha256_x16_variant_count(); i++) {
        const nji_sha256_x16_variant *variant = nji_sha256_x16_variant_at(i);
        const int supported = (variant->required & nji_cpu_features()) == variant->required;
        printf("sha256 x16 %s: %s\n", variant->name, supported ? "tested" : "not supported by this machine");
        if (supported) test_x16_variant(variant);
    }
}

/* Hashes and MACs of many messages, in two parts, against those of each. */
static void test_x16_streams(void) {
    for (size_t round = 0; round < 300; round++) {
        const size_t lanes = 1 + random_u64() % NJI_SHA256_X16_LANES, first = random_u64() % 200, second = random_u64() % 1500;
        const size_t key_len = random_u64() % 65;
        uint8_t out[NJI_SHA256_X16_LANES][32], expected[32];
        uint8_t *outs[NJI_SHA256_X16_LANES];
        const uint8_t *firsts[NJI_SHA256_X16_LANES], *seconds[NJI_SHA256_X16_LANES], *keys[NJI_SHA256_X16_LANES];
        nji_sha256_x16 hash;
        nji_hmac_x16 hmac;
        for (size_t l = 0; l < lanes; l++) {
            firsts[l] = big + 2000 * l;
            seconds[l] = firsts[l] + first;
            keys[l] = big + 40000 + 70 * l;
            outs[l] = out[l];
        }
        nji_sha256_x16_init(&hash, lanes);
        nji_sha256_x16_update(&hash, firsts, first);
        nji_sha256_x16_update(&hash, seconds, second);
        nji_sha256_x16_final(&hash, outs);
        for (size_t l = 0; l < lanes; l++) {
            CHECK(nj_sha256(expected, firsts[l], first + second) == NJ_OK);
            CHECK_BYTES(out[l], expected, 32);
        }
        for (int same = 0; same < 2; same++) {
            if (same) {
                nji_hmac_x16_init_same(&hmac, keys[0], key_len, lanes);
            } else {
                nji_hmac_x16_init(&hmac, keys, key_len, lanes);
            }
            nji_hmac_x16_update(&hmac, firsts, first);
            nji_hmac_x16_update(&hmac, seconds, second);
            nji_hmac_x16_final(&hmac, outs);
            for (size_t l = 0; l < lanes; l++) {
                CHECK(nj_hmac_sha256(expected, same ? keys[0] : keys[l], key_len, firsts[l], first + second) == NJ_OK);
                CHECK_BYTES(out[l], expected, 32);
            }
        }
    }
}

/* Any number of messages, their parts apart from each other, against each hashed alone; a part that is nowhere, and one that all share. */
static void test_many(void) {
    static uint8_t out[40][32], keys[40][33], parts[40][100];
    for (size_t count = 0; count <= 40; count++) {
        const size_t len = random_u64() % 100, key_len = 1 + random_u64() % 33;
        const nji_part in[] = {{parts[0], sizeof parts[0], len}, {NULL, 0, 0}, {big, 0, 70}};
        const nji_part key = {keys[0], random_u64() % 2 * sizeof keys[0], key_len};
        uint8_t message[170], expected[32];
        random_bytes(parts[0], sizeof parts);
        random_bytes(keys[0], sizeof keys);
        for (int mac = 0; mac < 2; mac++) {
            if (mac) {
                nji_hmac_many(out, count, &key, in, 3);
            } else {
                nji_sha256_many(out, count, in, 3);
            }
            for (size_t i = 0; i < count; i++) {
                memcpy(message, parts[i], len);
                memcpy(message + len, big, 70);
                if (mac) {
                    CHECK(nj_hmac_sha256(expected, keys[key.stride == 0 ? 0 : i], key_len, message, len + 70) == NJ_OK);
                } else {
                    CHECK(nj_sha256(expected, message, len + 70) == NJ_OK);
                }
                CHECK_BYTES(out[i], expected, 32);
            }
        }
    }
}

static void test_one_shot(void) {
    const nji_sha256_variant *portable = nji_sha256_variant_at(nji_sha256_variant_count() - 1);
    uint8_t expected[32], actual[32];
    for (size_t i = 0; i < sizeof FIPS / sizeof FIPS[0]; i++) {
        from_hex(expected, FIPS[i].hash);
        CHECK(nj_sha256(actual, (const uint8_t *)FIPS[i].text, strlen(FIPS[i].text)) == NJ_OK);
        CHECK_BYTES(actual, expected, 32);
    }
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        hash_with(portable, expected, big, LENGTHS[i]);
        CHECK(nj_sha256(actual, big, LENGTHS[i]) == NJ_OK);
        CHECK_BYTES(actual, expected, 32);
    }
    memcpy(actual, FIPS[1].text, 3); /* the hash may replace its message */
    from_hex(expected, FIPS[1].hash);
    CHECK(nj_sha256(actual, actual, 3) == NJ_OK);
    CHECK_BYTES(actual, expected, 32);
}

/* Any way of cutting the message gives the same hash, and the state is wiped. */
static void test_streaming(void) {
    static const uint8_t zeros[sizeof(nji_sha256)];
    uint8_t expected[32], actual[32];
    nji_sha256 hash;
    for (size_t step = 1; step <= 200; step++) {
        const size_t len = 1366;
        CHECK(nj_sha256(expected, big, len) == NJ_OK);
        nji_sha256_init(&hash);
        nji_sha256_update(&hash, NULL, 0);
        for (size_t at = 0; at < len; at += step) nji_sha256_update(&hash, big + at, NJI_MIN(step, len - at));
        nji_sha256_final(&hash, actual);
        CHECK_BYTES(actual, expected, 32);
        CHECK_BYTES(&hash, zeros, sizeof hash);
    }
    /* FIPS 180-4's long example: a million times 'a'. */
    uint8_t part[1000];
    memset(part, 'a', sizeof part);
    nji_sha256_init(&hash);
    for (int i = 0; i < 1000; i++) nji_sha256_update(&hash, part, sizeof part);
    nji_sha256_final(&hash, actual);
    from_hex(expected, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK_BYTES(actual, expected, 32);
}

static const struct {
    const char *key;
    const char *text;
    const char *mac;
} RFC4231[] = {
    /* RFC 4231 section 4.2 to 4.8; 4.6 has only the first 16 bytes. Key and data in hex. */
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"0102030405060708090a0b0c0d0e0f10111213141516171819",
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c", "546573742057697468205472756e636174696f6e",
     "a3b6167473100ee06e0c796c2955552b"},
};

static const struct {
    const char *text;
    const char *mac;
} RFC4231_LONG_KEY[] = {
    /* RFC 4231 section 4.7 and 4.8: the key is 131 bytes aa. */
    {"Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before "
     "being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

static void test_hmac(void) {
    static const uint8_t zeros[sizeof(nji_hmac)];
    uint8_t key[131], text[64], expected[32], actual[32];
    for (size_t i = 0; i < sizeof RFC4231 / sizeof RFC4231[0]; i++) {
        const size_t key_len = from_hex(key, RFC4231[i].key), text_len = from_hex(text, RFC4231[i].text);
        const size_t mac_len = from_hex(expected, RFC4231[i].mac);
        CHECK(nj_hmac_sha256(actual, key, key_len, text, text_len) == NJ_OK);
        CHECK_BYTES(actual, expected, mac_len);
    }
    memset(key, 0xaa, sizeof key);
    for (size_t i = 0; i < sizeof RFC4231_LONG_KEY / sizeof RFC4231_LONG_KEY[0]; i++) {
        const char *message = RFC4231_LONG_KEY[i].text;
        from_hex(expected, RFC4231_LONG_KEY[i].mac);
        CHECK(nj_hmac_sha256(actual, key, sizeof key, (const uint8_t *)message, strlen(message)) == NJ_OK);
        CHECK_BYTES(actual, expected, 32);
    }
    /* In parts, from a copied state, with a key of exactly one block; the states are wiped. */
    nji_hmac first, second;
    CHECK(nj_hmac_sha256(expected, key, 64, big, 1332) == NJ_OK);
    nji_hmac_init(&first, key, 64);
    nji_hmac_update(&first, big, 1300);
    second = first;
    nji_hmac_update(&second, big + 1300, 32);
    nji_hmac_final(&second, actual);
    CHECK_BYTES(actual, expected, 32);
    nji_hmac_update(&first, big + 1300, 32);
    nji_hmac_final(&first, actual);
    CHECK_BYTES(actual, expected, 32);
    CHECK_BYTES(&first, zeros, sizeof first);
}

static const struct {
    const char *ikm;
    const char *salt;
    const char *info;
    const char *okm;
} RFC5869[] = {
    /* RFC 5869 appendix A.1 to A.3. */
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637"
     "38393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
     "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f9091929394959697"
     "98999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
     "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7"
     "e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
     "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8"
     "367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
};

static void test_hkdf(void) {
    static uint8_t long_okm[NJ_HKDF_SHA256_MAX_LEN + 1];
    uint8_t ikm[80], salt[80], info[80], expected[82], actual[82];
    for (size_t i = 0; i < sizeof RFC5869 / sizeof RFC5869[0]; i++) {
        const size_t ikm_len = from_hex(ikm, RFC5869[i].ikm), salt_len = from_hex(salt, RFC5869[i].salt);
        const size_t info_len = from_hex(info, RFC5869[i].info), okm_len = from_hex(expected, RFC5869[i].okm);
        CHECK(nj_hkdf_sha256(actual, okm_len, salt, salt_len, ikm, ikm_len, info, info_len) == NJ_OK);
        CHECK_BYTES(actual, expected, okm_len);
        CHECK(nj_hkdf_sha256(long_okm, NJ_HKDF_SHA256_MAX_LEN, salt, salt_len, ikm, ikm_len, info, info_len) == NJ_OK);
        CHECK_BYTES(long_okm, expected, okm_len); /* a longer output begins like a shorter one */
    }
    CHECK(nj_hkdf_sha256(NULL, 0, NULL, 0, NULL, 0, NULL, 0) == NJ_OK);
    /* The output may replace salt or key material, not info. */
    from_hex(expected, RFC5869[2].okm);
    from_hex(actual, RFC5869[2].ikm);
    CHECK(nj_hkdf_sha256(actual, 42, NULL, 0, actual, 22, NULL, 0) == NJ_OK);
    CHECK_BYTES(actual, expected, 42);
    CHECK(nj_hkdf_sha256(long_okm, NJ_HKDF_SHA256_MAX_LEN + 1, salt, 1, ikm, 1, info, 1) == NJ_ERR_ARGUMENT);
    for (size_t i = 0; i < sizeof long_okm; i++) CHECK(long_okm[i] == 0);
    memset(actual, 0xa5, sizeof actual);
    CHECK(nj_hkdf_sha256(actual, 33, salt, 1, ikm, 1, actual + 32, 8) == NJ_ERR_OVERLAP);
    CHECK_BYTES(actual, long_okm, 33);
    CHECK(actual[33] == 0xa5);
}

static void test_null(void) {
    static const uint8_t zeros[32];
    uint8_t out[32], in[1] = {0};
    CHECK(nj_sha256(NULL, in, 1) == NJ_ERR_ARGUMENT);
    CHECK(nj_sha256(out, NULL, 0) == NJ_OK);
    CHECK(nj_sha256(out, NULL, 1) == NJ_ERR_ARGUMENT);
    CHECK_BYTES(out, zeros, 32);
    CHECK(nj_hmac_sha256(NULL, in, 1, in, 1) == NJ_ERR_ARGUMENT);
    CHECK(nj_hmac_sha256(out, NULL, 0, NULL, 0) == NJ_OK);
    CHECK(nj_hmac_sha256(out, NULL, 1, in, 1) == NJ_ERR_ARGUMENT);
    CHECK_BYTES(out, zeros, 32);
    memset(out, 1, sizeof out);
    CHECK(nj_hmac_sha256(out, in, 1, NULL, 1) == NJ_ERR_ARGUMENT);
    CHECK_BYTES(out, zeros, 32);
    CHECK(nj_hkdf_sha256(NULL, 1, in, 1, in, 1, in, 1) == NJ_ERR_ARGUMENT);
    for (int missing = 0; missing < 3; missing++) {
        memset(out, 1, sizeof out);
        CHECK(nj_hkdf_sha256(out, 32, missing == 0 ? NULL : in, 1, missing == 1 ? NULL : in, 1, missing == 2 ? NULL : in, 1) ==
              NJ_ERR_ARGUMENT);
        CHECK_BYTES(out, zeros, 32);
    }
}

int main(void) {
    random_bytes(big, sizeof big);
    test_variants();
    test_x16_variants();
    test_x16_streams();
    test_many();
    test_one_shot();
    test_streaming();
    test_hmac();
    test_hkdf();
    test_null();
    return harness_done("sha256_test");
}
