# Build against musl on Debian (musl-tools): the tests run as they are, with musl's loader.
set(CMAKE_C_COMPILER musl-gcc)
