# Tests under valgrind, in which secrets are undefined memory: memcheck reports each branch and each address that depends on one. Each has a
# control that must be reported. They are linked with a build of libsecp256k1 which, as our sources do with NJ_CONSTANT_TIME_TEST, tells
# valgrind what of a secret may be seen.

find_program(NJ_VALGRIND valgrind)
include(CheckIncludeFile)
check_include_file(valgrind/memcheck.h NJ_MEMCHECK)
if(NOT NJ_VALGRIND OR NOT NJ_MEMCHECK OR CMAKE_CROSSCOMPILING OR NJ_SANITIZE OR NOT NJ_SECP256K1_KIND STREQUAL "source")
  message(STATUS "no constant-time tests: they need valgrind, its headers and libsecp256k1's source")
  return()
endif()

set(secp256k1_source ${directory}/src)
add_library(secp256k1_ct STATIC EXCLUDE_FROM_ALL ${secp256k1_source}/secp256k1.c ${secp256k1_source}/precomputed_ecmult.c
  ${secp256k1_source}/precomputed_ecmult_gen.c)
target_compile_definitions(secp256k1_ct PRIVATE VALGRIND=1 ENABLE_MODULE_ECDH=1 ENABLE_MODULE_EXTRAKEYS=1 ENABLE_MODULE_SCHNORRSIG=1
  ECMULT_WINDOW_SIZE=15 ECMULT_GEN_PREC_BITS=4 COMB_BLOCKS=43 COMB_TEETH=6)
target_compile_options(secp256k1_ct PRIVATE -w)

# The core with secrets declassified, on either variant of the curve; what is not in these archives comes from nightjar_core.
foreach(folder curve ec onion blinded failure adaptor musig ptlc)
  file(GLOB found ${CMAKE_SOURCE_DIR}/native/src/${folder}/*.c)
  list(APPEND ct_sources ${found})
endforeach()
list(FILTER ct_sources EXCLUDE REGEX "_test|_avx512ifma")
list(APPEND ct_sources native/src/lanes/lanes_scalar.c native/src/lanes/lanes_batch.c native/src/poly1305/aead.c)
add_library(ct_core_portable STATIC EXCLUDE_FROM_ALL ${ct_sources})
add_library(ct_core_lanes STATIC EXCLUDE_FROM_ALL ${ct_sources} ${CMAKE_BINARY_DIR}/lanes_as_arrays.c)
foreach(variant portable lanes)
  target_compile_options(ct_core_${variant} PRIVATE ${curve_${variant}_options} -DNJ_CONSTANT_TIME_TEST -DNJ_SECP256K1_DECLASSIFY -g)
  target_include_directories(ct_core_${variant} PRIVATE native/include native/src)
  target_include_directories(ct_core_${variant} SYSTEM PRIVATE ${directory}/include)
endforeach()

# ct_<topic>.c: silent under valgrind, and with "control" not.
function(nj_constant_time_test name topic variant)
  add_executable(${name} native/tests/ct_${topic}.c $<TARGET_OBJECTS:lanes_portable>)
  target_include_directories(${name} PRIVATE native/tests)
  target_compile_options(${name} PRIVATE -g)
  target_link_libraries(${name} PRIVATE ct_core_${variant} secp256k1_ct nightjar_core)
  add_test(NAME ${name} COMMAND ${NJ_VALGRIND} --quiet --error-exitcode=99 $<TARGET_FILE:${name}>)
  add_test(NAME ${name}_control COMMAND ${NJ_VALGRIND} --quiet --error-exitcode=99 $<TARGET_FILE:${name}> control)
  set_tests_properties(${name}_control PROPERTIES PASS_REGULAR_EXPRESSION "depends on uninitialised value")
  # valgrind knows no AVX-512, and not every SHA instruction.
  set_tests_properties(${name} ${name}_control PROPERTIES ENVIRONMENT "NIGHTJAR_CPU_DISABLE=shani,avx512,avx512ifma")
endfunction()

foreach(variant portable lanes)
  nj_constant_time_test(ct_curve_${variant} curve ${variant})
  nj_constant_time_test(ct_calls_${variant} calls ${variant})
endforeach()
foreach(topic adaptor musig ptlc claim lanes batches)
  nj_constant_time_test(ct_${topic} ${topic} portable)
endforeach()
add_test(NAME ct_table COMMAND ${CMAKE_SOURCE_DIR}/tools/check-constant-time.sh)
