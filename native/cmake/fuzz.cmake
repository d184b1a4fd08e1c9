# Fuzz targets, listed in native/fuzz/targets: native/fuzz/<target>.c with the corpus native/fuzz/corpus/<target>. With NJ_FUZZ they are
# libFuzzer programs (clang; tools/fuzz builds and runs them); without it each has a main that replays its corpus, and is an ordinary test.

option(NJ_FUZZ "Link the fuzz targets with libFuzzer (needs clang and fuzzer-no-link in NJ_SANITIZE)" OFF)

add_custom_target(fuzz) # all targets

if(NJ_FUZZ)
  # Curve arithmetic, ours and libsecp256k1's: it works on numbers of fixed length, so its branches, where it has any, are nothing to be
  # steered by, and with most targets it is most of the time. The lanes of the core keep their sanitizers, and tools/sanitize replays the
  # corpora with everything under them.
  target_compile_options(lanes_portable PRIVATE -fno-sanitize=all -O2)
  file(GLOB curve native/src/curve/*.c)
  set_property(SOURCE ${curve} APPEND PROPERTY COMPILE_OPTIONS -fno-sanitize=all -O2)
  if(TARGET secp256k1)
    target_compile_options(secp256k1 PRIVATE -fno-sanitize=all -O2)
  endif()
endif()

function(nj_fuzz_target name target)
  add_executable(fuzz_${name} native/fuzz/${target}.c $<TARGET_OBJECTS:lanes_portable> ${ARGN})
  target_include_directories(fuzz_${name} PRIVATE native/tests)
  target_link_libraries(fuzz_${name} PRIVATE nightjar_core)
  add_dependencies(fuzz fuzz_${name})
  if(NJ_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE native/fuzz/replay.c)
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${CMAKE_SOURCE_DIR}/native/fuzz/corpus/${target})
  endif()
endfunction()

# What lies behind a MAC is hardly ever reached, so the targets called _weak have one of one bit.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS native/fuzz/targets)
file(STRINGS ${CMAKE_SOURCE_DIR}/native/fuzz/targets names)
foreach(name ${names})
  string(REGEX REPLACE "_weak$" "" target ${name})
  if(name STREQUAL target)
    nj_fuzz_target(${name} ${target})
  else()
    nj_fuzz_target(${name} ${target} native/fuzz/weak_mac.c)
    target_link_options(fuzz_${name} PRIVATE -Wl,--wrap=nji_equal)
  endif()
endforeach()

add_executable(make_corpus EXCLUDE_FROM_ALL native/fuzz/make_corpus.c)
target_include_directories(make_corpus PRIVATE native/tests)
target_link_libraries(make_corpus PRIVATE nightjar_core)
