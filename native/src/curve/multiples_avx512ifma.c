/* The comb on four lanes: the multiplications of one formula side by side, for both halves of the scalar.
 *
 * A doubling takes two multiplications one after the other, an addition of an affine point four. What makes the doubling so short
 * is w = 3 b z^6 for the curve y^2 = x^3 + b that the point is on with z = 1: with x^3 = y^2 - b z^6 the tangent's slope needs no
 * power of x, and x' = x (y^2 - 3 w), y' = (y^2 + 3 w)^2 - 12 w^2 = y^4 + 6 y^2 w - 3 w^2, z' = 2 y z, w' = 64 y^6 w.
 *
 * Comments name the lanes of a vector in brackets, . for a lane that does not matter.
 */
#include "cpu/cpu.h"
#include "curve/curve_internal.h"
#include "curve/fe4.h"

#define LANE0 1
#define LANE1 2
#define LANE2 4
#define LANE3 8

static const nji_fe ZERO = FE_CONST(0, 0, 0, 0, 0), ONE = FE_CONST(1, 0, 0, 0, 0);

/* Doubles 26 times. xy: [x y e f] with w = e f; z: [. . . z]. */
static void double_tooth(fe4 *xy, fe4 *z, nji_root *root) {
    const v4 threes = v4_set(0, 0, 3, 3);
    fe4 q = *xy, p = *z, a, b, r;
    for (int k = 0; k < NJI_COMB_COLUMNS; k++) {
        nji_root_square(root);
        /* [y y e y] * [y y f z] = [y^2 y^2 w yz] */
        fe4_permute(&a, &q, 1, 1, 2, 1);
        fe4_permute2(&b, &q, &p, 1, 1, 3, 7);
        fe4_mul(&r, &a, &b);
        /* [y^2-3w y^2 w z'] */
        FE4_EACH({
            const v4 w = v4_permute(r.n[i], 2, 2, 2, 2);
            r.n[i] = v4_add_if(r.n[i], r.n[i], LANE3);
            r.n[i] = v4_sub_if(r.n[i], v4_add(w, v4_add(w, w)), LANE0);
        });
        fe4_carry(&p, &r);
        nji_root_square(root);
        /* [x w y^2 y^2] * [y^2-3w w y^2 w] = [x' w^2 y^4 y^2 w] */
        fe4_permute2(&a, &p, &q, 4, 2, 1, 1);
        fe4_permute(&b, &p, 0, 2, 1, 2);
        fe4_mul(&r, &a, &b);
        /* [x' y' 8y^4 8y^2w] */
        FE4_EACH({
            const v4 yyyy = v4_permute(r.n[i], 2, 2, 2, 2), yyw = v4_permute(r.n[i], 3, 3, 3, 3);
            const v4 minus_yyyy =
                v4_sub(v4_shl(v4_sub(r.n[i], yyw), 2), v4_add(yyyy, v4_shl(yyw, 1))); /* 4 w^2 - 6 y^2 w - y^4 */
            r.n[i] = v4_sub_if(v4_shlv(r.n[i], threes), minus_yyyy, LANE1);
        });
        fe4_carry(&q, &r);
        if (k % 2 != 0) nji_root_square(root);
    }
    *xy = q;
    *z = p;
}

/* This variant's table: limb by limb, all entries of a limb side by side, carried. */
typedef struct table {
    uint64_t x[5][NJI_COMB_ENTRIES];
    uint64_t y[5][NJI_COMB_ENTRIES];
} table;

_Static_assert(sizeof(table) <= sizeof(((nji_multiples *)0)->entries), "the table fits");

/* Four points, a coordinate of each in a lane. */
typedef struct four_points {
    fe4 x;
    fe4 y;
} four_points;

static void multiply(fe4 *r, const fe4 *a, const fe4 *b) {
    fe4 columns;
    fe4_mul(&columns, a, b);
    fe4_carry(r, &columns);
}

/* Points on the curves that are larger by z, lane by lane. */
static void scale(four_points *p, const fe4 *z) {
    fe4 zz, zzz;
    multiply(&zz, z, z);
    multiply(&zzz, &zz, z);
    multiply(&p->x, &p->x, &zz);
    multiply(&p->y, &p->y, &zzz);
}

/* What a + b and a - b have in common: the z of both is h = x(b) - x(a). */
typedef struct chord {
    fe4 h;
    fe4 hhh;
    fe4 v;  /* x(a) h^2 */
    fe4 yh; /* y(a) h^3 */
} chord;

