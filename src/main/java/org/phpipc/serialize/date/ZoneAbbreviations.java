package org.phpipc.serialize.date;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The abbreviations that PHP has for zones, each with the one offset that PHP takes it for. They
 * are those of {@code timezone_abbreviations_list()} in PHP 8.2 (ext/date/lib/timezonemap.h).
 */
final class ZoneAbbreviations {
  /** Seconds east of Greenwich, each before the abbreviations that stand for them. */
  private static final String TABLE =
      """
      -43200 Y
      -39600 SST X
      -36000 AHST BDT HST W
      -34200 HDT HPT HWT
      -32400 AHDT AKST V YST
      -28800 AKDT PST U YDT YPT YWT
      -26248 EMT
      -25200 MST PDT PPT PWT T YDDT
      -21600 CST MDT MPT MWT PDDT S
      -20173 SJMT
      -19776 HMT
      -18840 QMT
      -18000 CDT CPT CWT EST MDDT R
      -17340 PPMT
      -16800 SDMT
      -15408 CMT
      -14660 FFMT
      -14400 AST CDDT EDT EPT EWT Q
      -14309 BMT
      -13884 SMT
      -13840 AMT
      -13236 PMT
      -12600 NST
      -10800 ADT APT AWT EDDT P
      -9052 NDT
      -9000 NPT NWT
      -7200 ADDT O
      -5400 NDDT
      -4056 FMT
      -3600 N
      -1521 DMT
      0 GMT UCT UTC WET Z
      3600 A BST CET MET WAT WEST
      5040 WMT
      5736 KMT
      5794 RMT
      7200 B BDST CAT CEST EET IST MEST SAST WAST WEMT
      8440 JMT
      9017 MMT
      9394 LST
      10751 TBMT
      10800 C CEMT EAT EEST IDT MSK
      12344 TMT
      14400 D IDDT MSD
      16279 MDST
      18000 E PKT
      21600 F PKST
      25025 IMT
      25200 G WIB
      25590 PLMT
      28800 AWST H HKT WITA
      30600 KST
      32400 AWDT HKST I JST WIT
      34200 ACST CAST
      36000 AEST CHST GST JDT K KDT
      37800 ACDT
      39600 AEDT GDT L
      41400 NZMT
      43200 M NZST
      46800 NZDT
      """;

  private static final Map<String, ZoneOffset> OFFSETS = offsets();

  private ZoneAbbreviations() {}

  private static Map<String, ZoneOffset> offsets() {
    Map<String, ZoneOffset> offsets = new HashMap<>();
    ZoneOffset offset = ZoneOffset.UTC;
    for (String word : TABLE.split("\\s+")) {
      if (Character.isLetter(word.charAt(0))) {
        offsets.put(word, offset);
      } else {
        offset = ZoneOffset.ofTotalSeconds(Integer.parseInt(word));
      }
    }
    return offsets;
  }

  /** The offset of an abbreviation in any case; null if PHP has no such. */
  static @Nullable ZoneOffset find(String abbreviation) {
    return OFFSETS.get(abbreviation.toUpperCase(Locale.ROOT));
  }
}
