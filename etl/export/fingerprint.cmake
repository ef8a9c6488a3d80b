# Writes OUTPUT, a C file with the hash of SOURCES (a file that lists them): what is exported may look otherwise when any of
# them has changed.
file(STRINGS ${SOURCES} names)
set(all "")
foreach(name IN LISTS names)
  file(SHA256 ${name} hash)
  string(APPEND all "${hash}\n")
endforeach()
string(SHA256 fingerprint "${all}")
file(WRITE ${OUTPUT} "/* Made from etl/export/ by etl/export/fingerprint.cmake. */\n#include \"export/fingerprint.h\"\n\nconst char export_fingerprint[] = \"${fingerprint}\";\n")
