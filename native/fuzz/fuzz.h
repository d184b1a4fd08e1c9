/* fuzz.h - what the fuzz targets share: one node, and the input, read as numbers and buffers. Every buffer is memory of exactly its
 * length, so that a sanitizer sees each step beyond it. Whatever the input, a target ends normally, or a CHECK fails. */
#ifndef NJ_FUZZ_H
#define NJ_FUZZ_H

#include "harness.h"
#include "nightjar/nightjar.h"

/* libFuzzer's entry, also called by replay.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static nj_ctx ctx;
static nj_key key; /* of NODE_SECRET */
static const uint8_t NODE_SECRET[32] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};

typedef struct fuzz_input {
    const uint8_t *bytes;
    size_t len;
} fuzz_input;

#define FUZZ_BUFFERS_MAX_COUNT 64
static void *fuzz_buffers[FUZZ_BUFFERS_MAX_COUNT];
static size_t fuzz_buffer_count;

/* Ready to read an input; prepares context and key the first time. */
__attribute__((unused)) static fuzz_input fuzz_open(const uint8_t *data, size_t len) {
    static int ready;
    if (!ready) CHECK(nj_ctx_init(&ctx, NODE_SECRET) == NJ_OK && nj_key_init(&ctx, &key, NODE_SECRET) == NJ_OK);
    ready = 1;
    return (fuzz_input){data, len};
}

/* What LLVMFuzzerTestOneInput returns: frees all buffers. */
__attribute__((unused)) static int fuzz_close(void) {
    while (fuzz_buffer_count != 0) free(fuzz_buffers[--fuzz_buffer_count]);
    return 0;
}

/* len bytes of neither zeros nor the input, until fuzz_close. */
__attribute__((unused)) static uint8_t *fuzz_buffer(size_t len) {
    uint8_t *buffer = malloc(len);
    CHECK((buffer != NULL || len == 0) && fuzz_buffer_count < FUZZ_BUFFERS_MAX_COUNT);
    memset(buffer, 0xa5, len);
    fuzz_buffers[fuzz_buffer_count++] = buffer;
    return buffer;
}

/* The next len bytes of the input, with zeros behind its end. */
__attribute__((unused)) static uint8_t *fuzz_take(fuzz_input *in, size_t len) {
    uint8_t *buffer = fuzz_buffer(len);
    const size_t taken = len < in->len ? len : in->len;
    memset(buffer, 0, len);
    if (taken != 0) memcpy(buffer, in->bytes, taken);
    in->bytes += taken;
    in->len -= taken;
    return buffer;
}

/* A number from 0 to max < 65536, of two bytes of the input. */
__attribute__((unused)) static size_t fuzz_number(fuzz_input *in, size_t max) {
    uint8_t bytes[2] = {0, 0};
    for (size_t i = 0; i < 2 && in->len != 0; i++, in->len--) bytes[i] = *in->bytes++;
    return ((size_t)bytes[0] << 8 | bytes[1]) % (max + 1);
}

__attribute__((unused)) static int is_zero(const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != 0) return 0;
    }
    return 1;
}

/* CHECK_BYTES, or that the bytes are zeros if this status is a failure: outputs are zeroed then. */
#define CHECK_OUTPUT(status, actual, len) CHECK((status) == NJ_OK || is_zero((actual), (len)))

#endif
