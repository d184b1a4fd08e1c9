/* engine.h - the functions of nji_lanes_engine, compiled once by each file that defines a kind of vec and includes this. */
#include "lanes/group.h"
#include "lanes/lanes.h"

_Static_assert(sizeof(fe) == sizeof(nji_lanes_fe), "an element in memory is an element");
_Static_assert(VEC_LANES == NJI_LANES, "one lane for each");

#define NOINLINE static __attribute__((noinline))

VEC_FN fe fe_load(const nji_lanes_fe *in) {
    fe out;
    FE_EACH(i) out.n[i] = vec_load(in->n[i]);
    return out;
}

VEC_FN void fe_store(nji_lanes_fe *out, const fe *in) { FE_EACH(i) vec_store(out->n[i], in->n[i]); }

/* The same number in all lanes, its limbs given. */
VEC_FN fe fe_constant(uint64_t n0, uint64_t n1, uint64_t n2, uint64_t n3, uint64_t n4) {
    const fe out = {{vec_set1(n0), vec_set1(n1), vec_set1(n2), vec_set1(n3), vec_set1(n4)}};
    return out;
}

/* A primitive third root of one: lambda (x, y) = (beta x, y). */
VEC_FN fe fe_beta(void) { return fe_constant(0x96c28719501ee, 0x7512f58995c13, 0xc3434e99cf049, 0x7106e64479ea, 0x7ae96a2b657c); }

VEC_FN affine affine_generator(void) {
    const affine g = {fe_constant(0x2815b16f81798, 0xdb2dce28d959f, 0xe870b07029bfc, 0xbbac55a06295c, 0x79be667ef9dc),
                      fe_constant(0x7d08ffb10d4b8, 0x48a68554199c4, 0xe1108a8fd17b4, 0xc4655da4fbfc0, 0x483ada7726a3)};
    return g;
}

/* Powers. One or two elements at once: two chains of squarings hide each other's latency. */

#define EACH_CHAIN _Pragma("GCC unroll 2") for (int s = 0; s < chains; s++)

/* x = x^(2^times). */
VEC_FN void square_times(fe *x, int times, const int chains) {
    for (int i = 0; i < times; i++) EACH_CHAIN x[s] = fe_sqr(&x[s]);
}

/* out = x^(2^times) * y. out may be x or y. */
VEC_FN void square_times_mul(fe *out, const fe *x, int times, const fe *y, const int chains) {
    fe t[2];
    EACH_CHAIN t[s] = x[s];
    square_times(t, times, chains);
    EACH_CHAIN out[s] = fe_mul(&t[s], &y[s]);
}

/* a^(2^n - 1) for n = 2, 22, 223: the runs of ones in (p + 1) / 4. */
VEC_FN void runs_of_ones(fe *x2, fe *x22, fe *x223, const fe *a, const int chains) {
    fe x3[2], x11[2], t[2];
    square_times_mul(x2, a, 1, a, chains);
    square_times_mul(x3, x2, 1, a, chains);
    square_times_mul(t, x3, 3, x3, chains);
    square_times_mul(t, t, 3, x3, chains);
    square_times_mul(x11, t, 2, x2, chains);
    square_times_mul(x22, x11, 11, x11, chains);
    fe x44[2], x88[2];
    square_times_mul(x44, x22, 22, x22, chains);
    square_times_mul(x88, x44, 44, x44, chains);
    square_times_mul(t, x88, 88, x88, chains);
    square_times_mul(t, t, 44, x44, chains);
    square_times_mul(x223, t, 3, x3, chains);
}

/* root = a^((p + 1) / 4), whose square is a if a is a square. */
VEC_FN void square_root(fe *root, const fe *a, const int chains) {
    fe x2[2], x22[2], t[2];
    runs_of_ones(x2, x22, t, a, chains);
    square_times_mul(t, t, 23, x22, chains);
    square_times_mul(t, t, 6, x2, chains);
    square_times(t, 2, chains);
    EACH_CHAIN root[s] = t[s];
}

NOINLINE void square_root_single(fe *root, const fe *a) { square_root(root, a, 1); }
NOINLINE void square_root_pair(fe *root, const fe *a) { square_root(root, a, 2); }

/* Bytes. */

