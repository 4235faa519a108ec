# Packages have manuals and changelogs compressed, without a time of their own.
function(install_compressed source folder name)
  set(compressed ${CMAKE_CURRENT_BINARY_DIR}/${name}.gz)
  add_custom_command(OUTPUT ${compressed}
    COMMAND sh -c "gzip -9nc '${source}' > '${compressed}'" DEPENDS ${source} VERBATIM)
  add_custom_target(compressed_${name} ALL DEPENDS ${compressed})
  install(FILES ${compressed} DESTINATION ${folder})
endfunction()

# NAME.SECTION, of the current folder
function(install_manual page)
  string(REGEX MATCH "[0-9]$" section ${page})
  if(EPITAPH_PACKAGE STREQUAL "")
    install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
  else()
    install_compressed(${CMAKE_CURRENT_SOURCE_DIR}/${page} ${CMAKE_INSTALL_MANDIR}/man${section} ${page})
  endif()
endfunction()
