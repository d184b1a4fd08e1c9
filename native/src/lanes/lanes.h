/* lanes.h - the many-lane engine: points and scalars of secp256k1, eight at a time, constant time in the scalars.
 *
 * One engine is a row of functions, compiled from engine.h for one kind of vector. What passes between the functions lives in the
 * caller's memory, in the structures below; a lane of it is one point. Points are public to the engine, except that the points it
 * computes may be secret: no branch and no index depends on them. Invalid input lanes are computed with the generator instead, so
 * that they disturb no other; the caller ignores what comes out.
 */
#ifndef NJI_LANES_H
#define NJI_LANES_H

#include "base/base.h"

#define NJI_LANES 8

/* One scalar in each lane, as the columns of the comb (curve.h): [0] for the point, [1] for lambda times the point. Secret as the
 * scalars are. */
#define NJI_LANES_COLUMNS 26
typedef struct nji_lanes_digits {
    uint8_t columns[2][NJI_LANES_COLUMNS][NJI_LANES];
} nji_lanes_digits;

/* Field elements of all lanes: limb i of lane l (field.h). */
typedef struct nji_lanes_fe {
    _Alignas(64) uint64_t n[5][NJI_LANES];
} nji_lanes_fe;

typedef struct nji_lanes_point {
    nji_lanes_fe x, y;
} nji_lanes_point;

/* x / z^2, y / z^3; z = 0 marks a lane that met an exceptional case. */
typedef struct nji_lanes_jacobian {
    nji_lanes_fe x, y, z;
} nji_lanes_jacobian;

/* The comb of eight points, see curve.h: the entries, and those of lambda times the points, whose y is the same. All are on the curve
 * that z leads to, with x * z^2 and y * z^3 for x and y, and so all are affine. Public as the points are. */
#define NJI_LANES_ENTRIES 16
typedef struct nji_lanes_table {
    nji_lanes_fe x[NJI_LANES_ENTRIES], y[NJI_LANES_ENTRIES], lambda_x[NJI_LANES_ENTRIES], z;
} nji_lanes_table;

/* Groups of eight that compress and decompress take at once: enough to make the one inversion of each cheap, few enough for a stack. */
#define NJI_LANES_GROUPS_MAX_COUNT 4
#define NJI_LANES_BATCH_MAX_COUNT (NJI_LANES_GROUPS_MAX_COUNT * NJI_LANES)

/* Fewer are faster one after the other: the engine computes eight, asked or not. */
#define NJI_LANES_MIN_COUNT 3

typedef struct nji_lanes_engine {
    const char *name;
    uint32_t required; /* NJI_CPU_ bits, all of them */

    /* Reads group_count * 8 compressed keys [33] into points [group_count]. Bit l of valid[g] tells whether lane l of group g was a
     * point; a lane that was not holds the generator. Variable time in nothing. */
    void (*decompress)(nji_lanes_point *points, uint8_t *valid, const uint8_t *const *keys, size_t group_count);

    /* The comb of eight points. */
    void (*make_table)(nji_lanes_table *table, const nji_lanes_point *points);

    /* product = scalar * point in each lane. Constant time in the digits. */
    void (*multiply)(nji_lanes_jacobian *product, const nji_lanes_table *table, const nji_lanes_digits *digits);

    /* sum = a + b in each lane. z = 0 where a is b or -b, or either has z = 0. Constant time. */
    void (*add)(nji_lanes_jacobian *sum, const nji_lanes_jacobian *a, const nji_lanes_jacobian *b);

    /* Writes group_count * 8 compressed keys. Bit l of exceptional[g] marks a lane that the engine could not multiply, with a chance
     * of 2^-120 for scalars that nobody chose to that end: it is the caller's to compute elsewhere. Constant time. */
    void (*compress)(uint8_t (*keys)[NJ_PUBLIC_KEY_LEN], uint8_t *exceptional, const nji_lanes_jacobian *points,
                     size_t group_count);
} nji_lanes_engine;

/* The engine for this machine, or NULL: then single calls are faster. */
const nji_lanes_engine *nji_lanes_engine_current(void);

extern const nji_lanes_engine nji_lanes_avx512ifma;
/* The same source on arrays: for tests. */
extern const nji_lanes_engine nji_lanes_portable;

/* Puts a scalar into one lane, or into all. */
struct nji_digits;
void nji_lanes_set(nji_lanes_digits *digits, size_t lane, const struct nji_digits *scalar);
void nji_lanes_set_all(nji_lanes_digits *digits, const struct nji_digits *scalar);

/* limbs = 1 / limbs, five of 52 bits, below p and not 0. Constant time. For the engines. */
void nji_lanes_invert(uint64_t limbs[5]);

/* Up to NJI_LANES_BATCH_MAX_COUNT points on one engine, with their tables. */
typedef struct nji_lanes_batch {
    const nji_lanes_engine *engine;
    size_t count, group_count;
    uint8_t valid[NJI_LANES_GROUPS_MAX_COUNT], exceptional[NJI_LANES_GROUPS_MAX_COUNT];
    nji_lanes_table tables[NJI_LANES_GROUPS_MAX_COUNT];
} nji_lanes_batch;

/* Reads compressed keys, 33 bytes at each of keys + i * stride, 1 .. NJI_LANES_BATCH_MAX_COUNT of them. Variable time in nothing. */
void nji_lanes_batch_init(nji_lanes_batch *batch, const nji_lanes_engine *engine, const uint8_t *keys, size_t stride, size_t count);

/* Writes scalar i * point i, compressed, to products [count] rounded up to whole groups; digits as many groups. May be called again
 * for other scalars. Constant time. */
void nji_lanes_batch_multiply(nji_lanes_batch *batch, uint8_t (*products)[NJ_PUBLIC_KEY_LEN], const nji_lanes_digits *digits);

/* Adds scalar i * G to point i before it is compressed: products [count] of digits * point + generator_digits * G. */
void nji_lanes_batch_multiply_add(nji_lanes_batch *batch, uint8_t (*products)[NJ_PUBLIC_KEY_LEN], const nji_lanes_digits *digits,
                                  const nji_lanes_table *generator, const nji_lanes_digits *generator_digits);

/* The comb of the generator, for nji_lanes_generator_multiply. It costs as much as five products: make it once for many. */
void nji_lanes_generator_init(nji_lanes_table *generator, const nji_lanes_engine *engine);

/* Writes scalar i * G, compressed, to products [group_count * NJI_LANES], and exceptional [group_count] as nji_lanes_engine.compress
 * does. Constant time. */
void nji_lanes_generator_multiply(const nji_lanes_table *generator, const nji_lanes_engine *engine,
                                  uint8_t (*products)[NJ_PUBLIC_KEY_LEN], uint8_t *exceptional, const nji_lanes_digits *digits,
                                  size_t group_count);

/* 1 if key i is a point, else 0: then its products mean nothing. */
int nji_lanes_batch_valid(const nji_lanes_batch *batch, size_t i);

/* 1 if some product of point i is to be computed elsewhere, see nji_lanes_engine.compress; else 0. */
int nji_lanes_batch_exceptional(const nji_lanes_batch *batch, size_t i);

#endif
