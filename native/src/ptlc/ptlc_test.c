/* Reusable invoices: nonces, payment points, claims and routes, with what callers and peers do wrong. */
#include "nightjar/ptlc.h"

#include "ec/ec.h"
#include "harness.h"
#include "nightjar/schnorr.h"

static nj_ctx ctx;

/* From the project's reference for reusable invoices, reusable/valid: rv-01, rv-03, rv-10, rv-15. The first nonce only. */
static const struct {
    size_t nu;
    const char *receipt_secret, *epoch_secret, *message, *nonce, *point, *signature;
} ANSWERS[] = {
    {2,
     "9ed07bc388e1fb7b031710c44871bcd11063349608552f554ba286cd55522d49",
     "3d9785950699aa7d1f0666190faff796025dac49083c8a81839bfa6c942d275c",
     "0124e75be7a9f33a8aabd45b873f72f2afb14768b5f0eabf1dae8c477c21ef08c753071b783adcb3d2454590c35cc1684d75"
     "23542bb22882817c0cf830eb559a61fa8523ad6655d2232454df4c98e8bedf9a1ef2ec596746f9218fa4217515d6ab0d6581"
     "fc05754147ddf60364e9d757ce8f560d1d01e374f5830d68fab4a06c442c1fda383c9c9554b44e3960c8c6ddd69fefd8f898"
     "563bdb6f72df5695c9678200000000000003e8000000006955b90000000000695ef3808f2e5d975096392973d0c0f24889d3"
     "cb00000000202f8b12ba2c0a98fd65c03dfa303715b72c28bbf98a0bd0c30bdcc6428b30c1",
     "021b7bd43817e7b32f8b1e598c0ca9cf5740cc27785e9ac141c13c23f70aa01ea4",
     "0325228941e1967b05ac53aaefbb3d55431afa040dcf5e550f41e45e2e16c83803",
     "d559257b29fab1b089d317a5c4ccbdb92c8b2b6f188da388b05016f12e5008e24eacb211d655604051fbfbedb9b44c030cba"
     "a2427e7d7917e2a629535cdec7ed"},
    {2,
     "9ed07bc388e1fb7b031710c44871bcd11063349608552f554ba286cd55522d49",
     "3d9785950699aa7d1f0666190faff796025dac49083c8a81839bfa6c942d275c",
     "0124e75be7a9f33a8aabd45b873f72f2afb14768b5f0eabf1dae8c477c21ef08c753071b783adcb3d2454590c35cc1684d75"
     "23542bb22882817c0cf830eb559a61fa8523ad6655d2232454df4c98e8bedf9a1ef2ec596746f9218fa4217515d6abfaba79"
     "b3e81a24f446f841803962fc4bb00d4e2f1828ac4ef8237ad6e5d44ea2716826bbd367ea820afbeb2ff58ceb36dac5f98d48"
     "62de56338e14c1d0c1ae400000000000006978000000006955b88800000000695ef3808f2e5d975096392973d0c0f24889d3"
     "cb00000002ace060e67b31ec53be9dbbd016a9e5b686031b21a50b01c7b79ed10a6b56d6b2",
     "03b22df871f62993776c1573ecad41cffd5362c7af2dd338b9eaa824b862c17a4e",
     "022a64a985ec1504185fb00fdfea01ada75a347d06c0be11d9de6e0c3851a3de69",
     "5a8ed1c116dc041d5b1df6a95f26f35576e59422bc9b90971ef370f3f17dbe13ba176ef39ec030d840403eeb3bdc484d3aca"
     "45c89a47b2978311d2649fb0e9d4"},
    {8,
     "f2115c96f230640aec389955b72a755b56311186d5094a5af6212cea70710a8c",
     "b410cc2801937063c95bd0c4fbe9cb18e349174455eb16cd21a33a8355edf2e6",
     "0124e75be7a9f33a8aabd45b873f72f2afb14768b5f0eabf1dae8c477c21ef08c7eff379c923c04b384473915138392a9d01"
     "ba2f277cdcda4fb8c2b1d15f16bfd90f21fdcb0d8d3dd93c941034ce9e8a6f3f59c5b052ea1f226339f453796f9b5455e340"
     "6eb02bd3e573323e589d17d688f0d33d77af22e1f277e8629b63eee4c936e403293f255707ba6269f2c7a030e7fab6b36560"
     "5e8c96f0f4cf1baccea32c0000000000005209000000006955b8fb0000000069570a804dee895e0123e714928dca5bc48186"
     "92000000013433844a443e80708d701b27c3442d17911a71d7269f6495309237829d82fbc3",
     "024bea090c30a296a40bbf42f6257430fa71c4e5a1133ddb18fd44a3c10458daea",
     "03cb671774b4338098b15ac6cfaabeb7800ae0e032da9539d108c992e84da59b9f",
     "861ef594b4bc9263351c1682d5cba66393ca3a6cd846b22c6226f7c64c53d65d1afd766839cc45f07408731b3cb32986b5f1"
     "8d13e2085cc128c22aa8c857e9eb"},
    {32,
     "12ac924eb7133429115c1187fd3a6b9b26a1d37dc25f74bb2fbf59139b62d3ef",
     "07f83217c6dd77719a682a2141452f27b0f1ecb04a66403e3793c218377101de",
     "0124e75be7a9f33a8aabd45b873f72f2afb14768b5f0eabf1dae8c477c21ef08c7682078ed6a4200946e4fa1f4e7ad62c720"
     "94248cd0e46882d93f408f5f071454b225a1891cdc8607f961ce82fb7dec4724de853c265804b38dbafc0abc29a890257855"
     "6a43459eea0d372c8675ae4d2b596958928e0f1620feac759c4d25974e4589724b8c9a0d0f0885f0defef5ed3bc51442d3a8"
     "cb197847813af539f059cf00000000075bcd15000000006955b900000000006955c710de2634ed9313d40058b6c74c025a5b"
     "d3000000005fe61328174cb1f355dfcadeb7dff88526dca701e0f4bde154814ebb7cdc11f2",
     "0377712ce800501e7e07bf61fde6506d3c6d72e0f34cbc6515cbf18d4f4ab8f5c1",
     "029b7ba3331c8473e7ad9b54db6a5b4fc72f211c2994bc7a27fb670765dde2ff02",
     "3f6d2f50cd5a6370a80d8afdf6df21987741042f860edeca50d3a3adb1672a9fac2ee3009b62e96c2c36028ffc177fda19dd"
     "795e59404c391059c206bbc8110a"},
};

