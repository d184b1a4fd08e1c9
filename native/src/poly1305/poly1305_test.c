#include "poly1305.h"

#include "harness.h"
#include "nightjar/aead.h"

#define MESSAGE_MAX 320

static void authenticate(uint8_t *tag, const uint8_t *key, const uint8_t *text, size_t len) {
    nji_poly1305 mac;
    nji_poly1305_init(&mac, key);
    nji_poly1305_blocks(&mac, text, len / 16);
    nji_poly1305_final(&mac, tag, text + len / 16 * 16, len % 16);
}

static const struct {
    const char *key;
    const char *text;
    const char *tag;
} RFC8439_POLY[] = {
    /* RFC 8439 section 2.5.2; appendix A.3 vectors 1 and 7 to 11 (the carries and the last subtraction). */
    {"85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
     "43727970746f6772617068696320466f72756d2052657365617263682047726f7570", "a8061dc1305136c6c22b8baf0c0127a9"},
    {"0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000000000000000000000000000000",
     "00000000000000000000000000000000"},
    {"0200000000000000000000000000000000000000000000000000000000000000", "ffffffffffffffffffffffffffffffff",
     "03000000000000000000000000000000"},
    {"02000000000000000000000000000000ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000",
     "03000000000000000000000000000000"},
    {"0100000000000000000000000000000000000000000000000000000000000000",
     "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000",
     "05000000000000000000000000000000"},
    {"0100000000000000000000000000000000000000000000000000000000000000",
     "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101",
     "00000000000000000000000000000000"},
    {"0200000000000000000000000000000000000000000000000000000000000000", "fdffffffffffffffffffffffffffffff",
     "faffffffffffffffffffffffffffffff"},
    {"0100000000000000040000000000000000000000000000000000000000000000",
     "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000"
     "01000000000000000000000000000000",
     "14000000000000005500000000000000"},
    {"0100000000000000040000000000000000000000000000000000000000000000",
     "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000",
     "13000000000000000000000000000000"},
};

static void test_rfc8439_poly1305(void) {
    uint8_t key[32], text[80], expected[16], actual[16];
    for (size_t i = 0; i < sizeof RFC8439_POLY / sizeof RFC8439_POLY[0]; i++) {
        const size_t len = from_hex(text, RFC8439_POLY[i].text);
        from_hex(key, RFC8439_POLY[i].key);
        from_hex(expected, RFC8439_POLY[i].tag);
        authenticate(actual, key, text, len);
        CHECK_BYTES(actual, expected, 16);
    }
}

/* RFC 8439 section 2.5 in plain bytes, one bit of r at a time: slow, and nothing in common with the limbs. Numbers are 17
 * bytes, least first, below 2^131. */
static void add_mod(uint8_t *a, const uint8_t *b) {
    unsigned carry = 0;
    for (int i = 0; i < 17; i++) {
        carry += (unsigned)a[i] + b[i];
        a[i] = (uint8_t)carry;
        carry >>= 8;
    }
    while (a[16] >= 4) { /* 2^130 = 5 (mod p) */
        carry = 5u * (a[16] >> 2);
        a[16] &= 3;
        for (int i = 0; i < 17; i++) {
            carry += a[i];
            a[i] = (uint8_t)carry;
            carry >>= 8;
        }
    }
}

