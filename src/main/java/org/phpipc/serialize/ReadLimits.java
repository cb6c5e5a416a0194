package org.phpipc.serialize;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.phpipc.serialize.token.ReadBudget;

/**
 * What a reader accepts; each limit is checked before anything is allocated for it. Immutable.
 *
 * <p>Even without limits the memory that reading takes is bounded by a small multiple of the size
 * of the input, whatever lengths and counts the bytes claim.
 */
public final class ReadLimits {
  /** PHP's {@code unserialize_max_depth}. */
  public static final int STANDARD_DEPTH = 4096;

  private static final ReadLimits STANDARD =
      new ReadLimits(STANDARD_DEPTH, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, null);

  private final int depth;
  private final long elements;
  private final long stringBytes;
  private final long totalBytes;

  /** In lower case; null allows all. */
  private final @Nullable Set<String> allowedClasses;

  private ReadLimits(
      int depth,
      long elements,
      long stringBytes,
      long totalBytes,
      @Nullable Set<String> allowedClasses) {
    this.depth = depth;
    this.elements = elements;
    this.stringBytes = stringBytes;
    this.totalBytes = totalBytes;
    this.allowedClasses = allowedClasses;
  }

  /** PHP's own limit, {@value #STANDARD_DEPTH} levels, and no other. */
  public static ReadLimits standard() {
    return STANDARD;
  }

  /**
   * As PHP's option {@code max_depth}: how many arrays with elements and objects may be nested; 0
   * is no limit.
   *
   * @throws IllegalArgumentException if negative
   */
  public ReadLimits withDepth(int levels) {
    int checked = (int) atLeastZero(levels);
    return new ReadLimits(checked, elements, stringBytes, totalBytes, allowedClasses);
  }

  /** How many elements and properties a value may have in all its arrays and objects together. */
  public ReadLimits withElements(long count) {
    return new ReadLimits(depth, atLeastZero(count), stringBytes, totalBytes, allowedClasses);
  }

  /** How many bytes one string, name or payload may have. */
  public ReadLimits withStringBytes(long bytes) {
    return new ReadLimits(depth, elements, atLeastZero(bytes), totalBytes, allowedClasses);
  }

  /** How much memory a value may take, by an estimate that errs on the high side. */
  public ReadLimits withTotalBytes(long bytes) {
    return new ReadLimits(depth, elements, stringBytes, atLeastZero(bytes), allowedClasses);
  }

  /**
   * As PHP's option {@code allowed_classes}: objects of other classes come out {@linkplain
   * PhpObject#isIncomplete() incomplete}. Names are compared without case; enums are not affected.
   */
  public ReadLimits withAllowedClasses(Collection<String> names) {
    Set<String> lower = names.stream().map(ReadLimits::lower).collect(Collectors.toSet());
    return new ReadLimits(depth, elements, stringBytes, totalBytes, Set.copyOf(lower));
  }

  /** Allows every class again. */
  public ReadLimits withAllClasses() {
    return new ReadLimits(depth, elements, stringBytes, totalBytes, null);
  }

  /** The levels that may be nested; 0 is no limit. */
  public int depth() {
    return depth;
  }

  /** The elements and properties a value may have in all. */
  public long elements() {
    return elements;
  }

  /** The bytes one string may have. */
  public long stringBytes() {
    return stringBytes;
  }

  /** The bytes of memory a value may take. */
  public long totalBytes() {
    return totalBytes;
  }

  /** Whether objects of this class come out complete. */
  public boolean allows(String className) {
    return allowedClasses == null || allowedClasses.contains(lower(className));
  }

  /** A name that is not UTF-8 is none of those allowed. */
  boolean allows(Object className) {
    return allowedClasses == null || (className instanceof String name && allows(name));
  }

  /** What one value may take under these limits. */
  ReadBudget budget() {
    return new ReadBudget(elements, stringBytes, totalBytes);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static long atLeastZero(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit cannot be negative: " + limit);
    }
    return limit;
  }
}