/* Four 64-bit words of each lane, least significant first. */
typedef struct words {
    _Alignas(64) uint64_t w[4][NJI_LANES];
} words;

static uint64_t load64_be(const uint8_t *p) { return (uint64_t)nji_load32_be(p) << 32 | nji_load32_be(p + 4); }

VEC_FN fe fe_of_words(const words *in) {
    const vec m = vec_set1(VEC_LIMB_MASK), w0 = vec_load(in->w[0]), w1 = vec_load(in->w[1]), w2 = vec_load(in->w[2]),
              w3 = vec_load(in->w[3]);
    const fe out = {{vec_and(w0, m), vec_and(vec_or(vec_shr(w0, 52), vec_shl(w1, 12)), m),
                     vec_and(vec_or(vec_shr(w1, 40), vec_shl(w2, 24)), m), vec_and(vec_or(vec_shr(w2, 28), vec_shl(w3, 36)), m),
                     vec_shr(w3, 16)}};
    return out;
}

/* In: canonical. */
VEC_FN void fe_to_words(words *out, const fe *a) {
    vec_store(out->w[0], vec_or(a->n[0], vec_shl(a->n[1], 52)));
    vec_store(out->w[1], vec_or(vec_shr(a->n[1], 12), vec_shl(a->n[2], 40)));
    vec_store(out->w[2], vec_or(vec_shr(a->n[2], 24), vec_shl(a->n[3], 28)));
    vec_store(out->w[3], vec_or(vec_shr(a->n[3], 36), vec_shl(a->n[4], 16)));
}

/* Decompression. */

/* Reads eight keys. Gives the lanes whose first byte is 2 or 3 and whose x is below p, and those whose first byte is odd. */
static uint8_t read_keys(fe *x, uint8_t *odd, const uint8_t *const *keys) {
    words in;
    uint8_t valid = 0;
    *odd = 0;
    for (size_t l = 0; l < NJI_LANES; l++) {
        for (size_t i = 0; i < 4; i++) in.w[i][l] = load64_be(keys[l] + 1 + 8 * (3 - i));
        valid |= (uint8_t)(((keys[l][0] & 0xfe) == 2) << l);
        *odd |= (uint8_t)((keys[l][0] & 1) << l);
    }
    *x = fe_of_words(&in);
    const fe reduced = fe_canonical(x);
    return valid & vec_mask_bits(fe_equal(&reduced, x));
}

/* Takes the root whose parity the key asks for, and the generator where there is no root or the key was no good to begin with. */
static uint8_t choose_root(nji_lanes_point *point, const fe *x, const fe *y_squared, const fe *root, uint8_t valid, uint8_t odd) {
    const affine g = affine_generator();
    const fe square = fe_sqr(root), lhs = fe_canonical(&square), rhs = fe_canonical(y_squared);
    fe y = fe_canonical(root), minus_y = fe_negate(&y);
    minus_y = fe_canonical(&minus_y);
    const vec parity = vec_and(y.n[0], vec_set1(1));
    const vec_mask wrong = vec_equal(parity, vec_select(vec_mask_of_bits(odd), vec_set1(0), vec_set1(1)));
    valid &= vec_mask_bits(fe_equal(&lhs, &rhs));
    y = fe_select(wrong, &minus_y, &y);
    y = fe_select(vec_mask_of_bits(valid), &y, &g.y);
    const fe chosen_x = fe_select(vec_mask_of_bits(valid), x, &g.x);
    fe_store(&point->x, &chosen_x);
    fe_store(&point->y, &y);
    return valid;
}

static void decompress(nji_lanes_point *points, uint8_t *valid, const uint8_t *const *keys, size_t group_count) {
    for (size_t g = 0; g < group_count; g += 2) {
        const size_t pair = NJI_MIN(group_count - g, (size_t)2);
        fe x[2], y_squared[2], root[2];
        uint8_t odd[2];
        for (size_t i = 0; i < pair; i++) {
            valid[g + i] = read_keys(&x[i], &odd[i], keys + (g + i) * NJI_LANES);
            const fe seven = fe_set1(7), x2 = fe_sqr(&x[i]);
            wide w = wide_product(&x2, &x[i]);
            columns c = fold(&w);
            columns_add(&c, &seven);
            y_squared[i] = carry_loose(&c);
        }
        if (pair == 2) {
            square_root_pair(root, y_squared);
        } else {
            square_root_single(root, y_squared);
        }
        for (size_t i = 0; i < pair; i++) {
            valid[g + i] = choose_root(&points[g + i], &x[i], &y_squared[i], &root[i], valid[g + i], odd[i]);
        }
    }
    vec_leave();
}

