#include "curve/curve.h"

/* lambda * (x, y) = (BETA x, y). */
static const nji_fe BETA = FE_CONST(0x96c28719501ee, 0x7512f58995c13, 0xc3434e99cf049, 0x7106e64479ea, 0x7ae96a2b657c);
static const nji_fe ONE = FE_CONST(1, 0, 0, 0, 0);

static __attribute__((noinline)) void double_times(nji_jacobian *p, int count) {
    for (int i = 0; i < count; i++) point_double(p);
}

static __attribute__((noinline)) void add_both(nji_affine *sum, nji_affine *difference, nji_fe *z, const nji_affine *a,
                                               const nji_affine *b) {
    point_add_both(sum, difference, z, a, b);
}

/* Two points on the curve that is larger by z. */
static void scale_both(nji_affine *p, nji_affine *q, const nji_fe *z) {
    nji_fe zz, zzz;
    fe_sqr(&zz, z);
    fe_mul(&zzz, &zz, z);
    point_scale(p, &zz, &zzz);
    point_scale(q, &zz, &zzz);
}

static void scale(nji_affine *p, const nji_fe *z) {
    nji_fe zz, zzz;
    fe_sqr(&zz, z);
    fe_mul(&zzz, &zz, z);
    point_scale(p, &zz, &zzz);
}

/* The teeth 2^(26 i) p, all on the curve that z leads to. */
static void make_teeth(nji_affine teeth[NJI_COMB_TEETH], nji_fe *z, const nji_affine *p) {
    nji_fe steps[NJI_COMB_TEETH];
    teeth[0] = *p;
    for (int i = 1; i < NJI_COMB_TEETH; i++) {
        nji_jacobian q = {teeth[i - 1].x, teeth[i - 1].y, ONE};
        double_times(&q, NJI_COMB_COLUMNS);
        teeth[i].x = q.x;
        teeth[i].y = q.y;
        steps[i] = q.z;
    }
    *z = ONE;
    for (int i = NJI_COMB_TEETH - 2; i >= 0; i--) {
        fe_mul(z, z, &steps[i + 1]);
        scale(&teeth[i], z);
    }
}

/* The four sums a3 a2 of the comb's upper teeth with every sign, and those of the two lowest, on one curve. */
static void make_halves(nji_affine upper[4], nji_affine lower[2], nji_fe *z, nji_affine teeth[NJI_COMB_TEETH]) {
    nji_affine middle[2];
    nji_fe z_lower, z_middle, z_outer, z_inner;
    add_both(&lower[0], &lower[1], &z_lower, &teeth[1], &teeth[0]);
    add_both(&middle[0], &middle[1], &z_middle, &teeth[3], &teeth[2]);
    scale_both(&lower[0], &lower[1], &z_middle);
    scale_both(&middle[0], &middle[1], &z_lower);
    fe_mul(&z_lower, &z_lower, &z_middle);
    scale(&teeth[4], &z_lower);
    add_both(&upper[3], &upper[0], &z_outer, &teeth[4], &middle[0]);
    add_both(&upper[2], &upper[1], &z_inner, &teeth[4], &middle[1]);
    scale_both(&upper[3], &upper[0], &z_inner);
    scale_both(&upper[2], &upper[1], &z_outer);
    fe_mul(&z_inner, &z_inner, &z_outer);
    scale_both(&lower[0], &lower[1], &z_inner);
    fe_mul(z, z, &z_lower);
    fe_mul(z, z, &z_inner);
}

static void store(nji_multiples *multiples, unsigned index, const nji_affine *p) {
    nji_fe x;
    memcpy(multiples->entries[0][index], p->x.n, sizeof p->x.n);
    memcpy(multiples->entries[0][index] + 5, p->y.n, sizeof p->y.n);
    fe_mul(&x, &p->x, &BETA);
    memcpy(multiples->entries[1][index], x.n, sizeof x.n);
    memcpy(multiples->entries[1][index] + 5, p->y.n, sizeof p->y.n);
}

