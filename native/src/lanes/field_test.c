/* The engine's field against libsecp256k1's own, whose source is included here: edge limbs and random ones, every function. Compiled
 * once for each kind of vec. NJ_TEST_LONG=1 makes it ten million operations. */
#include "lanes/field.h"

#include "util.h"
#include "int128_impl.h"
#include "field_impl.h"

#undef CHECK /* libsecp256k1's */
#include "harness.h"

#if defined(NJI_VEC_AVX512)
#include "cpu/cpu.h"
#define NAME "field_test_avx512ifma"
#define SUPPORTED ((nji_cpu_features() & (NJI_CPU_AVX512 | NJI_CPU_AVX512IFMA)) == (NJI_CPU_AVX512 | NJI_CPU_AVX512IFMA))
#else
#define NAME "field_test_portable"
#define SUPPORTED 1
#endif

static uint64_t draw_limb(int i) {
    const uint64_t max = i < 4 ? VEC_LIMB_MASK : (UINT64_C(1) << 49) - 1;
    switch (random_u64() % 8) {
        case 0: return 0;
        case 1: return 1;
        case 2: return max;
        case 3: return i < 4 ? (i == 0 ? FE_P0 : VEC_LIMB_MASK) : FE_TOP_MASK; /* of p */
        case 4: return (i == 0 ? FE_P0 + random_u64() % 3 - 1 : i < 4 ? VEC_LIMB_MASK : FE_TOP_MASK);
        case 5: return UINT64_C(1) << random_u64() % (i < 4 ? 52 : 49);
        default: return random_u64() & max;
    }
}

/* One element in eight is p, or next to it; others have edge limbs mixed with random ones. */
static fe draw(void) {
    _Alignas(64) uint64_t limbs[FE_LIMBS][VEC_LANES];
    fe out;
    for (int l = 0; l < VEC_LANES; l++) {
        const int near_p = random_u64() % 8 == 0;
        for (int i = 0; i < FE_LIMBS; i++) {
            limbs[i][l] = !near_p ? draw_limb(i) : i == 0 ? FE_P0 + random_u64() % 3 - 1 : i < 4 ? VEC_LIMB_MASK : FE_TOP_MASK;
        }
    }
    for (int i = 0; i < FE_LIMBS; i++) out.n[i] = vec_load(limbs[i]);
    return out;
}

/* An element of either shape in one lane, as libsecp256k1 has it. */
static secp256k1_fe lane(const fe *a, int l) {
    _Alignas(64) uint64_t limbs[VEC_LANES];
    secp256k1_fe out;
    memset(&out, 0, sizeof out);
    for (int i = 0; i < FE_LIMBS; i++) {
        vec_store(limbs, a->n[i]);
        out.n[i] = i < 4 ? limbs[l] & VEC_LIMB_MASK : limbs[l];
    }
    secp256k1_fe_normalize_var(&out);
    return out;
}

static void check(const fe *actual, int l, secp256k1_fe expected) {
    secp256k1_fe a = lane(actual, l);
    secp256k1_fe_normalize_var(&expected);
    CHECK(secp256k1_fe_cmp_var(&a, &expected) == 0);
}

/* The same number in libsecp256k1: a multiple of a, b^2, or their likes. */
static secp256k1_fe times(secp256k1_fe a, int factor) {
    secp256k1_fe_mul_int_unchecked(&a, factor);
    secp256k1_fe_normalize_var(&a);
    return a;
}

static secp256k1_fe minus(secp256k1_fe a) {
    secp256k1_fe_negate(&a, &a, 1);
    secp256k1_fe_normalize_var(&a);
    return a;
}

static secp256k1_fe plus(secp256k1_fe a, secp256k1_fe b) {
    secp256k1_fe_add(&a, &b);
    secp256k1_fe_normalize_var(&a);
    return a;
}

static secp256k1_fe product(secp256k1_fe a, secp256k1_fe b) {
    secp256k1_fe_mul(&a, &a, &b);
    secp256k1_fe_normalize_var(&a);
    return a;
}

/* Every function once: 14 operations on eight lanes. */
#define OPERATIONS (14 * VEC_LANES)
static void test_operations(void) {
    const fe a = draw(), b = draw(), c = draw(), d = draw();
    const vec_mask signs = vec_mask_of_bits(0xa5);
    wide w;
    columns k;
    const fe ab = fe_mul(&a, &b), tight = fe_mul_tight(&a, &b), aa = fe_sqr(&a), difference = fe_sub(&a, &b), negative = fe_negate(&a);
    const fe chained = fe_mul(&ab, &aa), canonical = fe_canonical(&a), canonical_loose = fe_canonical(&ab);
    k = (w = wide_square(&a), fold(&w));
    columns_triple(&k);
    const fe thrice = carry_loose(&k);
    k = (w = wide_product(&a, &b), fold(&w));
    columns_double(&k);
    columns_double(&k);
    const fe fourfold = carry_tight(&k);
    w = wide_product(&a, &b);
    wide_add_product(&w, &c, &d);
    k = fold(&w);
    columns_negate(&k);
    const fe negative_sum = carry_tight(&k);
    w = wide_square(&b);
    wide_double(&w);
    wide_add_product(&w, &a, &d);
    k = fold(&w);
    columns_sub_double(&k, &c);
    columns_add(&k, &d);
    const fe mixed = carry_loose(&k);
    k = (w = wide_product(&a, &b), fold(&w));
    columns_sign_and_sub(&k, &c, signs);
    const fe signed_product = carry_tight(&k);
    const uint8_t equal = vec_mask_bits(fe_equal(&canonical, &canonical_loose)), zero = vec_mask_bits(fe_is_zero(&canonical));
    for (int l = 0; l < VEC_LANES; l++) {
        const secp256k1_fe sa = lane(&a, l), sb = lane(&b, l), sc = lane(&c, l), sd = lane(&d, l), sab = product(sa, sb);
        check(&ab, l, sab);
        check(&tight, l, sab);
        check(&aa, l, product(sa, sa));
        check(&difference, l, plus(sa, minus(sb)));
        check(&negative, l, minus(sa));
        check(&chained, l, product(sab, product(sa, sa)));
        check(&thrice, l, times(product(sa, sa), 3));
        check(&fourfold, l, times(sab, 4));
        check(&negative_sum, l, minus(plus(sab, product(sc, sd))));
        check(&mixed, l, plus(plus(times(product(sb, sb), 2), product(sa, sd)), plus(minus(times(sc, 2)), sd)));
        check(&signed_product, l, plus(0xa5 >> l & 1 ? minus(sab) : sab, minus(sc)));
        check(&canonical, l, sa);
        check(&canonical_loose, l, sab);
        _Alignas(64) uint64_t limb[VEC_LANES];
        for (int i = 0; i < FE_LIMBS; i++) {
            vec_store(limb, canonical.n[i]);
            CHECK(limb[l] == sa.n[i]);
            vec_store(limb, canonical_loose.n[i]);
            CHECK(limb[l] == sab.n[i]);
        }
        CHECK((equal >> l & 1) == (secp256k1_fe_cmp_var(&sa, &sab) == 0));
        CHECK((zero >> l & 1) == secp256k1_fe_is_zero(&sa));
    }
}

int main(void) {
    const long wanted = getenv("NJ_TEST_LONG") != NULL ? 10000000 : 100000;
    if (!SUPPORTED) {
        printf(NAME ": not supported by this machine\n");
        return 0;
    }
    for (long done = 0; done < wanted; done += OPERATIONS) test_operations();
    return harness_done(NAME);
}
