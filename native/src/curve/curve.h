/* curve.h - our own multiplication of points of secp256k1, for points that are used once or twice.
 *
 * A multiple of a point that nobody has seen before costs mostly doublings. Here most of them are done once per point, not once
 * per multiplication: a comb. Its teeth are the points 2^(26 i) P for i = 0..4; the table holds the 16 sums 2^104 P +- 2^78 P +-
 * 2^52 P +- 2^26 P +- P. A scalar k is split by the curve's endomorphism, k = k1 + k2 lambda, into halves of 130 signed bits, all
 * of them +1 or -1. Column j of a half is its bits j, j + 26, ..., j + 104, and picks one entry, or its negative. A
 * multiplication is then 25 doublings and 51 additions.
 */
#ifndef NJI_CURVE_H
#define NJI_CURVE_H

#include "curve/group.h"

#define NJI_COMB_TEETH 5
#define NJI_COMB_COLUMNS 26
#define NJI_COMB_ENTRIES 16

/* A scalar as columns: bit 4 tells whether the entry that bits 0..3 name is added (1), or that of the inverted bits subtracted
 * (0). [0] is for the point, [1] for lambda times the point. As secret as the scalar: wipe with nj_wipe. */
typedef struct nji_digits {
    uint8_t columns[2][NJI_COMB_COLUMNS];
} nji_digits;

/* The table of a point. Public, as the point is. */
typedef struct nji_multiples {
    uint64_t entries[2 * NJI_COMB_ENTRIES * 10]; /* limbs of x and y, in an order of the variant's */
    nji_fe z;                                    /* all entries are on the curve that this z leads to */
    nji_fe b;                                    /* 3 b of that curve y^2 = x^3 + b, where the variant needs it */
} nji_multiples;

/* Reads 33 compressed bytes. Variable time. 0 if they are no point. */
int nji_affine_read(nji_affine *p, const uint8_t *in);

/* Writes 33 compressed bytes of a point with normalized coordinates. Constant time. */
void nji_affine_write(uint8_t *out, const nji_affine *p);

/* r = p + q, both normalized, and so is r. Variable time. 0 (and r zeroed) if they are equal, or their sum is infinity. */
int nji_affine_add(nji_affine *r, const nji_affine *p, const nji_affine *q);

/* Prepares a scalar of 32 big-endian bytes below the group order. Constant time. */
void nji_digits_init(nji_digits *digits, const uint8_t *scalar);

/* Prepares a point, 33 compressed bytes. Variable time. 0 if they are no point. */
int nji_multiples_init(nji_multiples *multiples, const uint8_t *in);

/* r = scalar * point, normalized. Constant time. 0 (and r zeroed) for 0 and for the few scalars whose sum meets a point twice:
 * there the last additions are to a small multiple of the point itself. A random one is none of them. */
int nji_multiples_mul(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits);

/* The same. VARIABLE TIME in digits: the addresses that it reads depend on them. */
int nji_multiples_mul_public(nji_affine *r, const nji_multiples *multiples, const nji_digits *digits);

/* Name of the variant in use, for nj_describe. */
const char *nji_curve_variant_name(void);

#endif