NOINLINE void double_times(jacobian *p, int times) {
    jacobian t = *p;
    for (int i = 0; i < times; i++) jacobian_double(&t);
    *p = t;
}

NOINLINE void add(jacobian *p, const fe *qx, const fe *qy, vec_mask minus) { jacobian_add(p, qx, qy, minus); }

/* The table. The exceptional cases of its additions cannot come: all points are different small multiples of one. */

#define TEETH 5

NOINLINE void add_both(affine *sum, affine *difference, fe *z, const affine *p, const affine *q) {
    affine_add_both(sum, difference, z, p, q);
}

NOINLINE void scale(affine *points, size_t count, const fe *z) {
    const fe square = fe_sqr(z), cube = fe_mul(&square, z);
    for (size_t i = 0; i < count; i++) affine_scale(&points[i], &square, &cube);
}

/* The teeth 2^(26 i) P, all on the curve that z leads to. Each is affine on the curve of its own z, counted from the one before. */
static void make_teeth(affine *teeth, fe *z, const affine *point) {
    fe steps[TEETH];
    teeth[0] = *point;
    for (int i = 1; i < TEETH; i++) {
        jacobian p = jacobian_of_affine(&teeth[i - 1]);
        double_times(&p, NJI_LANES_COLUMNS);
        teeth[i].x = p.x;
        teeth[i].y = p.y;
        steps[i] = p.z;
    }
    *z = fe_set1(1);
    for (int i = TEETH - 2; i >= 0; i--) {
        *z = fe_mul(z, &steps[i + 1]);
        scale(&teeth[i], 1, z);
    }
}

/* upper[i] is tooth 4 with teeth 3 and 2 added or subtracted, as bits 1 and 0 of i say; lower[i], i = 1, 0, is tooth 1 plus or minus tooth
 * 0. All on one curve; z is brought up to date. */
static void make_parts(affine *upper, affine *lower, fe *z, affine *teeth) {
    affine middle[2];
    fe z_lower, z_middle, z_outer, z_inner;
    add_both(&lower[1], &lower[0], &z_lower, &teeth[0], &teeth[1]);
    add_both(&middle[1], &middle[0], &z_middle, &teeth[2], &teeth[3]);
    affine_negate(&lower[0]);
    affine_negate(&middle[0]);
    scale(lower, 2, &z_middle);
    scale(middle, 2, &z_lower);
    z_lower = fe_mul(&z_lower, &z_middle);
    scale(&teeth[4], 1, &z_lower);
    add_both(&upper[3], &upper[0], &z_outer, &teeth[4], &middle[1]);
    add_both(&upper[2], &upper[1], &z_inner, &teeth[4], &middle[0]);
    affine inner[2] = {upper[1], upper[2]}, outer[2] = {upper[0], upper[3]};
    scale(inner, 2, &z_outer);
    scale(outer, 2, &z_inner);
    upper[0] = outer[0];
    upper[1] = inner[0];
    upper[2] = inner[1];
    upper[3] = outer[1];
    z_inner = fe_mul(&z_inner, &z_outer);
    scale(lower, 2, &z_inner);
    *z = fe_mul(z, &z_lower);
    *z = fe_mul(z, &z_inner);
}

static void store_entry(nji_lanes_table *table, size_t index, const affine *p) {
    const fe beta = fe_beta(), lambda_x = fe_mul_tight(&p->x, &beta);
    fe_store(&table->x[index], &p->x);
    fe_store(&table->y[index], &p->y);
    fe_store(&table->lambda_x[index], &lambda_x);
}

/* Bit i of an entry's index is the sign of tooth i. The two entries of a pair share their z, and are scaled by those of all other
 * pairs: by before[i], the product of those before, and by after. */
