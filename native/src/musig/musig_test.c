/* MuSig2: keys, nonces, partial signatures, and pre-signatures of several signers, with what they do wrong. */
#include "nightjar/musig.h"

#include "ec/ec.h"
#include "harness.h"

#define MAX_SIGNERS 5

static nj_ctx ctx;

/* BIP327 nonce_gen_vectors, the first: all inputs are one repeated byte. */
static const char *const SECRET_NONCE =
    "b114e502beaa4e301dd08a50264172c84e41650e6cb726b410c0694d59effb6495"
    "b5caf28d045b973d63e3c99a44b807bde375fd6cb39e46dc4a511708d0e9d2024d"
    "4b6cd1361032ca9bd2aeb9d900aa4d45d9ead80ac9423374c451a7254d0766";
static const char *const PUBLIC_NONCE =
    "02f7be7089e8376eb355272368766b17e88e7db72047d05e56aa881ea52b3b35df"
    "02c29c8046fdd0ded4c7e55869137200fbdbfe2eb654267b6d7013602caed3115a";

/* BIP327 tweak_vectors: three keys, of which the last signs, and four tweaks, x-only and plain in turns. */
static const char *const TWEAKED_KEYS[] = {"02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",
    "02dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659",
    "03935f972da013f80ae011890fa89b67a27b7be6ccb24d3274d18b2d4067f261a9"};
static const char *const TWEAKS[] = {"e8f791ff9225a2af0102afff4a9a723d9612a682a25ebe79802b263cdfcd83bb",
    "ae2ea797cc0fe72ac5b97b97f3c6957d7e4199a167a58eb08bcaffda70ac0455",
    "f52ecbc565b3d8bea2dfd5b75a4f457e54369809322e4120831626f290fa87e0",
    "1969ad73cc177fa0b4fced6df1f7bf9907e665fde9ba196a74fed0a3cf5aef9d"};
static const char *const TWEAKED_NONCE =
    "028465fcf0bbdbcf443aabcce533d42b4b5a10966ac09a49655e8c42daab8fcd61"
    "037496a3cc86926d452cafcfd55d25972ca1675d549310de296bff42f72eeea8c9";
static const char *const TWEAKED_SIGNER_NONCE =
    "508b81a611f100a6b2b6b29656590898af488bcf2e1f55cf22e5cfb84421fe61fa"
    "27fd49b1d50085b481285e1ca205d55c82cc1b31ff5cd54a489829355901f70393"
    "5f972da013f80ae011890fa89b67a27b7be6ccb24d3274d18b2d4067f261a9";
static const char *const TWEAKED_SIGNER = "7fb9e0e687ada1eebf7ecfe2f21e73ebdb51a7d450948dfe8d76d7f2d1007671";
static const char *const TWEAKED_MSG = "f95466d086770e689964664219266fe5ed215c92ae20bab5c9d79addddf3c0cf";
static const char *const TWEAKED_PARTIAL = "b255fdcac27b40c7ce7848e2d3b7bf5ea0ed756da81565ac804ccca3e1d5d239";

/* BIP327 det_sign_vectors, with the same signer; order is that of TWEAKED_KEYS. random is one repeated byte, or NULL if it is below 0;
 * 38 bytes of 0x26 are signed where msg is NULL; and the key is tweaked once, x-only, where tweak is not. */
