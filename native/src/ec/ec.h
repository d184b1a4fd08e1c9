/* ec.h - points and scalars of secp256k1: multiplications by our own code (folder curve), the rest by libsecp256k1, which no file
 * outside this folder knows.
 *
 * Which multiplication: a secret scalar goes through nji_shared_secret, nji_key_shared_secret, nji_point_mul_secret or
 * nji_public_key_create, which are constant time; nji_point_mul_public is variable time and for scalars that may be seen.
 */
#ifndef NJI_EC_H
#define NJI_EC_H

#include "base/base.h"
#include "curve/curve.h"
#include "sha256/sha256.h"

/* A point from outside, other than infinity, ready for multiplications: most of their cost is paid here, once. Public. */
typedef struct nji_point {
    uint8_t compressed[NJ_PUBLIC_KEY_LEN];
    nji_multiples multiples;
} nji_point;

/* 1 if the context was initialised and not wiped, else 0. */
int nji_ctx_ready(const nj_ctx *ctx);

/* 1 if the key was initialised and not wiped, else 0. */
int nji_key_ready(const nj_key *key);

/* The 32 secret bytes of a ready key. */
const uint8_t *nji_key_secret(const nj_key *key);

/* A ready key as the comb wants it. */
const nji_digits *nji_key_digits(const nj_key *key);

/* 1 if the 32 bytes are in 1 .. group order - 1, else 0. Constant time but for the answer. */
int nji_scalar_check(const uint8_t *scalar);

/* scalar = scalar * factor mod the group order, 32 bytes each. Constant time. 0 (and scalar zeroed) if factor is not in
 * 1 .. group order - 1, which for a hash happens with a chance of 2^-128. */
int nji_scalar_mul(uint8_t *scalar, const uint8_t *factor);

/* Starts SHA256(SHA256(tag) || SHA256(tag) || ...), tag being a string. Spec: BIP340 "Design", tagged hashes. */
void nji_tagged_hash_init(nji_sha256 *hash, const char *tag);

/* challenge [32] = the e of BIP340 "Verification", of a nonce and a key, x-only, and a message; public. 0 if it is 0. */
int nji_schnorr_challenge(uint8_t *challenge, const uint8_t *r, const uint8_t *public_key, const uint8_t *msg, size_t msg_len);

/* scalar = any 32 bytes mod the group order. Constant time. 0 if that is 0. */
int nji_scalar_reduce(uint8_t *scalar);

/* scalar = scalar + term mod the group order, 32 bytes each. Constant time but for the answer. 0 (and scalar zeroed) if the sum is
 * 0, or a number is out of range. */
int nji_scalar_add(uint8_t *scalar, const uint8_t *term);

/* inverse [32] = 1 / scalar mod the group order. Constant time. 0 (and inverse zeroed) unless scalar is in 1 .. group order - 1. */
int nji_scalar_invert(uint8_t *inverse, const uint8_t *scalar);

/* scalar = group order - scalar. Constant time. 0 (and scalar zeroed) unless scalar is in 1 .. group order - 1. */
int nji_scalar_negate(uint8_t *scalar);

/* The same if condition is 1, nothing if it is 0, scalar being in 1 .. group order - 1. Constant time in both. */
void nji_scalar_negate_if(uint8_t *scalar, uint8_t condition);

#define NJI_POINT_SUM_MAX_COUNT 4

/* out [33] = the sum of points [count][33]. Variable time. 0 (and out zeroed) if one is no point, or the sum is infinity. */
int nji_point_sum(uint8_t *out, const uint8_t *points, size_t count);

/* Reads 33 compressed bytes. Variable time. 0 if they are no point. */
int nji_point_parse(nji_point *point, const uint8_t *in);

/* public_key [33] = compressed(secret * G). Constant time. 0 (and public_key zeroed) unless the secret is in
 * 1 .. group order - 1. */
int nji_public_key_create(const nj_ctx *ctx, uint8_t *public_key, const uint8_t *secret);

/* shared_secret = SHA256(compressed(secret * point)). Constant time in secret. 0 (and shared_secret zeroed) unless the secret is
 * in 1 .. group order - 1. Spec: BOLT 4 "Shared Secret". */
int nji_shared_secret(const nj_ctx *ctx, uint8_t *shared_secret, const nji_point *point, const uint8_t *secret);

/* The same with a ready key. */
int nji_key_shared_secret(const nj_ctx *ctx, uint8_t *shared_secret, const nji_point *point, const nj_key *key);

/* out [33] = compressed(secret * point). Constant time in secret. 0 (and out zeroed) unless the secret is in
 * 1 .. group order - 1. */
int nji_point_mul_secret(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *secret);

/* out [33] = compressed(factor * point). VARIABLE TIME in factor. 0 (and out zeroed) unless factor is in
 * 1 .. group order - 1. */
int nji_point_mul_public(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *factor);

/* out [33] = factor * point + term. VARIABLE TIME in all of it. 0 (and out zeroed) unless factor is in 1 .. group order - 1, term
 * [33] is a point, and the sum is not infinity. */
int nji_point_mul_add_public(const nj_ctx *ctx, uint8_t *out, const nji_point *point, const uint8_t *factor, const uint8_t *term);

/* shared_secrets [count][32]: SHA256 of every compressed product [count][33]. Spec: BOLT 4 "Shared Secret". */
void nji_hash_points(uint8_t (*shared_secrets)[NJ_SHARED_SECRET_LEN], uint8_t (*products)[NJ_PUBLIC_KEY_LEN], size_t count);

#endif
