#include "curve/curve_internal.h"

int nji_affine_read(nji_affine *p, const uint8_t *in) {
    static const nji_fe seven = FE_CONST(7, 0, 0, 0, 0);
    nji_fe right;
    if ((in[0] != 2 && in[0] != 3) || !nji_fe_read(&p->x, in + 1)) return 0;
    fe_sqr(&right, &p->x);
    fe_mul(&right, &right, &p->x);
    fe_add(&right, &right, &seven);
    nji_fe_normalize(&right);
    if (!nji_fe_sqrt(&p->y, &right)) return 0;
    nji_fe_normalize(&p->y);
    if ((p->y.n[0] & 1) != (in[0] & 1)) fe_negate(&p->y, &p->y, 1);
    nji_fe_normalize(&p->y);
    return 1;
}

void nji_affine_write(uint8_t *out, const nji_affine *p) {
    out[0] = 0x02 | (uint8_t)(p->y.n[0] & 1);
    nji_fe_write(out + 1, &p->x);
}

int nji_jacobian_to_affine(nji_affine *r, const nji_jacobian *p) {
    nji_fe z, zz;
    int ok = 1 ^ nji_fe_is_zero(&p->z);
    nji_declassify(&ok, sizeof ok);
    nji_fe_invert(&z, &p->z);
    fe_sqr(&zz, &z);
    fe_mul(&r->x, &p->x, &zz);
    fe_mul(&zz, &zz, &z);
    fe_mul(&r->y, &p->y, &zz);
    nji_fe_normalize(&r->x);
    nji_fe_normalize(&r->y);
    if (!ok) nj_wipe(r, sizeof *r);
    nj_wipe(&z, sizeof z);
    nj_wipe(&zz, sizeof zz);
    return ok;
}

int nji_affine_add(nji_affine *r, const nji_affine *p, const nji_affine *q) {
    nji_jacobian sum = {p->x, p->y, FE_CONST(1, 0, 0, 0, 0)};
    point_add_affine(&sum, q);
    return nji_jacobian_to_affine(r, &sum);
}
