/* vec.h - eight 64-bit lanes, in two guises: a 512-bit register where NJI_VEC_AVX512 is defined, an array elsewhere. The engine is
 * written once against this header. With NJ_VERIFY_LANES the array guise checks every bound that the engine's comments claim. */
#ifndef NJI_LANES_VEC_H
#define NJI_LANES_VEC_H

#include <stdint.h>

#define VEC_LANES 8
#define VEC_LIMB_MASK ((UINT64_C(1) << 52) - 1)

#if defined(NJI_VEC_AVX512)

#include <immintrin.h>

#if defined(__SANITIZE_ADDRESS__)
#define VEC_FN static __attribute__((unused)) /* with every access checked, whole formulas in one function take minutes to compile */
#else
#define VEC_FN static inline __attribute__((always_inline, unused))
#endif

typedef __m512i vec;
typedef __mmask8 vec_mask; /* bit l speaks of lane l */

VEC_FN vec vec_set1(uint64_t x) { return _mm512_set1_epi64((long long)x); }
VEC_FN vec vec_load(const uint64_t *p) { return _mm512_load_si512(p); }
VEC_FN void vec_store(uint64_t *p, vec a) { _mm512_store_si512(p, a); }
VEC_FN vec vec_load_bytes(const uint8_t *p) { return _mm512_cvtepu8_epi64(_mm_loadl_epi64((const __m128i *)p)); }
VEC_FN vec vec_add(vec a, vec b) { return _mm512_add_epi64(a, b); }
VEC_FN vec vec_sub(vec a, vec b) { return _mm512_sub_epi64(a, b); }
VEC_FN vec vec_and(vec a, vec b) { return _mm512_and_si512(a, b); }
VEC_FN vec vec_or(vec a, vec b) { return _mm512_or_si512(a, b); }
VEC_FN vec vec_xor(vec a, vec b) { return _mm512_xor_si512(a, b); }
VEC_FN vec vec_shl(vec a, unsigned bits) { return _mm512_slli_epi64(a, bits); }
VEC_FN vec vec_shr(vec a, unsigned bits) { return _mm512_srli_epi64(a, bits); }

/* Lane l becomes the former lane l + lanes, counted round. */
VEC_FN vec vec_turn(vec a, int lanes) {
    const vec l = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm512_permutexvar_epi64(_mm512_add_epi64(l, _mm512_set1_epi64(lanes)), a); /* which counts modulo 8 */
}

/* sum + the low or high half of the 104-bit product of the low 52 bits of a and b. */
VEC_FN vec vec_mul_low(vec sum, vec a, vec b) { return _mm512_madd52lo_epu64(sum, a, b); }
VEC_FN vec vec_mul_high(vec sum, vec a, vec b) { return _mm512_madd52hi_epu64(sum, a, b); }

VEC_FN vec_mask vec_equal(vec a, vec b) { return _mm512_cmpeq_epi64_mask(a, b); }
VEC_FN vec vec_select(vec_mask mask, vec yes, vec no) { return _mm512_mask_mov_epi64(no, mask, yes); }
VEC_FN vec vec_add_or_sub(vec a, vec b, vec_mask sub) { return _mm512_mask_sub_epi64(_mm512_add_epi64(a, b), sub, a, b); }
VEC_FN vec_mask vec_mask_or(vec_mask a, vec_mask b) { return a | b; }
VEC_FN uint8_t vec_mask_bits(vec_mask mask) { return mask; }
VEC_FN vec_mask vec_mask_of_bits(uint8_t bits) { return bits; }
/* After the last vector instruction: what comes next may be legacy-SSE code. */
VEC_FN void vec_leave(void) { _mm256_zeroupper(); }

#define VEC_BELOW(a, bound) ((void)0)

#else

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VEC_FN static __attribute__((unused)) /* inlined, the loops over lanes take minutes to compile */

typedef struct vec {
    uint64_t lane[VEC_LANES];
} vec;
typedef vec vec_mask; /* all ones or all zeros in each lane: no branch depends on it */

#define VEC_EACH(expression)                                       \
    vec out;                                                       \
    for (int l = 0; l < VEC_LANES; l++) out.lane[l] = (expression); \
    return out

