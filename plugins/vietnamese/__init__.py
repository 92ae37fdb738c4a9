# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is Vietnamese about dates, letters and numbers."""
