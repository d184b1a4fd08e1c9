# SIMD variants: one instruction set, one file, one set of flags. Each is added with a NJ_HAVE_<topic>_<ISA> definition that
# puts its row into the dispatch table.

function(nj_isa_variant list file definition isa flags)
  if(NOT NJ_NO_${isa})
    set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS "${flags}")
    set(${list} ${${list}} ${file} PARENT_SCOPE)
    add_compile_definitions(${definition})
  endif()
endfunction()

set(NJ_AVX512_FLAGS -mavx512f -mavx512vl -mavx512bw -mavx512dq)
# Tuned for the first servers that had it: what gcc 12 schedules for any x86-64 is 3 % slower, on AMD's too.
set(NJ_AVX512IFMA_FLAGS ${NJ_AVX512_FLAGS} -mavx512ifma -mtune=icelake-server)

# Appends to the list named by `list`. The SHA-NI file has no AVX flags on purpose: its instructions are legacy-SSE encoded, and
# after a VEX spill inside the function every one of them would pay a state transition.
macro(nj_isa_sources list)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
    nj_isa_variant(${list} native/src/sha256/sha256_shani.c NJ_HAVE_SHA256_SHANI SHANI "-msha;-mssse3;-msse4.1")
    nj_isa_variant(${list} native/src/chacha20/chacha20_avx2.c NJ_HAVE_CHACHA20_AVX2 AVX2 "-mavx2")
    nj_isa_variant(${list} native/src/chacha20/chacha20_avx512.c NJ_HAVE_CHACHA20_AVX512 AVX512 "${NJ_AVX512_FLAGS}")
    nj_isa_variant(${list} native/src/sha256/sha256_x16_avx512.c NJ_HAVE_SHA256_X16_AVX512 AVX512 "${NJ_AVX512_FLAGS}")
    nj_isa_variant(${list} native/src/curve/multiples_avx512ifma.c NJ_HAVE_CURVE_AVX512IFMA AVX512IFMA "${NJ_AVX512IFMA_FLAGS}")
    nj_isa_variant(${list} native/src/lanes/lanes_avx512ifma.c NJ_HAVE_LANES_AVX512IFMA AVX512IFMA "${NJ_AVX512IFMA_FLAGS}")
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    nj_isa_variant(${list} native/src/sha256/sha256_armv8ce.c NJ_HAVE_SHA256_ARMV8CE ARMV8CE "-march=armv8-a+crypto")
    nj_isa_variant(${list} native/src/chacha20/chacha20_neon.c NJ_HAVE_CHACHA20_NEON NEON "")
    add_compile_options(-mno-outline-atomics) # outlined atomics crash the loader of musl systems
  endif()
endmacro()
