#include <stdatomic.h>

#include "cpu/cpu.h"
#include "curve/curve_internal.h"

static const nji_curve_variant *const VARIANTS[] = {
#ifdef NJ_HAVE_CURVE_AVX512IFMA
    &nji_curve_avx512ifma,
#endif
    &nji_curve_portable,
};

/* The dispatch word: NULL until the first use. All threads choose the same variant, so the race is benign. */
static const nji_curve_variant *_Atomic chosen;

size_t nji_curve_variant_count(void) { return sizeof VARIANTS / sizeof VARIANTS[0]; }

const nji_curve_variant *nji_curve_variant_at(size_t index) { return VARIANTS[index]; }

static const nji_curve_variant *choose(void) {
    const uint32_t features = nji_cpu_features();
    size_t i = 0;
    while ((VARIANTS[i]->required & features) != VARIANTS[i]->required) i++;
    atomic_store_explicit(&chosen, VARIANTS[i], memory_order_relaxed);
    return VARIANTS[i];
}

static inline const nji_curve_variant *current(void) {
    const nji_curve_variant *variant = atomic_load_explicit(&chosen, memory_order_relaxed);
    return variant != NULL ? variant : choose();
}

int nji_multiples_init(nji_multiples *multiples, const uint8_t *in) { return current()->init(multiples, in); }

int nji_multiples_mul(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    return current()->mul(r, multiples, digits);
}

int nji_multiples_mul_public(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    return current()->mul_public(r, multiples, digits);
}

const char *nji_curve_variant_name(void) { return current()->name; }
