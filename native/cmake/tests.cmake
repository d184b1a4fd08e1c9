# One executable for each <topic>_test.c, linked with the static core so that internal functions are in reach.

function(nj_test name file)
  add_executable(${name} ${file})
  target_include_directories(${name} PRIVATE native/tests)
  target_link_libraries(${name} PRIVATE nightjar_core)
  add_test(NAME ${name} COMMAND ${name})
endfunction()

nj_test(base_test native/src/base/base_test.c)
nj_test(cpu_test native/src/cpu/cpu_test.c)
nj_test(sha256_test native/src/sha256/sha256_test.c)
nj_test(chacha20_test native/src/chacha20/chacha20_test.c)
nj_test(poly1305_test native/src/poly1305/poly1305_test.c)
nj_test(curve_test native/src/curve/curve_test.c)
nj_test(ec_test native/src/ec/ec_test.c)
# The many-lane engine on arrays is for tests only: there every limb bound is checked.
nj_test(lanes_test native/src/lanes/lanes_test.c)
target_sources(lanes_test PRIVATE native/src/lanes/lanes_portable.c)
target_compile_definitions(lanes_test PRIVATE NJ_VERIFY_LANES)
nj_test(onion_test native/src/onion/onion_test.c)
nj_test(onion_batch_test native/src/onion/onion_batch_test.c)
add_library(lanes_portable OBJECT native/src/lanes/lanes_portable.c)
target_include_directories(lanes_portable PRIVATE native/include native/src)
target_sources(onion_batch_test PRIVATE $<TARGET_OBJECTS:lanes_portable>)
nj_test(hostile_test native/tests/hostile_test.c)
nj_test(blinded_test native/src/blinded/blinded_test.c)
nj_test(failure_test native/src/failure/failure_test.c)
nj_test(adaptor_test native/src/adaptor/adaptor_test.c)
nj_test(ecdsa_adaptor_test native/src/adaptor/ecdsa_adaptor_test.c)
nj_test(musig_test native/src/musig/musig_test.c)
nj_test(ptlc_test native/src/ptlc/ptlc_test.c)
nj_test(selftest_test native/src/selftest/selftest_test.c)

find_package(Threads REQUIRED)
nj_test(threads_test native/tests/threads_test.c)
target_link_libraries(threads_test PRIVATE Threads::Threads)
nj_test(arguments_test native/tests/arguments_test.c)
nj_test(failing_test native/tests/failing_test.c)
target_link_options(failing_test PRIVATE
  -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc -Wl,--wrap=getrandom -Wl,--wrap=getentropy)

if(NJ_JNI_SOURCES)
  nj_test(jni_failing_test native/tests/jni_failing_test.c)
  target_sources(jni_failing_test PRIVATE ${NJ_JNI_SOURCES})
  target_include_directories(jni_failing_test SYSTEM PRIVATE ${NJ_JNI_INCLUDE} ${NJ_JNI_MD_INCLUDE})
  target_link_options(jni_failing_test PRIVATE -Wl,--wrap=malloc -Wl,--wrap=free)
endif()

# Sanitizers keep memory of their own, and so does an emulator.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT CMAKE_CROSSCOMPILING AND NOT NJ_SANITIZE)
  nj_test(zeroize_test native/tests/zeroize_test.c)
  add_test(NAME zeroize_test_control COMMAND zeroize_test control)
endif()

# tools/timing runs it.
add_executable(timing EXCLUDE_FROM_ALL native/tests/timing.c)
target_include_directories(timing PRIVATE native/tests)
target_link_libraries(timing PRIVATE nightjar_core m)

