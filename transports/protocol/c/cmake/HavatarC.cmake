# Flags that every C target of this repository uses. `havatar_c_flags` is an interface library; link it privately.
include_guard(GLOBAL)

option(HAVATAR_SANITIZE "build with the address and undefined-behaviour sanitizers" OFF)

add_library(havatar_c_flags INTERFACE)
target_compile_features(havatar_c_flags INTERFACE c_std_11)
target_compile_options(havatar_c_flags INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(HAVATAR_SANITIZE)
  target_compile_options(havatar_c_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(havatar_c_flags INTERFACE -fsanitize=address,undefined)
endif()
