/* crypto.h - see evp.h. */
#ifndef NJ_BENCH_OWN_CRYPTO_H
#define NJ_BENCH_OWN_CRYPTO_H

#include <string.h>

static inline int CRYPTO_memcmp(const void *a, const void *b, size_t len) { return memcmp(a, b, len); }

#endif