/* rv-03 again: the points of its three PTLCs from the payer on, what two routers and the recipient take off, and the claims. */
static const char *const ROUTE_SECRETS[] = {"703ebf342224d587093cf1cd8a30182fd5100bbc6bca91842974ff2da6a96e78",
    "cc27da5d68ace5b48d1dff918638a0f431adb087776dc112c3fbafeef4d15baa"};
static const char *const BLINDS[] = {"9f2c4810005d2637f1bc01ff7b9c88332ff97c5e3fb3920e54ddf35535aac5b5",
    "70ec7cdab1003b5c2eae2e87c7397dd8690b4a75e162c374e568d555b73ac4bd",
    "af4e75dbebc060f17b9250511303a7d01292537fc39a13726fca387501e3e660"};
static const char *const POINTS[] = {"021e308fd42123c5a006adcdc8928bed359c97775bc82ab1c605899644410eed3a",
    "03b142dd43b2914122884464b8d96b703f6ce7dc56881e7aebef6e5eb7ec771a1b",
    "030d40e693a3bc695f838b5679bb2ca171e366d80779510ff7c38d450c9f5b6ef2"};
static const char *const CLAIMS[] = {"797ea9ba3bddf35ddc3cbfc391b5f62b7103a64f2066db15ad7e166aee0dd824",
    "da5261aa3b80cd25ea80bdc416196df6fbb906d78ffbe943187281a2889953b0",
    "6965e4cf8a8091c9bbd28f3c4edff01e92adbc61ae9925ce3309ac4cd15e8ef3"};

