/* curve_internal.h - the variants of the comb. */
#ifndef NJI_CURVE_INTERNAL_H
#define NJI_CURVE_INTERNAL_H

#include "curve/curve.h"

/* What one variant prepared only the same can use. */
typedef struct nji_curve_variant {
    const char *name;
    uint32_t required; /* NJI_CPU_ bits, all of them */
    int (*init)(nji_multiples *multiples, const uint8_t *in);
    int (*mul)(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits);
    int (*mul_public)(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits);
} nji_curve_variant;

/* The variants built in, best first; the last is portable and requires nothing. */
size_t nji_curve_variant_count(void);
const nji_curve_variant *nji_curve_variant_at(size_t index);

extern const nji_curve_variant nji_curve_portable, nji_curve_avx512ifma;

/* lambda * (x, y) = (beta x, y). */
extern const nji_fe nji_beta;

/* From Jacobian to affine, normalized. 0 (and r zeroed) if z is 0; whether it is may be seen. Constant time but for that. */
int nji_jacobian_to_affine(nji_affine *r, const nji_jacobian *p);

#endif
