/**
 * What phpipc and its peers do in the comparisons, one class for each kind of work; C and PHP do
 * the same in {@code bench/c} and {@code bench/php}. {@link org.phpipc.bench.workload.JavaSide}
 * runs one in a process of its own.
 */
package org.phpipc.bench.workload;