typedef struct recipient {
    uint8_t epoch_secret[32], receipt_secret[32], message[NJ_X_PTLC_MESSAGE_LEN], nonces[NJ_X_PTLC_MAX_NONCES][NJ_PUBLIC_KEY_LEN];
    size_t nu;
} recipient;

/* The recipient's half of an answer must be what the payer computes from the nonces, and make a BIP340 signature. */
static void check_answer(const recipient *bob, const char *point_hex, const char *signature_hex) {
    uint8_t expected[64], point[33], r[32], claim[32], claim_r[32], hash[32];
    CHECK(nj_x_ptlc_point(&ctx, point, r, bob->message, bob->nonces[0], bob->nu) == NJ_OK);
    CHECK(nj_x_ptlc_claim(&ctx, claim, claim_r, bob->epoch_secret, bob->receipt_secret, bob->message, bob->nu) == NJ_OK);
    CHECK_BYTES(claim_r, r, sizeof r);
    if (point_hex != NULL) {
        from_hex(expected, point_hex);
        CHECK_BYTES(point, expected, sizeof point);
        from_hex(expected, signature_hex);
        CHECK_BYTES(r, expected, sizeof r);
        CHECK_BYTES(claim, expected + 32, sizeof claim);
    }
    memcpy(expected, r, sizeof r);
    memcpy(expected + 32, claim, sizeof claim);
    CHECK(nj_x_ptlc_hash(hash, bob->message) == NJ_OK);
    CHECK(nj_schnorr_verify(bob->message + 65, hash, sizeof hash, expected) == NJ_OK);
    CHECK(nj_public_key_create(&ctx, expected, claim) == NJ_OK);
    CHECK_BYTES(expected, point, sizeof point);
}

static void load(recipient *bob, size_t i) {
    uint8_t expected[33], epoch_id[16];
    bob->nu = ANSWERS[i].nu;
    from_hex(bob->receipt_secret, ANSWERS[i].receipt_secret);
    from_hex(bob->epoch_secret, ANSWERS[i].epoch_secret);
    CHECK(from_hex(bob->message, ANSWERS[i].message) == sizeof bob->message);
    CHECK(nj_x_ptlc_epoch_id(epoch_id, bob->epoch_secret) == NJ_OK);
    CHECK_BYTES(epoch_id, bob->message + 185, sizeof epoch_id);
    CHECK(nj_x_ptlc_nonces(&ctx, bob->nonces[0], bob->epoch_secret, bob->receipt_secret, bob->message[204], 1, bob->nu) == NJ_OK);
    from_hex(expected, ANSWERS[i].nonce);
    CHECK_BYTES(bob->nonces[0], expected, sizeof expected);
}

static void test_known_answers(void) {
    recipient bob;
    for (size_t i = 0; i < sizeof ANSWERS / sizeof *ANSWERS; i++) {
        load(&bob, i);
        check_answer(&bob, ANSWERS[i].point, ANSWERS[i].signature);
    }
}

static void test_random_answers(void) {
    const int rounds = harness_long() ? 100000 : 200;
    for (int i = 0; i < rounds; i++) {
        recipient bob;
        uint8_t key[33], index[4];
        bob.nu = i % 10 == 0 ? 2 + random_u64() % (NJ_X_PTLC_MAX_NONCES - 1) : 2 + random_u64() % 3;
        random_bytes(bob.receipt_secret, sizeof bob.receipt_secret);
        random_bytes(bob.epoch_secret, sizeof bob.epoch_secret);
        random_bytes(bob.message, sizeof bob.message);
        CHECK(nj_public_key_create(&ctx, key, bob.receipt_secret) == NJ_OK);
        memcpy(bob.message + 65, key + 1, 32);
        CHECK(nj_x_ptlc_epoch_id(bob.message + 185, bob.epoch_secret) == NJ_OK);
        memcpy(index, bob.message + 201, sizeof index);
        CHECK(nj_x_ptlc_nonces(&ctx, bob.nonces[0], bob.epoch_secret, bob.receipt_secret,
                               (uint32_t)index[0] << 24 | (uint32_t)index[1] << 16 | (uint32_t)index[2] << 8 | index[3], 1,
                               bob.nu) == NJ_OK);
        check_answer(&bob, NULL, NULL);
    }
}

