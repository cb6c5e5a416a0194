package org.phpipc;

/** By JNA, which is what the classes of the build have. */
class LeakTest extends LeakCases {}
