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
target_compile_definitions(lanes_test PRIVATE NJI_VERIFY)
nj_test(onion_test native/src/onion/onion_test.c)
nj_test(onion_batch_test native/src/onion/onion_batch_test.c)
target_sources(onion_batch_test PRIVATE native/src/lanes/lanes_portable.c)
nj_test(blinded_test native/src/blinded/blinded_test.c)
nj_test(failure_test native/src/failure/failure_test.c)
nj_test(selftest_test native/src/selftest/selftest_test.c)

# The curve once more, twice: the portable variant, and the one for AVX-512 with its lanes as arrays, so that any machine can test it.
# With NJ_VERIFY every magnitude is carried along and checked. In ct_curve secrets are undefined memory, so that valgrind reports what
# is not constant time; its control must be reported.
find_program(NJ_VALGRIND valgrind)
find_path(NJ_MEMCHECK_INCLUDE valgrind/memcheck.h)
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

# An executable that must be silent under valgrind, and with "control" must not be.
function(nj_constant_time_test name)
  add_test(NAME ${name} COMMAND ${NJ_VALGRIND} --quiet --error-exitcode=99 $<TARGET_FILE:${name}>)
  add_test(NAME ${name}_control COMMAND ${NJ_VALGRIND} --quiet --error-exitcode=99 $<TARGET_FILE:${name}> control)
  set_tests_properties(${name}_control PROPERTIES PASS_REGULAR_EXPRESSION "depends on uninitialised value")
  # valgrind knows no AVX-512, and not every SHA instruction.
  set_tests_properties(${name} ${name}_control PROPERTIES ENVIRONMENT "NIGHTJAR_CPU_DISABLE=shani,avx512,avx512ifma")
endfunction()

foreach(variant portable lanes)
  foreach(topic curve ec)
    nj_curve_executable(${topic}_verify_${variant} ${variant} native/src/${topic}/${topic}_test.c -DNJ_VERIFY -UNDEBUG)
    add_test(NAME ${topic}_verify_${variant} COMMAND ${topic}_verify_${variant})
  endforeach()
endforeach()
if(NJ_VALGRIND AND NJ_MEMCHECK_INCLUDE AND NOT CMAKE_CROSSCOMPILING AND NOT NJ_SANITIZE)
  foreach(variant portable lanes)
    nj_curve_executable(ct_curve_${variant} ${variant} native/tests/ct_curve.c -DNJ_CONSTANT_TIME_TEST -g)
    nj_constant_time_test(ct_curve_${variant})
  endforeach()
  add_executable(ct_lanes native/tests/ct_lanes.c native/src/lanes/lanes_portable.c)
  target_include_directories(ct_lanes PRIVATE native/tests)
  target_compile_options(ct_lanes PRIVATE -g)
  target_link_libraries(ct_lanes PRIVATE nightjar_core)
  nj_constant_time_test(ct_lanes)
endif()

# The same onions with every SIMD variant taken away, so that the portable code carries the protocol alone, and with each one.
foreach(disabled shani,avx2,avx512,avx512ifma,neon,armv8ce shani avx2 avx512 avx512ifma)
  foreach(test onion_test onion_batch_test)
    string(REPLACE "," "_" name "${test}_without_${disabled}")
    add_test(NAME ${name} COMMAND ${test})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "NIGHTJAR_CPU_DISABLE=${disabled}")
  endforeach()
endforeach()

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
  nj_field_test(field_test_portable NJI_VERIFY)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64" AND NOT NJ_NO_AVX512IFMA)
    nj_field_test(field_test_avx512ifma NJI_VEC_AVX512)
    target_compile_options(field_test_avx512ifma PRIVATE ${NJ_AVX512IFMA_FLAGS})
  endif()
endif()
