#include "curve/curve_internal.h"

const nji_fe nji_beta = FE_CONST(0x96c28719501ee, 0x7512f58995c13, 0xc3434e99cf049, 0x7106e64479ea, 0x7ae96a2b657c);
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

/* All teeth on the curve of the last one, which z leads to. */
static void level_teeth(nji_affine teeth[NJI_COMB_TEETH], nji_fe *z, const nji_fe steps[NJI_COMB_TEETH]) {
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

/* The table's sums, all on one curve, and the z that leads there from the curve of tooth 0. steps[i] leads from the curve of
 * tooth i - 1 to that of tooth i. */
static void make_sums(nji_affine sums[NJI_COMB_ENTRIES], nji_fe *z, nji_affine teeth[NJI_COMB_TEETH],
                      const nji_fe steps[NJI_COMB_TEETH]) {
    nji_affine upper[4], lower[2];
    nji_fe zs[8], before[8], after = ONE;
    level_teeth(teeth, z, steps);
    make_halves(upper, lower, z, teeth);
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
        nji_affine *four = sums + 4 * (i / 2);
        fe_mul(&before[i], &before[i], &after);
        fe_mul(&after, &after, &zs[i]);
        if (i % 2 == 0) {
            scale_both(&four[3], &four[0], &before[i]);
        } else {
            scale_both(&four[2], &four[1], &before[i]);
        }
    }
    fe_mul(z, z, &after);
}

/* The portable variant's table: x and y of each entry, then the same of lambda times each. */
typedef uint64_t entries[NJI_COMB_ENTRIES][10];

static int init(nji_multiples *multiples, const uint8_t *in) {
    nji_affine teeth[NJI_COMB_TEETH], sums[NJI_COMB_ENTRIES];
    nji_fe steps[NJI_COMB_TEETH];
    entries *tables = (entries *)multiples->entries;
    if (!nji_affine_read(&teeth[0], in)) return 0;
    for (int i = 1; i < NJI_COMB_TEETH; i++) {
        nji_jacobian tooth = {teeth[i - 1].x, teeth[i - 1].y, ONE};
        double_times(&tooth, NJI_COMB_COLUMNS);
        teeth[i].x = tooth.x;
        teeth[i].y = tooth.y;
        steps[i] = tooth.z;
    }
    make_sums(sums, &multiples->z, teeth, steps);
    for (int i = 0; i < NJI_COMB_ENTRIES; i++) {
        memcpy(tables[0][i], sums[i].x.n, 5 * sizeof(uint64_t));
        memcpy(tables[0][i] + 5, sums[i].y.n, 5 * sizeof(uint64_t));
        fe_mul(&sums[i].x, &sums[i].x, &nji_beta);
        memcpy(tables[1][i], sums[i].x.n, 5 * sizeof(uint64_t));
        memcpy(tables[1][i] + 5, sums[i].y.n, 5 * sizeof(uint64_t));
    }
    return 1;
}

/* q = the entry of a column, or its negative. Of magnitude 1 and 2. */
static void look_up(nji_affine *q, const entries table, unsigned column, int secret) {
    const uint64_t negative = (column >> 4) ^ 1;
    const unsigned index = (column ^ (unsigned)(0 - negative)) & (NJI_COMB_ENTRIES - 1);
    uint64_t limbs[10] = {0};
    nji_fe minus_y;
    if (secret) {
        /* Reads every entry, and keeps one. */
        for (unsigned i = 0; i < NJI_COMB_ENTRIES; i++) {
            /* i ^ index is 0..15: only 0 borrows. */
            const uint64_t mask = 0 - (((uint64_t)(i ^ index) - 1) >> 63);
            for (int j = 0; j < 10; j++) limbs[j] |= table[i][j] & mask;
        }
    } else {
        memcpy(limbs, table[index], sizeof limbs);
    }
    memcpy(q->x.n, limbs, sizeof q->x.n);
    memcpy(q->y.n, limbs + 5, sizeof q->y.n);
    fe_set_magnitude(&q->x, 1);
    fe_set_magnitude(&q->y, 1);
    fe_negate(&minus_y, &q->y, 1);
    fe_take_if(&q->y, &minus_y, negative);
}

static __attribute__((noinline)) void add_column(nji_jacobian *p, const entries table, unsigned column) {
    nji_affine q;
    look_up(&q, table, column, 1);
    point_add_affine(p, &q);
    nj_wipe(&q, sizeof q);
}

static __attribute__((noinline)) void add_column_public(nji_jacobian *p, const entries table, unsigned column) {
    nji_affine q;
    look_up(&q, table, column, 0);
    point_add_affine(p, &q);
}

FE_INLINE int multiply(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits, int secret) {
    const entries *tables = (const entries *)multiples->entries;
    nji_jacobian sum;
    nji_affine first;
    int ok, column = NJI_COMB_COLUMNS - 1;
    look_up(&first, tables[0], digits->columns[0][column], secret);
    sum.x = first.x;
    sum.y = first.y;
    sum.z = ONE;
    for (;;) {
        const unsigned second = digits->columns[1][column];
        if (secret) {
            add_column(&sum, tables[1], second);
        } else {
            add_column_public(&sum, tables[1], second);
        }
        if (column-- == 0) break;
        double_times(&sum, 1);
        if (secret) {
            add_column(&sum, tables[0], digits->columns[0][column]);
        } else {
            add_column_public(&sum, tables[0], digits->columns[0][column]);
        }
    }
    fe_mul(&sum.z, &sum.z, &multiples->z);
    ok = nji_jacobian_to_affine(r, &sum);
    nj_wipe(&sum, sizeof sum);
    nj_wipe(&first, sizeof first);
    return ok;
}

static int mul(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    return multiply(r, multiples, digits, 1);
}

static int mul_public(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    return multiply(r, multiples, digits, 0);
}

const nji_curve_variant nji_curve_portable = {"portable", 0, init, mul, mul_public};
