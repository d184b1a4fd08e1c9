/* Every engine against libsecp256k1: edge scalars, edge points, bad keys, every count. NJ_TEST_LONG=1 makes it 100,000 products. */
#include "lanes/lanes.h"

#include "cpu/cpu.h"
#include "ec/ec.h"
#include "harness.h"

#define BATCH NJI_LANES_BATCH_MAX_COUNT

static nj_ctx ctx;
static const nji_lanes_engine *engine;

static const char *const EDGE_SCALARS[] = {
    "0000000000000000000000000000000000000000000000000000000000000001",
    "0000000000000000000000000000000000000000000000000000000000000002",
    "0000000000000000000000000000000000000000000000000000000000000003",
    "0000000000000000000000000000000000000000000000000000000000000010",
    "000000000000000000000000000000000000000000000000000000000000001f",
    "0000000000000000000000000000000000000000000000000000000000000020",
    "0000000000000000000000000000000000000000000000000000000000000021",
    "00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000100000000000000000000000000000000",
    "0000000000000000000000000000000100000000000000000000000000000001",
    /* lambda, its negative, and their neighbours */
    "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd71",
    "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72",
    "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd73",
    "ac9c52b33fa3cf1f5ad9e3fd77ed9ba4a880b9fc8ec739c2e0cfc810b51283ce",
    "ac9c52b33fa3cf1f5ad9e3fd77ed9ba4a880b9fc8ec739c2e0cfc810b51283cf",
    /* the halves of the group order, and its end */
    "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0",
    "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1",
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413e",
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036413f",
    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
    /* -(2^129 - 1) (1 + lambda) mod n, where both halves are zero, and that with a half of one */
    "5b17758234ecfcb13d42294083ee72936213f49e888e76570a0f9caff19ea868",
    "5b17758234ecfcb13d42294083ee72936213f49e888e76570a0f9caff19ea86a",
    "01ded01bb5a55e72878e614594133b48cbc15d8c1a48a30d08426b1b57afe20b",
};
#define ORDER_MINUS_ONE 19
#define EDGE_COUNT (sizeof EDGE_SCALARS / sizeof *EDGE_SCALARS)

/* Points of which the secret key is known, so that libsecp256k1 can multiply them through the generator; or bad keys. */
typedef struct points {
    size_t count;
    uint8_t secrets[BATCH][32], keys[BATCH][NJ_PUBLIC_KEY_LEN], scalars[BATCH][32];
    int bad[BATCH];
} points;

static void draw_point(points *p, size_t i) {
    random_bytes(p->secrets[i], 32);
    random_bytes(p->scalars[i], 32);
    p->bad[i] = 0;
    CHECK(nj_public_key_create(&ctx, p->keys[i], p->secrets[i]) == NJ_OK);
}

static void set_digits(nji_lanes_digits *digits, const points *p) {
    memset(digits, 0, BATCH / NJI_LANES * sizeof *digits);
    for (size_t i = 0; i < p->count; i++) {
        nji_digits scalar;
        nji_digits_init(&scalar, p->scalars[i]);
        nji_lanes_set(&digits[i / NJI_LANES], i % NJI_LANES, &scalar);
    }
}

/* All products against libsecp256k1's. Gives the number of exceptional ones, which may be wrong. */
static size_t check_products(const points *p) {
    static nji_lanes_batch batch;
    nji_lanes_digits digits[BATCH / NJI_LANES];
    uint8_t products[BATCH][NJ_PUBLIC_KEY_LEN], expected[NJ_PUBLIC_KEY_LEN], scalar[32];
    size_t exceptional = 0;
    set_digits(digits, p);
    nji_lanes_batch_init(&batch, engine, p->keys[0], NJ_PUBLIC_KEY_LEN, p->count);
    nji_lanes_batch_multiply(&batch, products, digits);
    for (size_t i = 0; i < p->count; i++) {
        CHECK(nji_lanes_batch_valid(&batch, i) == !p->bad[i]);
        if (nji_lanes_batch_exceptional(&batch, i)) exceptional++;
        if (p->bad[i] || nji_lanes_batch_exceptional(&batch, i)) continue;
        memcpy(scalar, p->scalars[i], sizeof scalar);
        CHECK(nji_scalar_mul(scalar, p->secrets[i]) && nji_public_key_create(&ctx, expected, scalar));
        CHECK_BYTES(products[i], expected, sizeof expected);
    }
    return exceptional;
}

