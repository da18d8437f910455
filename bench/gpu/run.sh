#!/bin/sh
# Measures this machine's graphics device, with nothing but what lies beside this script (npm run bench gpu -- --pack FOLDER).
#   sh run.sh OUT [options of npm run bench gpu]
# writes OUT/gpu.json and OUT/gpu.md, also as far as it came where it is stopped. VK_DRIVER_FILES names the driver; without it
# one of the usual places is taken. About six minutes with the defaults; LIMIT (seconds) ends it before ten.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?the folder for gpu.json and gpu.md is missing: sh run.sh OUT}
shift
if [ -z "${VK_DRIVER_FILES:-}" ]; then
  for file in /usr/share/vulkan/icd.d /etc/vulkan/icd.d /usr/local/share/vulkan/icd.d /usr/local/nvidia/share/vulkan/icd.d; do
    for driver in nvidia_icd.json nvidia_icd.x86_64.json radeon_icd.x86_64.json intel_icd.x86_64.json; do
      if [ -z "${VK_DRIVER_FILES:-}" ] && [ -f "$file/$driver" ]; then VK_DRIVER_FILES=$file/$driver; fi
    done
  done
fi
: "${VK_DRIVER_FILES:?no Vulkan driver was found in the usual places: set VK_DRIVER_FILES to the JSON file of one}"
export VK_DRIVER_FILES
export VK_ICD_FILENAMES="$VK_DRIVER_FILES"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$here/." "$work/"
find "$work" -name '*.gz' -exec gzip -d {} +
chmod +x "$work/node"
export LD_LIBRARY_PATH="$work/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
echo "driver: $VK_DRIVER_FILES"
timeout "${LIMIT:-570}" "$work/node" "$work/gpu.mjs" --out "$out" "$@"
