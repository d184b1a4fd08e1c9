/* blinded_internal.h - what creating one path and many share. */
#ifndef NJI_BLINDED_INTERNAL_H
#define NJI_BLINDED_INTERNAL_H

#include "nightjar/blinded.h"

/* 1 if every payload fits its two-byte length, and together they are payloads_len. */
int nji_blinded_lengths_ok(const uint32_t *payload_lens, size_t count, size_t payloads_len);

#endif