/* Many indices at once are what each of them is alone, across the size of a batch too. */
static void test_pools(void) {
    static uint8_t pool[300][3][NJ_PUBLIC_KEY_LEN];
    uint8_t epoch_secret[32], receipt_secret[32], one[3][NJ_PUBLIC_KEY_LEN];
    random_bytes(epoch_secret, sizeof epoch_secret);
    random_bytes(receipt_secret, sizeof receipt_secret);
    CHECK(nj_x_ptlc_nonces(&ctx, pool[0][0], epoch_secret, receipt_secret, 0xffffffff - 299, 300, 3) == NJ_OK);
    for (uint32_t i = 0; i < 300; i += 23) {
        CHECK(nj_x_ptlc_nonces(&ctx, one[0], epoch_secret, receipt_secret, 0xffffffff - 299 + i, 1, 3) == NJ_OK);
        CHECK_BYTES(pool[i], one, sizeof one);
    }
    CHECK(nj_x_ptlc_nonces(&ctx, pool[0][0], epoch_secret, receipt_secret, 0xffffffff - 298, 300, 3) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_ptlc_nonces(&ctx, NULL, NULL, NULL, 0, 0, 0) == NJ_OK);
}

static void test_route(void) {
    uint8_t point[33], scalar[32], blind[32], expected[33], s[32];
    recipient bob;
    uint8_t r[32];
    load(&bob, 1);
    CHECK(nj_x_ptlc_point(&ctx, point, r, bob.message, bob.nonces[0], bob.nu) == NJ_OK);
    CHECK(nj_x_ptlc_claim(&ctx, scalar, r, bob.epoch_secret, bob.receipt_secret, bob.message, bob.nu) == NJ_OK);
    memcpy(s, scalar, sizeof s);
    for (size_t i = 3; i-- > 0;) {
        from_hex(blind, BLINDS[i]);
        CHECK(nj_x_ptlc_blind_point(&ctx, point, point, blind) == NJ_OK);
        CHECK(nj_x_ptlc_blind_scalar(scalar, scalar, blind) == NJ_OK);
        from_hex(expected, POINTS[i]);
        CHECK_BYTES(point, expected, sizeof point);
        from_hex(expected, CLAIMS[i]);
        CHECK_BYTES(scalar, expected, sizeof scalar);
    }
    for (size_t i = 0; i < 3; i++) {
        from_hex(blind, BLINDS[i]);
        if (i < 2) {
            uint8_t secret[32], derived[32];
            from_hex(secret, ROUTE_SECRETS[i]);
            CHECK(nj_x_ptlc_blind(derived, secret) == NJ_OK);
            CHECK_BYTES(derived, blind, sizeof derived);
        }
        CHECK(nj_x_ptlc_unblind_point(&ctx, point, point, blind) == NJ_OK);
        CHECK(nj_x_ptlc_unblind_scalar(scalar, scalar, blind) == NJ_OK);
    }
    from_hex(expected, ANSWERS[1].point);
    CHECK_BYTES(point, expected, sizeof point);
    CHECK_BYTES(scalar, s, sizeof s);
}

