/**
 * What is kept in files: who may read them. No more; what is in them is their writers' business.
 */
@NullMarked
package org.phpipc.file;

import org.jspecify.annotations.NullMarked;
