/* nonces.h - secret nonces of an epoch. */
#ifndef NJI_PTLC_NONCES_H
#define NJI_PTLC_NONCES_H

#include "ptlc/ptlc_internal.h"

/* What all nonces of an epoch have in common, hashed. Secret: wipe it. */
typedef struct nji_ptlc_epoch {
    nji_sha256 seed;
} nji_ptlc_epoch;

void nji_ptlc_epoch_init(nji_ptlc_epoch *epoch, const uint8_t *epoch_secret, const uint8_t *receipt_secret);

/* epoch_id [16]. */
void nji_ptlc_epoch_id(uint8_t *epoch_id, const uint8_t *epoch_secret);

/* nonce [32] = r_{index, j}, a scalar. */
void nji_ptlc_nonce(uint8_t *nonce, const nji_ptlc_epoch *epoch, uint32_t index, size_t j);

#endif