static const struct {
    int order[3], random;
    const char *other_nonce, *msg, *tweak, *public_nonce, *partial;
} DETERMINISTIC[] = {
    {{2, 0, 1},
     0x00,
     "0337c87821afd50a8644d820a8f3e02e499c931865c2360fb43d0a0d20dafe07ea"
     "0287bf891d2a6deaebadc909352aa9405d1428c15f4b75f04dae642a95c2548480",
     "f95466d086770e689964664219266fe5ed215c92ae20bab5c9d79addddf3c0cf",
     NULL,
     "03d96275257c2fccbb6eeb77bddf51d3c88c26ee1626c6cda8999b9d34f4ba13a6"
     "0309be2bf883c6abe907fa822d9ca166d51a3dcc28910c57528f6983fc378b7843",
     "41ea65093f71d084785b20dc26a887cd941c9597860a21660cbdb9cc2113cad3"},
    {{0, 2, 1},
     -1,
     "0337c87821afd50a8644d820a8f3e02e499c931865c2360fb43d0a0d20dafe07ea"
     "0287bf891d2a6deaebadc909352aa9405d1428c15f4b75f04dae642a95c2548480",
     "f95466d086770e689964664219266fe5ed215c92ae20bab5c9d79addddf3c0cf",
     NULL,
     "028fbccf5bb73a7b61b270bad15c0f9475d577dd85c2157c9d38bef1ec922b4877"
     "0253be3638c87369bc287e446b7f2c8ca5beb9ffbd1ea082c62913982a65fc214d",
     "aeaa31262637bfa88d5606679018a0feeec341f3107d1199857f6c81de61b8dd"},
    {{0, 1, 2},
     0xff,
     "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
     "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
     NULL,
     NULL,
     "024fa8d774f0c8743faa77afb4d08ee5a013c2e8eead8a6f08a77ddd2d28266db8"
     "03050905e8c994477f3f2981861a2e3791ef558626e645fbf5aa131c5d6447c2c2",
     "fee28a56b8556b7632e42a84122c51a4861b1f2dec7e81b632195e56a52e3e13"},
    {{2, 0, 1},
     0x00,
     "032de2662628c90b03f5e720284eb52ff7d71f4284f627b68a853d78c78e1ffe93"
     "03e4c5524e83ffe1493b9077cf1ca6beb2090c93d930321071ad40b2f44e599046",
     "f95466d086770e689964664219266fe5ed215c92ae20bab5c9d79addddf3c0cf",
     "e8f791ff9225a2af0102afff4a9a723d9612a682a25ebe79802b263cdfcd83bb",
     "031e07c0d11a0134e55db1fc16095adcbd564236194374aa882bfb3c78273bf673"
     "039d0336e8ca6288c00bfc1f8b594563529c98661172b9bc1be85c23a4ce1f616b",
     "7b1246c5889e59cb0375fa395cc86ac42d5d7d59fd8eab4fdf1dcab2b2f006ea"},
};

/* From the project's reference for adaptor signatures, musig_adaptor/mu-1. */
static const char *const ADAPTOR_SECRET_KEYS[] = {"9c8194b9223a7449f16140fbb4cd2ed97b1cee047ed072d095ab2233aeeed708",
    "9b35c8c658c650dab9bd60e02b21a7c610d2495b552f2c8531462a741ad41708"};
static const char *const ADAPTOR_NONCES[] = {"e71e731930d9c96a3fa1bb2df691aaf0cc5251ef3cbe3fa632db4345763ad1add7"
     "e27c9281dc0ca218d52bcab04e4054f3cc035cdaf105cebbd2f36801174c9b",
    "accb559cc446094ef84d1e6f72d316ea05ca6e9841ee9e523ce088ad5069e84925"
     "5aba36d0dba2ba9c30843130c63c5e8850f997d2dae097293f0c69068bb14e"};
static const char *const ADAPTOR_AGGREGATE_NONCE =
    "0284e97dac8fcbef513d8c0bec08fd862d70389902d53a914b529800478e37f563"
    "039a33ffdc3d38e6df169f41f073969c1743e7bb1fc51d8cdec72fdca9bba778e4";
static const char *const ADAPTOR_MSG = "e0ca5bf5b1163e0664360032dd662d1d6b696ca77464717e130acd7b656c47ff";
static const char *const ADAPTOR_SECRET = "19910f2df8b7b41312aa4efd4ba0a526b9309b340654cdfd9729d83cf7ee50d3";
static const char *const ADAPTOR_SIGNATURE =
    "223ab10df32c9570fa2121fec9bab96536ebc871f3cb33deed15f69ea4fb0a7827"
    "7dfcc1b9b9a2e62cdf1ac5df52b206e5e1a8261bede5ef48ce03eda68a19ce";

