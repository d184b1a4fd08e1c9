/* Schnorr adaptor signatures, with what signers and peers do wrong. */
#include "nightjar/adaptor.h"

#include "ec/ec.h"
#include "harness.h"

static nj_ctx ctx;

/* From the project's reference for adaptor signatures, schnorr_adaptor/valid: sa-01, sa-02, sa-04, sa-08, sa-10, sa-23, sa-25. sa-01 is also the
 * first of libsecp256k1-zkp's proposal 299. The parities of public key, adaptor and R differ. */
static const struct {
    const char *secret_key, *adaptor_secret, *adaptor, *aux, *msg, *presignature, *signature;
} KNOWN[] = {
    {"0000000000000000000000000000000000000000000000000000000000000003",
     "0000000000000000000000000000000000000000000000000000000000000002",
     "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "036179dbf3e13207853f880c7a7a85ec678bad64b897f108d476438ac4a932ee94"
     "97cc73b8c351f189b9d4fde893e3820d4bff7f49d4be1f8b02cb808cd31923a0",
     "6179dbf3e13207853f880c7a7a85ec678bad64b897f108d476438ac4a932ee94"
     "97cc73b8c351f189b9d4fde893e3820d4bff7f49d4be1f8b02cb808cd319239e"},
    {"0000000000000000000000000000000000000000000000000000000000000001",
     "0000000000000000000000000000000000000000000000000000000000000001",
     "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "0238d7b6cba84e2eca8910a6fbdc77d22a909769001aa4a4c7962b73311f088897"
     "d0a5135dc8c097f0b30b02fc83bbfec980144c9733e32be5e252e33d55f976bc",
     "38d7b6cba84e2eca8910a6fbdc77d22a909769001aa4a4c7962b73311f088897"
     "d0a5135dc8c097f0b30b02fc83bbfec980144c9733e32be5e252e33d55f976bd"},
    {"0000000000000000000000000000000000000000000000000000000000000002",
     "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
     "0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
     "0000000000000000000000000000000000000000000000000000000000000001",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "020ff3a5ae290088f479c8775ecc7e04d181dfbfca72c02fc95246025cb4c0505c"
     "383e9333223275a969aefbeb7c061201fd9031016abee1ade0ba31573db66daf",
     "0ff3a5ae290088f479c8775ecc7e04d181dfbfca72c02fc95246025cb4c0505c"
     "383e9333223275a969aefbeb7c061201fd9031016abee1ade0ba31573db66dae"},
    {"1d8a289bd40097d224262e5d8fadf47d5f68c0abbf4ce11fd5cd022686231152",
     "ddfa2662dbe04a6f6c99d2c0277c3c3ca6ed2b943546386531b60f60e6f0b572",
     "035d37294eb3d0925b9532aebac026591fa0d8f498f3c75f9e8cf6e448f0bc2810",
     "e919308d25edea068c9d56307f21baa5edaeaf85ca0d84f5082bbbcf3b6492af",
     "dd90a21acfd58b9f0b2f13c97cbb1f07d486383f88219adda4d65d0acf023729",
     "036d8f2c54c39ce188f3fc0dcbee761232c3a4677993d3c502562a08c47d389024"
     "88aebe4a2941062462b4390b59e4c177d79b8d619b8cbe0cd8a8f95a44cd5600",
     "6d8f2c54c39ce188f3fc0dcbee761232c3a4677993d3c502562a08c47d389024"
     "aab497e74d60bbb4f61a664b32688539eb5d3eb4158f25e366c548862e12e1cf"},
    {"9a381ecd99b0f074897138427a91b6ea681cdcfd3d9795f7e923bf48faf3c73f",
     "fd4b0f66bdc27201dd8e5f9a2770bb705138fb9fdd0befca56528205a6f16c95",
     "03a113765b5075d0894cf9177fd739b82349e695cc55f8193fb72d82592502f774",
     "026a3d5882deeddda9ad5cec07c79ae54c675df0d886be8626c402e688c8689b",
     "e02ee6dff6c593aedcb55273de406e464cc34c689549a49c90bdde3aa9f9d830",
     "0204737c3c70c9de0c3e72d264078d94d8199151eb2da7967e9b7c6eeaab312e9c"
     "a2ed72bce315ed2be275085653dd4847e18072c5a9f1210fbfb0f3d1500b2aa2",
     "04737c3c70c9de0c3e72d264078d94d8199151eb2da7967e9b7c6eeaab312e9c"
     "a0388223a0d85f2dc00367f07b4e03b9780a917ed7b4709e5631174a26c655f6"},
    {"5185d1936c5d9d0ee1e38adebd6f7895afdb265dfab83ae3402cfdbf793c042a",
     "fbcf0dcbbba425347a48339e644a9542d6d41e4295a3a6ea34f062af5db73624",
     "0305841240e571325d33c68a1b3b86cbf8d13e3e7cf58627121e3a1a0438166c99",
     "b12fe5471fe9219799df7ff09512c22ac0e0854e5e85a16b9c993d016cab5e54",
     "992b1486bd40b81a4c6937ad01b88c67d44a67e4c89027c1cafc7e2b6a43beb9",
     "037d3cf6d125a6473ae822e7beb10c1d19b68c8c0a6e548c7e5015f1bdec9bd649"
     "d88c5019b0c835a97644ffe17bd77b7c11f2dc47574e6223d8e7238f3513c080",
     "7d3cf6d125a6473ae822e7beb10c1d19b68c8c0a6e548c7e5015f1bdec9bd649"
     "dcbd424df5241074fbfccc43178ce637f5cd9aeb70f35b7563c91f6ca792cb9d"},
    {"395dbf06d6d62b0632d4c04ca35d3ab2b88963926d5bf33e0e154a64ed27dfd2",
     "5e320646b28953bf2592fd0c48f0a682c1b3dae64b1ac1232fbb6417573ded3a",
     "022b20345d234d6ca511d0914d9ceda122172a334596cb458c03133fcd697cac2f",
     "90bf93b8eca0305042ef653e61ff5fbd71cd3c77cf2f3f40a5ff85e33b105948",
     "fa1eb916b98374ee5e3221d4e65e8acfa703eb282f0e0220542b370cddbeb90f",
     "0225fccc87936ff3f3c2f535d4d1f8b1b6135e1360b7250b29cb1c4b2d7d2e646b"
     "b2a7140a742d0ea66980d4e2a8fa62b9935271797ad2e9e34d4acea4c2395216",
     "25fccc87936ff3f3c2f535d4d1f8b1b6135e1360b7250b29cb1c4b2d7d2e646b"
     "10d91a5126b662658f13d1eef1eb093d9a576f7916a50acabd33d42f4940fe0f"},
};