static void test_random(size_t products) {
    points p;
    for (size_t done = 0; done < products; done += p.count) {
        p.count = 1 + random_u64() % BATCH;
        for (size_t i = 0; i < p.count; i++) draw_point(&p, i);
        CHECK(check_products(&p) == 0);
    }
}

/* Edge scalars times random points, the generator and its negative. */
static void test_edge_scalars(void) {
    points p;
    size_t exceptional = 0;
    p.count = EDGE_COUNT;
    for (int kind = 0; kind < 3; kind++) {
        for (size_t i = 0; i < EDGE_COUNT; i++) {
            draw_point(&p, i);
            if (kind > 0) from_hex(p.secrets[i], EDGE_SCALARS[kind == 1 ? 0 : ORDER_MINUS_ONE]);
            CHECK(nj_public_key_create(&ctx, p.keys[i], p.secrets[i]) == NJ_OK);
            from_hex(p.scalars[i], EDGE_SCALARS[i]);
        }
        exceptional += check_products(&p);
    }
    printf("%s: %zu of %zu edge products are exceptional\n", engine->name, exceptional, 3 * EDGE_COUNT);
    /* Zero times a point is infinity: every lane must say so. */
    memset(p.scalars, 0, sizeof p.scalars);
    CHECK(check_products(&p) == EDGE_COUNT);
}

/* A bad key, or a product that is infinity, in any place changes no neighbour. */
static void test_poison(size_t rounds) {
    static const char *const bad[] = {"020000000000000000000000000000000000000000000000000000000000000005",
                                      "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
                                      "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",
                                      "03ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                      "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                                      "0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                                      "020000000000000000000000000000000000000000000000000000000000000000"};
    points p;
    for (size_t round = 0; round < rounds; round++) {
        size_t zeros = 0;
        p.count = 1 + random_u64() % BATCH;
        for (size_t i = 0; i < p.count; i++) {
            draw_point(&p, i);
            p.bad[i] = random_u64() % 4 == 0;
            if (p.bad[i]) from_hex(p.keys[i], bad[random_u64() % (sizeof bad / sizeof *bad)]);
            if (random_u64() % 4 == 0) {
                memset(p.scalars[i], 0, 32);
                zeros++;
            }
        }
        CHECK(check_products(&p) == zeros);
    }
}

/* Setting all lanes is setting each. */
static void test_set(void) {
    nji_digits scalar;
    nji_lanes_digits one, all;
    uint8_t bytes[32];
    random_bytes(bytes, sizeof bytes);
    nji_digits_init(&scalar, bytes);
    nji_lanes_set_all(&all, &scalar);
    for (size_t l = 0; l < NJI_LANES; l++) nji_lanes_set(&one, l, &scalar);
    CHECK_BYTES(&one, &all, sizeof one);
}

static void test_engine(const nji_lanes_engine *e, size_t products) {
    engine = e;
    test_random(products);
    test_edge_scalars();
    test_poison(products / 50);
}

int main(void) {
    const int is_long = getenv("NJ_TEST_LONG") != NULL;
    uint8_t seed[NJ_SEED_LEN];
    random_bytes(seed, sizeof seed);
    CHECK(nj_ctx_init(&ctx, seed) == NJ_OK);
    test_set();
    test_engine(&nji_lanes_portable, is_long ? 100000 : 200);
    if (nji_lanes_engine_current() != NULL) test_engine(nji_lanes_engine_current(), is_long ? 100000 : 2000);
    nj_ctx_wipe(&ctx);
    return harness_done("lanes_test");
}
