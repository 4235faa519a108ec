# Cross-building for 64-bit ARM with Debian's compiler, against the headers and libraries of an
# arm64 root: what scripts/aarch64-root makes, or what EPITAPH_AARCH64_ROOT names.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)

if(DEFINED ENV{EPITAPH_AARCH64_ROOT})
  set(CMAKE_SYSROOT $ENV{EPITAPH_AARCH64_ROOT})
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(CMAKE_SYSROOT $ENV{XDG_CACHE_HOME}/epitaph/aarch64/root)
else()
  set(CMAKE_SYSROOT $ENV{HOME}/.cache/epitaph/aarch64/root)
endif()

set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Read when CMake looks for libraries: pkg-config must see the root's files and no others.
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${CMAKE_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR}
    ${CMAKE_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig)

# Programs of the root run under the emulator: unit tests do, by ctest.
find_program(EPITAPH_EMULATOR NAMES qemu-aarch64-static qemu-aarch64)
if(EPITAPH_EMULATOR)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${EPITAPH_EMULATOR};-L;${CMAKE_SYSROOT})
endif()
