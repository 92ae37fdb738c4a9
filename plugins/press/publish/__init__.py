# SPDX-License-Identifier: AGPL-3.0-or-later
"""From printed files to the output folder, whole or not at all."""
