/* jni_common.h - how Java arrays become bytes in C, and back.
 *
 * Arrays are copied, never pinned: a copy costs the same and never stalls the garbage collector. One frame holds the copies of one
 * call. Taking an argument that is null, too short or too long sets the frame's status, and closing the frame writes the
 * outputs back to Java and wipes every copy, so no native method can forget it.
 */
#ifndef NJI_JNI_COMMON_H
#define NJI_JNI_COMMON_H

#include <jni.h>
#include <stddef.h>
#include <stdint.h>

#include "nightjar/nightjar.h"

/* Enough for every copy that a payment onion needs; a call that needs more allocates. */
#define NJI_JNI_INLINE_LEN 8192
#define NJI_JNI_HEAP_MAX_COUNT 7 /* the arrays of OnionNative.build and BlindedNative.pathCreate */
#define NJI_JNI_OUT_MAX_COUNT 3

typedef struct nji_jni_block {
    jarray array; /* where an output goes; unused for heap blocks */
    int ints;     /* the array is of ints */
    jint offset;
    uint8_t *data;
    size_t len;
} nji_jni_block;

typedef struct nji_jni_frame {
    JNIEnv *env;
    nj_status status;
    size_t used;
    int heap_count;
    int out_count;
    nji_jni_block heap[NJI_JNI_HEAP_MAX_COUNT];
    nji_jni_block outs[NJI_JNI_OUT_MAX_COUNT];
    _Alignas(8) uint8_t inline_data[NJI_JNI_INLINE_LEN];
} nji_jni_frame;

/* The native methods of one Java class. */
typedef struct nji_jni_class {
    const char *name;
    const JNINativeMethod *methods;
    jint count;
} nji_jni_class;

#define NJI_JNI_CLASS(name, methods) \
    { "org/nightjar/provider/jni/" name, methods, (jint)(sizeof(methods) / sizeof(methods)[0]) }

extern const nji_jni_class nji_jni_core, nji_jni_hash, nji_jni_aead, nji_jni_schnorr, nji_jni_onion, nji_jni_failure,
    nji_jni_blinded, nji_jni_adaptor, nji_jni_musig, nji_jni_ptlc;

/* The library's context, or NULL before CoreNative.init. */
const nj_ctx *nji_jni_ctx(void);

/* Wipe the library's context: nothing may use it any more. */
void nji_jni_ctx_wipe(void);

void nji_jni_open(nji_jni_frame *frame, JNIEnv *env);

/* Length of an array; 0 and a failed frame for null. */
size_t nji_jni_len(nji_jni_frame *frame, jarray array);

/* Bytes of the frame's own; NULL and a failed frame if memory is short. */
uint8_t *nji_jni_room(nji_jni_frame *frame, size_t len);

/* Copy an array that must have exactly len bytes. */
const uint8_t *nji_jni_in(nji_jni_frame *frame, jbyteArray array, size_t len);

/* Copy an array of exactly len bytes, or give NULL for null. */
const uint8_t *nji_jni_in_or_null(nji_jni_frame *frame, jbyteArray array, size_t len);

/* Copy a whole array. */
const uint8_t *nji_jni_in_all(nji_jni_frame *frame, jbyteArray array, size_t *len);

/* Copy part of an array. */
uint8_t *nji_jni_in_range(nji_jni_frame *frame, jbyteArray array, jint offset, jint len);

/* Copy an array of exactly count ints. */
const uint32_t *nji_jni_in_ints(nji_jni_frame *frame, jintArray array, size_t count);

/* Copy a whole array, which gets the copy back when the frame closes. */
uint8_t *nji_jni_inout(nji_jni_frame *frame, jbyteArray array, size_t *len);

/* Room for an output that an array of exactly len bytes gets when the frame closes. */
uint8_t *nji_jni_out(nji_jni_frame *frame, jbyteArray array, size_t len);

/* As nji_jni_out, for an array of exactly count ints. */
uint32_t *nji_jni_out_ints(nji_jni_frame *frame, jintArray array, size_t count);

/* Let part of an array get data, which is the frame's own, when the frame closes. */
void nji_jni_out_range(nji_jni_frame *frame, jbyteArray array, jint offset, jint len, uint8_t *data);

/* Write the outputs, zeroed unless the frame's status is NJ_OK, wipe and free. Gives the status. */
jint nji_jni_close(nji_jni_frame *frame);

/* The direct buffers of one batch: nothing is copied, so a status says what a wrong one is, and there is nothing to close. */
typedef struct nji_jni_batch {
    JNIEnv *env;
    nj_status status;
    size_t count;
} nji_jni_batch;

/* Start a batch of 0 to max_count elements. */
void nji_jni_batch_open(nji_jni_batch *batch, JNIEnv *env, jint count, size_t max_count);

/* A length that must lie in min..max. Gives it, or 0 and a failed batch. */
size_t nji_jni_batch_len(nji_jni_batch *batch, jint len, size_t min, size_t max);

/* The first byte of a direct buffer that holds len bytes of each element; NULL and a failed batch for any other. */
uint8_t *nji_jni_column(nji_jni_batch *batch, jobject buffer, size_t len);

/* As nji_jni_column, with so many ints of each element, which must be aligned. */
void *nji_jni_column_ints(nji_jni_batch *batch, jobject buffer, size_t ints);

#endif
