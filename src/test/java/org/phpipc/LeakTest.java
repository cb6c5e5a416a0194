package org.phpipc;

import org.phpipc.testing.LeakCases;

/** By JNA, which is what the classes of the build have. */
class LeakTest extends LeakCases {}
