/* failure_internal.h - what failures and attribution data share. */
#ifndef NJI_FAILURE_INTERNAL_H
#define NJI_FAILURE_INTERNAL_H

#include "base/base.h"

/* XOR the stream of the key `label` (ammag or ammagext) of a shared secret into data. Spec: BOLT 4 "Returning Errors". */
void nji_failure_cipher(uint8_t *data, size_t len, nj_kdf_label label, const uint8_t *shared_secret);

#endif