static void slow_poly1305(uint8_t *tag, const uint8_t *key, const uint8_t *text, size_t len) {
    static const uint8_t five[17] = {5};
    uint8_t r[16], h[17] = {0}, pad[17] = {0};
    memcpy(r, key, 16);
    for (int i = 3; i < 16; i += 4) r[i] &= 15;
    for (int i = 4; i < 16; i += 4) r[i] &= 252;
    for (size_t at = 0; at < len; at += 16) {
        uint8_t block[17] = {0}, product[17] = {0};
        const size_t take = NJI_MIN(len - at, (size_t)16);
        memcpy(block, text + at, take);
        block[take] = 1;
        add_mod(h, block);
        for (int bit = 127; bit >= 0; bit--) {
            uint8_t twice[17];
            memcpy(twice, product, 17);
            add_mod(product, twice);
            if (r[bit / 8] >> bit % 8 & 1) add_mod(product, h);
        }
        memcpy(h, product, 17);
    }
    uint8_t wrapped[17]; /* h + 5 - 2^130, if h is p or more */
    memcpy(wrapped, h, 17);
    unsigned carry = 0;
    for (int i = 0; i < 17; i++) {
        carry += (unsigned)wrapped[i] + five[i];
        wrapped[i] = (uint8_t)carry;
        carry >>= 8;
    }
    memcpy(tag, wrapped[16] >= 4 ? wrapped : h, 16);
    memcpy(pad, key + 16, 16);
    carry = 0;
    for (int i = 0; i < 16; i++) {
        carry += (unsigned)tag[i] + pad[i];
        tag[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

static void test_against_slow(void) {
    static const uint8_t zeros[sizeof(nji_poly1305)];
    uint8_t key[32], text[MESSAGE_MAX], expected[16], actual[16];
    for (size_t len = 0; len <= MESSAGE_MAX; len++) {
        for (int round = 0; round < 4; round++) {
            random_bytes(key, sizeof key);
            random_bytes(text, sizeof text);
            if (round >= 2) { /* runs of ones carry furthest */
                memset(text, 0xff, sizeof text);
                memset(key, round == 2 ? 0xff : 0x00, 16);
                key[0] |= 2;
            }
            slow_poly1305(expected, key, text, len);
            authenticate(actual, key, text, len);
            CHECK_BYTES(actual, expected, 16);
        }
    }
    nji_poly1305 mac;
    nji_poly1305_init(&mac, key);
    nji_poly1305_final(&mac, actual, NULL, 0);
    CHECK_BYTES(actual, key + 16, 16); /* of nothing: the pad */
    CHECK_BYTES(&mac, zeros, sizeof mac);
}

static const struct {
    const char *key;
    const char *nonce;
    const char *aad;
    const char *plaintext;
    const char *ciphertext;
} RFC8439_AEAD[] = {
    /* RFC 8439 section 2.8.2; appendix A.5. Tag after ciphertext. */
    {"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "070000004041424344454647", "50515253c0c1c2c3c4c5c6c7",
     "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666"
     "657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e",
     "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b29"
     "05d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
     "1ae10b594f09e26a7e902ecbd0600691"},
    {"1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0", "000000000102030405060708", "f33388860000000000004e91",
     "496e7465726e65742d4472616674732061726520647261667420646f63756d656e74732076616c696420666f722061206d6178696d756d206f"
     "6620736978206d6f6e74687320616e64206d617920626520757064617465642c207265706c616365642c206f72206f62736f6c657465642062"
     "79206f7468657220646f63756d656e747320617420616e792074696d652e20497420697320696e617070726f70726961746520746f20757365"
     "20496e7465726e65742d447261667473206173207265666572656e6365206d6174657269616c206f7220746f2063697465207468656d206f74"
     "686572207468616e206173202fe2809c776f726b20696e2070726f67726573732e2fe2809d",
     "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09ee94e382d26b0bdb7b73c321b0100d4"
     "f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c8559797a06ef4f0ef61c186324e2b3506383606"
     "907b6a7c02b0f9f6157b53c867e4b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523eaf4534d7f83fa1155b0047"
     "718cbc546a0d072b04b3564eea1b422273f548271a0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a1049e617d9"
     "1d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29a6ad5cb4022b02709b"
     "eead9d67890cbb22392336fea1851f38"},
};

static void test_rfc8439_aead(void) {
    uint8_t key[32], nonce[12], aad[16], plaintext[MESSAGE_MAX], ciphertext[MESSAGE_MAX], out[MESSAGE_MAX];
    for (size_t i = 0; i < sizeof RFC8439_AEAD / sizeof RFC8439_AEAD[0]; i++) {
        const size_t len = from_hex(plaintext, RFC8439_AEAD[i].plaintext), aad_len = from_hex(aad, RFC8439_AEAD[i].aad);
        from_hex(key, RFC8439_AEAD[i].key);
        from_hex(nonce, RFC8439_AEAD[i].nonce);
        CHECK(from_hex(ciphertext, RFC8439_AEAD[i].ciphertext) == len + NJ_AEAD_TAG_LEN);
        CHECK(nj_aead_encrypt(out, key, nonce, aad, aad_len, plaintext, len) == NJ_OK);
        CHECK_BYTES(out, ciphertext, len + NJ_AEAD_TAG_LEN);
        CHECK(nj_aead_decrypt(out, key, nonce, aad, aad_len, ciphertext, len + NJ_AEAD_TAG_LEN) == NJ_OK);
        CHECK_BYTES(out, plaintext, len);
        memcpy(out, plaintext, len);
        CHECK(nj_aead_encrypt(out, key, nonce, aad, aad_len, out, len) == NJ_OK);
        CHECK_BYTES(out, ciphertext, len + NJ_AEAD_TAG_LEN);
        CHECK(nj_aead_decrypt(out, key, nonce, aad, aad_len, out, len + NJ_AEAD_TAG_LEN) == NJ_OK);
        CHECK_BYTES(out, plaintext, len);
    }
}

/* Any changed bit of ciphertext, tag, associated data, key or nonce is refused, and nothing is let out. */
static void test_forgery(void) {
    uint8_t key[32], nonce[12], aad[7], text[50], sealed[50 + 16], out[50];
    uint8_t *const parts[] = {sealed, aad, key, nonce};
    static const size_t lens[] = {sizeof sealed, sizeof aad, sizeof key, sizeof nonce};
    random_bytes(key, sizeof key);
    random_bytes(nonce, sizeof nonce);
    random_bytes(aad, sizeof aad);
    random_bytes(text, sizeof text);
    CHECK(nj_aead_encrypt(sealed, key, nonce, aad, sizeof aad, text, sizeof text) == NJ_OK);
    for (size_t part = 0; part < 4; part++) {
        for (size_t bit = 0; bit < 8 * lens[part]; bit++) {
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
            memset(out, 0xa5, sizeof out);
            CHECK(nj_aead_decrypt(out, key, nonce, aad, sizeof aad, sealed, sizeof sealed) == NJ_PEER_AEAD_TAG);
            for (size_t i = 0; i < sizeof out; i++) CHECK(out[i] == 0);
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
    }
    /* A byte moved from associated data to ciphertext, or lost at the end. */
    CHECK(nj_aead_decrypt(out, key, nonce, aad, sizeof aad - 1, sealed, sizeof sealed) == NJ_PEER_AEAD_TAG);
    CHECK(nj_aead_decrypt(out, key, nonce, aad, sizeof aad, sealed, sizeof sealed - 1) == NJ_PEER_AEAD_TAG);
    CHECK(nj_aead_decrypt(out, key, nonce, aad, sizeof aad, sealed, sizeof sealed) == NJ_OK);
    CHECK_BYTES(out, text, sizeof text);
}

static void test_round_trip(void) {
    static uint8_t text[2600], sealed[2600 + 16 + 3], out[2600 + 3];
    static const size_t lens[] = {0, 1, 15, 16, 17, 63, 64, 65, 511, 512, 513, 1300, 2600};
    uint8_t key[32], nonce[12], aad[33];
    random_bytes(key, sizeof key);
    random_bytes(nonce, sizeof nonce);
    random_bytes(aad, sizeof aad);
    random_bytes(text, sizeof text);
    for (size_t i = 0; i < sizeof lens / sizeof lens[0]; i++) {
        const size_t len = lens[i];
        for (size_t aad_len = 0; aad_len <= sizeof aad; aad_len += 11) {
            for (size_t shift = 0; shift <= 3; shift += 3) {
                CHECK(nj_aead_encrypt(sealed + shift, key, nonce, aad, aad_len, text, len) == NJ_OK);
                CHECK(nj_aead_decrypt(out + shift, key, nonce, aad, aad_len, sealed + shift, len + 16) == NJ_OK);
                CHECK_BYTES(out + shift, text, len);
            }
        }
    }
}

static void check_zero(const uint8_t *data, size_t len) {
    for (size_t i = 0; i < len; i++) CHECK(data[i] == 0);
}

static void test_arguments(void) {
    uint8_t key[32] = {1}, nonce[12] = {2}, aad[8] = {3}, text[40] = {4}, sealed[56], out[56], joint[200];
    CHECK(nj_aead_encrypt(sealed, key, nonce, NULL, 0, NULL, 0) == NJ_OK);
    CHECK(nj_aead_decrypt(NULL, key, nonce, NULL, 0, sealed, 16) == NJ_OK);
    CHECK(nj_aead_encrypt(NULL, key, nonce, aad, 8, text, 40) == NJ_ERR_ARGUMENT);
    CHECK(nj_aead_encrypt(out, key, nonce, aad, 8, text, SIZE_MAX) == NJ_ERR_ARGUMENT);
    CHECK(nj_aead_encrypt(sealed, key, nonce, aad, 8, text, 40) == NJ_OK);
    for (int missing = 0; missing < 4; missing++) {
        const uint8_t *k = missing == 0 ? NULL : key, *n = missing == 1 ? NULL : nonce, *a = missing == 2 ? NULL : aad;
        memset(out, 0xa5, sizeof out);
        CHECK(nj_aead_encrypt(out, k, n, a, 8, missing == 3 ? NULL : text, 40) == NJ_ERR_ARGUMENT);
        check_zero(out, 56);
        memset(out, 0xa5, sizeof out);
        CHECK(nj_aead_decrypt(out, k, n, a, 8, missing == 3 ? NULL : sealed, 56) == NJ_ERR_ARGUMENT);
        check_zero(out, 40);
        CHECK(out[40] == 0xa5);
    }
    CHECK(nj_aead_decrypt(NULL, key, nonce, aad, 8, sealed, 56) == NJ_ERR_ARGUMENT);
    for (size_t len = 0; len < 16; len++) CHECK(nj_aead_decrypt(out, key, nonce, aad, 8, sealed, len) == NJ_PEER_AEAD_TAG);

    memset(joint, 0xa5, sizeof joint);
    CHECK(nj_aead_encrypt(joint, key, nonce, aad, 8, joint + 1, 40) == NJ_ERR_OVERLAP);
    check_zero(joint, 56);
    CHECK(joint[56] == 0xa5);
    CHECK(nj_aead_encrypt(joint, key, nonce, aad, 8, joint + 55, 40) == NJ_ERR_OVERLAP);
    CHECK(nj_aead_encrypt(joint, key, nonce, joint + 50, 8, text, 40) == NJ_ERR_OVERLAP);
    CHECK(nj_aead_encrypt(joint, joint + 55, nonce, aad, 8, text, 40) == NJ_ERR_OVERLAP);
    CHECK(nj_aead_encrypt(joint, key, joint + 55, aad, 8, text, 40) == NJ_ERR_OVERLAP);
    memset(joint, 0xa5, sizeof joint);
    CHECK(nj_aead_decrypt(joint + 1, key, nonce, aad, 8, joint, 56) == NJ_ERR_OVERLAP);
    check_zero(joint + 1, 40);
    CHECK(joint[0] == 0xa5 && joint[41] == 0xa5);
    CHECK(nj_aead_decrypt(joint, key, nonce, joint + 39, 8, sealed, 56) == NJ_ERR_OVERLAP);
    memcpy(joint, sealed, 56);
    CHECK(nj_aead_decrypt(joint + 56, key, nonce, aad, 8, joint, 56) == NJ_OK); /* next to each other is disjoint */
    CHECK_BYTES(joint + 56, text, 40);
}

int main(void) {
    test_rfc8439_poly1305();
    test_against_slow();
    test_rfc8439_aead();
    test_forgery();
    test_round_trip();
    test_arguments();
    return harness_done("poly1305_test");
}