static void draw_chord(chord *c, const four_points *a, const fe4 *bx) {
    fe4 hh;
    FE4_EACH(c->h.n[i] = v4_sub(bx->n[i], a->x.n[i]));
    fe4_carry(&c->h, &c->h);
    multiply(&hh, &c->h, &c->h);
    multiply(&c->hhh, &hh, &c->h);
    multiply(&c->v, &a->x, &hh);
    multiply(&c->yh, &a->y, &c->hhh);
}

/* r = a + b: with the slope's numerator s = y(b) - y(a), x = s^2 - h^3 - 2 v and y = s (v - x) - y(a) h^3. A negated b is one
 * with by negated, as columns. */
static void end_chord(four_points *r, const chord *c, const four_points *a, const fe4 *by) {
    fe4 s, columns;
    FE4_EACH(s.n[i] = v4_sub(by->n[i], a->y.n[i]));
    fe4_carry(&s, &s);
    fe4_mul(&columns, &s, &s);
    FE4_EACH(columns.n[i] = v4_sub(v4_sub(columns.n[i], c->hhh.n[i]), v4_add(c->v.n[i], c->v.n[i])));
    fe4_carry(&r->x, &columns);
    FE4_EACH(columns.n[i] = v4_sub(c->v.n[i], r->x.n[i]));
    fe4_carry(&columns, &columns);
    fe4_mul(&columns, &columns, &s);
    FE4_EACH(columns.n[i] = v4_sub(columns.n[i], c->yh.n[i]));
    fe4_carry(&r->y, &columns);
}

/* r = -a in the lanes of the mask, as columns. */
#define negate_lanes(r, a, mask) FE4_EACH((r)->n[i] = v4_sub_if(v4_only((a)->n[i], ~(mask) & 15), (a)->n[i], mask))

/* All lanes of r are lane l of p. */
#define spread(r, p, l)                            \
    do {                                           \
        fe4_permute(&(r)->x, &(p)->x, l, l, l, l); \
        fe4_permute(&(r)->y, &(p)->y, l, l, l, l); \
    } while (0)

/* A tooth as double_tooth leaves it: xy: [x y . .], z: [. . . z], on the curve that the product of all z so far leads to. */
typedef struct tooth {
    fe4 xy;
    fe4 z;
} tooth;

/* Teeth 0 to 3, a lane each, on the curve of tooth 4, and the z that leads there from the curve of tooth 0. */
static void level_teeth(four_points *p, nji_fe *z, const tooth teeth[NJI_COMB_TEETH]) {
    fe4 z34, z12, a, b, factors;
    /* [z2 z1 z3 z1] * [1 z2 z4 z2] = [z2 z1z2 z3z4 z1z2] */
    fe4_permute2(&z12, &teeth[1].z, &teeth[2].z, 3, 7, 3, 7);
    fe4_permute2(&z34, &teeth[3].z, &teeth[4].z, 3, 7, 3, 7);
    fe4_permute2(&a, &z12, &z34, 1, 0, 4, 0);
    fe4_permute2(&b, &z12, &z34, 1, 1, 5, 1);
    fe4_set(&factors, &ONE, &ONE, &ONE, &ONE);
    fe4_blend(&b, &b, &factors, LANE0);
    multiply(&a, &a, &b);
    /* [z1z2 z2 1 1] * [z3z4 z3z4 z3z4 z4] = [z1z2z3z4 z2z3z4 z3z4 z4], what leads from the curve of each tooth */
    fe4_permute2(&b, &a, &z34, 2, 2, 2, 5);
    fe4_permute(&a, &a, 1, 0, 0, 0);
    fe4_blend(&a, &a, &factors, LANE2 | LANE3);
    multiply(&factors, &a, &b);
    fe4_get(z, &factors, 0);
    fe4_permute2(&a, &teeth[0].xy, &teeth[1].xy, 0, 4, 0, 4);
    fe4_permute2(&b, &teeth[2].xy, &teeth[3].xy, 0, 4, 0, 4);
    fe4_blend(&p->x, &a, &b, LANE2 | LANE3);
    fe4_permute2(&a, &teeth[0].xy, &teeth[1].xy, 1, 5, 1, 5);
    fe4_permute2(&b, &teeth[2].xy, &teeth[3].xy, 1, 5, 1, 5);
    fe4_blend(&p->y, &a, &b, LANE2 | LANE3);
    scale(p, &factors);
}

