/* Keys, ECDH, key derivation and BIP340, with their bad input. */
#include "ec/ec.h"

#include <secp256k1_ecdh.h>

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
        CHECK(nji_point_parse(&product, point_b) && nji_point_mul_public(&ctx, point_b, &product, a));
        CHECK(nj_sha256(ba, point_b, sizeof point_b) == NJ_OK);
        CHECK_BYTES(ab, ba, sizeof ab);
        /* And so does multiplying the scalars first. */
        CHECK(nji_scalar_mul(a, b) && nj_public_key_create(&ctx, point_a, a) == NJ_OK);
        CHECK_BYTES(point_a, point_b, sizeof point_a);
    }
}

static int copy_product(unsigned char *out, const unsigned char *x, const unsigned char *y, void *data) {
    (void)data;
    out[0] = 2 | (y[31] & 1);
    memcpy(out + 1, x, 32);
    return 1;
}

/* Our multiplications against libsecp256k1's: secret, with a ready key, and public. */
static void check_product(const nji_point *point, const secp256k1_pubkey *pubkey, const uint8_t *scalar) {
    uint8_t expected[33], actual[33], shared[32], key_shared[32];
    nj_key key;
    CHECK(secp256k1_ecdh(secp256k1_context_static, expected, pubkey, scalar, copy_product, NULL));
    CHECK(nji_point_mul_secret(&ctx, actual, point, scalar));
    CHECK_BYTES(actual, expected, sizeof expected);
    CHECK(nji_point_mul_public(&ctx, actual, point, scalar));
    CHECK_BYTES(actual, expected, sizeof expected);
    CHECK(nj_sha256(shared, expected, sizeof expected) == NJ_OK);
    CHECK(nj_key_init(&ctx, &key, scalar) == NJ_OK && nji_key_shared_secret(&ctx, key_shared, point, &key));
    CHECK_BYTES(key_shared, shared, sizeof shared);
    nj_key_wipe(&key);
}

/* What a multiplication may find hard: few bits, many bits, the endomorphism's eigenvalue and its powers, the halves' ends, and
 * the scalars that only libsecp256k1 can do (see curve_test). Each is taken with its negative and its square too. */
static const char *const EDGE_SCALARS[] = {
    "fffffffffffffffffffffffffffffff9445cac3e1cc2498eee42b6faec057f63",
    "0000000000000000000000000000000000000000000000000000000000000001",
    "0000000000000000000000000000000000000000000000000000000000000002",
    "0000000000000000000000000000000000000000000000000000000000000003",
    "0000000000000000000000000000000000000000000000000000000002000000",
    "0000000000000000000000000000000000000000000000000000000004000000",
    "00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000100000000000000000000000000000000",
    "0000000000000000000000000000000200000000000000000000000000000000",
    "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0",
    "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1",
    "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72",
    "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd73",
    "ac9c52b33fa3cf1f5ad9e3fd77ed9ba4a880b9fc8ec739c2e0cfc810b51283ce",
    "f2179ca01ecc5de3b6856c6d574c072768749261b18f7739358dfcc8c08862b0",
};

static void test_products(void) {
    static const char *const order_minus_two = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413f";
    const int rounds = harness_long() ? 100000 : 500;
    uint8_t scalar[32], compressed[33];
    secp256k1_pubkey pubkey;
    nji_point point;
    for (int i = 0; i < rounds; i++) {
        random_bytes(scalar, sizeof scalar);
        CHECK(nji_public_key_create(&ctx, compressed, scalar) && nji_point_parse(&point, compressed));
        CHECK(secp256k1_ec_pubkey_parse(secp256k1_context_static, &pubkey, compressed, sizeof compressed));
        random_bytes(scalar, sizeof scalar);
        check_product(&point, &pubkey, scalar);
    }
    for (size_t i = 0; i < sizeof EDGE_SCALARS / sizeof *EDGE_SCALARS; i++) {
        from_hex(scalar, EDGE_SCALARS[i]);
        check_product(&point, &pubkey, scalar);
        CHECK(nji_scalar_mul(scalar, scalar));
        check_product(&point, &pubkey, scalar);
        from_hex(scalar, EDGE_SCALARS[i]);
        CHECK(secp256k1_ec_seckey_negate(secp256k1_context_static, scalar));
        check_product(&point, &pubkey, scalar);
    }
    from_hex(scalar, order_minus_two);
    check_product(&point, &pubkey, scalar);
}

