/* vec4.h - four words of 64 bits side by side: AVX-512 registers of 256 bits, or, with NJ_PORTABLE_LANES, arrays, so that the
 * code above can be tested, and looked at by valgrind, on any machine. Constant time. Lanes count from 0; a mask has bit i for
 * lane i. */
#ifndef NJI_CURVE_VEC4_H
#define NJI_CURVE_VEC4_H

#include <stdint.h>

#define V4_INLINE static inline __attribute__((always_inline))
#define V4_MASK52 0xfffffffffffffu

#ifndef NJ_PORTABLE_LANES

#include <immintrin.h>

typedef __m256i v4;

#define v4_set1(x) _mm256_set1_epi64x((long long)(x))
#define v4_set(x0, x1, x2, x3) _mm256_setr_epi64x((long long)(x0), (long long)(x1), (long long)(x2), (long long)(x3))
#define v4_load(p) _mm256_loadu_si256((const __m256i *)(p))
#define v4_store(p, a) _mm256_storeu_si256((__m256i *)(p), a)
#define v4_add(a, b) _mm256_add_epi64(a, b)
#define v4_sub(a, b) _mm256_sub_epi64(a, b)
#define v4_and(a, b) _mm256_and_si256(a, b)
#define v4_or(a, b) _mm256_or_si256(a, b)
#define v4_xor(a, b) _mm256_xor_si256(a, b)
#define v4_shl(a, n) _mm256_slli_epi64(a, n)
#define v4_shr(a, n) _mm256_srli_epi64(a, n)
#define v4_sar(a, n) _mm256_srai_epi64(a, n)
/* Each lane by its own count. */
#define v4_shlv(a, counts) _mm256_sllv_epi64(a, counts)
/* acc + the low, or the high 52 bits of the product of the low 52 bits of a and b. */
#define v4_mul_low(acc, a, b) _mm256_madd52lo_epu64(acc, a, b)
#define v4_mul_high(acc, a, b) _mm256_madd52hi_epu64(acc, a, b)
/* Lane i becomes lane l<i> of a. */
#define v4_permute(a, l0, l1, l2, l3) _mm256_permute4x64_epi64(a, (l0) | (l1) << 2 | (l2) << 4 | (l3) << 6)
/* The lanes of the mask from b, the others from a; the lanes of the mask of a, the others 0. */
#define v4_blend(a, b, mask) _mm256_mask_mov_epi64(a, mask, b)
#define v4_only(a, mask) _mm256_maskz_mov_epi64(mask, a)
/* a + b and a - b in the lanes of the mask, a in the others. */
#define v4_add_if(a, b, mask) _mm256_mask_add_epi64(a, mask, a, b)
#define v4_sub_if(a, b, mask) _mm256_mask_sub_epi64(a, mask, a, b)
/* Lane i becomes lane l<i> of a, or lane l<i> - 4 of b. */
#define v4_permute2(a, b, l0, l1, l2, l3) _mm256_permutex2var_epi64(a, _mm256_setr_epi64x(l0, l1, l2, l3), b)

/* Lane i becomes table[index lane i], an index of 0 to 15. Two selections among eight words that are in registers: no address
 * depends on the index. */
V4_INLINE v4 v4_look_up(const uint64_t table[16], v4 index) {
    const v4 low = _mm256_permutex2var_epi64(v4_load(table), index, v4_load(table + 4));
    const v4 high = _mm256_permutex2var_epi64(v4_load(table + 8), index, v4_load(table + 12));
    return _mm256_mask_mov_epi64(low, _mm256_test_epi64_mask(index, v4_set1(8)), high);
}

#else

typedef struct v4 {
    uint64_t w[4];
} v4;

#define V4_EACH(expression)                            \
    v4 r;                                              \
    for (int i = 0; i < 4; i++) r.w[i] = (expression); \
    return r