VEC_FN vec vec_set1(uint64_t x) { VEC_EACH(x); }
VEC_FN vec vec_load(const uint64_t *p) { VEC_EACH(p[l]); }
VEC_FN void vec_store(uint64_t *p, vec a) { memcpy(p, a.lane, sizeof a.lane); }
VEC_FN vec vec_load_bytes(const uint8_t *p) { VEC_EACH(p[l]); }
VEC_FN vec vec_add(vec a, vec b) { VEC_EACH(a.lane[l] + b.lane[l]); }
/* No difference of the engine is negative. */
#if defined(NJ_VERIFY_LANES)
VEC_FN vec vec_sub(vec a, vec b) { VEC_EACH(a.lane[l] >= b.lane[l] ? a.lane[l] - b.lane[l] : (abort(), 0)); }
#else
VEC_FN vec vec_sub(vec a, vec b) { VEC_EACH(a.lane[l] - b.lane[l]); }
#endif
VEC_FN vec vec_and(vec a, vec b) { VEC_EACH(a.lane[l] & b.lane[l]); }
VEC_FN vec vec_or(vec a, vec b) { VEC_EACH(a.lane[l] | b.lane[l]); }
VEC_FN vec vec_xor(vec a, vec b) { VEC_EACH(a.lane[l] ^ b.lane[l]); }
VEC_FN vec vec_shl(vec a, unsigned bits) { VEC_EACH(a.lane[l] << bits); }
VEC_FN vec vec_shr(vec a, unsigned bits) { VEC_EACH(a.lane[l] >> bits); }

VEC_FN vec vec_turn(vec a, int lanes) { VEC_EACH(a.lane[(l + lanes) % VEC_LANES]); }

VEC_FN unsigned __int128 vec_product(uint64_t a, uint64_t b) {
    return (unsigned __int128)(a & VEC_LIMB_MASK) * (b & VEC_LIMB_MASK);
}
VEC_FN vec vec_mul_low(vec sum, vec a, vec b) {
    VEC_EACH(sum.lane[l] + ((uint64_t)vec_product(a.lane[l], b.lane[l]) & VEC_LIMB_MASK));
}
VEC_FN vec vec_mul_high(vec sum, vec a, vec b) { VEC_EACH(sum.lane[l] + (uint64_t)(vec_product(a.lane[l], b.lane[l]) >> 52)); }

/* All ones if x is zero. */
VEC_FN uint64_t vec_zero_mask(uint64_t x) { return ((x | (0 - x)) >> 63) - 1; }
VEC_FN vec_mask vec_equal(vec a, vec b) { VEC_EACH(vec_zero_mask(a.lane[l] ^ b.lane[l])); }
VEC_FN vec vec_select(vec_mask mask, vec yes, vec no) {
    VEC_EACH((yes.lane[l] & mask.lane[l]) | (no.lane[l] & ~mask.lane[l]));
}
VEC_FN vec vec_add_or_sub(vec a, vec b, vec_mask sub) {
    vec minus = vec_sub(a, vec_select(sub, b, vec_set1(0)));
    return vec_select(sub, minus, vec_add(a, b));
}
VEC_FN vec_mask vec_mask_or(vec_mask a, vec_mask b) { return vec_or(a, b); }
VEC_FN uint8_t vec_mask_bits(vec_mask mask) {
    uint8_t bits = 0;
    for (int l = 0; l < VEC_LANES; l++) bits |= (uint8_t)((mask.lane[l] & 1) << l);
    return bits;
}
VEC_FN vec_mask vec_mask_of_bits(uint8_t bits) { VEC_EACH(0 - (uint64_t)(bits >> l & 1)); }
VEC_FN void vec_leave(void) {}

#if defined(NJ_VERIFY_LANES)
VEC_FN void vec_below(vec a, uint64_t bound, const char *file, int line) {
    for (int l = 0; l < VEC_LANES; l++) {
        if (a.lane[l] < bound) continue;
        fprintf(stderr, "%s:%d: lane %d is %llx, not below %llx\n", file, line, l, (unsigned long long)a.lane[l],
                (unsigned long long)bound);
        abort();
    }
}
#define VEC_BELOW(a, bound) vec_below(a, bound, __FILE__, __LINE__)
#else
#define VEC_BELOW(a, bound) ((void)0)
#endif

#endif

#endif
