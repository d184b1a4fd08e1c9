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
nj_test(onion_test native/src/onion/onion_test.c)
nj_test(blinded_test native/src/blinded/blinded_test.c)
nj_test(failure_test native/src/failure/failure_test.c)
nj_test(selftest_test native/src/selftest/selftest_test.c)

# The curve once more with every magnitude carried along and checked.
file(GLOB verified_sources ${CMAKE_SOURCE_DIR}/native/src/curve/*.c ${CMAKE_SOURCE_DIR}/native/src/ec/*.c)
list(FILTER verified_sources EXCLUDE REGEX _test)
foreach(name curve ec)
  nj_test(${name}_verify_test native/src/${name}/${name}_test.c)
  target_sources(${name}_verify_test PRIVATE ${verified_sources})
  target_compile_options(${name}_verify_test PRIVATE -DNJ_VERIFY -UNDEBUG)
endforeach()

# Constant time, as valgrind sees it: secrets are undefined memory. The control must be reported.
find_program(NJ_VALGRIND valgrind)
find_path(NJ_MEMCHECK_INCLUDE valgrind/memcheck.h)
if(NJ_VALGRIND AND NJ_MEMCHECK_INCLUDE AND NOT CMAKE_CROSSCOMPILING AND NOT NJ_SANITIZE)
  set(run_valgrind ${NJ_VALGRIND} --quiet --error-exitcode=99)
  add_executable(ct_curve native/tests/ct_curve.c ${verified_sources})
  target_include_directories(ct_curve PRIVATE native/tests)
  target_compile_options(ct_curve PRIVATE -DNJ_CONSTANT_TIME_TEST -g)
  target_link_libraries(ct_curve PRIVATE nightjar_core)
  add_test(NAME ct_curve COMMAND ${run_valgrind} $<TARGET_FILE:ct_curve>)
  add_test(NAME ct_curve_control COMMAND ${run_valgrind} $<TARGET_FILE:ct_curve> control)
  set_tests_properties(ct_curve_control PROPERTIES PASS_REGULAR_EXPRESSION "Use of uninitialised value")
  # valgrind knows no AVX-512, and not every SHA instruction.
  set_tests_properties(ct_curve ct_curve_control PROPERTIES ENVIRONMENT "NIGHTJAR_CPU_DISABLE=shani,avx512,avx512ifma")
endif()

# The same onions with every SIMD variant taken away: the portable code carries the protocol alone.
add_test(NAME onion_test_portable COMMAND onion_test)
set_tests_properties(onion_test_portable PROPERTIES
  ENVIRONMENT "NIGHTJAR_CPU_DISABLE=shani,avx2,avx512,avx512ifma,neon,armv8ce")

add_test(NAME arrows COMMAND ${CMAKE_SOURCE_DIR}/tools/check-arrows.sh WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
