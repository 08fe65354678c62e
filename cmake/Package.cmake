# `cmake --install` puts the program, the engines' libraries and headers, and a pkg-config file.
foreach(module base names trace belief census exchange law)
  if(TARGET homeward_${module})
    install(TARGETS homeward_${module} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(FILES ${CMAKE_SOURCE_DIR}/src/${module}/${module}.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/homeward/${module})
    list(PREPEND engine_libraries -lhomeward_${module})
  endif()
endforeach()
list(JOIN engine_libraries " " HOMEWARD_ENGINE_LIBRARIES)
# The place is found from the file itself, so that the tree may be moved (cmake --install --prefix).
file(RELATIVE_PATH HOMEWARD_PREFIX_FROM_PC /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
configure_file(${CMAKE_SOURCE_DIR}/cmake/homeward.pc.in ${CMAKE_BINARY_DIR}/homeward.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/homeward.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples/ DESTINATION ${CMAKE_INSTALL_DATADIR}/homeward/examples)
