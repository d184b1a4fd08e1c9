/* group.h - eight points of secp256k1, one in each lane, y^2 = x^3 + 7. Everything is constant time. */
#ifndef NJI_LANES_GROUP_H
#define NJI_LANES_GROUP_H

#include "lanes/field.h"

/* Affine. x loose or tight, y tight. */
typedef struct affine {
    fe x, y;
} affine;

/* x / z^2, y / z^3. x and y tight, z loose. Infinity is z = 0, and stays z = 0 in every function below. */
typedef struct jacobian {
    fe x, y, z;
} jacobian;

VEC_FN jacobian jacobian_of_affine(const affine *a) {
    const jacobian out = {a->x, a->y, fe_set1(1)};
    return out;
}

/* 2 p. With B = 2 y^2, S = 2 x B (4 x y^2), M = 3 x^2: x' = M^2 - 2 S, y' = M (S - x') - 2 B^2, z' = 2 y z.
 * y' is computed as the negative of M (x' - S) + 2 B^2, whose two products share one reduction: 9 + 2 * 9 times 2^52, as fold
 * allows. No point of the curve has y = 0. */
VEC_FN void jacobian_double(jacobian *p) {
    wide w;
    columns c;
    fe b, s, m, d;
    w = wide_square(&p->x);
    c = fold(&w);
    columns_triple(&c);
    m = carry_loose(&c);
    w = wide_square(&p->y);
    c = fold(&w);
    columns_double(&c);
    b = carry_loose(&c);
    w = wide_product(&p->y, &p->z);
    c = fold(&w);
    columns_double(&c);
    p->z = carry_loose(&c);
    w = wide_product(&p->x, &b);
    c = fold(&w);
    columns_double(&c);
    s = carry_tight(&c);
    w = wide_square(&m);
    c = fold(&w);
    w = wide_square(&b);
    wide_double(&w);
    columns_sub_double(&c, &s);
    p->x = carry_tight(&c);
    d = fe_sub(&p->x, &s);
    wide_add_product(&w, &m, &d);
    c = fold(&w);
    columns_negate(&c);
    p->y = carry_tight(&c);
}

/* p + q, or p - q in the lanes of `minus`. With z2 = z^2, h = qx z2 - x, r = qy z z2 - y (qy negated for p - q), v = x h^2,
 * g = -h^3: x' = r^2 + g - 2 v, y' = r (v - x') + y g, z' = z h.
 * Not complete: where q = p or q = -p, and where p is infinity, z' = 0. */
VEC_FN void jacobian_add(jacobian *p, const fe *qx, const fe *qy, vec_mask minus) {
    wide w;
    columns c;
    fe z2, z3, h, r, h2, g, v, d;
    z2 = fe_sqr(&p->z);
    z3 = fe_mul(&z2, &p->z);
    w = wide_product(qx, &z2);
    c = fold(&w);
    columns_sub(&c, &p->x);
    h = carry_loose(&c);
    w = wide_product(qy, &z3);
    c = fold(&w);
    columns_sign_and_sub(&c, &p->y, minus);
    r = carry_loose(&c);
    h2 = fe_sqr(&h);
    p->z = fe_mul(&p->z, &h);
    v = fe_mul_tight(&p->x, &h2);
    w = wide_product(&h, &h2);
    c = fold(&w);
    columns_negate(&c);
    g = carry_tight(&c);
    w = wide_square(&r);
    c = fold(&w);
    columns_add(&c, &g);
    columns_sub_double(&c, &v);
    p->x = carry_tight(&c);
    w = wide_product(&p->y, &g);
    d = fe_sub(&v, &p->x);
    wide_add_product(&w, &r, &d);
    c = fold(&w);
    p->y = carry_tight(&c);
}

/* p + q. With a = px qz^2, h = qx pz^2 - a, b = py qz^3, r = qy pz^3 - b: the formulas of jacobian_add for (a, b), and
 * z' = pz qz h. Not complete, just so. */
VEC_FN jacobian jacobian_add_jacobian(const jacobian *p, const jacobian *q) {
    const fe pz2 = fe_sqr(&p->z), pz3 = fe_mul(&pz2, &p->z), qz2 = fe_sqr(&q->z), qz3 = fe_mul(&qz2, &q->z);
    jacobian sum = {fe_mul_tight(&p->x, &qz2), fe_mul_tight(&p->y, &qz3), fe_set1(1)};
    const fe qx = fe_mul(&q->x, &pz2), qy = fe_mul(&q->y, &pz3), z = fe_mul(&p->z, &q->z);
    jacobian_add(&sum, &qx, &qy, vec_mask_of_bits(0));
    sum.z = fe_mul(&sum.z, &z);
    return sum;
}

/* p + q and p - q, both on the curve larger by z, which is h = qx - px. The same formulas as jacobian_add for z = 1, what they have in
 * common done once; the difference has -(qy + py) for r. Neither sum is infinity, as p is not q or -q. */
VEC_FN void affine_add_both(affine *sum, affine *difference, fe *z, const affine *p, const affine *q) {
    const fe h = fe_sub(&q->x, &p->x), h2 = fe_sqr(&h), r = fe_sub(&q->y, &p->y), minus_r = fe_add(&q->y, &p->y);
    const fe v = fe_mul_tight(&p->x, &h2);
    fe g, yg, d;
    wide w = wide_product(&h, &h2);
    columns c = fold(&w);
    columns_negate(&c);
    g = carry_tight(&c);
    yg = fe_mul_tight(&p->y, &g);
    w = wide_square(&r);
    c = fold(&w);
    columns_add(&c, &g);
    columns_sub_double(&c, &v);
    sum->x = carry_tight(&c);
    d = fe_sub(&v, &sum->x);
    w = wide_product(&r, &d);
    c = fold(&w);
    columns_add(&c, &yg);
    sum->y = carry_tight(&c);
    w = wide_square(&minus_r);
    c = fold(&w);
    columns_add(&c, &g);
    columns_sub_double(&c, &v);
    difference->x = carry_tight(&c);
    d = fe_sub(&difference->x, &v);
    w = wide_product(&minus_r, &d);
    c = fold(&w);
    columns_add(&c, &yg);
    difference->y = carry_tight(&c);
    *z = h;
}

VEC_FN void affine_negate(affine *p) { p->y = fe_negate(&p->y); }

/* The same point on the curve larger by z: square is z^2, cube z^3. */
VEC_FN void affine_scale(affine *p, const fe *square, const fe *cube) {
    p->x = fe_mul_tight(&p->x, square);
    p->y = fe_mul_tight(&p->y, cube);
}

#endif