static void test_known_nonce(void) {
    uint8_t random[32], secret_key[32], aggregate[32], msg[32], extra[32], public_key[33], secret[97], public[66], expected[97];
    memset(random, 0x0f, sizeof random);
    memset(secret_key, 2, sizeof secret_key);
    memset(aggregate, 7, sizeof aggregate);
    memset(msg, 1, sizeof msg);
    memset(extra, 8, sizeof extra);
    CHECK(nj_public_key_create(&ctx, public_key, secret_key) == NJ_OK);
    CHECK(nj_x_musig_nonce(&ctx, secret, public, random, secret_key, public_key, aggregate, msg, sizeof msg, extra, sizeof extra) ==
          NJ_OK);
    from_hex(expected, SECRET_NONCE);
    CHECK_BYTES(secret, expected, sizeof secret);
    from_hex(expected, PUBLIC_NONCE);
    CHECK_BYTES(public, expected, sizeof public);
    /* No message is another than the message of no bytes. */
    CHECK(nj_x_musig_nonce(&ctx, expected, public, random, secret_key, public_key, aggregate, NULL, 0, extra, sizeof extra) == NJ_OK);
    CHECK(nj_x_musig_nonce(&ctx, secret, public, random, secret_key, public_key, aggregate, msg, 0, extra, sizeof extra) == NJ_OK);
    CHECK(memcmp(secret, expected, 32) != 0);
    CHECK(nj_x_musig_nonce(&ctx, secret, public, random, NULL, public_key, NULL, NULL, 0, NULL, 0) == NJ_OK);
    CHECK(nj_x_musig_nonce(&ctx, secret, public, NULL, NULL, public_key, NULL, NULL, 0, NULL, 0) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_musig_nonce(&ctx, secret, public, random, NULL, random, NULL, NULL, 0, NULL, 0) == NJ_ERR_PUBLIC_KEY);
    memset(secret_key, 0, sizeof secret_key);
    CHECK(nj_x_musig_nonce(&ctx, secret, public, random, secret_key, public_key, NULL, NULL, 0, NULL, 0) == NJ_ERR_SECRET_KEY);
    memset(expected, 0, sizeof expected);
    CHECK_BYTES(secret, expected, sizeof secret);
    CHECK_BYTES(public, expected, sizeof public);
}

static void test_known_tweaks(void) {
    uint8_t public_keys[3][33], tweak[32], nonce[66], secret_nonce[97], secret_key[32], msg[32], partial[32], expected[32];
    nj_x_musig_keys keys;
    nj_x_musig_session session;
    for (int i = 0; i < 3; i++) from_hex(public_keys[i], TWEAKED_KEYS[i]);
    CHECK(nj_x_musig_aggregate(&ctx, &keys, public_keys[0], 3) == NJ_OK);
    for (int i = 0; i < 4; i++) {
        from_hex(tweak, TWEAKS[i]);
        CHECK(nj_x_musig_tweak(&ctx, &keys, tweak, i % 2 == 0) == NJ_OK);
    }
    from_hex(nonce, TWEAKED_NONCE);
    from_hex(secret_nonce, TWEAKED_SIGNER_NONCE);
    from_hex(secret_key, TWEAKED_SIGNER);
    from_hex(msg, TWEAKED_MSG);
    CHECK(nj_x_musig_session_init(&ctx, &session, &keys, nonce, NULL, msg, sizeof msg) == NJ_OK);
    CHECK(nj_x_musig_sign(&ctx, partial, secret_nonce, secret_key, &keys, &session) == NJ_OK);
    from_hex(expected, TWEAKED_PARTIAL);
    CHECK_BYTES(partial, expected, sizeof partial);
}

static void test_known_adaptor(void) {
    uint8_t secret_keys[2][32], public_keys[2][33], secret_nonce[97], nonce[66], msg[32], secret[32], adaptor[33], partials[2][32];
    uint8_t presignature[65], signature[64], expected[64];
    nj_x_musig_keys keys;
    nj_x_musig_session session;
    for (int i = 0; i < 2; i++) {
        from_hex(secret_keys[i], ADAPTOR_SECRET_KEYS[i]);
        CHECK(nj_public_key_create(&ctx, public_keys[i], secret_keys[i]) == NJ_OK);
    }
    from_hex(nonce, ADAPTOR_AGGREGATE_NONCE);
    from_hex(msg, ADAPTOR_MSG);
    from_hex(secret, ADAPTOR_SECRET);
    CHECK(nj_public_key_create(&ctx, adaptor, secret) == NJ_OK);
    CHECK(nj_x_musig_aggregate(&ctx, &keys, public_keys[0], 2) == NJ_OK);
    CHECK(nj_x_musig_session_init(&ctx, &session, &keys, nonce, adaptor, msg, sizeof msg) == NJ_OK);
    for (int i = 0; i < 2; i++) {
        from_hex(secret_nonce, ADAPTOR_NONCES[i]);
        memcpy(secret_nonce + 64, public_keys[i], 33);
        CHECK(nj_x_musig_sign(&ctx, partials[i], secret_nonce, secret_keys[i], &keys, &session) == NJ_OK);
    }
    CHECK(nj_x_musig_combine(presignature, &keys, &session, partials[0], 2) == NJ_OK);
    CHECK(nj_x_adaptor_adapt(signature, presignature, secret) == NJ_OK);
    from_hex(expected, ADAPTOR_SIGNATURE);
    CHECK_BYTES(signature, expected, sizeof signature);
}

