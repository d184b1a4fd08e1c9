/* The field against plain arithmetic on whole numbers, and what the multiplication does with its edges. The multiplication itself
 * is compared with libsecp256k1's in ec_test. Built a second time with NJ_VERIFY_MAGNITUDES, which checks every magnitude on the way. */
#include "curve/curve_internal.h"

#include "cpu/cpu.h"
#include "harness.h"

#define SHORT_ROUNDS 3000
#define LONG_ROUNDS 200000 /* of six operations each */

/* A number below p, four words of 64 bits, lowest first. Nothing here is shared with the field's code. */
typedef struct plain {
    uint64_t w[4];
} plain;

static const plain P = {{0xfffffffefffffc2f, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

static int not_below(const plain *a, const plain *b) {
    for (int i = 3; i >= 0; i--) {
        if (a->w[i] != b->w[i]) return a->w[i] > b->w[i];
    }
    return 1;
}

/* r = carry * 2^256 + a, brought below p by subtraction. */
static plain plain_reduce(uint64_t carry, plain a) {
    while (carry != 0 || not_below(&a, &P)) {
        uint64_t borrow = 0;
        for (int i = 0; i < 4; i++) {
            const nji_u128 d = (nji_u128)a.w[i] - P.w[i] - borrow;
            a.w[i] = (uint64_t)d;
            borrow = (uint64_t)(d >> 64) & 1;
        }
        carry -= borrow;
    }
    return a;
}

static plain plain_add(plain a, plain b) {
    nji_u128 acc = 0;
    for (int i = 0; i < 4; i++) {
        acc += (nji_u128)a.w[i] + b.w[i];
        a.w[i] = (uint64_t)acc;
        acc >>= 64;
    }
    return plain_reduce((uint64_t)acc, a);
}

/* Word by word from the top: each word of b costs a shift by 64 bits, 2^256 being 2^32 + 977, and one row of products. */
static plain plain_mul(plain a, plain b) {
    plain r = {{0}};
    for (int i = 3; i >= 0; i--) {
        uint64_t wide[6] = {0, r.w[0], r.w[1], r.w[2], r.w[3], 0};
        for (int fold = 0; fold < 3; fold++) {
            nji_u128 acc = 0;
            if (fold == 0) {
                for (int j = 0; j < 4; j++) {
                    acc += (nji_u128)a.w[j] * b.w[i] + wide[j];
                    wide[j] = (uint64_t)acc;
                    acc >>= 64;
                }
                acc += wide[4];
                wide[4] = (uint64_t)acc;
                wide[5] = (uint64_t)(acc >> 64);
            } else {
                const uint64_t top4 = wide[4], top5 = wide[5];
                wide[4] = wide[5] = 0;
                acc = (nji_u128)top4 * 0x1000003d1u;
                for (int j = 0; j < 5; j++) {
                    if (j == 1) acc += (nji_u128)top5 * 0x1000003d1u;
                    acc += wide[j];
                    wide[j] = (uint64_t)acc;
                    acc >>= 64;
                }
            }
        }
        memcpy(r.w, wide, sizeof r.w);
        r = plain_reduce(wide[4], r);
    }
    return r;
}

/* What limbs of any magnitude stand for. */
static plain plain_of(const nji_fe *a) {
    const plain shift = {{UINT64_C(1) << 52, 0, 0, 0}};
    plain r = {{0}};
    for (int i = 4; i >= 0; i--) {
        const plain limb = {{a->n[i], 0, 0, 0}};
        r = plain_add(plain_mul(r, shift), limb);
    }
    return r;
}

static int same(const nji_fe *a, plain b) {
    const plain value = plain_of(a);
    return memcmp(&value, &b, sizeof b) == 0;
}

/* Limbs of a magnitude up to m: random, all ones, zero, the largest that the magnitude allows, or p itself. */
static nji_fe random_fe(unsigned m) {
    const uint64_t limits[5] = {m * ((UINT64_C(1) << 52) + (UINT64_C(1) << 46)), m * ((UINT64_C(1) << 52) + (UINT64_C(1) << 46)),
                                m * ((UINT64_C(1) << 52) + (UINT64_C(1) << 46)), m * ((UINT64_C(1) << 52) + (UINT64_C(1) << 46)),
                                (uint64_t)m << 48};
    const nji_fe p = FE_CONST(FE_P0, FE_P1, FE_P1, FE_P1, FE_P4);
    nji_fe r = p;
    const uint64_t kind = random_u64() >> 60;
    for (int i = 0; i < 5; i++) {
        const uint64_t word = random_u64() >> 8;
        if (kind == 0) {
            r.n[i] = limits[i];
        } else if (kind == 1) {
            r.n[i] = (word & 1) != 0 ? limits[i] : 0;
        } else if (kind == 2) {
            r.n[i] = (word & 1) != 0 ? (i == 4 ? FE_MASK48 : FE_MASK52) : 0;
        } else if (kind != 3) {
            r.n[i] = word % (limits[i] + 1);
        }
    }
    if (kind == 3) r.n[0] += (random_u64() >> 32) % 3 - 1; /* p - 1, p, p + 1 */
    fe_set_magnitude(&r, (int)m);
    return r;
}

static void test_arithmetic(void) {
    const long rounds = harness_long() ? LONG_ROUNDS : SHORT_ROUNDS;
    for (long i = 0; i < rounds; i++) {
        const unsigned m = 1 + (unsigned)(random_u64() >> 61), n = FE_PRODUCT_MAX / m, half = n / 2 == 0 ? 1 : n / 2;
        nji_fe a = random_fe(m), b = random_fe(half), c = random_fe(4), d = random_fe(8), r;
        const plain pa = plain_of(&a), pb = plain_of(&b), pc = plain_of(&c), pd = plain_of(&d);
        const nji_fe full = random_fe(n);
        fe_mul(&r, &a, &full);
        CHECK(same(&r, plain_mul(pa, plain_of(&full))));
        fe_mul_add(&r, &a, &b, &c, &d);
        CHECK(same(&r, plain_add(plain_mul(pa, pb), plain_mul(pc, pd))));
        fe_sqr(&r, &d);
        CHECK(same(&r, plain_mul(pd, pd)));
        fe_sub(&r, &a, &d, 8);
        fe_add(&r, &r, &d);
        CHECK(same(&r, pa));
        fe_negate(&r, &d, 8);
        fe_times(&c, &d, 2);
        fe_add(&r, &r, &c);
        CHECK(same(&r, pd));
        r = d;
        nji_fe_normalize(&r);
        CHECK_BYTES(r.n,
                    ((const uint64_t[]){pd.w[0] & FE_MASK52, (pd.w[0] >> 52 | pd.w[1] << 12) & FE_MASK52,
                                        (pd.w[1] >> 40 | pd.w[2] << 24) & FE_MASK52, (pd.w[2] >> 28 | pd.w[3] << 36) & FE_MASK52,
                                        pd.w[3] >> 16}),
                    sizeof r.n);
        /* In place. */
        r = a;
        fe_mul(&r, &r, &full);
        CHECK(same(&r, plain_mul(pa, plain_of(&full))));
    }
}

static void test_zero(void) {
    /* Every multiple of p that limbs of magnitude 62 can spell is zero; its neighbours are not. */
    for (uint64_t k = 0; k <= 61; k++) {
        nji_fe a = {.n = {k * FE_P0, k * FE_P1, k * FE_P1, k * FE_P1, k * FE_P4}};
        fe_set_magnitude(&a, 62);
        CHECK(nji_fe_is_zero(&a));
        a.n[0]++;
        CHECK(!nji_fe_is_zero(&a));
        nji_fe_normalize(&a);
        CHECK(a.n[0] == 1 && (a.n[1] | a.n[2] | a.n[3] | a.n[4]) == 0);
    }
}

static void test_inversion_and_root(void) {
    const int rounds = harness_long() ? 20000 : 300;
    const plain one = {{1, 0, 0, 0}};
    for (int i = 0; i < rounds; i++) {
        nji_fe a = random_fe(1), r, square;
        if (i < 256) { /* powers of 2, and their negatives */
            memset(a.n, 0, sizeof a.n);
            a.n[i / 52] = UINT64_C(1) << i % 52;
            if (i % 3 == 0) fe_negate(&a, &a, 1);
        }
        nji_fe_invert(&r, &a);
        fe_mul(&r, &r, &a);
        CHECK(nji_fe_is_zero(&a) ? nji_fe_is_zero(&r) : same(&r, one));
        /* And back: the inverse of an inverse may be very small, or very close to p. */
        nji_fe_invert(&r, &a);
        nji_fe_invert(&r, &r);
        CHECK(same(&r, plain_of(&a)));
        fe_sqr(&square, &a);
        CHECK(nji_fe_sqrt(&r, &square));
        fe_sqr(&r, &r);
        CHECK(same(&r, plain_of(&square)));
        /* -1 is no square: of a square other than 0 and its negative, one has a root. */
        fe_negate(&square, &square, 1);
        nji_fe_normalize(&square);
        CHECK(nji_fe_sqrt(&r, &square) == nji_fe_is_zero(&square));
    }
}

static void test_bytes(void) {
    static const char *const too_large[] = {"fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
                                            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",
                                            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};
    uint8_t bytes[32], out[32];
    nji_fe a;
    for (size_t i = 0; i < sizeof too_large / sizeof *too_large; i++) {
        from_hex(bytes, too_large[i]);
        CHECK(!nji_fe_read(&a, bytes));
    }
    from_hex(bytes, "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2e");
    CHECK(nji_fe_read(&a, bytes));
    for (int i = 0; i < 100; i++) {
        CHECK(nji_fe_read(&a, bytes));
        nji_fe_write(out, &a);
        CHECK_BYTES(out, bytes, sizeof out);
        random_bytes(bytes, sizeof bytes);
        bytes[0] &= 0x7f;
    }
}

static const char *const GENERATOR = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

static void generator(nji_affine *g) {
    uint8_t bytes[33];
    from_hex(bytes, GENERATOR);
    CHECK(nji_affine_read(g, bytes));
}

static void test_points(void) {
    /* Bad prefixes; an x without a point; x above p. */
    static const char *const bad[] = {"0079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                                      "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                                      "020000000000000000000000000000000000000000000000000000000000000005",
                                      "03fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30"};
    uint8_t bytes[33], out[33];
    nji_affine p;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        from_hex(bytes, bad[i]);
        CHECK(!nji_affine_read(&p, bytes));
    }
    generator(&p);
    fe_negate(&p.y, &p.y, 1);
    nji_fe_normalize(&p.y);
    nji_affine_write(out, &p);
    from_hex(bytes, "0379be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    CHECK_BYTES(out, bytes, sizeof out);
}

/* Incomplete additions: a point to itself or to its negative gives z = 0, which stays. */
static void test_meeting_points(void) {
    nji_affine g, minus_g;
    nji_jacobian sum;
    generator(&g);
    minus_g = g;
    fe_negate(&minus_g.y, &minus_g.y, 1);
    for (int negative = 0; negative < 2; negative++) {
        sum.x = g.x;
        sum.y = g.y;
        sum.z = (nji_fe)FE_CONST(1, 0, 0, 0, 0);
        point_add_affine(&sum, negative ? &minus_g : &g);
        CHECK(nji_fe_is_zero(&sum.z));
        point_double(&sum);
        CHECK(nji_fe_is_zero(&sum.z));
        point_add_affine(&sum, &g);
        CHECK(nji_fe_is_zero(&sum.z));
    }
}

/* Scalars whose sum meets a point twice: 0 for both variants; for the portable one 2 (2^104 - 2^78 + 2^52 + 2^26 - 1) lambda,
 * where the last addition is a doubling; on lanes the scalar whose halves are the same multiple, as they stand. */
static void test_scalars_without_product(const nji_curve_variant *variant) {
    static const char *const scalars[] = {"f2179ca01ecc5de3b6856c6d574c072768749261b18f7739358dfcc8c08862b0",
                                          "fffffffffffffffffffffffffffffff9445cac3e1cc2498eee42b6faec057f63",
                                          "0000000000000000000000000000000000000000000000000000000000000000"};
    static const uint8_t zeros[sizeof(nji_affine)];
    nji_multiples multiples;
    nji_digits digits;
    nji_affine r;
    uint8_t scalar[32], bytes[33];
    int without = 0;
    from_hex(bytes, GENERATOR);
    CHECK(variant->init(&multiples, bytes));
    for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
        int ok;
        from_hex(scalar, scalars[i]);
        nji_digits_init(&digits, scalar);
        memset(&r, 1, sizeof r);
        ok = variant->mul(&r, &multiples, &digits);
        if (!ok) CHECK_BYTES(&r, zeros, sizeof r);
        memset(&r, 1, sizeof r);
        CHECK(variant->mul_public(&r, &multiples, &digits) == ok);
        if (!ok) CHECK_BYTES(&r, zeros, sizeof r);
        without += !ok;
    }
    CHECK(without == 2);
}

/* One point after the other, each a product of the one before. */
static void test_variant(const nji_curve_variant *variant) {
    const nji_curve_variant *portable = nji_curve_variant_at(nji_curve_variant_count() - 1);
    const int rounds = harness_long() ? 20000 : 300;
    uint8_t point[33], scalar[32], expected[33], actual[33];
    from_hex(point, GENERATOR);
    for (int i = 0; i < rounds; i++) {
        nji_multiples theirs, ours;
        nji_digits digits;
        nji_affine p;
        random_bytes(scalar, sizeof scalar);
        scalar[0] &= 0x7f;
        nji_digits_init(&digits, scalar);
        CHECK(portable->init(&theirs, point) && portable->mul(&p, &theirs, &digits));
        nji_affine_write(expected, &p);
        CHECK(variant->init(&ours, point) && variant->mul(&p, &ours, &digits));
        nji_affine_write(actual, &p);
        CHECK_BYTES(actual, expected, sizeof expected);
        CHECK(variant->mul_public(&p, &ours, &digits));
        nji_affine_write(actual, &p);
        CHECK_BYTES(actual, expected, sizeof expected);
        memcpy(point, actual, sizeof point);
        random_bytes(actual, sizeof actual);
        actual[0] = (uint8_t)(random_u64() >> 61);
        CHECK(variant->init(&ours, actual) == nji_affine_read(&p, actual));
    }
    test_scalars_without_product(variant);
}

static void test_variants(void) {
    const size_t count = nji_curve_variant_count();
    int used = 0;
    CHECK(nji_curve_variant_at(count - 1)->required == 0);
    for (size_t i = 0; i < count; i++) {
        const nji_curve_variant *variant = nji_curve_variant_at(i);
        const int supported = (variant->required & nji_cpu_features()) == variant->required;
        printf("curve %s: %s\n", variant->name, supported ? "tested" : "not supported by this machine");
        if (supported) test_variant(variant);
        if (supported && used++ == 0) CHECK(strcmp(nji_curve_variant_name(), variant->name) == 0);
    }
}

int main(void) {
    test_arithmetic();
    test_zero();
    test_inversion_and_root();
    test_bytes();
    test_points();
    test_meeting_points();
    test_variants();
    return harness_done("curve_test");
}
