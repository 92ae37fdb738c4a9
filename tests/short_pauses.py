# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lets deployments of the tests wait as long as servers on the loopback need.

To be loaded by a process that deploys. What is waited for, how often and what is told in
the end stay as they are.
"""

from plugins.deploy import check, s3

check.PATIENCE_S = 1
s3.LOCK_PAUSE_S = 0.02
s3.RETRY_PAUSE_S = 0.02
