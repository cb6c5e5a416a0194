package org.phpipc.serialize;

/**
 * A value that PHP has and Java has not.
 *
 * <p>What Java does have is itself: {@code null}, {@link Boolean}, {@link Long}, {@link Double} and
 * {@link String}. Together with these kinds it makes the whole of PHP's data, so nothing of the
 * bytes is lost in between.
 */
public sealed interface PhpValue
    permits PhpString, PhpArray, PhpObject, PhpCustom, PhpEnum, PhpReference {}