static void make_table(nji_lanes_table *table, const nji_lanes_point *point) {
    const affine base = {fe_load(&point->x), fe_load(&point->y)};
    affine teeth[TEETH], upper[4], lower[2], pairs[NJI_LANES_ENTRIES / 2][2];
    fe zs[NJI_LANES_ENTRIES / 2], before[NJI_LANES_ENTRIES / 2], z, after = fe_set1(1);
    make_teeth(teeth, &z, &base);
    make_parts(upper, lower, &z, teeth);
    before[0] = after;
    for (size_t i = 0; i < NJI_LANES_ENTRIES / 2; i++) {
        add_both(&pairs[i][1], &pairs[i][0], &zs[i], &upper[i / 2], &lower[i % 2]);
        if (i != 0) before[i] = fe_mul(&before[i - 1], &zs[i - 1]);
    }
    for (size_t i = NJI_LANES_ENTRIES / 2; i-- > 0;) {
        const size_t plus = 4 * (i / 2) + 2 + i % 2, minus = 4 * (i / 2) + 1 - i % 2;
        const fe others = fe_mul(&before[i], &after);
        after = fe_mul(&after, &zs[i]);
        scale(pairs[i], 2, &others);
        store_entry(table, plus, &pairs[i][1]);
        store_entry(table, minus, &pairs[i][0]);
    }
    z = fe_mul(&z, &after);
    fe_store(&table->z, &z);
    vec_leave();
}

/* Multiplication. */

/* Reads the entry of a column in each lane, touching all entries. Without bit 4 it is the negative of the entry of the inverted bits:
 * gives those lanes. */
NOINLINE vec_mask look_up(affine *out, const nji_lanes_fe *xs, const nji_lanes_fe *ys, const uint8_t *column) {
    const vec n = vec_load_bytes(column), fifteen = vec_set1(15), low = vec_and(n, fifteen);
    const vec_mask minus = vec_equal(low, n);
    const vec index = vec_select(minus, vec_xor(low, fifteen), low);
    affine a = {fe_load(&xs[0]), fe_load(&ys[0])};
    _Pragma("GCC unroll 16") for (int m = 1; m < NJI_LANES_ENTRIES; m++) {
        const vec_mask here = vec_equal(index, vec_set1((uint64_t)m));
        FE_EACH(i) a.x.n[i] = vec_select(here, vec_load(xs[m].n[i]), a.x.n[i]);
        FE_EACH(i) a.y.n[i] = vec_select(here, vec_load(ys[m].n[i]), a.y.n[i]);
    }
    *out = a;
    return minus;
}

static void multiply(nji_lanes_jacobian *product, const nji_lanes_table *table, const nji_lanes_digits *digits) {
    affine a;
    vec_mask minus = look_up(&a, table->x, table->y, digits->columns[0][NJI_LANES_COLUMNS - 1]);
    const fe table_z = fe_load(&table->z);
    fe minus_y = fe_negate(&a.y);
    a.y = fe_select(minus, &minus_y, &a.y);
    jacobian p = jacobian_of_affine(&a);
    for (int i = NJI_LANES_COLUMNS - 1;;) {
        minus = look_up(&a, table->lambda_x, table->y, digits->columns[1][i]);
        add(&p, &a.x, &a.y, minus);
        if (i-- == 0) break;
        double_times(&p, 1);
        minus = look_up(&a, table->x, table->y, digits->columns[0][i]);
        add(&p, &a.x, &a.y, minus);
    }
    p.z = fe_mul(&p.z, &table_z);
    fe_store(&product->x, &p.x);
    fe_store(&product->y, &p.y);
    fe_store(&product->z, &p.z);
    nj_wipe(&a, sizeof a);
    nj_wipe(&minus_y, sizeof minus_y);
    nj_wipe(&p, sizeof p);
    vec_leave();
}

static void add_products(nji_lanes_jacobian *sum, const nji_lanes_jacobian *a, const nji_lanes_jacobian *b) {
    jacobian p = {fe_load(&a->x), fe_load(&a->y), fe_load(&a->z)}, q = {fe_load(&b->x), fe_load(&b->y), fe_load(&b->z)};
    jacobian r = jacobian_add_jacobian(&p, &q);
    fe_store(&sum->x, &r.x);
    fe_store(&sum->y, &r.y);
    fe_store(&sum->z, &r.z);
    nj_wipe(&p, sizeof p);
    nj_wipe(&q, sizeof q);
    nj_wipe(&r, sizeof r);
    vec_leave();
}

