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

/* a^(2^n - 1) for n = 2, 22, 223: the runs of ones in p - 2 and (p + 1) / 4. */
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

/* a^(p - 2), which is 1 / a, and 0 for 0. */
VEC_FN fe inverse(const fe *a) {
    fe x2, x22, t;
    runs_of_ones(&x2, &x22, &t, a, 1);
    square_times_mul(&t, &t, 23, &x22, 1);
    square_times_mul(&t, &t, 5, a, 1);
    square_times_mul(&t, &t, 3, &x2, 1);
    square_times_mul(&t, &t, 2, a, 1);
    return t;
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

/* Multiplication. */

NOINLINE void double_times(jacobian *p, int times) {
    jacobian t = *p;
    for (int i = 0; i < times; i++) jacobian_double(&t);
    *p = t;
}

NOINLINE void add(jacobian *p, const fe *qx, const fe *qy, vec_mask minus) { (void)jacobian_add(p, qx, qy, minus); }
NOINLINE void add_giving_h(jacobian *p, const fe *qx, const fe *qy, fe *h) { *h = jacobian_add(p, qx, qy, vec_mask_of_bits(0)); }

/* With d = 2 P = (dx, dy, dz), the map (x, y) -> (x dz^2, y dz^3) goes to a curve that has the same formulas, as they do not use
 * its constant, and on which d is affine. There entry m is entry m - 1 plus d, with z_m = h_m z_(m-1). Going back from the last,
 * each entry is brought to the last one's z. The caller's curve is found again through z. */
static void make_table(nji_lanes_table *table, const nji_lanes_point *point) {
    const affine base = {fe_load(&point->x), fe_load(&point->y)};
    fe h[NJI_LANES_TABLE_COUNT], x, y, ratio, square, cube, dz;
    jacobian d = jacobian_of_affine(&base), m;
    double_times(&d, 1);
    dz = d.z;
    square = fe_sqr(&dz);
    cube = fe_mul(&square, &dz);
    m.x = fe_mul_tight(&base.x, &square);
    m.y = fe_mul_tight(&base.y, &cube);
    m.z = fe_set1(1);
    fe_store(&table->x[0], &m.x);
    fe_store(&table->y[0], &m.y);
    for (int i = 1; i < NJI_LANES_TABLE_COUNT; i++) {
        add_giving_h(&m, &d.x, &d.y, &h[i]);
        fe_store(&table->x[i], &m.x);
        fe_store(&table->y[i], &m.y);
    }
    x = fe_mul(&m.z, &dz);
    fe_store(&table->z, &x);
    const fe beta = fe_beta();
    x = fe_mul_tight(&m.x, &beta);
    fe_store(&table->lambda_x[NJI_LANES_TABLE_COUNT - 1], &x);
    ratio = h[NJI_LANES_TABLE_COUNT - 1];
    for (int i = NJI_LANES_TABLE_COUNT - 2; i >= 0; i--) {
        square = fe_sqr(&ratio);
        cube = fe_mul(&square, &ratio);
        x = fe_load(&table->x[i]);
        x = fe_mul_tight(&x, &square);
        fe_store(&table->x[i], &x);
        x = fe_mul_tight(&x, &beta);
        fe_store(&table->lambda_x[i], &x);
        y = fe_load(&table->y[i]);
        y = fe_mul_tight(&y, &cube);
        fe_store(&table->y[i], &y);
        if (i != 0) ratio = fe_mul(&ratio, &h[i]);
    }
    vec_leave();
}

/* Reads the entry of a digit in each lane, touching all entries. Window n stands for 2 n - 31: entry n - 16, or minus entry 15 - n.
 * Gives the lanes of the latter. */
NOINLINE vec_mask look_up(affine *out, const nji_lanes_fe *xs, const nji_lanes_fe *ys, const uint8_t *windows) {
    const vec n = vec_load_bytes(windows), fifteen = vec_set1(15), low = vec_and(n, fifteen);
    const vec_mask minus = vec_equal(low, n);
    const vec index = vec_select(minus, vec_xor(low, fifteen), low);
    affine a = {fe_load(&xs[0]), fe_load(&ys[0])};
    _Pragma("GCC unroll 16") for (int m = 1; m < NJI_LANES_TABLE_COUNT; m++) {
        const vec_mask here = vec_equal(index, vec_set1((uint64_t)m));
        FE_EACH(i) a.x.n[i] = vec_select(here, vec_load(xs[m].n[i]), a.x.n[i]);
        FE_EACH(i) a.y.n[i] = vec_select(here, vec_load(ys[m].n[i]), a.y.n[i]);
    }
    *out = a;
    return minus;
}

static void multiply(nji_lanes_jacobian *product, const nji_lanes_table *table, const nji_lanes_digits *digits) {
    affine a;
    vec_mask minus = look_up(&a, table->x, table->y, digits->windows[0][NJI_LANES_WINDOWS - 1]);
    const fe minus_y = fe_negate(&a.y), table_z = fe_load(&table->z);
    a.y = fe_select(minus, &minus_y, &a.y);
    jacobian p = jacobian_of_affine(&a);
    for (int i = NJI_LANES_WINDOWS - 1;;) {
        minus = look_up(&a, table->lambda_x, table->y, digits->windows[1][i]);
        add(&p, &a.x, &a.y, minus);
        if (i-- == 0) break;
        double_times(&p, 5);
        minus = look_up(&a, table->x, table->y, digits->windows[0][i]);
        add(&p, &a.x, &a.y, minus);
    }
    p.z = fe_mul(&p.z, &table_z);
    fe_store(&product->x, &p.x);
    fe_store(&product->y, &p.y);
    fe_store(&product->z, &p.z);
    vec_leave();
}

/* Compression. */

NOINLINE void invert(fe *out, const fe *a) { *out = inverse(a); }

static void write_keys(uint8_t (*keys)[NJ_PUBLIC_KEY_LEN], const fe *x, const fe *y) {
    words out;
    const uint8_t odd = vec_mask_bits(vec_equal(vec_and(y->n[0], vec_set1(1)), vec_set1(1)));
    fe_to_words(&out, x);
    for (size_t l = 0; l < NJI_LANES; l++) {
        keys[l][0] = (uint8_t)(2 + (odd >> l & 1));
        for (size_t i = 0; i < 4; i++) nji_store64_be(keys[l] + 1 + 8 * (3 - i), out.w[i][l]);
    }
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
    invert(&all, &all);
    for (size_t g = group_count; g-- > 0;) {
        const fe inv = fe_mul(&all, &before[g]), inv2 = fe_sqr(&inv), inv3 = fe_mul(&inv2, &inv);
        fe x = fe_load(&points[g].x), y = fe_load(&points[g].y);
        all = fe_mul(&all, &z[g]);
        x = fe_mul(&x, &inv2);
        y = fe_mul(&y, &inv3);
        x = fe_canonical(&x);
        y = fe_canonical(&y);
        write_keys(keys + g * NJI_LANES, &x, &y);
    }
    nj_wipe(z, sizeof z);
    nj_wipe(before, sizeof before);
    vec_leave();
}
