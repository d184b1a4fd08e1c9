/* A BigSize is read exactly if it is the shortest writing of a number. */
#include "fuzz.h"
#include "onion/onion_internal.h"

/* Spec: BOLT 1 "Fundamental Types". */
static size_t write_bigsize(uint8_t *out, uint64_t value) {
    const size_t bytes = value < 0xfd ? 0 : value <= 0xffff ? 2 : value <= 0xffffffff ? 4 : 8;
    out[0] = (uint8_t)(bytes == 0 ? value : bytes == 2 ? 0xfd : bytes == 4 ? 0xfe : 0xff);
    for (size_t i = 0; i < bytes; i++) out[1 + i] = (uint8_t)(value >> 8 * (bytes - 1 - i));
    return 1 + bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    uint8_t written[9];
    uint64_t value = 0;
    const size_t read = nji_bigsize_read(&value, data, len);
    CHECK(read <= len && read <= sizeof written);
    if (read != 0) {
        CHECK(write_bigsize(written, value) == read);
        CHECK_BYTES(written, data, read);
    } else if (len >= sizeof written) {
        /* Then it can only be one that is too long. */
        CHECK(data[0] >= 0xfd);
        value = 0;
        for (size_t i = 0; i < (data[0] == 0xfd ? 2u : data[0] == 0xfe ? 4u : 8u); i++) value = value << 8 | data[1 + i];
        CHECK(write_bigsize(written, value) < (data[0] == 0xfd ? 3u : data[0] == 0xfe ? 5u : 9u));
    }
    return 0;
}