/* The sums of tooth 4 and the two lowest with every sign, lane l for signs l, and tooth 3 plus and minus tooth 2 in lanes 0 and
 * 1: all on one curve, to which z is led on. */
static void make_halves(four_points *low, four_points *high, nji_fe *z, const four_points *teeth, const tooth *last) {
    four_points a, b, sums, top;
    chord c;
    fe4 t, both;
    nji_fe step;
    /* [1+0 3+2 1-0 3-2] of the teeth */
    fe4_permute(&a.x, &teeth->x, 1, 3, 1, 3);
    fe4_permute(&a.y, &teeth->y, 1, 3, 1, 3);
    fe4_permute(&b.x, &teeth->x, 0, 2, 0, 2);
    fe4_permute(&b.y, &teeth->y, 0, 2, 0, 2);
    negate_lanes(&b.y, &b.y, LANE2 | LANE3);
    draw_chord(&c, &a, &b.x);
    end_chord(&sums, &c, &a, &b.y);
    /* Each pair is led on by the other's z, tooth 4 by both. */
    fe4_permute(&t, &c.h, 1, 0, 1, 0);
    scale(&sums, &t);
    multiply(&both, &c.h, &t);
    fe4_get(&step, &both, 0);
    fe_mul(z, z, &step);
    fe4_permute(&top.x, &last->xy, 0, 0, 0, 0);
    fe4_permute(&top.y, &last->xy, 1, 1, 1, 1);
    scale(&top, &both);
    /* Tooth 4 and [-(1+0) -(1-0) 1-0 1+0] */
    fe4_permute(&b.x, &sums.x, 0, 2, 2, 0);
    fe4_permute(&b.y, &sums.y, 0, 2, 2, 0);
    negate_lanes(&b.y, &b.y, LANE0 | LANE1);
    draw_chord(&c, &top, &b.x);
    end_chord(low, &c, &top, &b.y);
    /* The outer two lanes have one z, the inner two another. */
    fe4_permute(&t, &c.h, 1, 0, 0, 1);
    scale(low, &t);
    multiply(&both, &c.h, &t);
    fe4_get(&step, &both, 0);
    fe_mul(z, z, &step);
    fe4_permute(&high->x, &sums.x, 1, 3, 1, 3);
    fe4_permute(&high->y, &sums.y, 1, 3, 1, 3);
    scale(high, &both);
}

/* Entries first .. first + 3. */
static void store(table *t, int first, const four_points *p) {
    for (int i = 0; i < 5; i++) {
        v4_store(t->x[i] + first, p->x.n[i]);
        v4_store(t->y[i] + first, p->y.n[i]);
    }
}

/* The table from the teeth, and the z that leads to its curve from that of tooth 0. Bit i of an entry's index is the sign of
 * tooth i. */
static void make_table(table *t, nji_fe *z, const tooth teeth[NJI_COMB_TEETH]) {
    four_points leveled, low, high, outer, inner, sums[4];
    chord outer_chord, inner_chord;
    fe4 both, swapped, others, minus;
    nji_fe step;
    level_teeth(&leveled, z, teeth);
    make_halves(&low, &high, z, &leveled, &teeth[4]);
    /* With signs -- and ++ of teeth 3 and 2, then with -+ and +-. */
    spread(&outer, &high, 0);
    spread(&inner, &high, 1);
    draw_chord(&outer_chord, &low, &outer.x);
    draw_chord(&inner_chord, &low, &inner.x);
    negate_lanes(&minus, &outer.y, 15);
    end_chord(&sums[0], &outer_chord, &low, &minus);
    end_chord(&sums[3], &outer_chord, &low, &outer.y);
    negate_lanes(&minus, &inner.y, 15);
    end_chord(&sums[1], &inner_chord, &low, &minus);
    end_chord(&sums[2], &inner_chord, &low, &inner.y);
    /* Eight different z, and each entry is led on by the seven others: with both = outer * inner, an outer z by the inner z of
     * its lane and by both of the three other lanes. */
    multiply(&both, &outer_chord.h, &inner_chord.h);
    fe4_permute(&swapped, &both, 1, 0, 3, 2);
    multiply(&both, &both, &swapped); /* [0*1 0*1 2*3 2*3] */
    fe4_permute(&both, &both, 2, 2, 0, 0);
    multiply(&others, &both, &swapped);
    multiply(&inner_chord.h, &inner_chord.h, &others);
    scale(&sums[0], &inner_chord.h);
    scale(&sums[3], &inner_chord.h);
    multiply(&outer_chord.h, &outer_chord.h, &others);
    scale(&sums[1], &outer_chord.h);
    scale(&sums[2], &outer_chord.h);
    for (int i = 0; i < 4; i++) store(t, 4 * i, &sums[i]);
    fe4_get(&step, &both, 0);
    fe_mul(z, z, &step);
    fe4_get(&step, &both, 2);
    fe_mul(z, z, &step);
}

