#include "jni_common.h"

#include <stdlib.h>
#include <string.h>

void nji_jni_open(nji_jni_frame *frame, JNIEnv *env) {
    frame->env = env;
    frame->status = NJ_OK;
    frame->used = 0;
    frame->heap_count = 0;
    frame->out_count = 0;
}

static void fail(nji_jni_frame *frame, nj_status status) {
    if (frame->status == NJ_OK) frame->status = status;
}

size_t nji_jni_len(nji_jni_frame *frame, jarray array) {
    if (array == NULL) {
        fail(frame, NJ_ERR_ARGUMENT);
        return 0;
    }
    return (size_t)(*frame->env)->GetArrayLength(frame->env, array);
}

static uint8_t *heap_room(nji_jni_frame *frame, size_t len) {
    uint8_t *data = frame->heap_count < NJI_JNI_HEAP_MAX_COUNT ? malloc(len) : NULL;
    if (data == NULL) {
        fail(frame, NJ_INTERNAL);
        return NULL;
    }
    frame->heap[frame->heap_count].data = data;
    frame->heap[frame->heap_count].len = len;
    frame->heap_count++;
    return data;
}

uint8_t *nji_jni_room(nji_jni_frame *frame, size_t len) {
    uint8_t *data;
    if (frame->status != NJ_OK) return NULL;
    if (len > NJI_JNI_INLINE_LEN - frame->used) return heap_room(frame, len);
    data = frame->inline_data + frame->used;
    frame->used += (len + 7) & ~(size_t)7; /* stays within the buffer, whose length is a multiple of 8 */
    return data;
}

static int in_bounds(nji_jni_frame *frame, jbyteArray array, jint offset, jint len) {
    size_t array_len = nji_jni_len(frame, array);
    if (offset < 0 || len < 0 || (uint64_t)offset + (uint64_t)len > array_len) fail(frame, NJ_ERR_ARGUMENT);
    return frame->status == NJ_OK;
}

/* The range lies inside the array, so that neither this copy nor the one back can throw. */
static uint8_t *copy(nji_jni_frame *frame, jbyteArray array, jint offset, size_t len) {
    uint8_t *data = nji_jni_room(frame, len);
    if (data != NULL) (*frame->env)->GetByteArrayRegion(frame->env, array, offset, (jint)len, (jbyte *)data);
    return data;
}

uint8_t *nji_jni_in_range(nji_jni_frame *frame, jbyteArray array, jint offset, jint len) {
    return in_bounds(frame, array, offset, len) ? copy(frame, array, offset, (size_t)len) : NULL;
}

const uint8_t *nji_jni_in_all(nji_jni_frame *frame, jbyteArray array, size_t *len) {
    *len = nji_jni_len(frame, array);
    return copy(frame, array, 0, *len);
}

const uint8_t *nji_jni_in(nji_jni_frame *frame, jbyteArray array, size_t len) {
    if (nji_jni_len(frame, array) != len) fail(frame, NJ_ERR_ARGUMENT);
    return copy(frame, array, 0, len);
}

const uint8_t *nji_jni_in_or_null(nji_jni_frame *frame, jbyteArray array, size_t len) {
    return array == NULL ? NULL : nji_jni_in(frame, array, len);
}

const uint32_t *nji_jni_in_ints(nji_jni_frame *frame, jintArray array, size_t count) {
    uint32_t *ints;
    if (nji_jni_len(frame, array) != count) fail(frame, NJ_ERR_ARGUMENT);
    ints = (uint32_t *)(void *)nji_jni_room(frame, count * sizeof *ints); /* room is aligned to 8 bytes */
    if (ints != NULL) (*frame->env)->GetIntArrayRegion(frame->env, array, 0, (jint)count, (jint *)ints);
    return ints;
}

static void add_out(nji_jni_frame *frame, jarray array, int ints, jint offset, uint8_t *data, size_t len) {
    frame->outs[frame->out_count++] = (nji_jni_block){array, ints, offset, data, len};
}