# The curve once more, twice: the portable variant, and the one for AVX-512 with its lanes as arrays, so that any machine can test it.
# With NJ_VERIFY_MAGNITUDES every magnitude is carried along and checked.
file(GLOB curve_sources ${CMAKE_SOURCE_DIR}/native/src/curve/*.c ${CMAKE_SOURCE_DIR}/native/src/ec/*.c)
list(FILTER curve_sources EXCLUDE REGEX "_test|_avx512ifma")
list(APPEND curve_sources ${CMAKE_SOURCE_DIR}/native/src/lanes/lanes_scalar.c) # what else works on the curve's numbers
set(curve_portable_options -UNJ_HAVE_CURVE_AVX512IFMA)
set(curve_lanes_options -DNJ_HAVE_CURVE_AVX512IFMA -DNJ_PORTABLE_LANES)

function(nj_curve_executable name variant main)
  add_executable(${name} ${main} ${curve_sources})
  if(variant STREQUAL lanes)
    # By another name, so that the flags for AVX-512 do not come along.
    configure_file(${CMAKE_SOURCE_DIR}/native/src/curve/multiples_avx512ifma.c ${CMAKE_BINARY_DIR}/lanes_as_arrays.c COPYONLY)
    target_sources(${name} PRIVATE ${CMAKE_BINARY_DIR}/lanes_as_arrays.c)
  endif()
  target_include_directories(${name} PRIVATE native/tests)
  target_compile_options(${name} PRIVATE ${curve_${variant}_options} ${ARGN})
  target_link_libraries(${name} PRIVATE nightjar_core)
endfunction()

foreach(variant portable lanes)
  foreach(topic curve ec)
    nj_curve_executable(${topic}_verify_${variant} ${variant} native/src/${topic}/${topic}_test.c -DNJ_VERIFY -UNDEBUG)
    add_test(NAME ${topic}_verify_${variant} COMMAND ${topic}_verify_${variant})
  endforeach()
endforeach()

include(constant_time)

# What a processor's features can change, with each one taken away, and with all: there the portable code carries the protocol alone.
# "ctest -L cpu" runs these only.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
  set(features shani avx2 avx512 avx512ifma)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(features neon armv8ce)
else()
  set(features)
endif()
string(REPLACE ";" "," every "${features}")
foreach(disabled ${features} ${every})
  foreach(test sha256 chacha20 poly1305 curve ec onion onion_batch blinded failure adaptor musig ptlc selftest)
    if(disabled STREQUAL "${every}")
      set(name ${test}_test_portable)
    else()
      set(name ${test}_test_without_${disabled})
    endif()
    add_test(NAME ${name} COMMAND ${test}_test)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "NIGHTJAR_CPU_DISABLE=${disabled}" LABELS cpu)
  endforeach()
endforeach()

# The shared library itself: that a program can use it, and that it can be loaded anywhere (tools/check-elf.sh).
add_executable(library_test native/tests/library_test.c)
target_include_directories(library_test PRIVATE native/include native/tests)
target_link_libraries(library_test PRIVATE nightjar)
add_test(NAME library_test COMMAND library_test)
if(NOT NJ_SANITIZE)
  add_test(NAME core_symbols COMMAND ${CMAKE_SOURCE_DIR}/tools/check-core.sh $<TARGET_FILE:nightjar_core>)
  add_test(NAME elf COMMAND ${CMAKE_SOURCE_DIR}/tools/check-elf.sh $<TARGET_FILE:nightjar>)
endif()

add_test(NAME arrows COMMAND ${CMAKE_SOURCE_DIR}/tools/check-arrows.sh WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64" AND NOT NJ_NO_SHANI AND CMAKE_OBJDUMP)
  add_test(NAME shani_without_avx COMMAND ${CMAKE_SOURCE_DIR}/tools/check-shani.sh $<TARGET_FILE:nightjar_core>)
endif()

# The engine's field beside that of libsecp256k1, where its source is at hand.
function(nj_field_test name)
  nj_test(${name} native/src/lanes/field_test.c)
  target_include_directories(${name} SYSTEM PRIVATE ${directory}/src)
  target_compile_definitions(${name} PRIVATE ${ARGN})
endfunction()
if(NJ_SECP256K1_KIND STREQUAL "source")
  nj_field_test(field_test_portable NJ_VERIFY_LANES)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64" AND NOT NJ_NO_AVX512IFMA)
    nj_field_test(field_test_avx512ifma NJI_VEC_AVX512)
    target_compile_options(field_test_avx512ifma PRIVATE ${NJ_AVX512IFMA_FLAGS})
  endif()
endif()
