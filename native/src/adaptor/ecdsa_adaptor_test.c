/* ECDSA adaptor signatures, with what signers and peers do wrong. */
#include "nightjar/ecdsa_adaptor.h"

#include <secp256k1.h>

#include "ec/ec.h"
#include "harness.h"

static nj_ctx ctx;

/* dlcspecs ecdsa_adaptor.json, verification: the first, whose signature and secret are both negated, and the first with a wrong proof. */
static const char *const KNOWN =
    "036035c89860ec62ad153f69b5b3077bcd08fbb0d28dc7f7f6df4a05cca35455be037043b63c56f6317d9928e8f91007335748c49824"
    "220db14ad10d80a5d00a9654af0996c1824c64c90b951bb2734aaecf78d4b36131a47238c3fa2ba25e2ced54255b06df696de1483c37"
    "67242a3728826e05f79e3981e12553355bba8a0131cd370e63e3da73106f638576a5aab0ea6d45c042574c0c8d0b14b8c7c01cfe9072";
static const char *const MSG = "8131e6f4b45754f2c90bd06688ceeabc0c45055460729928b4eecf11026a9e2d";
static const char *const PUBLIC_KEY = "035be5e9478209674a96e60f1f037f6176540fd001fa1d64694770c56a7709c42c";
static const char *const ADAPTOR = "024eee18be9a5a5224000f916c80b393447989e7194bc0b0f1ad7a03369702bb51";
static const char *const SECRET = "db2debddb002473a001dd70b06f6c97bdcd1c46ba1001237fe0ee1aeffb2b6c4";
static const char *const SIGNATURE =
    "6035c89860ec62ad153f69b5b3077bcd08fbb0d28dc7f7f6df4a05cca35455be4ceacf921546c03dd1be596723ad1e7691bdac73d88c"
    "c36c421c5e7f08384305";
static const char *const WRONG_PROOF =
    "03f94dca206d7582c015fb9bffe4e43b14591b30ef7d2b464d103ec5e116595dba03127f8ac3533d249280332474339000922eb6a58e"
    "3b9bf4fc7e01e4b4df2b7a4100a1e089f16e5d70bb89f961516f1de0684cc79db978495df2f399b0d01ed7240fa6e3252aedb58bdc6b"
    "5877b0c602628a235dd1ccaebdddcbe96198c0c21bead7b05f423b673d14d206fa1507b2dbe2722af792b8c266fc25a2d901d7e2c335";
static const char *const WRONG_PROOF_ADAPTOR = "0214ccb756249ad6e733c80285ea7ac2ee12ffebbcee4e556e6810793a60c45ad4";

typedef struct sample {
    uint8_t secret_key[32], public_key[33], secret[32], adaptor[33], msg[32], presignature[162], signature[64];
} sample;

static int ecdsa_valid(const sample *s) {
    secp256k1_ecdsa_signature signature;
    secp256k1_pubkey key;
    /* It refuses a high s. */
    return secp256k1_ecdsa_signature_parse_compact(secp256k1_context_static, &signature, s->signature) &&
           secp256k1_ec_pubkey_parse(secp256k1_context_static, &key, s->public_key, sizeof s->public_key) &&
           secp256k1_ecdsa_verify(secp256k1_context_static, &signature, s->msg, &key);
}

static void random_sample(sample *s, const uint8_t *aux) {
    uint8_t found[32];
    random_bytes(s->secret_key, sizeof s->secret_key);
    random_bytes(s->secret, sizeof s->secret);
    random_bytes(s->msg, sizeof s->msg);
    CHECK(nj_public_key_create(&ctx, s->public_key, s->secret_key) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, s->adaptor, s->secret) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_presign(&ctx, s->presignature, s->secret_key, s->adaptor, s->msg, aux) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, s->presignature, s->public_key, s->adaptor, s->msg) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_adapt(s->signature, s->presignature, s->secret) == NJ_OK);
    CHECK(ecdsa_valid(s));
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, found, s->presignature, s->signature, s->adaptor) == NJ_OK);
    CHECK_BYTES(found, s->secret, sizeof found);
}

static void test_known_answers(void) {
    uint8_t expected[64], found[32];
    sample s;
    CHECK(from_hex(s.presignature, KNOWN) == sizeof s.presignature);
    from_hex(s.msg, MSG);
    from_hex(s.public_key, PUBLIC_KEY);
    from_hex(s.adaptor, ADAPTOR);
    from_hex(s.secret, SECRET);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, s.presignature, s.public_key, s.adaptor, s.msg) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_adapt(s.signature, s.presignature, s.secret) == NJ_OK);
    from_hex(expected, SIGNATURE);
    CHECK_BYTES(s.signature, expected, sizeof s.signature);
    CHECK(ecdsa_valid(&s));
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, found, s.presignature, s.signature, s.adaptor) == NJ_OK);
    CHECK_BYTES(found, s.secret, sizeof found);
    from_hex(s.presignature, WRONG_PROOF);
    from_hex(s.adaptor, WRONG_PROOF_ADAPTOR);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, s.presignature, s.public_key, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
}

