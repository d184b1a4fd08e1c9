/* Keys, ECDH, key derivation and BIP340, with their bad input. */
#include "ec/ec.h"

#include "harness.h"
#include "nightjar/hash.h"
#include "nightjar/schnorr.h"

static const char *const ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
static const char *const ORDER_PLUS_ONE = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142";
static const char *const ORDER_MINUS_ONE = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

static nj_ctx ctx;

static void test_secret_keys(void) {
    const char *bad[] = {"0000000000000000000000000000000000000000000000000000000000000000", ORDER, ORDER_PLUS_ONE,
                         "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};
    uint8_t secret[32], point[33], shared[32], zero[64] = {0}, signature[64];
    nj_key key;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        from_hex(secret, bad[i]);
        CHECK(nj_secret_key_check(secret) == NJ_ERR_SECRET_KEY);
        CHECK(nj_public_key_create(&ctx, point, secret) == NJ_ERR_SECRET_KEY);
        CHECK_BYTES(point, zero, sizeof point);
        CHECK(nj_key_init(&ctx, &key, secret) == NJ_ERR_SECRET_KEY && !nji_key_ready(&key));
        CHECK(nj_schnorr_sign(&ctx, signature, secret, secret, 32, NULL) == NJ_ERR_SECRET_KEY);
        CHECK_BYTES(signature, zero, sizeof signature);
        from_hex(point, "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        CHECK(nj_ecdh(&ctx, shared, secret, point) == NJ_ERR_SECRET_KEY);
        CHECK_BYTES(shared, zero, sizeof shared);
    }
    from_hex(secret, ORDER_MINUS_ONE);
    CHECK(nj_secret_key_check(secret) == NJ_OK);
    CHECK(nj_secret_key_check(NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_public_key_create(&ctx, point, secret) == NJ_OK);
    /* (n - 1) G = -G */
    from_hex(zero, "0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    CHECK_BYTES(point, zero, sizeof point);
}

static void test_public_keys(void) {
    /* x = 5 is on no point; x = p and p + 1 are not reduced. */
    const char *bad[] = {"020000000000000000000000000000000000000000000000000000000000000005",
                         "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
                         "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",
                         "0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                         "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                         "0679be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                         "0779be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"};
    uint8_t secret[32], point[33], shared[32], zero[32] = {0};
    memset(secret, 7, sizeof secret);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        from_hex(point, bad[i]);
        CHECK(nj_public_key_check(point) == NJ_ERR_PUBLIC_KEY);
        memset(shared, 1, sizeof shared);
        CHECK(nj_ecdh(&ctx, shared, secret, point) == NJ_ERR_PUBLIC_KEY);
        CHECK_BYTES(shared, zero, sizeof shared);
    }
    CHECK(nj_public_key_check(NULL) == NJ_ERR_ARGUMENT);
}

static void test_ecdh_agrees(void) {
    for (int i = 0; i < 50; i++) {
        uint8_t a[32], b[32], point_a[33], point_b[33], ab[32], ba[32];
        nji_point product;
        random_bytes(a, sizeof a);
        random_bytes(b, sizeof b);
        CHECK(nj_public_key_create(&ctx, point_a, a) == NJ_OK && nj_public_key_create(&ctx, point_b, b) == NJ_OK);
        CHECK(nj_ecdh(&ctx, ab, a, point_b) == NJ_OK && nj_ecdh(&ctx, ba, b, point_a) == NJ_OK);
        CHECK_BYTES(ab, ba, sizeof ab);
        /* The variable-time way gives the same point. */
        CHECK(nji_point_parse(&product, point_b) && nji_point_mul_public(&ctx, &product, a));
        nji_point_serialize(point_b, &product);
        CHECK(nj_sha256(ba, point_b, sizeof point_b) == NJ_OK);
        CHECK_BYTES(ab, ba, sizeof ab);
        /* And so does multiplying the scalars first. */
        CHECK(nji_scalar_mul(a, b) && nj_public_key_create(&ctx, point_a, a) == NJ_OK);
        CHECK_BYTES(point_a, point_b, sizeof point_a);
    }
}

/* BOLT 4 "Key Generation" as used by onion-test.json's first hop: session key 41..41 and node key 41..41. */
static void test_kdf(void) {
    uint8_t key[32], secret[32], expected[32];
    memset(secret, 0x41, sizeof secret);
    for (int label = 0; label < NJ_KDF_LABEL_COUNT; label++) {
        static const char *const texts[] = {"rho", "mu", "um", "ammag", "ammagext", "pad", "blinded_node_id"};
        CHECK(nj_kdf(key, (nj_kdf_label)label, secret) == NJ_OK);
        CHECK(nj_hmac_sha256(expected, (const uint8_t *)texts[label], strlen(texts[label]), secret, 32) == NJ_OK);
        CHECK_BYTES(key, expected, sizeof key);
    }
    memset(expected, 0, sizeof expected);
    CHECK(nj_kdf(key, (nj_kdf_label)NJ_KDF_LABEL_COUNT, secret) == NJ_ERR_ARGUMENT);
    CHECK_BYTES(key, expected, sizeof key);
    CHECK(nj_kdf(key, NJ_KDF_RHO, NULL) == NJ_ERR_ARGUMENT && nj_kdf(NULL, NJ_KDF_RHO, secret) == NJ_ERR_ARGUMENT);
}

static void test_schnorr(void) {
    for (size_t len = 0; len < 200; len += 33) {
        uint8_t secret[32], point[33], msg[200], aux[32], signature[64];
        random_bytes(secret, sizeof secret);
        random_bytes(msg, sizeof msg);
        random_bytes(aux, sizeof aux);
        CHECK(nj_public_key_create(&ctx, point, secret) == NJ_OK);
        CHECK(nj_schnorr_sign(&ctx, signature, secret, len == 0 ? NULL : msg, len, aux) == NJ_OK);
        CHECK(nj_schnorr_verify(point + 1, len == 0 ? NULL : msg, len, signature) == NJ_OK);
        msg[len / 2] ^= 1;
        CHECK(nj_schnorr_verify(point + 1, msg, len, signature) == (len == 0 ? NJ_OK : NJ_PEER_SIGNATURE));
        CHECK(nj_schnorr_verify(point + 1, msg, len + 1, signature) == NJ_PEER_SIGNATURE);
        CHECK(nj_schnorr_verify(NULL, msg, len, signature) == NJ_ERR_ARGUMENT);
        CHECK(nj_schnorr_verify(point + 1, NULL, 1, signature) == NJ_ERR_ARGUMENT);
        CHECK(nj_schnorr_sign(&ctx, signature, secret, NULL, 1, aux) == NJ_ERR_ARGUMENT);
    }
}

static void test_handles(void) {
    uint8_t secret[32], out[33];
    nj_ctx none;
    nj_key key;
    memset(secret, 9, sizeof secret);
    memset(&none, 0, sizeof none);
    CHECK(nj_public_key_create(&none, out, secret) == NJ_ERR_HANDLE);
    CHECK(nj_key_init(&none, &key, secret) == NJ_ERR_HANDLE);
    CHECK(nj_key_init(&ctx, &key, secret) == NJ_OK && nji_key_ready(&key));
    CHECK_BYTES(nji_key_secret(&key), secret, sizeof secret);
    nj_key_wipe(&key);
    for (size_t i = 0; i < sizeof key; i++) CHECK(((const uint8_t *)&key)[i] == 0);
    nj_key_wipe(NULL);
    nj_ctx_wipe(NULL);
    CHECK(nj_ctx_init(NULL, secret) == NJ_ERR_ARGUMENT && nj_ctx_init(&none, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_key_init(NULL, &key, secret) == NJ_ERR_ARGUMENT && nj_key_init(&ctx, NULL, secret) == NJ_ERR_ARGUMENT);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_secret_keys();
    test_public_keys();
    test_ecdh_agrees();
    test_kdf();
    test_schnorr();
    test_handles();
    nj_ctx_wipe(&ctx);
    return harness_done("ec_test");
}
