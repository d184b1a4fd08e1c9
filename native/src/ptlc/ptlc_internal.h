/* ptlc_internal.h - the message's fields, and what payer and recipient both compute from it. */
#ifndef NJI_PTLC_INTERNAL_H
#define NJI_PTLC_INTERNAL_H

#include "ec/ec.h"
#include "nightjar/ptlc.h"

/* Offsets in a message. */
#define NJI_PTLC_PAYEE 65
#define NJI_PTLC_EPOCH_ID 185
#define NJI_PTLC_INDEX 201

/* What is public of one answer. */
typedef struct nji_ptlc_answer {
    uint8_t coefficient[32];     /* b */
    uint8_t challenge[32];       /* e */
    uint8_t r[NJ_PUBLIC_KEY_LEN]; /* the combined nonce; even or odd */
    uint8_t point[NJ_PUBLIC_KEY_LEN];
} nji_ptlc_answer;

/* Computes it. Variable time; public. 0 if a nonce or the payee is no point, or they cancel out. */
int nji_ptlc_answer_init(const nj_ctx *ctx, nji_ptlc_answer *answer, const uint8_t *message, const uint8_t *nonces, size_t nu);

/* 1 if so many nonces may belong to an index. */
int nji_ptlc_nu_ok(size_t nu);

#endif