/* The same points as libsecp256k1 finds, and no others. */
static void test_parsing(void) {
    const int rounds = harness_long() ? 100000 : 1000;
    for (int i = 0; i < rounds; i++) {
        uint8_t bytes[33];
        secp256k1_pubkey pubkey;
        nji_point point;
        random_bytes(bytes, sizeof bytes);
        bytes[0] = (uint8_t)(i % 8 == 0 ? i / 8 % 8 : 2 + i % 2);
        if (i % 16 == 1) memset(bytes + 1, 0xff, 27);
        CHECK(nji_point_parse(&point, bytes) ==
              secp256k1_ec_pubkey_parse(secp256k1_context_static, &pubkey, bytes, sizeof bytes));
    }
}

static void test_refused_scalars(void) {
    const char *bad[] = {"0000000000000000000000000000000000000000000000000000000000000000", ORDER, ORDER_PLUS_ONE};
    static const uint8_t zeros[33];
    uint8_t scalar[32], out[33];
    nji_point point;
    from_hex(out, "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    CHECK(nji_point_parse(&point, out));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        from_hex(scalar, bad[i]);
        memset(out, 1, sizeof out);
        CHECK(!nji_point_mul_secret(&ctx, out, &point, scalar));
        CHECK_BYTES(out, zeros, sizeof out);
        memset(out, 1, sizeof out);
        CHECK(!nji_point_mul_public(&ctx, out, &point, scalar));
        CHECK_BYTES(out, zeros, sizeof out);
        memset(out, 1, sizeof out);
        CHECK(!nji_shared_secret(&ctx, out, &point, scalar));
        CHECK_BYTES(out, zeros, 32);
        memset(out, 1, sizeof out);
        CHECK(!nji_public_key_create(&ctx, out, scalar));
        CHECK_BYTES(out, zeros, sizeof out);
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

/* Batches of every small count, and more than a chunk, with bad keys in any place: what single calls give. */
#define BATCH_MAX 70
static void test_batches(void) {
    static uint8_t secrets[BATCH_MAX][32], keys[BATCH_MAX][33], created[BATCH_MAX][33], shared[BATCH_MAX][32];
    uint8_t expected[33];
    nj_status statuses[BATCH_MAX];
    for (size_t count = 1; count <= BATCH_MAX; count += count < 20 ? 1 : 7) {
        for (size_t i = 0; i < count; i++) {
            random_bytes(secrets[i], 32);
            CHECK(nj_public_key_create(&ctx, keys[i], secrets[i]) == NJ_OK);
            random_bytes(secrets[i], 32);
            switch (random_u64() % 12) {
                case 0: keys[i][0] = (uint8_t)random_u64(); break;
                case 1: memset(keys[i] + 1, 0xff, 32); break;
                case 2: memset(secrets[i], 0, 32); break;
                case 3: from_hex(secrets[i], ORDER); break;
                case 4: from_hex(secrets[i], ORDER_MINUS_ONE); break;
            }
        }
        CHECK(nj_ecdh_batch(&ctx, shared[0], statuses, count, secrets[0], keys[0]) == NJ_OK);
        for (size_t i = 0; i < count; i++) {
            CHECK(nj_ecdh(&ctx, expected, secrets[i], keys[i]) == statuses[i]);
            CHECK_BYTES(shared[i], expected, 32);
        }
        CHECK(nj_public_key_create_batch(&ctx, created[0], statuses, count, secrets[0]) == NJ_OK);
        for (size_t i = 0; i < count; i++) {
            CHECK(nj_public_key_create(&ctx, expected, secrets[i]) == statuses[i]);
            CHECK_BYTES(created[i], expected, 33);
        }
    }
    nj_ctx none;
    memset(&none, 0, sizeof none);
    CHECK(nj_ecdh_batch(NULL, NULL, NULL, 0, NULL, NULL) == NJ_OK && nj_public_key_create_batch(NULL, NULL, NULL, 0, NULL) == NJ_OK);
    CHECK(nj_ecdh_batch(&none, shared[0], statuses, 2, secrets[0], keys[0]) == NJ_ERR_HANDLE);
    CHECK(nj_ecdh_batch(&ctx, shared[0], NULL, 2, secrets[0], keys[0]) == NJ_ERR_ARGUMENT);
    CHECK(nj_ecdh_batch(&ctx, shared[0], statuses, NJ_BATCH_MAX_COUNT + 1, secrets[0], keys[0]) == NJ_ERR_ARGUMENT);
    CHECK(nj_ecdh_batch(&ctx, secrets[1], statuses, 2, secrets[0], keys[0]) == NJ_ERR_OVERLAP);
    CHECK(nj_public_key_create_batch(&none, created[0], statuses, 2, secrets[0]) == NJ_ERR_HANDLE);
    CHECK(nj_public_key_create_batch(&ctx, created[0], statuses, 2, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_public_key_create_batch(&ctx, secrets[1], statuses, 2, secrets[0]) == NJ_ERR_OVERLAP);
}

static void test_schnorr_batches(void) {
    static uint8_t keys[BATCH_MAX][32], msgs[BATCH_MAX][100], signatures[BATCH_MAX][64];
    nj_status statuses[BATCH_MAX];
    for (size_t count = 1; count <= BATCH_MAX; count += count < 20 ? 1 : 7) {
        const size_t msg_len = count % 3 == 0 ? 32 : count % 3 == 1 ? 0 : 100;
        uint8_t *flat = msgs[0];
        for (size_t i = 0; i < count; i++) {
            uint8_t secret[32], point[33];
            random_bytes(secret, 32);
            random_bytes(flat + i * msg_len, msg_len);
            CHECK(nj_public_key_create(&ctx, point, secret) == NJ_OK);
            memcpy(keys[i], point + 1, 32);
            CHECK(nj_schnorr_sign(&ctx, signatures[i], secret, flat + i * msg_len, msg_len, NULL) == NJ_OK);
            switch (random_u64() % 14) {
                case 0: keys[i][random_u64() % 32] ^= 1; break;
                case 1: signatures[i][random_u64() % 64] ^= 1; break;
                case 2: memset(signatures[i] + 32, 0xff, 32); break;
                case 3: memset(signatures[i] + 32, 0, 32); break;
                case 4: memset(keys[i], 0xff, 32); break;
                case 5: memset(signatures[i], 0xff, 32); break;
            }
        }
        CHECK(nj_schnorr_verify_batch(statuses, count, keys[0], msg_len == 0 ? NULL : flat, msg_len, signatures[0]) == NJ_OK);
        for (size_t i = 0; i < count; i++) {
            CHECK(nj_schnorr_verify(keys[i], flat + i * msg_len, msg_len, signatures[i]) == statuses[i]);
        }
    }
    CHECK(nj_schnorr_verify_batch(NULL, 0, NULL, NULL, 0, NULL) == NJ_OK);
    CHECK(nj_schnorr_verify_batch(statuses, 1, keys[0], NULL, 1, signatures[0]) == NJ_ERR_ARGUMENT);
    CHECK(nj_schnorr_verify_batch(statuses, NJ_BATCH_MAX_COUNT + 1, keys[0], msgs[0], 1, signatures[0]) == NJ_ERR_ARGUMENT);
    CHECK(nj_schnorr_verify_batch((nj_status *)(void *)keys[0], 1, keys[0], msgs[0], 1, signatures[0]) == NJ_ERR_OVERLAP);
}

static void test_scalar_arithmetic(void) {
    const char *reduced[][2] = {{ORDER, "0000000000000000000000000000000000000000000000000000000000000000"},
                                {ORDER_PLUS_ONE, "0000000000000000000000000000000000000000000000000000000000000001"},
                                {ORDER_MINUS_ONE, ORDER_MINUS_ONE},
                                {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                 "000000000000000000000000000000014551231950b75fc4402da1732fc9bebe"}};
    uint8_t scalar[32], expected[32], one[32] = {[31] = 1}, zero[32] = {0};
    for (size_t i = 0; i < sizeof reduced / sizeof *reduced; i++) {
        from_hex(scalar, reduced[i][0]);
        from_hex(expected, reduced[i][1]);
        CHECK(nji_scalar_reduce(scalar) == (i != 0));
        CHECK_BYTES(scalar, expected, sizeof scalar);
    }
    from_hex(scalar, ORDER_MINUS_ONE);
    CHECK(!nji_scalar_add(scalar, one));
    CHECK_BYTES(scalar, zero, sizeof scalar);
    memset(scalar, 9, sizeof scalar);
    memcpy(expected, scalar, sizeof scalar);
    CHECK(nji_scalar_add(scalar, one) && scalar[31] == 10);
    from_hex(expected, ORDER);
    CHECK(!nji_scalar_add(scalar, expected));
    memcpy(scalar, one, sizeof scalar);
    nji_scalar_negate_if(scalar, 0);
    CHECK_BYTES(scalar, one, sizeof scalar);
    nji_scalar_negate_if(scalar, 1);
    from_hex(expected, ORDER_MINUS_ONE);
    CHECK_BYTES(scalar, expected, sizeof scalar);
    CHECK(nji_scalar_negate(scalar));
    CHECK_BYTES(scalar, one, sizeof scalar);
    memset(scalar, 0, sizeof scalar);
    CHECK(!nji_scalar_negate(scalar));
    CHECK(!nji_scalar_invert(expected, scalar));
    CHECK_BYTES(expected, zero, sizeof expected);
    for (int i = 0; i < 20; i++) {
        random_bytes(scalar, sizeof scalar);
        CHECK(nji_scalar_invert(expected, scalar) && nji_scalar_mul(expected, scalar));
        CHECK_BYTES(expected, one, sizeof expected);
    }
}

static void test_point_sums(void) {
    uint8_t points[NJI_POINT_SUM_MAX_COUNT + 1][33], scalars[2][32], sum[33], expected[33];
    random_bytes(scalars[0], sizeof scalars[0]);
    random_bytes(scalars[1], sizeof scalars[1]);
    for (int i = 0; i < 2; i++) CHECK(nji_public_key_create(&ctx, points[i], scalars[i]));
    CHECK(nji_scalar_add(scalars[0], scalars[1]));
    CHECK(nji_public_key_create(&ctx, expected, scalars[0]));
    CHECK(nji_point_sum(sum, points[0], 2));
    CHECK_BYTES(sum, expected, sizeof sum);
    CHECK(nji_point_sum(sum, points[0], 1));
    CHECK_BYTES(sum, points[0], sizeof sum);
    memcpy(points[1], points[0], sizeof points[1]);
    points[1][0] ^= 1;
    memset(expected, 0, sizeof expected);
    CHECK(!nji_point_sum(sum, points[0], 2));
    CHECK_BYTES(sum, expected, sizeof sum);
    points[1][0] = 5;
    CHECK(!nji_point_sum(sum, points[0], 2));
    CHECK(!nji_point_sum(sum, points[0], 0));
    for (int i = 1; i <= NJI_POINT_SUM_MAX_COUNT; i++) memcpy(points[i], points[0], sizeof points[i]);
    CHECK(nji_point_sum(sum, points[0], NJI_POINT_SUM_MAX_COUNT));
    CHECK(!nji_point_sum(sum, points[0], NJI_POINT_SUM_MAX_COUNT + 1));
}

/* factor * point + term, by libsecp256k1's sums; and where there is none, or the sum is a doubling. */
static void test_products_with_a_term(void) {
    uint8_t factor[32], terms[2][33], expected[33], out[33], bytes[33], zero[33] = {0};
    nji_point point;
    for (int i = 0; i < 100; i++) {
        random_bytes(factor, sizeof factor);
        CHECK(nji_public_key_create(&ctx, bytes, factor));
        random_bytes(factor, sizeof factor);
        CHECK(nji_public_key_create(&ctx, terms[1], factor));
        random_bytes(factor, sizeof factor);
        CHECK(nji_point_parse(&point, bytes));
        CHECK(nji_point_mul_public(&ctx, terms[0], &point, factor));
        CHECK(nji_point_sum(expected, terms[0], 2));
        CHECK(nji_point_mul_add_public(&ctx, out, &point, factor, terms[1]));
        CHECK_BYTES(out, expected, sizeof out);
        memcpy(out, terms[1], sizeof out);
        CHECK(nji_point_mul_add_public(&ctx, out, &point, factor, out));
        CHECK_BYTES(out, expected, sizeof out);
    }
    memcpy(terms[1], terms[0], sizeof terms[1]);
    CHECK(nji_point_sum(expected, terms[0], 2));
    CHECK(nji_point_mul_add_public(&ctx, out, &point, factor, terms[1]));
    CHECK_BYTES(out, expected, sizeof out);
    terms[1][0] ^= 1;
    CHECK(!nji_point_mul_add_public(&ctx, out, &point, factor, terms[1]));
    CHECK_BYTES(out, zero, sizeof out);
    terms[1][0] = 4;
    CHECK(!nji_point_mul_add_public(&ctx, out, &point, factor, terms[1]));
    CHECK(!nji_point_mul_add_public(&ctx, out, &point, zero, terms[0]));
    CHECK_BYTES(out, zero, sizeof out);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_secret_keys();
    test_public_keys();
    test_ecdh_agrees();
    test_products();
    test_parsing();
    test_refused_scalars();
    test_kdf();
    test_scalar_arithmetic();
    test_point_sums();
    test_products_with_a_term();
    test_schnorr();
    test_handles();
    test_batches();
    test_schnorr_batches();
    nj_ctx_wipe(&ctx);
    return harness_done("ec_test");
}
