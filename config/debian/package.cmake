# What `cmake --install` puts where, and the .deb of it: configure with -DCMAKE_INSTALL_PREFIX=/usr, build, run cpack.

set(HUIZONG_MAINTAINER "Huizong packagers <huizong@users.noreply.github.com>" CACHE STRING "Who answers for the package")
configure_file(config/debian/changelog.in ${CMAKE_BINARY_DIR}/debian/changelog @ONLY)

# The manual page and the completion come from the texts of --help.
add_executable(huizong-manual etl/manual.c)
target_link_libraries(huizong-manual PRIVATE huizong_core)
huizong_target(huizong-manual)
set(MANUAL ${CMAKE_BINARY_DIR}/manual)
find_program(GZIP_PROGRAM gzip REQUIRED)
add_custom_command(OUTPUT ${MANUAL}/huizong.1.gz ${MANUAL}/huizong.bash ${MANUAL}/changelog.gz
  COMMAND ${CMAKE_COMMAND} -E make_directory ${MANUAL}
  COMMAND huizong-manual man ${CMAKE_SOURCE_DIR}/config/huizong.conf > ${MANUAL}/huizong.1
  COMMAND ${GZIP_PROGRAM} -9nf ${MANUAL}/huizong.1
  COMMAND huizong-manual bash > ${MANUAL}/huizong.bash
  COMMAND ${GZIP_PROGRAM} -9nc ${CMAKE_BINARY_DIR}/debian/changelog > ${MANUAL}/changelog.gz
  DEPENDS huizong-manual config/huizong.conf ${CMAKE_BINARY_DIR}/debian/changelog VERBATIM)
add_custom_target(manual ALL DEPENDS ${MANUAL}/huizong.1.gz)

foreach(unit huizong-nightly.service huizong-db.service)
  configure_file(config/systemd/${unit}.in ${CMAKE_BINARY_DIR}/systemd/${unit} @ONLY)
endforeach()

set(HUIZONG_CONFIG_DIR ${CMAKE_INSTALL_SYSCONFDIR}/huizong)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(HUIZONG_CONFIG_DIR /etc/huizong)
endif()
set(HUIZONG_UNIT_DIR lib/systemd/system CACHE STRING "Where systemd finds its units")

install(TARGETS huizong RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
file(GLOB HUIZONG_REFERENCE CONFIGURE_DEPENDS config/*.csv)
install(FILES config/huizong.conf ${HUIZONG_REFERENCE} DESTINATION ${HUIZONG_CONFIG_DIR})
install(FILES ${MANUAL}/huizong.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${MANUAL}/huizong.bash RENAME huizong DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${CMAKE_BINARY_DIR}/systemd/huizong-nightly.service ${CMAKE_BINARY_DIR}/systemd/huizong-db.service
  config/systemd/huizong-nightly.timer DESTINATION ${HUIZONG_UNIT_DIR})
install(FILES config/systemd/huizong.sysusers RENAME huizong.conf DESTINATION lib/sysusers.d)
install(FILES README.md config/debian/copyright ${MANUAL}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/huizong)

# dpkg keeps what an administrator changed in these.
set(CONFFILES "/etc/huizong/huizong.conf\n")
foreach(file IN LISTS HUIZONG_REFERENCE)
  get_filename_component(name ${file} NAME)
  string(APPEND CONFFILES "/etc/huizong/${name}\n")
endforeach()
file(WRITE ${CMAKE_BINARY_DIR}/debian/conffiles "${CONFFILES}")
configure_file(config/debian/postinst ${CMAKE_BINARY_DIR}/debian/postinst COPYONLY
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME huizong)
set(CPACK_PACKAGE_CONTACT "${HUIZONG_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "consolidates unit budget disclosures into a city's rollups")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Loads the yearly budget disclosures of a city's budget units into
PostgreSQL exactly as published, checks the reconciliation rules, adds the
figures up by functional and economic subject to unit, department and
city, and exports the result as compressed files. Made to run every night,
unattended.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "postgresql")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, prometheus-node-exporter")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_BINARY_DIR}/debian/conffiles ${CMAKE_BINARY_DIR}/debian/postinst)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
  WORLD_READ WORLD_EXECUTE)
# Where the program looks for its configuration, and where the units find it, is settled when it is configured: a package of a
# tree for another place would hold neither.
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_BINARY_DIR}/debian/place.cmake)
file(CONFIGURE OUTPUT ${CPACK_PROJECT_CONFIG_FILE} @ONLY CONTENT [[
if(NOT "@CMAKE_INSTALL_PREFIX@" STREQUAL "/usr")
  message(FATAL_ERROR "this tree is for @CMAKE_INSTALL_PREFIX@: configure one with -DCMAKE_INSTALL_PREFIX=/usr for a package")
endif()
]])
include(CPack)