static void test_round_trips(void) {
    const int rounds = harness_long() ? 100000 : 200;
    uint8_t aux[32];
    for (int i = 0; i < rounds; i++) {
        sample s;
        random_bytes(aux, sizeof aux);
        random_sample(&s, i % 2 == 0 ? aux : NULL);
    }
}

/* Any other bit anywhere is refused; so is a message of nothing but zeros, unless it was signed. */
static void test_changed_bits(void) {
    sample s;
    random_sample(&s, NULL);
    uint8_t *const parts[] = {s.presignature, s.public_key, s.adaptor, s.msg};
    const size_t lengths[] = {sizeof s.presignature, sizeof s.public_key, sizeof s.adaptor, sizeof s.msg};
    for (size_t part = 0; part < 4; part++) {
        for (size_t bit = 0; bit < 8 * lengths[part]; bit += 3) {
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
            CHECK(nj_x_ecdsa_adaptor_verify(&ctx, s.presignature, s.public_key, s.adaptor, s.msg) != NJ_OK);
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
    }
    memset(s.msg, 0, sizeof s.msg);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, s.presignature, s.public_key, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
}

static void test_refusals(void) {
    const uint8_t zero[162] = {0};
    uint8_t out[162], order[32], bad_point[33], wrong[32];
    sample s, other;
    random_sample(&s, NULL);
    random_sample(&other, NULL);
    memset(bad_point, 4, sizeof bad_point);
    from_hex(order, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    CHECK(nj_x_ecdsa_adaptor_presign(&ctx, out, zero, s.adaptor, s.msg, NULL) == NJ_ERR_SECRET_KEY);
    CHECK_BYTES(out, zero, sizeof out);
    CHECK(nj_x_ecdsa_adaptor_presign(&ctx, out, s.secret_key, bad_point, s.msg, NULL) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_x_ecdsa_adaptor_presign(NULL, out, s.secret_key, s.adaptor, s.msg, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, s.presignature, bad_point, s.adaptor, s.msg) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, zero, s.public_key, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_ecdsa_adaptor_adapt(out, s.presignature, zero) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_ecdsa_adaptor_adapt(out, s.presignature, order) == NJ_ERR_SECRET_KEY);
    /* s_a or c is no scalar. */
    for (size_t at = 66; at <= 130; at += 64) {
        memcpy(out, s.presignature, sizeof out);
        memcpy(out + at, order, sizeof order);
        CHECK(nj_x_ecdsa_adaptor_adapt(s.signature, out, s.secret) == NJ_PEER_SIGNATURE);
        CHECK_BYTES(s.signature, zero, sizeof s.signature);
    }
    /* b is no scalar. */
    memcpy(out, s.presignature, sizeof out);
    memcpy(out + 98, order, sizeof order);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, out, s.public_key, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
    memset(out + 98, 0xff, sizeof order);
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, out, s.public_key, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
    /* c = b k, where R_a = k G: the proof's first point is infinity. */
    memcpy(out, s.presignature, sizeof out);
    memcpy(out + 33, other.adaptor, sizeof other.adaptor);
    memcpy(out + 130, other.secret, sizeof other.secret);
    CHECK(nji_scalar_mul(out + 130, out + 98));
    CHECK(nj_x_ecdsa_adaptor_verify(&ctx, out, s.public_key, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_ecdsa_adaptor_adapt(s.signature, s.presignature, s.secret) == NJ_OK);
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, wrong, s.presignature, other.signature, s.adaptor) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, wrong, other.presignature, s.signature, s.adaptor) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, wrong, s.presignature, s.signature, other.adaptor) == NJ_PEER_SIGNATURE);
    memcpy(other.adaptor, s.adaptor, sizeof other.adaptor);
    other.adaptor[0] ^= 0x40; /* no point */
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, wrong, s.presignature, s.signature, other.adaptor) == NJ_PEER_SIGNATURE);
    CHECK_BYTES(wrong, zero, sizeof wrong);
    /* The same signature with a high s is as good to extract from. */
    CHECK(nji_scalar_negate(s.signature + 32));
    CHECK(nj_x_ecdsa_adaptor_extract(&ctx, wrong, s.presignature, s.signature, s.adaptor) == NJ_OK);
    CHECK_BYTES(wrong, s.secret, sizeof wrong);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_known_answers();
    test_round_trips();
    test_changed_bits();
    test_refusals();
    nj_ctx_wipe(&ctx);
    return harness_done("ecdsa_adaptor_test");
}