void nji_multiples_init(nji_multiples *multiples, const nji_affine *p) {
    nji_affine teeth[NJI_COMB_TEETH], upper[4], lower[2], sums[NJI_COMB_ENTRIES];
    nji_fe zs[8], before[8], after = ONE, z;
    make_teeth(teeth, &z, p);
    make_halves(upper, lower, &z, teeth);
    /* Bit i of an entry's index is the sign of tooth i. Both entries of a pair have the same z. */
    for (int i = 0; i < 4; i++) {
        nji_affine *four = sums + 4 * i;
        add_both(&four[3], &four[0], &zs[2 * i], &upper[i], &lower[0]);
        add_both(&four[2], &four[1], &zs[2 * i + 1], &upper[i], &lower[1]);
    }
    /* Each pair is scaled by the z of all others: those before it times those after it. */
    before[0] = ONE;
    for (int i = 1; i < 8; i++) fe_mul(&before[i], &before[i - 1], &zs[i - 1]);
    for (int i = 7; i >= 0; i--) {
        const unsigned first = 4 * (unsigned)(i / 2) + 2 + (i % 2 == 0), second = 4 * (unsigned)(i / 2) + (i % 2 != 0);
        fe_mul(&before[i], &before[i], &after);
        fe_mul(&after, &after, &zs[i]);
        scale_both(&sums[first], &sums[second], &before[i]);
        store(multiples, first, &sums[first]);
        store(multiples, second, &sums[second]);
    }
    fe_mul(&multiples->z, &z, &after);
}

/* q = the entry of a column, or its negative. Of magnitude 1 and 2. */
static void look_up(nji_affine *q, const uint64_t entries[NJI_COMB_ENTRIES][10], unsigned column, int secret) {
    const uint64_t negative = (column >> 4) ^ 1;
    const unsigned index = (column ^ (unsigned)(0 - negative)) & (NJI_COMB_ENTRIES - 1);
    uint64_t limbs[10] = {0};
    nji_fe minus_y;
    if (secret) {
        /* Reads every entry, and keeps one. */
        for (unsigned i = 0; i < NJI_COMB_ENTRIES; i++) {
            /* i ^ index is 0..15: only 0 borrows. */
            const uint64_t mask = 0 - (((uint64_t)(i ^ index) - 1) >> 63);
            for (int j = 0; j < 10; j++) limbs[j] |= entries[i][j] & mask;
        }
    } else {
        memcpy(limbs, entries[index], sizeof limbs);
    }
    memcpy(q->x.n, limbs, sizeof q->x.n);
    memcpy(q->y.n, limbs + 5, sizeof q->y.n);
    fe_set_magnitude(&q->x, 1);
    fe_set_magnitude(&q->y, 1);
    fe_negate(&minus_y, &q->y, 1);
    fe_take_if(&q->y, &minus_y, negative);
}

static __attribute__((noinline)) void add_column(nji_jacobian *p, const uint64_t entries[NJI_COMB_ENTRIES][10], unsigned column) {
    nji_affine q;
    look_up(&q, entries, column, 1);
    point_add_affine(p, &q);
    nj_wipe(&q, sizeof q);
}

static __attribute__((noinline)) void add_column_public(nji_jacobian *p, const uint64_t entries[NJI_COMB_ENTRIES][10],
                                                        unsigned column) {
    nji_affine q;
    look_up(&q, entries, column, 0);
    point_add_affine(p, &q);
}

/* From Jacobian to affine, normalized. 0 if z is 0. */
static int to_affine(nji_affine *r, const nji_jacobian *p) {
    nji_fe z, zz;
    nji_fe_invert(&z, &p->z);
    fe_sqr(&zz, &z);
    fe_mul(&r->x, &p->x, &zz);
    fe_mul(&zz, &zz, &z);
    fe_mul(&r->y, &p->y, &zz);
    nji_fe_normalize(&r->x);
    nji_fe_normalize(&r->y);
    nj_wipe(&z, sizeof z);
    nj_wipe(&zz, sizeof zz);
    return !nji_fe_is_zero(&p->z);
}

FE_INLINE int multiply(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits, int secret) {
    nji_jacobian sum;
    nji_affine first;
    int ok, column = NJI_COMB_COLUMNS - 1;
    look_up(&first, multiples->entries[0], digits->columns[0][column], secret);
    sum.x = first.x;
    sum.y = first.y;
    sum.z = ONE;
    for (;;) {
        const unsigned second = digits->columns[1][column];
        if (secret) {
            add_column(&sum, multiples->entries[1], second);
        } else {
            add_column_public(&sum, multiples->entries[1], second);
        }
        if (column-- == 0) break;
        double_times(&sum, 1);
        if (secret) {
            add_column(&sum, multiples->entries[0], digits->columns[0][column]);
        } else {
            add_column_public(&sum, multiples->entries[0], digits->columns[0][column]);
        }
    }
    fe_mul(&sum.z, &sum.z, &multiples->z);
    ok = to_affine(r, &sum);
    nji_declassify(&ok, sizeof ok);
    if (!ok) nj_wipe(r, sizeof *r);
    nj_wipe(&sum, sizeof sum);
    nj_wipe(&first, sizeof first);
    return ok;
}

int nji_multiples_mul(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    return multiply(r, multiples, digits, 1);
}

int nji_multiples_mul_public(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    return multiply(r, multiples, digits, 0);
}
