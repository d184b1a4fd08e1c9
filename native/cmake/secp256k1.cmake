# Target nj_secp256k1: libsecp256k1 as tools/find-secp256k1.sh found it, built static from source, or the system's shared one.
# Sets NJ_SECP256K1_KIND (source or system).

execute_process(
  COMMAND ${CMAKE_SOURCE_DIR}/tools/find-secp256k1.sh ${CMAKE_BINARY_DIR}/secp256k1
  OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "libsecp256k1 was not found: see above what to do.")
endif()
string(REPLACE "\n" ";" found "${found}")
list(GET found 0 NJ_SECP256K1_KIND)
list(GET found 1 directory)
list(GET found 2 version)

add_library(nj_secp256k1 INTERFACE)
target_compile_definitions(nj_secp256k1 INTERFACE NJ_SECP256K1_VERSION="${version}" NJ_SECP256K1_KIND="${NJ_SECP256K1_KIND}")

if(NJ_SECP256K1_KIND STREQUAL "source")
  set(SECP256K1_DISABLE_SHARED ON CACHE BOOL "" FORCE)
  foreach(part BUILD_BENCHMARK BUILD_TESTS BUILD_EXHAUSTIVE_TESTS BUILD_CTIME_TESTS BUILD_EXAMPLES INSTALL
      ENABLE_MODULE_RECOVERY ENABLE_MODULE_ELLSWIFT ENABLE_MODULE_MUSIG ENABLE_MODULE_SILENTPAYMENTS)
    set(SECP256K1_${part} OFF CACHE BOOL "" FORCE)
  endforeach()
  foreach(part ECDH EXTRAKEYS SCHNORRSIG)
    set(SECP256K1_ENABLE_MODULE_${part} ON CACHE BOOL "" FORCE)
  endforeach()
  set(SECP256K1_VALGRIND OFF CACHE STRING "" FORCE) # the same library whether or not this machine has valgrind's headers
  if(NJ_SMALL_TABLES)
    set(SECP256K1_ECMULT_GEN_KB 22 CACHE STRING "" FORCE)
    set(SECP256K1_ECMULT_WINDOW_SIZE 10 CACHE STRING "" FORCE)
  else()
    set(SECP256K1_ECMULT_GEN_KB 86 CACHE STRING "" FORCE)
    set(SECP256K1_ECMULT_WINDOW_SIZE AUTO CACHE STRING "" FORCE)
  endif()
  add_subdirectory(${directory} ${CMAKE_BINARY_DIR}/secp256k1/build EXCLUDE_FROM_ALL)
  target_compile_options(secp256k1 PRIVATE -w)
  target_include_directories(nj_secp256k1 SYSTEM INTERFACE ${directory}/include)
  target_link_libraries(nj_secp256k1 INTERFACE secp256k1)
else()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(system_secp256k1 REQUIRED IMPORTED_TARGET libsecp256k1)
  target_link_libraries(nj_secp256k1 INTERFACE PkgConfig::system_secp256k1)
endif()
