# Target nightjar: libnightjar.so, the whole core with its C API and, where a JDK's jni.h is found, the JNI entry. Nothing but the
# names in exports.map is visible, so a libsecp256k1 inside never meets another one in the process.

set(exports ${CMAKE_SOURCE_DIR}/native/cmake/exports.map)
add_library(nightjar SHARED $<TARGET_OBJECTS:nightjar_core>)
target_include_directories(nightjar PRIVATE native/include)
target_link_libraries(nightjar PRIVATE nj_secp256k1)
set_target_properties(nightjar PROPERTIES LINK_DEPENDS ${exports})
target_link_options(nightjar PRIVATE
  -Wl,--version-script=${exports}
  -Wl,--exclude-libs,ALL
  -Wl,--as-needed
  -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
  -Wl,-z,max-page-size=16384) # Android 15, and ARM machines with pages of 16 KiB
if(NOT NJ_SANITIZE) # whose run time is in the program, not in the library
  target_link_options(nightjar PRIVATE -Wl,-z,defs)
endif()
if(NJ_SECP256K1_KIND STREQUAL "system")
  # The system's libsecp256k1 is packed beside ours.
  set_target_properties(nightjar PROPERTIES INSTALL_RPATH "$ORIGIN" BUILD_WITH_INSTALL_RPATH ON)
endif()

# jni.h is all that is needed of a JDK: JAVA_HOME's, or that of the javac on the path.
function(nj_find_jni_headers)
  find_program(NJ_JAVAC javac)
  get_filename_component(javac "${NJ_JAVAC}" REALPATH)
  get_filename_component(home "${javac}/../.." ABSOLUTE)
  find_path(NJ_JNI_INCLUDE jni.h HINTS $ENV{JAVA_HOME}/include ${home}/include NO_CMAKE_FIND_ROOT_PATH)
  find_path(NJ_JNI_MD_INCLUDE jni_md.h HINTS ${NJ_JNI_INCLUDE}/linux ${NJ_JNI_INCLUDE} NO_CMAKE_FIND_ROOT_PATH)
endfunction()

if(NJ_JNI)
  nj_find_jni_headers()
  if(NJ_JNI_INCLUDE AND NJ_JNI_MD_INCLUDE)
    set(NJ_JNI_SOURCES
      native/jni/jni_load.c
      native/jni/jni_common.c
      native/jni/jni_core.c
      native/jni/jni_hash.c
      native/jni/jni_aead.c
      native/jni/jni_schnorr.c
      native/jni/jni_onion.c
      native/jni/jni_failure.c
      native/jni/jni_adaptor.c
      native/jni/jni_musig.c
      native/jni/jni_ptlc.c
      native/jni/jni_blinded.c)
    target_sources(nightjar PRIVATE ${NJ_JNI_SOURCES})
    target_include_directories(nightjar SYSTEM PRIVATE ${NJ_JNI_INCLUDE} ${NJ_JNI_MD_INCLUDE})
  else()
    message(WARNING "jni.h was not found: libnightjar gets no JNI entry, and Java must use JNA. Install a JDK or set JAVA_HOME.")
  endif()
endif()