static void test_known_deterministic(void) {
    for (size_t i = 0; i < sizeof DETERMINISTIC / sizeof *DETERMINISTIC; i++) {
        uint8_t public_keys[3][33], tweak[32], secret_key[32], other_nonce[66], msg[38], random[32];
        uint8_t public_nonce[66], partial[32], expected[66];
        size_t msg_len = sizeof msg;
        nj_x_musig_keys keys;
        for (int k = 0; k < 3; k++) from_hex(public_keys[k], TWEAKED_KEYS[DETERMINISTIC[i].order[k]]);
        CHECK(nj_x_musig_aggregate(&ctx, &keys, public_keys[0], 3) == NJ_OK);
        if (DETERMINISTIC[i].tweak != NULL) {
            from_hex(tweak, DETERMINISTIC[i].tweak);
            CHECK(nj_x_musig_tweak(&ctx, &keys, tweak, 1) == NJ_OK);
        }
        memset(random, DETERMINISTIC[i].random, sizeof random);
        memset(msg, 0x26, sizeof msg);
        if (DETERMINISTIC[i].msg != NULL) msg_len = from_hex(msg, DETERMINISTIC[i].msg);
        from_hex(secret_key, TWEAKED_SIGNER);
        from_hex(other_nonce, DETERMINISTIC[i].other_nonce);
        CHECK(nj_x_musig_deterministic_sign(&ctx, public_nonce, partial, secret_key, other_nonce, &keys, msg, msg_len,
                                            DETERMINISTIC[i].random < 0 ? NULL : random) == NJ_OK);
        from_hex(expected, DETERMINISTIC[i].public_nonce);
        CHECK_BYTES(public_nonce, expected, sizeof public_nonce);
        from_hex(expected, DETERMINISTIC[i].partial);
        CHECK_BYTES(partial, expected, sizeof partial);
    }
}

/* Signers of one message. */
typedef struct party {
    size_t count;
    uint8_t secret_keys[MAX_SIGNERS][32], public_keys[MAX_SIGNERS][33];
    uint8_t secret_nonces[MAX_SIGNERS][97], public_nonces[MAX_SIGNERS][66], nonce[66];
    uint8_t partials[MAX_SIGNERS][32], adaptor_secret[32], adaptor[33], msg[50];
    size_t msg_len;
    nj_x_musig_keys keys;
    uint8_t key[33];
    nj_x_musig_session session;
} party;

static void gather(party *p) {
    uint8_t random[32];
    p->count = 1 + random_u64() % MAX_SIGNERS;
    p->msg_len = random_u64() % sizeof p->msg;
    random_bytes(p->msg, sizeof p->msg);
    random_bytes(p->adaptor_secret, sizeof p->adaptor_secret);
    CHECK(nj_public_key_create(&ctx, p->adaptor, p->adaptor_secret) == NJ_OK);
    for (size_t i = 0; i < p->count; i++) {
        random_bytes(p->secret_keys[i], 32);
        /* Now and then somebody signs twice. */
        if (i != 0 && random_u64() % 4 == 0) memcpy(p->secret_keys[i], p->secret_keys[i - 1], 32);
        CHECK(nj_public_key_create(&ctx, p->public_keys[i], p->secret_keys[i]) == NJ_OK);
    }
    CHECK(nj_x_musig_aggregate(&ctx, &p->keys, p->public_keys[0], p->count) == NJ_OK);
    for (size_t tweaks = random_u64() % 3; tweaks > 0; tweaks--) {
        random_bytes(random, sizeof random);
        CHECK(nj_x_musig_tweak(&ctx, &p->keys, random, (int)(random_u64() % 2)) == NJ_OK);
    }
    CHECK(nj_x_musig_public_key(p->key, &p->keys) == NJ_OK);
    for (size_t i = 0; i < p->count; i++) {
        random_bytes(random, sizeof random);
        CHECK(nj_x_musig_nonce(&ctx, p->secret_nonces[i], p->public_nonces[i], random, p->secret_keys[i], p->public_keys[i],
                               p->key + 1, p->msg, p->msg_len, NULL, 0) == NJ_OK);
    }
    CHECK(nj_x_musig_nonce_aggregate(p->nonce, p->public_nonces[0], p->count) == NJ_OK);
}

