/* Field multiplications of the engine in lanes/field.h, with nothing between them. Two at a time hide each other's latency. */
#define NJI_VEC_AVX512
#include "lanes/field.h"
#include "parts.h"

void floor_field(size_t products, size_t squares) {
    static _Alignas(64) uint64_t kept[2 * FE_LIMBS][VEC_LANES];
    fe a, b;
    FE_EACH(i) a.n[i] = vec_load(kept[i]);
    FE_EACH(i) b.n[i] = vec_load(kept[FE_LIMBS + i]);
    const fe factor = fe_set1(3);
    for (size_t i = 0; i < products; i += 2) {
        a = fe_mul(&a, &factor);
        b = fe_mul(&b, &factor);
    }
    for (size_t i = 0; i < squares; i += 2) {
        a = fe_sqr(&a);
        b = fe_sqr(&b);
    }
    FE_EACH(i) vec_store(kept[i], a.n[i]);
    FE_EACH(i) vec_store(kept[FE_LIMBS + i], b.n[i]);
    vec_leave();
}
