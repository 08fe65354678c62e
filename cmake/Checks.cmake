# cmake --build ... --target format-check tidy cppcheck
file(GLOB_RECURSE all_code CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.[ch] ${CMAKE_SOURCE_DIR}/tests/*.[ch] ${CMAKE_SOURCE_DIR}/bench/*.[ch])
file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.c)
add_custom_target(format COMMAND clang-format -i ${all_code} VERBATIM)
add_custom_target(format-check COMMAND clang-format --dry-run --Werror ${all_code} VERBATIM)
add_custom_target(tidy COMMAND ${CMAKE_SOURCE_DIR}/scripts/tidy.sh ${CMAKE_BINARY_DIR} ${sources} VERBATIM)
add_custom_target(cppcheck COMMAND cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability
  --suppressions-list=${CMAKE_SOURCE_DIR}/cmake/cppcheck.txt -I ${CMAKE_SOURCE_DIR}/src -j 2 ${CMAKE_SOURCE_DIR}/src VERBATIM)
