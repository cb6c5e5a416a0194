/**
 * For tests of code that talks to PHP: a JUnit 5 extension that owns kernel objects and runs PHP
 * scripts beside the test. JUnit is an optional dependency: who uses this has it.
 */
@NullMarked
package org.phpipc.testkit;

import org.jspecify.annotations.NullMarked;
