package org.phpipc.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpString;
import org.phpipc.serialize.PropertyName;

/** What the demo sends; {@code php-interop/demo.php} builds the same values in PHP. */
final class DemoValues {
  private static final String JOB_CLASS = "Demo\\Job";

  private DemoValues() {}

  /** Every value by the name that both sides know it by. */
  static Map<String, Object> all() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("string", "Grüße, 世界 🙂");
    values.put("nested array", nestedArray());
    values.put("object", object());
    values.put("binary string", everyByte());
    return values;
  }

  /** The n-th of the numbered jobs. */
  static PhpArray job(long n) {
    PhpArray job = new PhpArray();
    job.put("n", n);
    job.put("task", "job " + n);
    return job;
  }

  private static PhpArray nestedArray() {
    PhpArray limits = new PhpArray();
    limits.put("retries", 3);
    limits.put("delay", 1.5);
    limits.put("next", null);
    PhpArray array = new PhpArray();
    array.put("id", 7);
    array.put("tags", PhpArray.ofValues("mail", "urgent"));
    array.put("limits", limits);
    array.put("done", false);
    return array;
  }

  private static PhpObject object() {
    return new PhpObject(JOB_CLASS)
        .set("name", "resize")
        .set(PropertyName.ofProtected("attempts"), 2)
        .set(PropertyName.ofPrivate(JOB_CLASS, "token"), "s3cret");
  }

  private static PhpString everyByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return PhpString.of(bytes);
  }
}
