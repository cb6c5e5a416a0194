package org.phpipc.bench.workload;

import java.util.List;
import org.phpipc.serialize.PhpArray;

/** The job of {@code side.php}, about 200 bytes. */
public final class Job {
  private Job() {}

  /** A new one. */
  public static PhpArray value() {
    PhpArray options = new PhpArray();
    options.put("quality", 85);
    options.put("crop", true);
    options.put("ratio", 1.5);
    PhpArray job = new PhpArray();
    job.put("id", 4711);
    job.put("task", "resize");
    job.put("file", "/srv/app/uploads/2024/holiday.png");
    job.put("sizes", List.of(100, 200, 400, 800));
    job.put("options", options);
    job.put("due", null);
    return job;
  }
}
