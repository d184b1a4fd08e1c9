/**
 * The native core through JNI. Applications need {@link org.nightjar.provider.jni.JniProvider} only
 * to construct it directly.
 */
@NullMarked
package org.nightjar.provider.jni;

import org.jspecify.annotations.NullMarked;
