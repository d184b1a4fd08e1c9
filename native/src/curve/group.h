/* group.h - points of y^2 = x^3 + 7 over the field, and of the curves isomorphic to it. All constant time.
 *
 * No formula here uses the 7. A Jacobian point (x, y, z) stands for (x / z^2, y / z^3); its x and y alone are a point of another
 * curve y^2 = x^3 + 7 z^6, on which z counts as 1 and additions are cheaper. Whoever leaves z out keeps it, and multiplies the
 * result's z by it.
 *
 * The formulas are incomplete: an addition of a point to itself or to its negative gives z = 0, and so does every step after it.
 * So one test of the last z tells whether any step went wrong.
 */
#ifndef NJI_CURVE_GROUP_H
#define NJI_CURVE_GROUP_H

#include "curve/field.h"

typedef struct nji_affine {
    nji_fe x;
    nji_fe y;
} nji_affine;

/* Between steps x is of magnitude at most 5, y at most 2, z at most 1. */
typedef struct nji_jacobian {
    nji_fe x;
    nji_fe y;
    nji_fe z;
} nji_jacobian;

#define JACOBIAN_X_MAGNITUDE 5
#define JACOBIAN_Y_MAGNITUDE 2

/* x and y of 2 p for a p with z = 1, and y2 = 2 y, the factor by which z grows. 2 M + 4 S and a fused product.
 * With s = 2 y^2, t = 2 x s = 4 x y^2 and l = 3 x^2: x' = l^2 - 2 t, y' = l (t - x') - 2 s^2. No point has y = 0: the group's
 * order is odd. */
FE_INLINE void point_double_xy(nji_fe *x, nji_fe *y, nji_fe *y2) {
    nji_fe s, t, l, m;
    fe_sqr(&s, y);                 /* 4 */
    fe_times(&s, &s, 2);           /* 2 */
    fe_times(y2, y, 2);            /* 4 */
    fe_times(&t, x, 2);            /* 10 */
    fe_mul(&t, &t, &s);            /* 20 -> 1 */
    fe_sqr(&l, x);                 /* 25 -> 1 */
    fe_times(&l, &l, 3);           /* 3 */
    fe_sqr(x, &l);                 /* 9 -> 1 */
    fe_times(&m, &t, 2);           /* 2 */
    fe_sub(x, x, &m, 2);           /* 4 */
    fe_sub(&m, x, &t, 1);          /* 6: x' - t */
    fe_times(&t, &s, 2);           /* 4 */
    fe_mul_add(y, &l, &m, &s, &t); /* 3 * 6 + 2 * 4: -y' */
    fe_negate(y, y, 1);            /* 2 */
}

FE_INLINE void point_double(nji_jacobian *p) {
    nji_fe y2;
    point_double_xy(&p->x, &p->y, &y2);
    fe_mul(&p->z, &p->z, &y2); /* 1 * 4 */
}

/* p = p + q, the magnitudes of q at most 1 and 2. 7 M + 3 S and a fused product. */
FE_INLINE void point_add_affine(nji_jacobian *p, const nji_affine *q) {
    nji_fe zz, h, r, hh, hhh, v, t;
    fe_sqr(&zz, &p->z);
    fe_mul(&h, &q->x, &zz);
    fe_sub(&h, &h, &p->x, JACOBIAN_X_MAGNITUDE); /* 7 */
    fe_mul(&zz, &zz, &p->z);
    fe_mul(&r, &q->y, &zz);
    fe_sub(&r, &r, &p->y, JACOBIAN_Y_MAGNITUDE); /* 4 */
    fe_mul(&p->z, &p->z, &h);
    fe_sqr(&hh, &h);                            /* 49 -> 1 */
    fe_mul(&hhh, &hh, &h);                      /* 7 -> 1 */
    fe_mul(&v, &p->x, &hh);                     /* 5 -> 1 */
    fe_sqr(&p->x, &r);                          /* 16 -> 1 */
    fe_times(&t, &v, 2);                        /* 2 */
    fe_add(&t, &t, &hhh);                       /* 3 */
    fe_sub(&p->x, &p->x, &t, 3);                /* 5 */
    fe_sub(&v, &v, &p->x, 5);                   /* 7 */
    fe_negate(&t, &p->y, JACOBIAN_Y_MAGNITUDE); /* 3 */
    fe_mul_add(&p->y, &r, &v, &t, &hhh);        /* 4 * 7 + 3 -> 1 */
}

