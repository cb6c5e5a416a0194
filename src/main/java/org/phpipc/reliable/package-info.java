/**
 * Consuming messages so that a crash loses none: each is on disk before it leaves the queue, until
 * it was handled. This is phpipc's own convention; producers, PHP's included, know nothing of it.
 */
@NullMarked
package org.phpipc.reliable;

import org.jspecify.annotations.NullMarked;