static int init(nji_multiples *multiples, const uint8_t *in) {
    static const nji_fe seven = FE_CONST(7, 0, 0, 0, 0);
    tooth teeth[NJI_COMB_TEETH];
    nji_fe x, d, dd, w, y;
    nji_root root;
    if ((in[0] != 2 && in[0] != 3) || !nji_fe_read(&x, in + 1)) return 0;
    /* With d = x^3 + 7, (x d, d^2) is a point of y^2 = x^3 + 7 d^3: what (x, y) is on the curve that y = sqrt(d) as z leads to.
     * So the doublings need not wait for the root, which is taken beside them. If there is none the point is on a twist, and all
     * is for nothing. */
    fe_sqr(&d, &x);
    fe_mul(&d, &d, &x);
    fe_add(&d, &d, &seven);
    nji_fe_normalize(&d);
    nji_root_init(&root, &d);
    fe_mul(&x, &x, &d);
    fe_sqr(&dd, &d);
    fe_times(&w, &d, 21);
    fe_mul(&w, &w, &dd);
    nji_fe_normalize(&x);
    nji_fe_normalize(&dd);
    nji_fe_normalize(&w);
    fe4_set(&teeth[0].xy, &x, &dd, &w, &ONE);
    for (int i = 1; i < NJI_COMB_TEETH; i++) {
        teeth[i].xy = teeth[i - 1].xy;
        fe4_set(&teeth[i].z, &ZERO, &ZERO, &ZERO, &ONE);
        double_tooth(&teeth[i].xy, &teeth[i].z, &root);
    }
    if (!nji_root_get(&y, &root)) return 0;
    nji_fe_normalize(&y);
    if ((y.n[0] & 1) != (in[0] & 1)) fe_negate(&y, &y, 1);
    make_table((table *)(void *)multiples->entries, &multiples->z, teeth);
    /* 3 b = 21 (z y)^6 */
    fe_sqr(&w, &multiples->z);
    fe_mul(&w, &w, &d);
    fe_sqr(&dd, &w);
    fe_times(&w, &w, 21);
    fe_mul(&multiples->b, &w, &dd);
    nji_fe_normalize(&multiples->b);
    fe_mul(&multiples->z, &multiples->z, &y);
    return 1;
}

/* The sum of one half, and what its next steps need. */
typedef struct half {
    fe4 x;   /* [x . . .] */
    fe4 ybz; /* [y . 3bz^2 z^4] */
    fe4 z;   /* [. . . z] */
} half;

/* [x0 y0 x1 y1], the entries of two columns, and all ones in the lanes of a y that is to be negated. */
static void look_up(fe4 *points, v4 *negative, const table *t, unsigned column0, unsigned column1) {
    const v4 columns = v4_set(column0, column0, column1, column1);
    const v4 minus = v4_sub(v4_shr(columns, 4), v4_set1(1)); /* 0, or all ones: bit 4 is 1 for an addition */
    const v4 index = v4_and(v4_xor(columns, minus), v4_set1(NJI_COMB_ENTRIES - 1));
    *negative = v4_only(minus, LANE1 | LANE3);
    FE4_EACH(points->n[i] = v4_blend(v4_look_up(t->x[i], index), v4_look_up(t->y[i], index), LANE1 | LANE3));
}

/* r = -r where negative is all ones; columns. */
#define negate_if(r, negative) FE4_EACH((r)->n[i] = v4_sub(v4_xor((r)->n[i], negative), negative))

/* One column, in five steps for each half: the steps of the two halves alternate, so that the processor finds both in its window.
 */
typedef struct steps {
    fe4 p; /* [y^2-3w y^2+3w w z'] */
    fe4 q; /* [x' y' . z'^2], the double */
    fe4 n; /* [r h^2 . z'] */
    fe4 w; /* [x' v-x' h^3 z'^2] */
} steps;