typedef struct sample {
    uint8_t secret_key[32], public_key[33], secret[32], adaptor[33], aux[32], msg[32], presignature[65], signature[64];
} sample;

static void round_trip(sample *s) {
    uint8_t found[32];
    CHECK(nj_public_key_create(&ctx, s->public_key, s->secret_key) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, s->adaptor, s->secret) == NJ_OK);
    CHECK(nj_x_adaptor_presign(&ctx, s->presignature, s->secret_key, s->adaptor, s->msg, s->aux) == NJ_OK);
    CHECK(nj_x_adaptor_verify(&ctx, s->presignature, s->public_key + 1, s->adaptor, s->msg) == NJ_OK);
    CHECK(nj_x_adaptor_adapt(s->signature, s->presignature, s->secret) == NJ_OK);
    CHECK(nj_schnorr_verify(s->public_key + 1, s->msg, sizeof s->msg, s->signature) == NJ_OK);
    CHECK(nj_x_adaptor_extract(&ctx, found, s->presignature, s->signature, s->adaptor) == NJ_OK);
    CHECK_BYTES(found, s->secret, sizeof found);
}

static void random_sample(sample *s) {
    random_bytes(s->secret_key, sizeof s->secret_key);
    random_bytes(s->secret, sizeof s->secret);
    random_bytes(s->aux, sizeof s->aux);
    random_bytes(s->msg, sizeof s->msg);
    round_trip(s);
}

static void test_known_answers(void) {
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        uint8_t expected[65];
        sample s;
        from_hex(s.secret_key, KNOWN[i].secret_key);
        from_hex(s.secret, KNOWN[i].adaptor_secret);
        from_hex(s.aux, KNOWN[i].aux);
        from_hex(s.msg, KNOWN[i].msg);
        round_trip(&s);
        from_hex(expected, KNOWN[i].adaptor);
        CHECK_BYTES(s.adaptor, expected, sizeof s.adaptor);
        from_hex(expected, KNOWN[i].presignature);
        CHECK_BYTES(s.presignature, expected, sizeof s.presignature);
        from_hex(expected, KNOWN[i].signature);
        CHECK_BYTES(s.signature, expected, sizeof s.signature);
    }
}

static void test_round_trips(void) {
    const int rounds = harness_long() ? 100000 : 500;
    for (int i = 0; i < rounds; i++) {
        sample s;
        random_sample(&s);
    }
}

