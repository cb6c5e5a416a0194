/**
 * PHP's functions under PHP's names: static, snake_case, PHP's order, defaults and numbers.
 *
 * <p>Every function checks as PHP checks, calls one idiomatic method and translates the outcome. A
 * caller's mistake throws {@link org.phpipc.php.PhpValueError} or {@link
 * org.phpipc.php.PhpTypeError}; a refusal by the kernel is a warning to {@link
 * org.phpipc.php.PhpWarnings} and PHP's failure value. Nothing is decided here.
 */
@NullMarked
package org.phpipc.php;

import org.jspecify.annotations.NullMarked;