V4_INLINE void double_first(steps *s, const half *h) {
    fe4 a, b, r;
    /* [y y 3bz^2 y] * [y y z^4 z] = [y^2 y^2 w yz] */
    fe4_permute(&a, &h->ybz, 0, 0, 2, 0);
    fe4_permute2(&b, &h->ybz, &h->z, 0, 0, 3, 7);
    fe4_mul(&r, &a, &b);
    FE4_EACH({
        const v4 w = v4_permute(r.n[i], 2, 2, 2, 2), www = v4_add(w, v4_add(w, w));
        r.n[i] = v4_add_if(r.n[i], r.n[i], LANE3);
        r.n[i] = v4_add_if(v4_sub_if(r.n[i], www, LANE0), www, LANE1);
    });
    fe4_carry(&s->p, &r);
}

V4_INLINE void double_second(steps *s, const half *h) {
    fe4 a, r;
    /* [x y^2+3w w z'] * [y^2-3w y^2+3w w z'] = [x' (y^2+3w)^2 w^2 z'^2] */
    fe4_blend(&a, &s->p, &h->x, LANE0);
    fe4_mul(&r, &a, &s->p);
    FE4_EACH({
        const v4 ww = v4_permute(r.n[i], 2, 2, 2, 2);
        r.n[i] = v4_sub_if(r.n[i], v4_add(v4_shl(ww, 3), v4_shl(ww, 2)), LANE1);
    });
    fe4_carry(&s->q, &r);
}

/* ht: [h t . .] with h = x2 z^2 - x and t = y2 z. */
V4_INLINE void add_first(steps *s, const fe4 *ht) {
    fe4 a, b, r;
    /* [t h . h] * [z^2 h . z] = [t z^2 h^2 . hz] */
    fe4_permute(&a, ht, 1, 0, 0, 0);
    fe4_permute2(&b, &s->q, ht, 3, 4, 4, 4);
    fe4_blend(&b, &b, &s->p, LANE3);
    fe4_mul(&r, &a, &b);
    /* [r h^2 . z'] with the slope's numerator r = y2 z^3 - y */
    FE4_EACH(r.n[i] = v4_sub_if(r.n[i], v4_permute(s->q.n[i], 1, 1, 1, 1), LANE0));
    fe4_carry(&s->n, &r);
}

V4_INLINE void add_second(steps *s, const fe4 *ht) {
    fe4 a, b, r;
    /* [r x h z'] * [r h^2 h^2 z'] = [r^2 v h^3 z'^2] with v = x h^2 */
    fe4_permute2(&a, &s->q, ht, 0, 0, 4, 4);
    fe4_blend(&a, &a, &s->n, LANE0 | LANE3);
    fe4_permute(&b, &s->n, 0, 1, 1, 3);
    fe4_mul(&r, &a, &b);
    /* [x' v-x' h^3 z'^2]: x' = r^2 - h^3 - 2v, v - x' = 3v + h^3 - r^2 */
    FE4_EACH({
        const v4 swapped = v4_permute(r.n[i], 1, 0, 2, 2), hhh = v4_permute(r.n[i], 2, 2, 2, 2);
        const v4 twice = v4_add(r.n[i], r.n[i]);
        r.n[i] = v4_sub_if(r.n[i], swapped, LANE0 | LANE1);
        r.n[i] = v4_sub_if(r.n[i], v4_add(swapped, hhh), LANE0);
        r.n[i] = v4_add_if(r.n[i], v4_add(twice, hhh), LANE1);
    });
    fe4_carry(&s->w, &r);
}

/* three_b: [. . 3b .]. */
V4_INLINE void add_third(half *h, const steps *s, const fe4 *three_b) {
    fe4 a, b, r;
    /* [r y 3b z'^2] * [v-x' h^3 z'^2 z'^2] = [. y h^3 3bz'^2 z'^4] */
    fe4_permute2(&a, &s->n, &s->q, 0, 5, 0, 0);
    fe4_blend(&a, &a, three_b, LANE2);
    fe4_blend(&a, &a, &s->w, LANE3);
    fe4_permute(&b, &s->w, 1, 2, 3, 3);
    fe4_mul(&r, &a, &b);
    FE4_EACH(r.n[i] = v4_sub_if(r.n[i], v4_permute(r.n[i], 1, 1, 1, 1), LANE0));
    fe4_carry(&h->ybz, &r);
    h->x = s->w;
    h->z = s->n;
}

