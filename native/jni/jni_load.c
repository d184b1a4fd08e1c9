/* What the JVM calls when it loads and unloads the library. Native methods are registered by table, so no symbol carries a Java
 * name. FindClass looks through the class loader of the class that called System.load: each loader gets its own. */
#include "jni_common.h"

static const nji_jni_class *const classes[] = {&nji_jni_core,  &nji_jni_hash,    &nji_jni_aead,   &nji_jni_schnorr,
                                               &nji_jni_onion, &nji_jni_failure, &nji_jni_blinded, &nji_jni_adaptor,
                                               &nji_jni_musig, &nji_jni_ptlc};

static int register_class(JNIEnv *env, const nji_jni_class *type) {
    jclass class_ref = (*env)->FindClass(env, type->name);
    int failed;
    if (class_ref == NULL) return 0;
    failed = (*env)->RegisterNatives(env, class_ref, type->methods, type->count) != JNI_OK;
    (*env)->DeleteLocalRef(env, class_ref);
    return !failed;
}

NJ_API JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved);
NJ_API JNIEXPORT void JNICALL JNI_OnUnload(JavaVM *vm, void *reserved);

/* On failure the pending exception, NoClassDefFoundError or NoSuchMethodError, reaches the caller of System.load. */
jint JNI_OnLoad(JavaVM *vm, void *reserved) {
    JNIEnv *env;
    (void)reserved;
    if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (!register_class(env, classes[i])) return JNI_ERR;
    }
    return JNI_VERSION_1_6;
}

void JNI_OnUnload(JavaVM *vm, void *reserved) {
    (void)vm;
    (void)reserved;
    nji_jni_ctx_wipe();
}