static void sign_all(party *p, const uint8_t *adaptor) {
    CHECK(nj_x_musig_session_init(&ctx, &p->session, &p->keys, p->nonce, adaptor, p->msg, p->msg_len) == NJ_OK);
    for (size_t i = 0; i < p->count; i++) {
        CHECK(nj_x_musig_sign(&ctx, p->partials[i], p->secret_nonces[i], p->secret_keys[i], &p->keys, &p->session) == NJ_OK);
        CHECK(nj_x_musig_verify(&ctx, p->partials[i], p->public_nonces[i], p->public_keys[i], &p->keys, &p->session) == NJ_OK);
    }
}

static void test_round_trips(void) {
    const int rounds = harness_long() ? 100000 : 300;
    for (int i = 0; i < rounds; i++) {
        uint8_t presignature[65], signature[64], secret[32];
        party p;
        gather(&p);
        if (i % 2 == 0) {
            sign_all(&p, NULL);
            CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, p.partials[0], p.count) == NJ_OK);
            CHECK(nj_schnorr_verify(p.key + 1, p.msg, p.msg_len, presignature + 1) == NJ_OK);
        } else {
            p.msg_len = 32;
            sign_all(&p, p.adaptor);
            CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, p.partials[0], p.count) == NJ_OK);
            CHECK(nj_x_adaptor_verify(&ctx, presignature, p.key + 1, p.adaptor, p.msg) == NJ_OK);
            CHECK(nj_schnorr_verify(p.key + 1, p.msg, 32, presignature + 1) == NJ_PEER_SIGNATURE);
            CHECK(nj_x_adaptor_adapt(signature, presignature, p.adaptor_secret) == NJ_OK);
            CHECK(nj_schnorr_verify(p.key + 1, p.msg, 32, signature) == NJ_OK);
            CHECK(nj_x_adaptor_extract(&ctx, secret, presignature, signature, p.adaptor) == NJ_OK);
            CHECK_BYTES(secret, p.adaptor_secret, sizeof secret);
        }
    }
}

static void test_bad_partials(void) {
    uint8_t presignature[65], zero[97] = {0}, order[32];
    party p;
    do {
        gather(&p);
    } while (p.count < 2);
    sign_all(&p, NULL);
    /* A nonce is used once. */
    CHECK_BYTES(p.secret_nonces[0], zero, sizeof p.secret_nonces[0]);
    CHECK(nj_x_musig_sign(&ctx, p.partials[0], p.secret_nonces[0], p.secret_keys[0], &p.keys, &p.session) == NJ_ERR_SECRET_KEY);
    CHECK_BYTES(p.partials[0], zero, 32);
    CHECK(nj_x_musig_verify(&ctx, p.partials[0], p.public_nonces[0], p.public_keys[0], &p.keys, &p.session) == NJ_PEER_SIGNATURE);
    for (int bit = 0; bit < 256; bit += 5) {
        p.partials[1][bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK(nj_x_musig_verify(&ctx, p.partials[1], p.public_nonces[1], p.public_keys[1], &p.keys, &p.session) == NJ_PEER_SIGNATURE);
        p.partials[1][bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    CHECK(nj_x_musig_verify(&ctx, p.partials[1], zero, p.public_keys[1], &p.keys, &p.session) == NJ_PEER_SIGNATURE);
    for (size_t half = 0; half < 66; half += 33) {
        uint8_t nonce[66];
        memcpy(nonce, p.public_nonces[1], sizeof nonce);
        memset(nonce + half, 0, 33);
        CHECK(nj_x_musig_verify(&ctx, p.partials[1], nonce, p.public_keys[1], &p.keys, &p.session) == NJ_PEER_SIGNATURE);
    }
    CHECK(nj_x_musig_verify(&ctx, p.partials[1], p.public_nonces[1], zero, &p.keys, &p.session) == NJ_PEER_SIGNATURE);
    from_hex(order, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, order, 1) == NJ_PEER_SIGNATURE);
    CHECK_BYTES(presignature, zero, sizeof presignature);
    CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, NULL, 1) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, p.partials[1], 0) == NJ_ERR_ARGUMENT);
}

