#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Makes ./configure in a checkout; a release has it already.
set -eu
cd "$(dirname "$0")"
exec autoreconf --install --force --warnings=all