/* Compression. */

VEC_FN fe fe_turn(const fe *a, int lanes) {
    fe out;
    FE_EACH(i) out.n[i] = vec_turn(a->n[i], lanes);
    return out;
}

/* 1 / a in every lane by one inversion: of the product of all lanes, which is found in three steps, each of which leaves the
 * product of twice as many lanes. On the way back, the inverse of a product times one factor is that of the other. a is not 0. */
NOINLINE void invert_lanes(fe *out, const fe *a) {
    uint64_t limbs[FE_LIMBS];
    nji_lanes_fe memory;
    const fe a4 = fe_turn(a, 4), pairs = fe_mul(a, &a4), pairs2 = fe_turn(&pairs, 2), quads = fe_mul(&pairs, &pairs2);
    const fe quads1 = fe_turn(&quads, 1);
    fe t = fe_mul(&quads, &quads1);
    t = fe_canonical(&t);
    fe_store(&memory, &t);
    for (int i = 0; i < FE_LIMBS; i++) limbs[i] = memory.n[i][0];
    nji_lanes_invert(limbs);
    FE_EACH(i) t.n[i] = vec_set1(limbs[i]);
    t = fe_mul(&t, &quads1);
    t = fe_mul(&t, &pairs2);
    *out = fe_mul(&t, &a4);
    nj_wipe(&t, sizeof t);
    nj_wipe(&memory, sizeof memory);
    nj_wipe(limbs, sizeof limbs);
}

static void write_keys(uint8_t (*keys)[NJ_PUBLIC_KEY_LEN], const fe *x, const fe *y) {
    words out;
    const uint8_t odd = vec_mask_bits(vec_equal(vec_and(y->n[0], vec_set1(1)), vec_set1(1)));
    fe_to_words(&out, x);
    for (size_t l = 0; l < NJI_LANES; l++) {
        keys[l][0] = (uint8_t)(2 + (odd >> l & 1));
        for (size_t i = 0; i < 4; i++) nji_store64_be(keys[l] + 1 + 8 * (3 - i), out.w[i][l]);
    }
    nj_wipe(&out, sizeof out);
}

/* Montgomery's trick over the groups: one inversion for all. before[g] is the product of the z of all groups before g. A z of 0
 * counts as 1, so that it spoils no other group of its lane. */
static void compress(uint8_t (*keys)[NJ_PUBLIC_KEY_LEN], uint8_t *exceptional, const nji_lanes_jacobian *points,
                     size_t group_count) {
    fe z[NJI_LANES_GROUPS_MAX_COUNT], before[NJI_LANES_GROUPS_MAX_COUNT], all = fe_set1(1);
    const fe one = fe_set1(1);
    for (size_t g = 0; g < group_count; g++) {
        z[g] = fe_load(&points[g].z);
        z[g] = fe_canonical(&z[g]);
        const vec_mask zero = fe_is_zero(&z[g]);
        exceptional[g] = vec_mask_bits(zero);
        z[g] = fe_select(zero, &one, &z[g]);
        before[g] = all;
        all = fe_mul(&all, &z[g]);
    }
    invert_lanes(&all, &all);
    for (size_t g = group_count; g-- > 0;) {
        const fe inv = fe_mul(&all, &before[g]), inv2 = fe_sqr(&inv), inv3 = fe_mul(&inv2, &inv);
        fe x = fe_load(&points[g].x), y = fe_load(&points[g].y);
        all = fe_mul(&all, &z[g]);
        x = fe_mul(&x, &inv2);
        y = fe_mul(&y, &inv3);
        x = fe_canonical(&x);
        y = fe_canonical(&y);
        write_keys(keys + g * NJI_LANES, &x, &y);
        nj_wipe(&x, sizeof x);
        nj_wipe(&y, sizeof y);
    }
    nj_wipe(&all, sizeof all);
    nj_wipe(z, sizeof z);
    nj_wipe(before, sizeof before);
    vec_leave();
}
