/* musig_internal.h - what lives inside the opaque objects; points and scalars that may be infinity and zero. */
#ifndef NJI_MUSIG_INTERNAL_H
#define NJI_MUSIG_INTERNAL_H

#include "ec/ec.h"
#include "nightjar/musig.h"

typedef struct nji_musig_keys {
    uint64_t magic;
    uint8_t list_hash[32];             /* of all keys */
    uint8_t second[NJ_PUBLIC_KEY_LEN]; /* the first key that differs from the first; zeros if none does */
    uint8_t point[NJ_PUBLIC_KEY_LEN];  /* Q */
    uint8_t negated;                   /* 1 if gacc is -1 */
    uint8_t tweak[32];                 /* tacc */
} nji_musig_keys;

typedef struct nji_musig_session {
    uint64_t magic;
    uint8_t coefficient[32];          /* b */
    uint8_t challenge[32];            /* e */
    uint8_t nonce[NJ_PUBLIC_KEY_LEN]; /* R */
} nji_musig_session;

/* What is inside, or NULL if it is not ready. */
const nji_musig_keys *nji_musig_keys_of(const nj_x_musig_keys *keys);
const nji_musig_session *nji_musig_session_of(const nj_x_musig_session *session);

/* coefficient [32] of one key in the aggregate. */
void nji_musig_key_coefficient(uint8_t *coefficient, const nji_musig_keys *keys, const uint8_t *public_key);

/* The two halves of a nonce that the secret key and all that is signed make: secret_nonce [97], wipe it, and public_nonce [66].
 * random [32] or NULL. 0 for no secret key. Constant time. */
int nji_musig_deterministic_nonce(const nj_ctx *ctx, uint8_t *secret_nonce, uint8_t *public_nonce, const uint8_t *secret_key,
                                  const uint8_t *other_nonce, const nji_musig_keys *keys, const uint8_t *msg, size_t msg_len,
                                  const uint8_t *random);

/* 1 if the bytes are a point, or the zeros that stand for infinity. */
int nji_musig_is_point(const uint8_t *point);

/* sum [33] = sum + term, where zeros are infinity; both are known to be points. Variable time. */
void nji_musig_point_add(uint8_t *sum, const uint8_t *term);

/* sum [32] = sum + term mod the group order, both below it, zero included. Variable time; public. */
void nji_musig_scalar_add(uint8_t *sum, const uint8_t *term);

/* 1 if 32 bytes are below the group order, zero included. Variable time; public. */
int nji_musig_is_scalar(const uint8_t *scalar);

#endif