/* An adaptor that comes in after the nonce coefficient was hashed makes no valid signature. */
static void test_late_adaptor(void) {
    uint8_t presignature[65];
    party p;
    gather(&p);
    p.msg_len = 32;
    sign_all(&p, NULL);
    CHECK(nj_x_musig_session_init(&ctx, &p.session, &p.keys, p.nonce, p.adaptor, p.msg, 32) == NJ_OK);
    CHECK(nj_x_musig_verify(&ctx, p.partials[0], p.public_nonces[0], p.public_keys[0], &p.keys, &p.session) == NJ_PEER_SIGNATURE);
    CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, p.partials[0], p.count) == NJ_OK);
    CHECK(nj_x_adaptor_verify(&ctx, presignature, p.key + 1, p.adaptor, p.msg) == NJ_PEER_SIGNATURE);
}

/* As the last of all: from the aggregate of the others' nonces. */
static nj_status sign_last(uint8_t *nonce, uint8_t *partial, const party *p, const uint8_t *other_nonce, const uint8_t *random) {
    return nj_x_musig_deterministic_sign(&ctx, nonce, partial, p->secret_keys[p->count - 1], other_nonce, &p->keys, p->msg, p->msg_len,
                                         random);
}

static void test_last_signer(void) {
    uint8_t other_nonce[66], random[32], other_random[32], nonce[66], partial[32], presignature[65];
    party p;
    for (int i = 0; i < 30; i++) {
        do {
            gather(&p);
        } while (p.count < 2);
        const size_t last = p.count - 1;
        const uint8_t *fresh = i % 2 == 0 ? random : NULL;
        random_bytes(random, sizeof random);
        random_bytes(other_random, sizeof other_random);
        CHECK(nj_x_musig_nonce_aggregate(other_nonce, p.public_nonces[0], last) == NJ_OK);
        CHECK(sign_last(p.public_nonces[last], p.partials[last], &p, other_nonce, fresh) == NJ_OK);
        CHECK(nj_x_musig_nonce_aggregate(p.nonce, p.public_nonces[0], p.count) == NJ_OK);
        CHECK(nj_x_musig_session_init(&ctx, &p.session, &p.keys, p.nonce, NULL, p.msg, p.msg_len) == NJ_OK);
        for (size_t k = 0; k < last; k++) {
            CHECK(nj_x_musig_sign(&ctx, p.partials[k], p.secret_nonces[k], p.secret_keys[k], &p.keys, &p.session) == NJ_OK);
        }
        CHECK(nj_x_musig_combine(presignature, &p.keys, &p.session, p.partials[0], p.count) == NJ_OK);
        CHECK(nj_schnorr_verify(p.key + 1, p.msg, p.msg_len, presignature + 1) == NJ_OK);
        CHECK(sign_last(nonce, partial, &p, other_nonce, fresh) == NJ_OK);
        CHECK_BYTES(nonce, p.public_nonces[last], sizeof nonce);
        CHECK_BYTES(partial, p.partials[last], sizeof partial);
        /* With other nonces, other randomness or another message it is another nonce. */
        CHECK(sign_last(nonce, partial, &p, p.nonce, fresh) == NJ_OK && memcmp(nonce, p.public_nonces[last], sizeof nonce) != 0);
        CHECK(sign_last(nonce, partial, &p, other_nonce, other_random) == NJ_OK);
        CHECK(memcmp(nonce, p.public_nonces[last], sizeof nonce) != 0);
        p.msg[p.msg_len++] ^= 1;
        CHECK(sign_last(nonce, partial, &p, other_nonce, fresh) == NJ_OK && memcmp(nonce, p.public_nonces[last], sizeof nonce) != 0);
    }
}

static void test_last_signer_refusals(void) {
    uint8_t other_nonce[66], nonce[66], partial[32], zero[66] = {0};
    party p;
    gather(&p);
    for (size_t half = 0; half < 66; half += 33) {
        memcpy(other_nonce, p.nonce, sizeof other_nonce);
        memset(other_nonce + half, 0, 33);
        CHECK(sign_last(nonce, partial, &p, other_nonce, NULL) == NJ_ERR_PUBLIC_KEY);
        CHECK_BYTES(nonce, zero, sizeof nonce);
        CHECK_BYTES(partial, zero, sizeof partial);
        other_nonce[half] = 4;
        CHECK(sign_last(nonce, partial, &p, other_nonce, NULL) == NJ_ERR_PUBLIC_KEY);
    }
    memset(p.secret_keys, 0, sizeof p.secret_keys);
    CHECK(sign_last(nonce, partial, &p, p.nonce, NULL) == NJ_ERR_SECRET_KEY);
    CHECK_BYTES(nonce, zero, sizeof nonce);
    CHECK_BYTES(partial, zero, sizeof partial);
    CHECK(nj_x_musig_deterministic_sign(&ctx, nonce, partial, p.msg, p.nonce, &p.keys, NULL, 1, NULL) == NJ_ERR_ARGUMENT);
    memset(&p.keys, 0, sizeof p.keys);
    CHECK(sign_last(nonce, partial, &p, p.nonce, NULL) == NJ_ERR_HANDLE);
}