/* Both halves doubled, and the entries of a column added. */
static void double_and_add(half *h0, half *h1, const table *t, const fe4 *three_b, unsigned column0, unsigned column1) {
    fe4 points, a, b, r, ht0, ht1;
    steps s0, s1;
    v4 negative;
    look_up(&points, &negative, t, column0, column1);
    double_first(&s0, h0);
    double_first(&s1, h1);
    double_second(&s0, h0);
    double_second(&s1, h1);
    /* [x2 y2 x2 y2] * [z^2 z z^2 z], two lanes for each half */
    fe4_permute2(&a, &s0.q, &s0.p, 3, 7, 3, 7);
    fe4_permute2(&b, &s1.q, &s1.p, 3, 7, 3, 7);
    fe4_blend(&a, &a, &b, LANE2 | LANE3);
    fe4_mul(&r, &points, &a);
    negate_if(&r, negative);
    fe4_permute2(&a, &s0.q, &s1.q, 0, 0, 4, 4);
    FE4_EACH(r.n[i] = v4_sub_if(r.n[i], a.n[i], LANE0 | LANE2));
    fe4_carry(&ht0, &r); /* [h t h t], two lanes for each half */
    fe4_permute(&ht1, &ht0, 2, 3, 2, 3);
    add_first(&s0, &ht0);
    add_first(&s1, &ht1);
    add_second(&s0, &ht0);
    add_second(&s1, &ht1);
    add_third(h0, &s0, three_b);
    add_third(h1, &s1, three_b);
}

static void get_half(nji_jacobian *p, const half *h) {
    fe4_get(&p->x, &h->x, 0);
    fe4_get(&p->y, &h->ybz, 0);
    fe4_get(&p->z, &h->z, 3);
}

/* Inside a half no step meets a point twice: the half is a odd multiple of the point, of at most 130 bits, which doubled is no
 * odd multiple. */
static int mul(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits) {
    const table *t = (const table *)(const void *)multiples->entries;
    const uint8_t *columns0 = digits->columns[0], *columns1 = digits->columns[1];
    nji_jacobian p0, p1;
    fe4 points, three_b;
    half h0, h1;
    v4 negative;
    int ok;
    fe4_set(&three_b, &ZERO, &ZERO, &multiples->b, &ZERO);
    look_up(&points, &negative, t, columns0[NJI_COMB_COLUMNS - 1], columns1[NJI_COMB_COLUMNS - 1]);
    negate_if(&points, negative);
    fe4_carry(&points, &points);
    h0.x = points;
    fe4_permute(&h1.x, &points, 2, 2, 2, 2);
    fe4_set(&h0.z, &ONE, &ONE, &ONE, &ONE);
    h1.z = h0.z;
    fe4_permute2(&h0.ybz, &points, &three_b, 1, 1, 6, 6);
    fe4_permute2(&h1.ybz, &points, &three_b, 3, 3, 6, 6);
    fe4_blend(&h0.ybz, &h0.ybz, &h0.z, LANE3);
    fe4_blend(&h1.ybz, &h1.ybz, &h1.z, LANE3);
    for (int k = NJI_COMB_COLUMNS - 2; k >= 0; k--) double_and_add(&h0, &h1, t, &three_b, columns0[k], columns1[k]);
    get_half(&p0, &h0);
    get_half(&p1, &h1);
    fe_mul(&p1.x, &p1.x, &nji_beta);
    point_add(&p0, &p0, &p1);
    fe_mul(&p0.z, &p0.z, &multiples->z);
    ok = nji_jacobian_to_affine(r, &p0);
    nj_wipe(&points, sizeof points);
    nj_wipe(&h0, sizeof h0);
    nj_wipe(&h1, sizeof h1);
    nj_wipe(&p0, sizeof p0);
    nj_wipe(&p1, sizeof p1);
    return ok;
}

#ifdef NJ_PORTABLE_LANES
const nji_curve_variant nji_curve_avx512ifma = {"avx512ifma, lanes as arrays", 0, init, mul, mul};
#else
const nji_curve_variant nji_curve_avx512ifma = {"avx512ifma", NJI_CPU_AVX512 | NJI_CPU_AVX512IFMA, init, mul, mul};
#endif