static void test_refusals(void) {
    const uint8_t zero[33] = {0};
    uint8_t point[33], nonces[2][33], r[32], claim[32], secret[32], other[NJ_X_PTLC_MESSAGE_LEN];
    recipient bob;
    load(&bob, 0);
    for (size_t nu = 0; nu <= NJ_X_PTLC_MAX_NONCES + 1; nu += nu == 1 ? NJ_X_PTLC_MAX_NONCES : 1) {
        CHECK(nj_x_ptlc_point(&ctx, point, r, bob.message, bob.nonces[0], nu) == NJ_ERR_ARGUMENT);
        CHECK(nj_x_ptlc_nonces(&ctx, bob.nonces[0], bob.epoch_secret, bob.receipt_secret, 0, 1, nu) == NJ_ERR_ARGUMENT);
    }
    /* Another payee, another epoch, another byte of either secret. */
    memcpy(other, bob.message, sizeof other);
    other[65] ^= 1;
    CHECK(nj_x_ptlc_claim(&ctx, claim, r, bob.epoch_secret, bob.receipt_secret, other, 2) == NJ_ERR_ARGUMENT);
    CHECK_BYTES(claim, zero, sizeof claim);
    CHECK_BYTES(r, zero, sizeof r);
    memcpy(other, bob.message, sizeof other);
    other[185] ^= 1;
    CHECK(nj_x_ptlc_claim(&ctx, claim, r, bob.epoch_secret, bob.receipt_secret, other, 2) == NJ_ERR_ARGUMENT);
    memset(secret, 0, sizeof secret);
    CHECK(nj_x_ptlc_claim(&ctx, claim, r, bob.epoch_secret, secret, bob.message, 2) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_ptlc_nonces(&ctx, nonces[0], bob.epoch_secret, secret, 0, 1, 2) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_ptlc_blind_point(&ctx, point, bob.nonces[0], secret) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_ptlc_blind_scalar(claim, bob.receipt_secret, secret) == NJ_ERR_SECRET_KEY);
    CHECK(nj_x_ptlc_unblind_scalar(claim, bob.receipt_secret, bob.receipt_secret) == NJ_ERR_SECRET_KEY);
    CHECK_BYTES(claim, zero, sizeof claim);
    CHECK(nj_public_key_create(&ctx, point, bob.receipt_secret) == NJ_OK);
    CHECK(nj_x_ptlc_unblind_point(&ctx, point, point, bob.receipt_secret) == NJ_ERR_PUBLIC_KEY);
    CHECK_BYTES(point, zero, sizeof point);
    /* No point, and nonces that are each other's negative, whose combination is still none. */
    bob.nonces[1][0] = 4;
    CHECK(nj_x_ptlc_point(&ctx, point, r, bob.message, bob.nonces[0], 2) == NJ_ERR_PUBLIC_KEY);
    CHECK_BYTES(point, zero, sizeof point);
    memcpy(bob.nonces[1], bob.nonces[0], sizeof bob.nonces[1]);
    bob.nonces[1][0] ^= 1;
    CHECK(nj_x_ptlc_point(&ctx, point, r, bob.message, bob.nonces[0], 2) == NJ_OK);
    CHECK(nj_x_ptlc_point(NULL, point, r, bob.message, bob.nonces[0], 2) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_ptlc_point(&ctx, NULL, r, bob.message, bob.nonces[0], 2) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_ptlc_claim(&ctx, NULL, r, bob.epoch_secret, bob.receipt_secret, bob.message, 2) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_ptlc_hash(claim, NULL) == NJ_ERR_ARGUMENT && nj_x_ptlc_hash(NULL, bob.message) == NJ_ERR_ARGUMENT);
    CHECK(nj_x_ptlc_blind(claim, NULL) == NJ_ERR_ARGUMENT && nj_x_ptlc_epoch_id(claim, NULL) == NJ_ERR_ARGUMENT);
}

int main(void) {
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_known_answers();
    test_random_answers();
    test_pools();
    test_route();
    test_refusals();
    nj_ctx_wipe(&ctx);
    return harness_done("ptlc_test");
}