static void test_infinity(void) {
    uint8_t nonces[2][66], sum[66], zero[66] = {0};
    party p;
    gather(&p);
    memcpy(nonces[0], p.public_nonces[0], sizeof nonces[0]);
    memcpy(nonces[1], p.public_nonces[0], sizeof nonces[1]);
    nonces[1][0] ^= 1;
    nonces[1][33] ^= 1;
    CHECK(nj_x_musig_nonce_aggregate(sum, nonces[0], 2) == NJ_OK);
    CHECK_BYTES(sum, zero, sizeof sum);
    CHECK(nj_x_musig_session_init(&ctx, &p.session, &p.keys, sum, NULL, p.msg, p.msg_len) == NJ_OK);
    CHECK(nj_x_musig_session_init(&ctx, &p.session, &p.keys, sum, p.adaptor, p.msg, p.msg_len) == NJ_OK);
    nonces[1][33] = 0;
    CHECK(nj_x_musig_nonce_aggregate(sum, nonces[0], 2) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_x_musig_aggregate(&ctx, &p.keys, zero, 1) == NJ_ERR_PUBLIC_KEY);
}

static void test_refusals(void) {
    static const uint8_t no_point[33];
    uint8_t partial[32], tweak[32], secret_nonce[97];
    nj_x_musig_keys keys = {{0}};
    nj_x_musig_session session = {{0}};
    party p;
    gather(&p);
    CHECK(nj_x_musig_public_key(p.key, NULL) == NJ_ERR_ARGUMENT && nj_x_musig_public_key(p.key, &keys) == NJ_ERR_HANDLE);
    CHECK(nj_x_musig_session_init(&ctx, &session, &keys, p.nonce, NULL, p.msg, 1) == NJ_ERR_HANDLE);
    CHECK(nj_x_musig_session_init(&ctx, &session, &p.keys, p.nonce, no_point, p.msg, 1) == NJ_ERR_PUBLIC_KEY);
    CHECK(nj_x_musig_sign(&ctx, partial, p.secret_nonces[0], p.secret_keys[0], &p.keys, &session) == NJ_ERR_HANDLE);
    CHECK(nj_x_musig_session_init(&ctx, &session, &p.keys, p.nonce, NULL, p.msg, 1) == NJ_OK);
    /* The nonce of another signer. */
    memset(secret_nonce, 1, sizeof secret_nonce);
    CHECK(nj_x_musig_sign(&ctx, partial, secret_nonce, p.secret_keys[0], &p.keys, &session) == NJ_ERR_ARGUMENT);
    memset(tweak, 0xff, sizeof tweak);
    CHECK(nj_x_musig_tweak(&ctx, &p.keys, tweak, 0) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_musig_public_key(p.key, &p.keys) == NJ_ERR_HANDLE);
    CHECK(nj_x_musig_aggregate(&ctx, &keys, p.public_keys[0], 0) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_musig_nonce_aggregate(p.nonce, p.public_nonces[0], 0) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_musig_aggregate(&ctx, &keys, p.public_keys[0], 1) == NJ_OK);
    memset(tweak, 0, sizeof tweak);
    CHECK(nj_x_musig_tweak(&ctx, &keys, tweak, 1) == NJ_OK);
    CHECK(nj_x_musig_tweak(&ctx, &keys, tweak, 2) == NJ_ERR_ARGUMENT);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_known_nonce();
    test_known_tweaks();
    test_known_adaptor();
    test_known_deterministic();
    test_round_trips();
    test_bad_partials();
    test_late_adaptor();
    test_last_signer();
    test_last_signer_refusals();
    test_infinity();
    test_refusals();
    nj_ctx_wipe(&ctx);
    return harness_done("musig_test");
}
