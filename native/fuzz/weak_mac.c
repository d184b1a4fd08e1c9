/* A MAC of one bit, linked in the place of nji_equal (-Wl,--wrap) into fuzz targets whose name ends with _weak: half of all forgeries
 * pass, so what lies behind a MAC is reached. It depends on the bytes compared only, so batches and single calls still agree. */
#include "base/base.h"

int __wrap_nji_equal(const uint8_t *a, const uint8_t *b, size_t len);

int __wrap_nji_equal(const uint8_t *a, const uint8_t *b, size_t len) { return len == 0 || ((a[len - 1] ^ b[len - 1]) & 1) == 0; }