V4_INLINE v4 v4_set(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3) { return (v4){{x0, x1, x2, x3}}; }
V4_INLINE v4 v4_set1(uint64_t x) { return v4_set(x, x, x, x); }
V4_INLINE v4 v4_load(const uint64_t *p) { V4_EACH(p[i]); }
V4_INLINE void v4_store(uint64_t *p, v4 a) {
    for (int i = 0; i < 4; i++) p[i] = a.w[i];
}
V4_INLINE v4 v4_add(v4 a, v4 b) { V4_EACH(a.w[i] + b.w[i]); }
V4_INLINE v4 v4_sub(v4 a, v4 b) { V4_EACH(a.w[i] - b.w[i]); }
V4_INLINE v4 v4_and(v4 a, v4 b) { V4_EACH(a.w[i] & b.w[i]); }
V4_INLINE v4 v4_or(v4 a, v4 b) { V4_EACH(a.w[i] | b.w[i]); }
V4_INLINE v4 v4_xor(v4 a, v4 b) { V4_EACH(a.w[i] ^ b.w[i]); }
V4_INLINE v4 v4_shl(v4 a, unsigned n) { V4_EACH(a.w[i] << n); }
V4_INLINE v4 v4_shr(v4 a, unsigned n) { V4_EACH(a.w[i] >> n); }
V4_INLINE v4 v4_sar(v4 a, unsigned n) { V4_EACH((uint64_t)((int64_t)a.w[i] >> n)); }
V4_INLINE v4 v4_shlv(v4 a, v4 counts) { V4_EACH(a.w[i] << counts.w[i]); }
V4_INLINE uint64_t v4_product_low(uint64_t a, uint64_t b) { return ((a & V4_MASK52) * (b & V4_MASK52)) & V4_MASK52; }
V4_INLINE uint64_t v4_product_high(uint64_t a, uint64_t b) {
    return (uint64_t)((unsigned __int128)(a & V4_MASK52) * (b & V4_MASK52) >> 52);
}
V4_INLINE v4 v4_mul_low(v4 acc, v4 a, v4 b) { V4_EACH(acc.w[i] + v4_product_low(a.w[i], b.w[i])); }
V4_INLINE v4 v4_mul_high(v4 acc, v4 a, v4 b) { V4_EACH(acc.w[i] + v4_product_high(a.w[i], b.w[i])); }
V4_INLINE v4 v4_permute(v4 a, int l0, int l1, int l2, int l3) { return v4_set(a.w[l0], a.w[l1], a.w[l2], a.w[l3]); }
V4_INLINE v4 v4_blend(v4 a, v4 b, int mask) { V4_EACH(mask >> i & 1 ? b.w[i] : a.w[i]); }
V4_INLINE v4 v4_only(v4 a, int mask) { V4_EACH(mask >> i & 1 ? a.w[i] : 0); }
V4_INLINE v4 v4_add_if(v4 a, v4 b, int mask) { V4_EACH(mask >> i & 1 ? a.w[i] + b.w[i] : a.w[i]); }
V4_INLINE v4 v4_sub_if(v4 a, v4 b, int mask) { V4_EACH(mask >> i & 1 ? a.w[i] - b.w[i] : a.w[i]); }
V4_INLINE v4 v4_permute2(v4 a, v4 b, int l0, int l1, int l2, int l3) {
    return v4_set(l0 < 4 ? a.w[l0] : b.w[l0 - 4], l1 < 4 ? a.w[l1] : b.w[l1 - 4], l2 < 4 ? a.w[l2] : b.w[l2 - 4],
                  l3 < 4 ? a.w[l3] : b.w[l3 - 4]);
}

/* Here every word is read, and one kept. */
V4_INLINE v4 v4_look_up(const uint64_t table[16], v4 index) {
    v4 r = v4_set1(0);
    for (uint64_t j = 0; j < 16; j++) {
        for (int i = 0; i < 4; i++) r.w[i] |= table[j] & (0 - (((j ^ index.w[i]) - 1) >> 63));
    }
    return r;
}

#endif

#endif