void nji_jni_out_range(nji_jni_frame *frame, jbyteArray array, jint offset, jint len, uint8_t *data) {
    if (in_bounds(frame, array, offset, len)) add_out(frame, array, 0, offset, data, (size_t)len);
}

uint8_t *nji_jni_inout(nji_jni_frame *frame, jbyteArray array, size_t *len) {
    uint8_t *data;
    *len = nji_jni_len(frame, array);
    data = copy(frame, array, 0, *len);
    if (data != NULL) add_out(frame, array, 0, 0, data, *len);
    return data;
}

uint8_t *nji_jni_out(nji_jni_frame *frame, jbyteArray array, size_t len) {
    uint8_t *data;
    if (nji_jni_len(frame, array) != len) fail(frame, NJ_ERR_ARGUMENT);
    data = nji_jni_room(frame, len);
    if (data != NULL) add_out(frame, array, 0, 0, data, len);
    return data;
}

uint32_t *nji_jni_out_ints(nji_jni_frame *frame, jintArray array, size_t count) {
    uint8_t *data;
    if (nji_jni_len(frame, array) != count) fail(frame, NJ_ERR_ARGUMENT);
    data = nji_jni_room(frame, count * sizeof(jint));
    if (data != NULL) add_out(frame, array, 1, 0, data, count * sizeof(jint));
    return (uint32_t *)(void *)data; /* room is aligned to 8 bytes */
}

static void write_back(JNIEnv *env, const nji_jni_block *out) {
    if (out->ints) {
        (*env)->SetIntArrayRegion(env, out->array, 0, (jint)(out->len / sizeof(jint)), (const jint *)(const void *)out->data);
    } else {
        (*env)->SetByteArrayRegion(env, out->array, out->offset, (jint)out->len, (const jbyte *)out->data);
    }
}

jint nji_jni_close(nji_jni_frame *frame) {
    for (int i = 0; i < frame->out_count; i++) {
        const nji_jni_block *out = &frame->outs[i];
        if (frame->status != NJ_OK) memset(out->data, 0, out->len);
        write_back(frame->env, out);
    }
    for (int i = 0; i < frame->heap_count; i++) {
        nj_wipe(frame->heap[i].data, frame->heap[i].len);
        free(frame->heap[i].data);
    }
    nj_wipe(frame->inline_data, frame->used);
    return (jint)frame->status;
}

void nji_jni_batch_open(nji_jni_batch *batch, JNIEnv *env, jint count, size_t max_count) {
    batch->env = env;
    batch->status = NJ_OK;
    batch->count = nji_jni_batch_len(batch, count, 0, max_count);
}

size_t nji_jni_batch_len(nji_jni_batch *batch, jint len, size_t min, size_t max) {
    if (len >= 0 && (size_t)len >= min && (size_t)len <= max) return (size_t)len;
    batch->status = NJ_ERR_ARGUMENT;
    return 0;
}

/* A count is at most 2^16 and a length at most 2^31, so their product is no more than 2^47. */
uint8_t *nji_jni_column(nji_jni_batch *batch, jobject buffer, size_t len) {
    uint8_t *data = NULL;
    if (buffer != NULL && (*batch->env)->GetDirectBufferCapacity(batch->env, buffer) >= (jlong)((uint64_t)batch->count * len)) {
        data = (*batch->env)->GetDirectBufferAddress(batch->env, buffer);
    }
    if (data == NULL) batch->status = NJ_ERR_ARGUMENT;
    return data;
}

void *nji_jni_column_ints(nji_jni_batch *batch, jobject buffer, size_t ints) {
    uint8_t *data = nji_jni_column(batch, buffer, ints * sizeof(jint));
    if ((uintptr_t)data % sizeof(jint) != 0) batch->status = NJ_ERR_ARGUMENT;
    return data;
}