/* r = p + q for q with a z of its own; r may be p. 12 M + 4 S less a fused product. */
FE_INLINE void point_add(nji_jacobian *r, const nji_jacobian *p, const nji_jacobian *q) {
    nji_fe zz1, zz2, u, h, s, v, t, hhh;
    fe_sqr(&zz1, &p->z);
    fe_sqr(&zz2, &q->z);
    fe_mul(&u, &p->x, &zz2);
    fe_mul(&h, &q->x, &zz1);
    fe_sub(&h, &h, &u, 1); /* 3 */
    fe_mul(&zz2, &zz2, &q->z);
    fe_mul(&s, &p->y, &zz2);
    fe_mul(&zz1, &zz1, &p->z);
    fe_mul(&t, &q->y, &zz1);
    fe_sub(&t, &t, &s, 1); /* 3: the slope's numerator */
    fe_mul(&r->z, &p->z, &q->z);
    fe_mul(&r->z, &r->z, &h);
    fe_sqr(&v, &h);
    fe_mul(&hhh, &v, &h);
    fe_mul(&v, &v, &u);
    fe_sqr(&r->x, &t);
    fe_times(&u, &v, 2);
    fe_add(&u, &u, &hhh);                /* 3 */
    fe_sub(&r->x, &r->x, &u, 3);         /* 5 */
    fe_sub(&v, &v, &r->x, 5);            /* 7 */
    fe_negate(&s, &s, 1);                /* 2 */
    fe_mul_add(&r->y, &t, &v, &s, &hhh); /* 3 * 7 + 2 */
}

/* sum = a + b and difference = a - b, both with z = x(b) - x(a), all of one curve and of magnitude 1. x becomes of magnitude 5, y
 * of 1, z of 3. 3 M + 3 S and two fused products: the two share what does not depend on the sign of y. */
FE_INLINE void point_add_both(nji_affine *sum, nji_affine *difference, nji_fe *z, const nji_affine *a, const nji_affine *b) {
    nji_fe hh, hhh, v, r, t, u;
    fe_sub(z, &b->x, &a->x, 1); /* 3 */
    fe_sqr(&hh, z);             /* 9 -> 1 */
    fe_mul(&hhh, &hh, z);       /* 3 -> 1 */
    fe_mul(&v, &a->x, &hh);
    fe_times(&t, &v, 2);
    fe_add(&t, &t, &hhh);                   /* 3 */
    fe_negate(&u, &a->y, 1);                /* 2 */
    fe_sub(&r, &b->y, &a->y, 1);            /* 3 */
    fe_sqr(&sum->x, &r);                    /* 9 -> 1 */
    fe_sub(&sum->x, &sum->x, &t, 3);        /* 5 */
    fe_sub(&hh, &v, &sum->x, 5);            /* 7 */
    fe_mul_add(&sum->y, &r, &hh, &u, &hhh); /* 3 * 7 + 2 -> 1 */
    fe_add(&r, &b->y, &a->y);               /* 2: the other r, but for its sign */
    fe_sqr(&difference->x, &r);
    fe_sub(&difference->x, &difference->x, &t, 3); /* 5 */
    fe_sub(&hh, &difference->x, &v, 1);            /* 7 */
    fe_mul_add(&difference->y, &r, &hh, &u, &hhh); /* 2 * 7 + 2 -> 1 */
}

/* p = p on the isomorphic curve that is larger by a factor z: (x z^2, y z^3). The magnitudes of x and y at most 5, of z and the
 * results 1. */
FE_INLINE void point_scale(nji_affine *p, const nji_fe *zz, const nji_fe *zzz) {
    fe_mul(&p->x, &p->x, zz);
    fe_mul(&p->y, &p->y, zzz);
}

#endif