/* Any other bit anywhere is refused. */
static void test_changed_bits(void) {
    sample s;
    random_sample(&s);
    uint8_t *const parts[] = {s.presignature, s.public_key + 1, s.adaptor, s.msg};
    const size_t lengths[] = {sizeof s.presignature, 32, sizeof s.adaptor, sizeof s.msg};
    for (size_t part = 0; part < 4; part++) {
        for (size_t bit = 0; bit < 8 * lengths[part]; bit += 3) {
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
            CHECK(nj_x_adaptor_verify(&ctx, s.presignature, s.public_key + 1, s.adaptor, s.msg) != NJ_OK);
            parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
    }
    CHECK(nj_x_adaptor_verify(&ctx, s.presignature, s.public_key + 1, s.adaptor, s.msg) == NJ_OK);
}

static void test_nonces(void) {
    uint8_t other[65], plain[64];
    sample s;
    random_sample(&s);
    /* Another adaptor means another nonce, not the same nonce shifted; BIP340 with the same input has another one still. */
    s.adaptor[0] ^= 1;
    CHECK(nj_x_adaptor_presign(&ctx, other, s.secret_key, s.adaptor, s.msg, s.aux) == NJ_OK);
    CHECK(memcmp(other + 1, s.presignature + 1, 32) != 0);
    CHECK(nj_schnorr_sign(&ctx, plain, s.secret_key, s.msg, sizeof s.msg, s.aux) == NJ_OK);
    CHECK(memcmp(plain, s.presignature + 1, 32) != 0);
    /* A finished signature is no pre-signature, for any adaptor. */
    other[0] = 2;
    memcpy(other + 1, s.signature, 64);
    CHECK(nj_x_adaptor_verify(&ctx, other, s.public_key + 1, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
    s.adaptor[0] ^= 1;
    CHECK(nj_x_adaptor_verify(&ctx, other, s.public_key + 1, s.adaptor, s.msg) == NJ_PEER_SIGNATURE);
}

static void test_refusals(void) {
    const uint8_t zero[65] = {0};
    uint8_t out[65], order[32], bad_point[33], wrong[32];
    sample s;
    random_sample(&s);
    memset(bad_point, 4, sizeof bad_point);
    from_hex(order, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    CHECK(nj_x_adaptor_presign(&ctx, out, zero, s.adaptor, s.msg, NULL) == NJ_ERR_SECRET_KEY);
    CHECK_BYTES(out, zero, sizeof out);
    CHECK(nj_x_adaptor_presign(&ctx, out, order, s.adaptor, s.msg, NULL) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_adaptor_presign(&ctx, out, s.secret_key, bad_point, s.msg, NULL) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_x_adaptor_presign(&ctx, out, s.secret_key, s.adaptor, NULL, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_adaptor_presign(&ctx, NULL, s.secret_key, s.adaptor, s.msg, NULL) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_adaptor_verify(&ctx, s.presignature, s.public_key + 1, bad_point, s.msg) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_x_adaptor_verify(NULL, s.presignature, s.public_key + 1, s.adaptor, s.msg) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_adaptor_adapt(out, s.presignature, zero) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_adaptor_adapt(out, s.presignature, order) == NJ_ERR_SECRET_KEY);
    CHECK_BYTES(out, zero, 64);
    CHECK(nj_x_adaptor_adapt(out, zero, s.secret) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_adaptor_adapt(NULL, s.presignature, s.secret) == NJ_ERR_ARGUMENT);
    /* The wrong secret makes a signature, which is not valid, and of which nothing is extracted. */
    random_bytes(wrong, sizeof wrong);
    CHECK(nj_x_adaptor_adapt(out, s.presignature, wrong) == NJ_OK);
    CHECK(nj_schnorr_verify(s.public_key + 1, s.msg, sizeof s.msg, out) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_adaptor_extract(&ctx, wrong, s.presignature, out, s.adaptor) == NJ_PEER_SIGNATURE);
    CHECK_BYTES(wrong, zero, sizeof wrong);
    /* Who forgets the parity of R adapts with the wrong sign. */
    memcpy(out, s.presignature, sizeof out);
    out[0] ^= 1;
    CHECK(nj_x_adaptor_adapt(out, out, s.secret) == NJ_OK);
    CHECK(nj_schnorr_verify(s.public_key + 1, s.msg, sizeof s.msg, out) == NJ_PEER_SIGNATURE);
    s.signature[0] ^= 1;
    CHECK(nj_x_adaptor_extract(&ctx, wrong, s.presignature, s.signature, s.adaptor) == NJ_PEER_SIGNATURE);
    s.signature[0] ^= 1;
    memcpy(s.signature + 32, order, sizeof order);
    CHECK(nj_x_adaptor_extract(&ctx, wrong, s.presignature, s.signature, s.adaptor) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_adaptor_extract(&ctx, NULL, s.presignature, s.signature, s.adaptor) == NJ_ERR_ARGUMENT);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_known_answers();
    test_round_trips();
    test_changed_bits();
    test_nonces();
    test_refusals();
    nj_ctx_wipe(&ctx);
    return harness_done("adaptor_test");
}
