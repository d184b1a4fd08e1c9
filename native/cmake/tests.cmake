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
nj_test(ec_test native/src/ec/ec_test.c)
nj_test(onion_test native/src/onion/onion_test.c)
nj_test(blinded_test native/src/blinded/blinded_test.c)
nj_test(failure_test native/src/failure/failure_test.c)
nj_test(selftest_test native/src/selftest/selftest_test.c)

# The same onions with every SIMD variant taken away: the portable code carries the protocol alone.
add_test(NAME onion_test_portable COMMAND onion_test)
set_tests_properties(onion_test_portable PROPERTIES
  ENVIRONMENT "NIGHTJAR_CPU_DISABLE=shani,avx2,avx512,avx512ifma,neon,armv8ce")

add_test(NAME arrows COMMAND ${CMAKE_SOURCE_DIR}/tools/check-arrows.sh WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
